"""What lies before a meeting or after it: days and weeks that no test waits for. Each is written
into the house's database, as time itself would have left it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from afttrainer import clock
from afttrainer.content.codes import ClipOrigin, ClipStatus, Role, SessionStatus
from afttrainer.models import (
    Case,
    Clip,
    Consent,
    Group,
    Membership,
    PlaybackMark,
    QueuedClip,
    Recording,
    RecordingStatus,
    SupervisionSession,
)
from tests.browser.house import House


@contextmanager
def _database(house: House) -> Iterator[Session]:
    lies = house.folder / "home" / "afttrainer.sqlite3"
    engine = create_engine(f"sqlite:///{lies}", poolclass=NullPool)
    with Session(engine) as session, session.begin():
        yield session
    engine.dispose()


def _room(session: Session, group: str) -> SupervisionSession:
    newest = SupervisionSession.id.desc()
    return session.scalars(
        select(SupervisionSession).join(Group).where(Group.name == group).order_by(newest)
    ).first() or _nothing(group)


def _nothing(group: str) -> SupervisionSession:
    raise AssertionError(f"{group} has no meeting")


def has_shown_work_weeks_ago(house: House, name: str, weeks: int) -> None:
    """In the newest group with that name on its list; the film of then is erased by now."""
    with _database(house) as session, session.no_autoflush:
        newest = Membership.id.desc()
        member = session.scalars(select(Membership).filter_by(name=name).order_by(newest)).first()
        assert member is not None
        then = clock.now() - timedelta(weeks=weeks, days=1)
        case = Case(therapist=member, code="P-009", opened_at=then)
        session.add(case)
        recording = Recording(
            case=case,
            title="An erased film",
            brought_in_at=then,
            status=RecordingStatus.ERASED,
            ticket="of-weeks-ago",
        )
        clip = Clip(recording=recording, title="An erased clip", in_ms=0, out_ms=1, made_at=then)
        past = SupervisionSession(
            group=member.group,
            status=SessionStatus.CLOSED,
            planned_for=then,
            opened_at=then,
            started_at=then,
            closed_at=then,
        )
        session.add_all((clip, past))
        shown = QueuedClip(clip=clip, position=0, status=ClipStatus.PLAYED, first_played_at=then)
        past.queue.append(shown)


def leads_too(house: House, name: str) -> None:
    """One of the house's first group was made a supervisor beside the other."""
    with _database(house) as session:
        session.scalars(select(Membership).filter_by(name=name)).one().role = Role.SUPERVISOR


def has_a_patient(house: House, film: str) -> int:
    """The acted film is a patient's, who lets the group watch it; its number is given."""
    with _database(house) as session:
        found = session.scalars(select(Recording).filter_by(title=film)).one()
        found.origin = ClipOrigin.PATIENT_RECORDING
        yesterday = clock.now() - timedelta(days=1)
        found.consent = Consent(group_supervision=True, given_at=yesterday)
        return found.id


def times_it_was_played(house: House) -> int:
    """How often it began to run. A wall that began a moment later is noted while it runs."""
    with _database(house) as session:
        ran = [False, *session.scalars(select(PlaybackMark.playing).order_by(PlaybackMark.id))]
        return sum(now and not before for before, now in pairwise(ran))


def has_run_for(house: House, group: str, minutes: float) -> None:
    """The group's meeting has begun so long ago."""
    with _database(house) as session:
        _room(session, group).started_at = clock.now() - timedelta(minutes=minutes)


def was_closed_hours_ago(house: House, group: str, hours: float) -> None:
    with _database(house) as session:
        _room(session, group).closed_at = clock.now() - timedelta(hours=hours)
