"""The two acted scenes that travel with the program."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from afttrainer.content.codes import ClipOrigin, Marker
from afttrainer.media.tasks import FilmQueue
from afttrainer.models import Case, Clip, Exemplar, Membership, Recording


@dataclass(frozen=True)
class Scene:
    """One scene: its film, captions, and where its makers say the ruptures lie."""

    title: str
    case_code: str
    duration_ms: int
    film: Path
    captions: Path
    ruptures: tuple[dict[str, Any], ...]


def scenes() -> Iterator[Scene]:
    folder: Path = current_app.extensions["settings"].demo_folder
    for notes in sorted(folder.glob("*.ruptures.json"), reverse=True):
        told = json.loads(notes.read_text(encoding="utf-8"))
        yield Scene(
            told["title"],
            told["case_code"],
            told["duration_ms"],
            folder / told["film"],
            folder / told["captions"],
            tuple(told["ruptures"]),
        )


def bring_in(scene: Scene, therapist: Membership, now: datetime) -> Clip:
    """The scene as a case, a recording still to be prepared, and one clip of all of it."""
    case = Case(therapist=therapist, code=scene.case_code, opened_at=now)
    recording = Recording(
        case=case,
        title=scene.title,
        origin=ClipOrigin.SIMULATED,
        brought_in_at=now,
        ticket=f"demo-{secrets.token_hex(8)}",
        duration_ms=scene.duration_ms,
    )
    clip = Clip(
        recording=recording, title=scene.title, in_ms=0, out_ms=scene.duration_ms, made_at=now
    )
    clip.exemplars.extend(_shows(told, clip, now) for told in scene.ruptures if told["main"])
    return clip


def _shows(told: dict[str, Any], clip: Clip, now: datetime) -> Exemplar:
    """What its notes call its main moment, in the library of patterns."""
    return Exemplar(
        marker=Marker(told["marker"]),
        pattern="",
        note=told["reason"],
        origin=ClipOrigin.SIMULATED,
        in_ms=clip.in_ms,
        out_ms=clip.out_ms,
        added_at=now,
    )


def have_prepared(tickets: dict[str, str]) -> None:
    """Ask the film worker for the demo films; `tickets` maps a recording's ticket to its title."""
    queue = FilmQueue(current_app.extensions["settings"].home)
    of_title = {scene.title: scene for scene in scenes()}
    for ticket, title in tickets.items():
        scene = of_title[title]
        queue.prepare(ticket, str(scene.film), str(scene.captions), origin_name=scene.film.name)
    queue.close()
