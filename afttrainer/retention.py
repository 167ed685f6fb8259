"""What nobody presses: consents that end, films whose time is over, uploads left lying.

One process of a site does it, at its start and from then on: rooms are looked at every few seconds,
what is to be erased every hour, so that nothing stays a day too long.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipOrigin, ClipStatus, SessionStatus
from afttrainer.extensions import db, write
from afttrainer.file_lock import FileLock
from afttrainer.film_house import film_house
from afttrainer.models import (
    Clip,
    CommandRecord,
    Consent,
    Erasure,
    NarrationSound,
    Participant,
    QueuedClip,
    Recording,
    StrainSignal,
    SupervisionSession,
    Upload,
    audit,
    erasure,
    film_look,
    let_go,
    narration_sound,
    sign_out,
)
from afttrainer.models.covered import stop_what_is_not_covered
from afttrainer.models.recording import RecordingStatus
from afttrainer.models.training_year import TrainingYear
from afttrainer.rounds import Round
from afttrainer.web.arrivals import arriving, finish
from afttrainer.web.keeping import Touched, push_all, touched

ROOMS_EVERY_S = 10.0
FILMS_EVERY = timedelta(hours=1)
#: Signals of strain are for those who lead now, and for nobody's file (docs/privacy.md).
SIGNALS_LIVE = timedelta(days=90)
#: A phone that fell asleep before it heard that its words were saved may ask again for so long.
ANSWERS_LIVE = timedelta(days=1)


class Keeper(Round):
    """Of several workers one does it."""

    every_s = ROOMS_EVERY_S
    goes_wrong = "What is to be erased could not be looked after"
    begins_at_once = True

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._place = FileLock(app.extensions["settings"].home / "keeper.lock")
        self._films_at: datetime | None = None

    def stop(self) -> None:
        super().stop()
        self._place.let_go()

    def look_now(self) -> None:
        if self._place.take():
            self.look(clock.now())

    def look(self, now: datetime) -> None:
        with self._app.app_context():
            watch_rooms(now)
            if self._films_at is None or now - self._films_at >= FILMS_EVERY:
                sweep(now)
                self._films_at = now


def watch_rooms(now: datetime) -> None:
    """Stop what no consent covers any more. Rooms with nothing of that kind are not looked at."""
    for number in db.session.scalars(_doubtful(now)).all():

        def look(session: Session, number: int = number) -> Touched:
            room = session.get_one(SupervisionSession, number)
            stop_what_is_not_covered(room, now)
            return touched([room])

        push_all(write(look, room=number))


def _doubtful(now: datetime) -> Select[int]:
    """Open rooms with a film whose patient's word has ended, or does not hold for everybody."""
    return (
        select(QueuedClip.supervision_id)
        .distinct()
        .join(SupervisionSession, SupervisionSession.id == QueuedClip.supervision_id)
        .join(Clip, Clip.id == QueuedClip.clip_id)
        .join(Recording, Recording.id == Clip.recording_id)
        .outerjoin(Consent, Consent.recording_id == Recording.id)
        .where(
            SupervisionSession.status == SessionStatus.LIVE,
            QueuedClip.status != ClipStatus.BLOCKED,
            Recording.origin == ClipOrigin.PATIENT_RECORDING,
            or_(
                Consent.id.is_(None),
                Consent.group_supervision.is_(False),
                Consent.withdrawn_at.is_not(None),
                Consent.expires_at <= now,
                Consent.named_only,
            ),
        )
    )


def sweep(now: datetime) -> None:
    """Erase what is due. Interrupted anywhere, the next sweep goes on where it was."""
    settings = current_app.extensions["settings"]
    limits = erasure.Limits(settings.film_days, settings.erased_within_days)
    push_all(write(lambda session: _erase(session, limits, now)))
    year = TrainingYear(settings.training_year_begins, settings.marks_years)
    write(lambda session: _let_marks_go(session, year, now))
    write(lambda session: _let_answers_go(session, now))
    _clear_files(now)
    _let_spoken_go(settings.narration_days, now)
    _let_uploads_go(now)
    if limits.film_days:
        _let_unclaimed_go(now - timedelta(days=limits.film_days))
        _let_strays_go(now - timedelta(days=limits.film_days))


def _erase(session: Session, limits: erasure.Limits, now: datetime) -> Touched:
    rooms: dict[int, SupervisionSession] = {}
    for recording, when in erasure.all_due(session, limits, now):
        rooms |= {q.supervision_id: q.supervision for c in recording.clips for q in c.queued}
        erasure.erase(recording, when, now)
    erasure.forget_old_logs(session, now)
    audit.forget_old(session, now)
    film_look.forget_old(session, now)
    sign_out.forget_old(session, now)
    old = select(StrainSignal).where(StrainSignal.made_at < now - SIGNALS_LIVE)
    for signal in session.scalars(old):
        session.delete(signal)
    return touched(rooms.values())


def _let_marks_go(session: Session, year: TrainingYear, now: datetime) -> None:
    for room, due_at in let_go.all_due(session, year, now):
        let_go.let_go(room, due_at, now)
    let_go.forget_old(session, now)


def _let_answers_go(session: Session, now: datetime) -> None:
    """What closed meetings have left of the ledger (`models/command.py`)."""
    theirs = (
        select(Participant.id)
        .join(SupervisionSession, SupervisionSession.id == Participant.supervision_id)
        .where(SupervisionSession.status == SessionStatus.CLOSED)
    )
    is_old = CommandRecord.done_at <= now - ANSWERS_LIVE
    session.execute(delete(CommandRecord).where(CommandRecord.participant_id.in_(theirs), is_old))


def _clear_files(now: datetime) -> None:
    """The key first, then the files; what is still held open somewhere waits for the next sweep."""
    _let_work_go()
    house = film_house()
    for number, sha256 in Erasure.waiting(db.session):
        house.offer_no_more(sha256)
        if house.store.remove(sha256):
            write(partial(_note_gone, number=number, now=now))


def _note_gone(session: Session, number: int, now: datetime) -> None:
    session.get_one(Erasure, number).file_is_gone(now)


def _let_work_go() -> None:
    """Films that were erased while they came or were being prepared, or had been put aside: what
    came of them lies plain until then."""
    house = film_house()
    gone = select(Recording.ticket).where(Recording.status == RecordingStatus.ERASED)
    for ticket in house.queue.reports.tickets() & set(db.session.scalars(gone)):
        house.let_go(ticket)
    coming = gone.join(Upload, Upload.ticket == Recording.ticket)
    for ticket in db.session.scalars(coming).all():
        write(partial(_expire, ticket=ticket))
        arriving().forget(ticket)


def _let_spoken_go(days: int, now: datetime) -> None:
    """What was said aloud while watching: when its time is over, or its film is gone."""
    if days:
        before = now - timedelta(days=days)
        write(lambda session: narration_sound.forget_old(session, before))
    film_house().spoken.sweep(set(db.session.scalars(select(NarrationSound.token))))


def _let_uploads_go(now: datetime) -> None:
    for ticket, size, expires_at in db.session.execute(
        select(Upload.ticket, Upload.size_bytes, Upload.expires_at).where(
            Upload.arrived_at.is_(None) | (Upload.expires_at <= now)
        )
    ).all():
        if expires_at <= now:
            write(partial(_expire, ticket=ticket))
            arriving().forget(ticket)
        elif _has_all(ticket, size):
            finish(ticket)  # the power went just before it was noted


def _let_unclaimed_go(before: datetime) -> None:
    """Films from the inbox of which nobody has said whose they are: without a consent, like any
    other they stay only so long. Where the originals stay in the inbox, they are the site's own."""
    house = film_house()
    for report in house.arrivals():
        taken = select(Recording.id).where(
            (Recording.ticket == report.ticket) | (Recording.sha256 == report.sha256)
        )
        is_old = datetime.fromtimestamp(report.updated_at, UTC) < before
        if is_old and report.sha256 and not report.source.exists() and not db.session.scalar(taken):
            house.queue.reports.forget(report.ticket)
            house.erase(report.sha256)


def _let_strays_go(before: datetime) -> None:
    """Films of this site's that no recording knows, as after an older copy of the database was
    brought back. Whose key is not here may be another site's that shares the folder."""
    house = film_house()
    if house.keys is None:
        return
    known = set(db.session.scalars(select(Recording.sha256)))
    for sha256, home in list(house.store.homes()):
        came_at = datetime.fromtimestamp(home.stat().st_mtime, UTC)
        if came_at < before and sha256 not in known and house.keys.has(sha256):
            house.erase(sha256)


def _has_all(ticket: str, size: int) -> bool:
    try:
        return arriving().length(ticket) == size
    except OSError:
        return False


def _expire(session: Session, ticket: str) -> None:
    """What its person has said of it stays to be read, with what became of the film."""
    found = session.scalar(select(Upload).where(Upload.ticket == ticket))
    if found is None:
        return
    recording = found.recording
    if recording is not None and recording.status is RecordingStatus.ARRIVING:
        recording.refuse(_("It did not arrive within a week. Please bring it in again."))
    session.delete(found)
