"""The demo group anew: a meeting that is over, one half run, and names that break layouts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from afttrainer import first_start
from afttrainer.demo import finished, half_run, nasty
from afttrainer.demo.films import Scene, bring_in, scenes
from afttrainer.demo.forgetting import forget_group
from afttrainer.demo.group import PRESENTERS, TRAINEES, member, members
from afttrainer.film_house import film_house
from afttrainer.models import Group, Recording, RecordingStatus, User


@dataclass(frozen=True)
class Refilled:
    """What there is now. `films` are SHA-256 of films that nobody has any more."""

    links: list[first_start.Link]
    finished_id: int
    half_run_id: int
    films: set[str]


def refill(session: Session, now: datetime) -> Refilled:
    """Forget every demo group, with all that was entered in it, and make one anew."""
    prepared = _prepared_films(session)
    films: set[str] = set()
    for group_id in session.scalars(select(Group.id).where(Group.is_demo)).all():
        films |= forget_group(session, session.get_one(Group, group_id))
    group = members(session, _supervisor(session), (*TRAINEES, *nasty.NAMES), now)
    session.flush()
    clips = []
    for name, scene in zip(PRESENTERS, scenes(), strict=False):
        clip = bring_in(scene, member(group, name), now)
        session.add(clip)
        _take_over(clip.recording, scene, prepared)
        clips.append(clip)
    over = finished.play(session, group, clips[0], now)
    going_on = half_run.play(session, group, clips[1], now)
    session.flush()
    in_use = {clip.recording.sha256 for clip in clips}
    links = [first_start.link_for(session, m.user) for m in group.members if m.user is not None]
    return Refilled(links, over.id, going_on.id, films - in_use)


def _supervisor(session: Session) -> User:
    """The account of whoever runs the site, made where there is none."""
    named = select(User).where(func.lower(User.username) == first_start.SUPERVISOR)
    found = session.scalar(named)
    if found is None:
        found = User(username=first_start.SUPERVISOR)
        session.add(found)
    return found


def _prepared_films(session: Session) -> dict[str, Recording]:
    """Films of the store that are ready, by SHA-256: what was prepared once is not done again."""
    ready = select(Recording).where(Recording.status == RecordingStatus.READY)
    found = {r.sha256: r for r in session.scalars(ready) if r.sha256 is not None}
    for recording in found.values():
        session.expunge(recording)
    return found


def _take_over(recording: Recording, scene: Scene, prepared: dict[str, Recording]) -> None:
    sha256 = hashlib.sha256(scene.film.read_bytes()).hexdigest()
    before = prepared.get(sha256)
    if before is None or film_house().store.find(sha256) is None:
        return
    recording.status, recording.share = RecordingStatus.READY, 1.0
    recording.sha256, recording.film_name = sha256, before.film_name
    recording.still_name, recording.captions_name = before.still_name, before.captions_name
    recording.duration_ms, recording.size_bytes = before.duration_ms, before.size_bytes
