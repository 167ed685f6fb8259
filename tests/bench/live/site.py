"""A site full of open rooms, and everybody's cookies, made by the program's own code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, session
from sqlalchemy.orm import Session

from afttrainer import accounts, clock, create_app, storage
from afttrainer.content import codes
from afttrainer.extensions import db, write
from afttrainer.models import (
    Exercise,
    Group,
    Membership,
    Playback,
    RuptureEvent,
    SupervisionSession,
    User,
    WallPass,
)
from afttrainer.places import settings
from tests.models.room import R1
from tests.people import open_room, person, queued_clip

#: A supervisor's console, the wall, and so many companions: twelve screens.
TRAINEES = 10
SCREENS = TRAINEES + 2
#: Longer than any measurement, so that a film never ends under it.
BEGAN_AGO = timedelta(seconds=30)


@dataclass(frozen=True)
class Screen:
    """How one device comes in: its cookies, and what its socket says of itself."""

    cookie: str
    auth: dict[str, Any]


@dataclass(frozen=True)
class OpenRoom:
    """`target` is what commands of its bench speak of: the clip at work, or the exercise."""

    supervision_id: int
    target: int
    console: Screen
    wall: Screen
    companions: list[Screen]


def config_of(folder: Path) -> Any:
    """Where the database is, is said by the environment, as for the server itself."""
    return settings().from_environment(home=folder / "home", films=folder / "video_segments")


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """The program on that site, for making things and for looking; no server."""
    config = config_of(folder)
    storage.bring_up_to_date(config)
    app = create_app(config)
    with app.app_context():
        yield app
        app.extensions["writer"].close()
        for engine in db.engines.values():
            engine.dispose()


def watching(app: Flask, rooms: int) -> list[OpenRoom]:
    """Rooms in which a film runs, for blind tags."""
    return [_open(app, f"W{number}", _watch) for number in range(rooms)]


def exercising(app: Flask, rooms: int) -> list[OpenRoom]:
    """Rooms in which a rotating role play runs, for the pathway board."""
    return [_open(app, f"E{number}", _exercise) for number in range(rooms)]


def _open(app: Flask, key: str, begin: Any) -> OpenRoom:
    def make(session: Session) -> tuple[int, int, str, list[int]]:
        supervision = open_room(_group(key))
        session.add(supervision)
        session.flush()
        target = begin(session, supervision)
        wall, _token = WallPass.make(clock.now(), timedelta(days=1))
        supervision.wall_passes.append(wall)
        wall_key = wall.open(clock.now())
        assert wall_key is not None
        people = supervision.participants
        return supervision.id, target, wall_key, [p.membership.user_id or 0 for p in people]

    supervision_id, target, wall_key, users = write(make)
    cookies = _cookies(app, users)
    console, *companions = (
        Screen(cookie, {"supervision": supervision_id, "screen": screen})
        for cookie, screen in zip(cookies, ["console", *["companion"] * TRAINEES], strict=True)
    )
    wall = Screen(f"wall={wall_key}", {"screen": "wall"})
    return OpenRoom(supervision_id, target, console, wall, companions)


def _group(key: str) -> Group:
    now = clock.now()
    group = Group(name=f"Group {key}", made_at=now)
    names = ["Mirela", *(f"Trainee {number}" for number in range(TRAINEES))]
    for number, name in enumerate(names):
        role = codes.Role.TRAINEE if number else codes.Role.SUPERVISOR
        member = Membership(name=name, role=role, added_at=now, claimed_at=now, confirmed_at=now)
        member.user = User(username=f"{key}-{number}".lower())
        group.memberships.append(member)
    return group


def _watch(session: Session, room: SupervisionSession) -> int:
    now = clock.now() - BEGAN_AGO
    clip = queued_clip(room, "Trainee 0")
    clip.status, clip.accepted_at = codes.ClipStatus.ACCEPTED, now
    session.flush()
    _go_to(room, codes.Phase.VIEWING)
    Playback.of(clip, now).play(now)
    session.flush()
    return clip.id


def _exercise(session: Session, room: SupervisionSession) -> int:
    now = clock.now() - BEGAN_AGO
    clip = queued_clip(room, "Trainee 0")
    clip.status, clip.accepted_at = codes.ClipStatus.PLAYED, now
    session.flush()
    supervisor = person(room, "Mirela")
    rupture = RuptureEvent.define(supervisor, R1, now)
    session.flush()
    _go_to(room, codes.Phase.EXERCISE)
    rotating = codes.ExerciseType.ROTATING_ROLE_PLAY
    exercise = Exercise.plan(supervisor, rupture.id, rotating, "rotating_first_words")
    exercise.agree(person(room, "Trainee 0"), now)
    exercise.begin(supervisor, now)
    session.flush()
    return exercise.id


def _go_to(room: SupervisionSession, kind: codes.Phase) -> None:
    phase = next(phase for phase in room.phases if phase.kind is kind)
    room.move_to(phase.id, clock.now() - BEGAN_AGO, shown=room.phase_id)


def _cookies(app: Flask, users: Iterable[int]) -> list[str]:
    """What a browser would send after each of them has signed in."""
    made = []
    for user_id in users:
        with app.test_request_context():
            accounts.sign_in(user_id, "link")
            answer = Response()
            app.session_interface.save_session(app, session, answer)  # type: ignore[arg-type]
            made.append(answer.headers["Set-Cookie"].split(";")[0])
    return made
