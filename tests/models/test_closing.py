"""Closing: what it waits for, what it ends, and what is forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from afttrainer.content.codes import ExerciseType, Phase, SessionStatus
from afttrainer.models import (
    CommandRecord,
    Exercise,
    Hold,
    Participant,
    PresenterCheckout,
    TurnSlot,
)
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.turns import come_back, finish_turn, pass_turn
from tests.models.room import Room
from tests.people import at, opens_a_screen


@pytest.fixture
def shown(room: Room) -> Room:
    """Ben has shown his film; the room is at the check-out."""
    room.clip.first_played_at = at(17)
    room.go_to(Phase.PRESENTER_CHECKOUT, at(86))
    return room


def group_step(who: Participant) -> None:
    PresenterCheckout.about_the_group(
        who, at(86), closeness=7, shame_before=8, shame_after=4, words="less alone"
    )


def test_the_case_waits_for_the_group(shown: Room) -> None:
    with pytest.raises(Refused, match="First the group"):
        PresenterCheckout.about_the_case(shown.ben, at(87), words="I hurry him", next_step="")
    group_step(shown.ben)
    said = PresenterCheckout.about_the_case(shown.ben, at(88), words="I hurry him", next_step="")
    assert said.is_settled


def test_only_a_presenter_checks_out(shown: Room) -> None:
    for verb in (group_step, lambda who: PresenterCheckout.decline(who, at(87))):
        with pytest.raises(NotYours):
            verb(shown.dao)
    assert shown.supervision.checkouts == []


def test_closing_waits_for_a_presenter_who_is_here(shown: Room) -> None:
    opens_a_screen(shown.ben)
    for anyway in (False, True):
        with pytest.raises(Refused, match="Ben"):
            shown.supervision.close(at(90), without_checkout=anyway)
    assert shown.supervision.status is SessionStatus.LIVE


def test_the_presenters_own_no_lets_the_meeting_close(shown: Room) -> None:
    opens_a_screen(shown.ben)
    PresenterCheckout.decline(shown.ben, at(89))
    shown.supervision.close(at(90))
    assert shown.supervision.status is SessionStatus.CLOSED


def test_closing_without_one_who_is_gone_needs_a_second_yes_and_is_no_decline(shown: Room) -> None:
    with pytest.raises(Refused, match="not connected"):
        shown.supervision.close(at(90))
    shown.supervision.close(at(90), without_checkout=True)
    shown.keep()
    assert shown.supervision.closed_without_checkout
    assert shown.supervision.checkouts == []


def test_a_record_tells_a_no_from_an_absence_in_nothing(shown: Room) -> None:
    opens_a_screen(shown.ben)
    PresenterCheckout.decline(shown.ben, at(89))
    shown.supervision.close(at(90))
    shown.keep()
    assert shown.supervision.closed_without_checkout, "as in the test above"
    assert shown.supervision.checkouts == []


def test_whoever_has_checked_out_is_not_said_to_be_missing(shown: Room) -> None:
    group_step(shown.ben)
    PresenterCheckout.about_the_case(shown.ben, at(88), words="I hurry him", next_step="")
    shown.supervision.close(at(90))
    assert not shown.supervision.closed_without_checkout


def test_nobody_is_waited_for_where_no_film_was_shown(room: Room) -> None:
    room.supervision.close(at(30))
    assert room.supervision.status is SessionStatus.CLOSED


def test_saying_it_after_all_takes_a_no_back(shown: Room) -> None:
    PresenterCheckout.decline(shown.ben, at(86))
    group_step(shown.ben)
    said = PresenterCheckout.about_the_case(shown.ben, at(88), words="I hurry him", next_step="")
    assert said.declined_at is None


def test_closing_ends_the_phase_and_tells_everybody(shown: Room) -> None:
    PresenterCheckout.decline(shown.ben, at(89))
    shown.touched()
    shown.supervision.close(at(95.5))
    checkout = shown.supervision.phase
    assert checkout is not None
    assert checkout.visits[-1].ended_at == at(95.5)
    assert {*ALL, mine(shown.dao)} <= shown.touched()


def test_closing_forgets_passes_stops_and_the_ledger(room: Room) -> None:
    exercise = Exercise.plan(
        room.mirela, room.rupture().id, ExerciseType.ROTATING_ROLE_PLAY, "rotating_first_words"
    )
    room.session.flush()
    exercise.agree(room.ben, at(51))
    exercise.begin(room.mirela, at(52))
    room.session.flush()
    aditi, chiara, dao = exercise.slots[:3]
    exercise.attempts[-1].words = "Your voice went quiet."
    finish_turn(room.aditi, exercise, aditi.id, at(55))
    room.session.flush()
    pass_turn(room.chiara, exercise, chiara.id, at(56))
    pass_turn(room.dao, exercise, dao.id, at(57))
    come_back(room.dao, exercise, at(58))
    room.supervision.hold = Hold(wished_by=room.ben, since=at(60))
    room.session.add(
        CommandRecord(
            participant_id=room.dao.id,
            command_id="dao-passes",
            body_hash="0" * 64,
            ack={"ok": True},
            done_at=at(57),
        )
    )
    room.session.flush()

    room.supervision.close(at(90))

    room.keep()
    left = room.session.scalars(select(TurnSlot)).all()
    assert [(s.participant.name, s.status, s.takes_slot_id) for s in left] == [
        ("Aditi", "done", None)
    ]
    assert room.session.scalars(select(CommandRecord)).all() == []
    assert room.session.scalars(select(Hold)).all() == []
    assert [a.words for a in exercise.attempts] == ["Your voice went quiet."]
