"""Taking turns in a rotating role play: setting the order, trying, passing, coming back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import Difficulty, RestartFrom, TurnStatus, Visibility
from afttrainer.models.attempt import MetacommunicationAttempt
from afttrainer.models.hold import refuse_others_while_held
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, SUPERVISOR, mine
from afttrainer.models.rights import leads
from afttrainer.models.rotation import (
    TurnSlot,
    attempt_of,
    current,
    following,
    found,
    in_order,
    passed_by,
    turn_of,
)
from afttrainer.models.turn_order import wheel

if TYPE_CHECKING:
    from afttrainer.models.exercise import Exercise
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


def line_up(exercise: Exercise) -> None:
    """One turn for each trainee in the room, other than the one who plays the patient: whoever was
    offered fewer today comes first, and the circle has moved on since the last role play."""
    room = exercise.supervision
    people = [p for p in room.trainees if p is not exercise.patient_player]
    before = [e for s in room.group.supervisions for e in s.exercises if e.rotates and e.began_at]
    for trainee in wheel(people, _offered(room), seed=len(before)):
        _append(exercise, trainee)


def _offered(room: SupervisionSession) -> Counter[Participant]:
    """How many turns each was offered today: what became of them does not count, and one that was
    taken up later was offered once."""
    return Counter(
        slot.participant
        for exercise in room.exercises
        for slot in exercise.slots
        if not slot.is_waiting and slot.takes_slot is None
    )


def _append(exercise: Exercise, who: Participant, takes: TurnSlot | None = None) -> TurnSlot:
    position = max((slot.position for slot in exercise.slots), default=0) + 1
    slot = TurnSlot(participant=who, position=position, status=TurnStatus.WAITING, takes_slot=takes)
    exercise.slots.append(slot)
    return slot


def add_turn(me: Participant, exercise: Exercise, participant_id: int, now: datetime) -> None:
    """Give somebody a turn, or one more, at the end of the order; the supervisor may try too."""
    leads(me)
    _still_open(exercise)
    who = next((p for p in me.supervision.participants if p.id == participant_id), None)
    if who is None or not who.takes_part:
        raise Refused(_("This person is not in the room."))
    if who is exercise.patient_player:
        raise Refused(_("%(name)s is playing the patient.", name=who.name))
    with _moving(exercise):
        _append(exercise, who)
        _go_on(me, exercise, now)


def move_turn(me: Participant, exercise: Exercise, slot_id: int, *, earlier: bool) -> None:
    """Change places with the neighbour among those still waiting."""
    leads(me)
    slot = found(exercise, slot_id)
    waiting = [s for s in in_order(exercise) if s.is_waiting]
    if slot not in waiting:
        raise Refused(_("Only turns that are still to come can change places."))
    there = waiting.index(slot) + (-1 if earlier else 1)
    if 0 <= there < len(waiting):
        with _moving(exercise):
            other = waiting[there]
            slot.position, other.position = other.position, slot.position


def remove_turn(me: Participant, exercise: Exercise, slot_id: int) -> None:
    leads(me)
    slot = found(exercise, slot_id)
    if not slot.is_waiting:
        raise Refused(_("Only turns that are still to come can be taken out."))
    with _moving(exercise):
        if slot.takes_slot is not None:
            slot.takes_slot.status = TurnStatus.PASSED
        exercise.slots.remove(slot)


# --- The turns -----------------------------------------------------------------------------


def call_next(exercise: Exercise, now: datetime) -> None:
    """The next waiting person is the one who tries; nobody, where nobody waits."""
    slot = following(exercise)
    if slot is None:
        return
    slot.status = TurnStatus.CURRENT
    exercise.prompt_key = None
    exercise.attempts.append(
        MetacommunicationAttempt(
            author=slot.participant,
            slot=slot,
            made_at=_after_the_last(exercise, now),
            restart_from=_usual_start(exercise),
            words="",
            answer="",
            meant="",
            new_experience=False,
            rested_s=0.0,
        )
    )


def _after_the_last(exercise: Exercise, now: datetime) -> datetime:
    """Tries are in the order in which they began, also where two of them begin at once."""
    if not exercise.attempts:
        return now
    return max(now, exercise.attempts[-1].made_at + timedelta.resolution)


def _usual_start(exercise: Exercise) -> RestartFrom:
    """Where the next try begins unless somebody says otherwise: a new rupture is taken up."""
    if not exercise.attempts:
        return RestartFrom.RUPTURE
    is_new = exercise.attempts[-1].child_rupture is not None
    return RestartFrom.NEW_RUPTURE if is_new else RestartFrom.CONTINUE


def ask_for(me: Participant, exercise: Exercise, slot_id: int, difficulty: Difficulty) -> None:
    """How the patient is to be played in one's own turn: softer, as it was, harder. Told to the one
    who plays, and gone when the meeting closes."""
    slot = found(exercise, slot_id)
    if slot.participant is not me:
        raise NotYours(_("This is somebody else's turn."))
    if not (slot.is_current or slot.is_waiting):
        raise Refused(_("This turn is over already."))
    slot.difficulty = difficulty
    room = exercise.supervision
    room.touch(SUPERVISOR, mine(me))
    if exercise.patient_player is not None:
        room.touch(mine(exercise.patient_player))


def finish_turn(me: Participant, exercise: Exercise, slot_id: int, now: datetime) -> None:
    """The try is over, and the next person's begins. By the one who tried or the supervisor; whom
    the other was quicker than finds it done."""
    slot = found(exercise, slot_id)
    if me is not slot.participant and not me.supervises:
        raise NotYours(_("Only the one whose turn it is, or the supervisor, ends it."))
    if slot.status is TurnStatus.DONE:
        return
    if not slot.is_current:
        raise Refused(_("This turn has not begun."))
    with _moving(exercise):
        _done(exercise, slot, now)
        _go_on(me, exercise, now)


def pass_turn(me: Participant, exercise: Exercise, slot_id: int, now: datetime) -> None:
    """Let one's own turn go by, without a reason; it can be taken later.

    A try that has words in it already is finished, not passed: what was said stays.
    """
    slot = found(exercise, slot_id)
    if slot.participant is not me:
        raise NotYours(_("This is somebody else's turn."))
    if slot.status is TurnStatus.PASSED:
        return
    if not (slot.is_current or slot.is_waiting):
        raise Refused(_("This turn is over already."))
    with _moving(exercise):
        if slot.is_current:
            _done(exercise, slot, now, unless_empty=TurnStatus.PASSED)
        else:
            slot.status = TurnStatus.PASSED
        _go_on(me, exercise, now)


def come_back(me: Participant, exercise: Exercise, now: datetime) -> None:
    """Take the turn that one had let go by, as the last of the order."""
    _still_open(exercise)
    slot = passed_by(exercise, me)
    if slot is None:
        raise Refused(_("You have no turn to come back to."))
    with _moving(exercise):
        slot.status = TurnStatus.TAKEN_LATER
        _append(exercise, me, takes=slot)
        _go_on(me, exercise, now)


def break_off(exercise: Exercise, now: datetime) -> None:
    """The exercise ends in somebody's turn: what they said stays, and so does a try in which others
    have marked a moment, for whoever tried alone if nothing was said; else their turn never began.
    Who would rather not have tried passes."""
    slot = current(exercise)
    if slot is None:
        return
    attempt = attempt_of(exercise, slot)
    is_marked = attempt is not None and bool(attempt.pins)
    if attempt is not None and is_marked and attempt.is_empty:
        attempt.visibility = Visibility.PRIVATE
    _done(exercise, slot, now, unless_empty=None if is_marked else TurnStatus.WAITING)


def _done(
    exercise: Exercise, slot: TurnSlot, now: datetime, *, unless_empty: TurnStatus | None = None
) -> None:
    attempt = attempt_of(exercise, slot)
    if unless_empty is not None and (attempt is None or attempt.is_empty):
        slot.status = unless_empty
        if attempt is not None:
            exercise.attempts.remove(attempt)
        return
    slot.status = TurnStatus.DONE
    if attempt is not None:
        attempt.end(now)


def _go_on(me: Participant, exercise: Exercise, now: datetime) -> None:
    if exercise.is_running and not exercise.is_resting and current(exercise) is None:
        refuse_others_while_held(me)
        call_next(exercise, now)


def _still_open(exercise: Exercise) -> None:
    if not exercise.rotates or not (exercise.is_running or exercise.is_planned):
        raise Refused(_("This exercise is over."))


@contextmanager
def _moving(exercise: Exercise) -> Iterator[None]:
    """Whoever is asked something else afterwards than before has a screen to be drawn again."""

    def asked() -> dict[int, object]:
        coming = following(exercise)
        return {
            p.id: (
                turn and (turn.id, turn.status, turn is coming),
                passed_by(exercise, p) is not None,
                # Whoever watches has another card with every try, and marks moments in that one.
                p not in exercise.players and (list(exercise.attempts), current(exercise)),
            )
            for p in exercise.supervision.participants
            for turn in [turn_of(exercise, p)]
        }

    before = asked()
    yield
    after = asked()
    changed = [p for p in exercise.supervision.participants if before[p.id] != after[p.id]]
    # The patient's player is asked how the tries felt.
    if exercise.patient_player is not None:
        changed.append(exercise.patient_player)
    exercise.supervision.touch(*ALL, *(mine(p) for p in changed))
