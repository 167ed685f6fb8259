"""How a meeting ends: what is ended, what is forgotten, and whom it waits for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from afttrainer.content.codes import ClipStatus, SessionStatus
from afttrainer.models import command, lesson, poll, rating
from afttrainer.models.pace import resume
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


def not_checked_out(supervision: SupervisionSession) -> list[Participant]:
    """Presenters who have neither left by the two steps nor said that they would rather not."""
    out = {c.author for c in supervision.checkouts if c.is_settled}
    return [p for p in supervision.presenters if p not in out]


def close(supervision: SupervisionSession, now: datetime, *, without_checkout: bool) -> None:
    """End it for good. `without_checkout` is the supervisor's second, explicit yes to closing while
    a presenter who is not connected has not checked out (S2: the presenter's leave has its own
    protected time). One who is connected is waited for: only their own word declines it.
    """
    waiting = not_checked_out(supervision)
    if here := [p.name for p in waiting if p.is_here]:
        raise Refused(
            _(
                "Waiting for the check-out of %(names)s: to be written on their own device, "
                "or declined there.",
                names=", ".join(here),
            )
        )
    if waiting and not without_checkout:
        raise Refused(
            _(
                "%(names)s has not checked out and is not connected. Close without it?",
                names=", ".join(p.name for p in waiting),
            )
        )
    # Of one who declined as of one who was not here: no record tells the two apart.
    written = {c.author for c in supervision.checkouts if c.case_saved_at is not None}
    supervision.closed_without_checkout = not written.issuperset(supervision.presenters)
    _end_what_runs(supervision, now)
    _forget(supervision, now)
    supervision.status = SessionStatus.CLOSED
    supervision.closed_at = now
    rating.note_when_all_have_answered(supervision, now)
    supervision.touch_everybody()


def _end_what_runs(supervision: SupervisionSession, now: datetime) -> None:
    if supervision.phase is not None:
        supervision.phase.leave(now)
    lesson.end(supervision, now)
    if supervision.playback is not None:
        supervision.playback.rest(now)
        # It may be where something was left out.
        supervision.playback.stops_at_ms = None
    for exercise in supervision.exercises:
        exercise.close(now)


def _forget(supervision: SupervisionSession, now: datetime) -> None:
    """A pass, a stop and the ledger that could tell of them are gone from here on (rule 13), and so
    is what people have taken back or said otherwise."""
    supervision.hold = None
    supervision.pulses.clear()
    poll.close(supervision, now)
    resume(supervision, now)
    # One that never began was a no, or was never asked: neither is anybody's record.
    supervision.exercises[:] = [e for e in supervision.exercises if e.began_at is not None]
    for number, exercise in enumerate(supervision.exercises, start=1):
        exercise.position = number
        _forget_passes(exercise)
        # Who is in no pair has sat out.
        exercise.dyad_places.clear()
    _forget_noes(supervision)
    session = object_session(supervision)
    if session is not None:
        command.empty(session, [p.id for p in supervision.participants], now)


def _forget_passes(exercise: Exercise) -> None:
    tried = {attempt.slot for attempt in exercise.attempts}
    for slot in exercise.slots:
        # That a turn made good an earlier one would tell of a pass.
        slot.takes_slot = None
        slot.difficulty = None
    exercise.slots[:] = [s for s in exercise.slots if s in tried]
    # ... and so would a place in the order that nobody has.
    for number, slot in enumerate(sorted(exercise.slots, key=lambda s: s.position), start=1):
        slot.position = number


def _forget_noes(supervision: SupervisionSession) -> None:
    """A film that was not shown was not shown, whoever was asked and whatever they said; one that
    was taken back was shown until then."""
    for queued in supervision.queue:
        if queued.status in (ClipStatus.OFFERED, ClipStatus.DECLINED, ClipStatus.WITHDRAWN):
            shown = queued.first_played_at is not None
            queued.status = ClipStatus.PLAYED if shown else ClipStatus.QUEUED
        queued.enough_at = None
        queued.skipped = []
        queued.mark_steps.clear()
        if queued.first_played_at is None:
            queued.offered_at = None
    supervision.checkouts[:] = [c for c in supervision.checkouts if c.group_saved_at is not None]
    for checkout in supervision.checkouts:
        checkout.declined_at = None
