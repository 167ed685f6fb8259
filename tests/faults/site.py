"""A site of its own for faults: twelve trainees in an open room that watches Ben's film."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, select, update
from sqlalchemy.orm import Session

from afttrainer import clock, storage
from afttrainer.content.codes import ClipStatus, ExerciseType, Phase
from afttrainer.database import url_of
from afttrainer.models import (
    Base,
    Exercise,
    Playback,
    SignInLink,
    SupervisionSession,
    User,
    WallPass,
)
from afttrainer.models.base import UtcDateTime
from afttrainer.places import settings
from tests.live.after_film import described
from tests.people import TRAINEES, open_room, person, queued_clip, thursday_group

TWELVE = (*TRAINEES, "Goran", "Hana", "Ilir", "Jun", "Kofi", "Lena")
SUPERVISOR = "Mirela"
#: Devices with which one person may come in a test.
LINKS_EACH = 3
WALL = "The wall"


@dataclass(frozen=True)
class Site:
    """Where it lies, the number of its room and clip, and who has which ways in."""

    folder: Path
    supervision_id: int
    clip_id: int
    tokens: dict[str, list[str]]
    #: When the film began to run; since then it has run at its own speed. Seconds since 1970.
    film_began_s: float = 0
    #: On PostgreSQL; else it is the file in its home.
    database_url: str = ""
    furnished_at: datetime = field(default_factory=clock.now)

    def film_ms_at(self, instant_s: float) -> float:
        return (instant_s - self.film_began_s) * 1000

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def database(self) -> Path:
        return self.home / "afttrainer.sqlite3"

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.database}"

    def copied(self, folder: Path) -> Site:
        """The same site once more, in a folder of its own."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        tokens = {name: list(own) for name, own in self.tokens.items()}
        return replace(self, folder=folder, tokens=tokens)

    def as_of_now(self) -> Site:
        """All that was noted when it was furnished lies as far back as it did then: a run of all
        tests takes longer than the film."""
        by, engine = clock.now() - self.furnished_at, create_engine(self.url)
        with engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                _move(connection, table, by)
        engine.dispose()
        return replace(
            self,
            film_began_s=self.film_began_s + by.total_seconds(),
            furnished_at=self.furnished_at + by,
        )


def _move(connection: Connection, table: Table, by: timedelta) -> None:
    """Every instant in that table."""
    instants = [column for column in table.columns if isinstance(column.type, UtcDateTime)]
    if not instants:
        return
    keys = table.primary_key.columns
    for row in connection.execute(select(*keys, *instants)).mappings():
        moved = {one: row[one] + by for one in instants if row[one] is not None}
        if moved:
            this = [key == row[key] for key in keys]
            connection.execute(update(table).where(*this).values(moved))


def furnish(
    folder: Path,
    database_url: str = "",
    prepare: Callable[[SupervisionSession], datetime] | None = None,
) -> Site:
    """As a clinic would find it in the middle of an evening, before any server has started.

    `prepare` brings the room to where it is, and tells since when; without it they watch a film.
    """
    config = settings().Config(
        home=folder / "home", films=folder / "video_segments", database_url=database_url
    )
    storage.bring_up_to_date(config)
    engine = create_engine(url_of(config))
    with Session(engine) as session, session.begin():
        room = open_room(thursday_group(session, TWELVE))
        session.add(room)
        session.flush()
        began = (prepare or _watches_bens_film)(room)
        tokens = {name: _ways_in(session, name) for name in (SUPERVISOR, *TWELVE)}
        wall, token = WallPass.make(clock.now(), timedelta(days=1))
        room.wall_passes.append(wall)
        session.flush()
        tokens |= {WALL: [token]}
        clip_id, began_s = room.queue[0].id, began.timestamp()
        site = Site(folder, room.id, clip_id, tokens, began_s, database_url)
    engine.dispose()
    return site


def _watches_bens_film(room: SupervisionSession) -> datetime:
    now = clock.now() - timedelta(minutes=1)
    clip = queued_clip(room)
    clip.status, clip.accepted_at = ClipStatus.ACCEPTED, now
    viewing = next(phase for phase in room.phases if phase.kind is Phase.VIEWING)
    room.move_to(viewing.id, now, shown=None)
    playback = Playback.of(clip, now)
    playback.play(now)
    return playback.changed_at


def rotates(room: SupervisionSession) -> datetime:
    """Ben plays the patient, and Aditi's turn has begun."""
    now = clock.now()
    described(room)
    exercise_part = next(phase for phase in room.phases if phase.kind is Phase.EXERCISE)
    room.move_to(exercise_part.id, now, shown=room.phase_id)
    mirela, kind = person(room, SUPERVISOR), ExerciseType.ROTATING_ROLE_PLAY
    exercise = Exercise.plan(mirela, room.ruptures[-1].id, kind, "rotating_first_words")
    exercise.agree(person(room, "Ben"), now)
    exercise.begin(mirela, now)
    return now


def _ways_in(session: Session, name: str) -> list[str]:
    user = session.query(User).filter_by(username=name.lower()).one()
    made = [SignInLink.for_user(user, clock.now(), timedelta(days=1)) for _ in range(LINKS_EACH)]
    session.add_all(link for link, _token in made)
    return [token for _link, token in made]
