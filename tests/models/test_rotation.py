"""Rotating role play: seven turns, six tries, one turn let go by and taken after all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Column, Row, select

from afttrainer.content.codes import (
    FORMS_OF,
    Dimension,
    ExerciseStatus,
    ExerciseType,
    Form,
    Phase,
    RestartFrom,
    TurnStatus,
)
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Base, Exercise, MetacommunicationAttempt, Participant, TurnSlot
from afttrainer.models.closing import close
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, SUPERVISOR, WALL, mine
from afttrainer.models.rotation import current, following, in_order, passed_by, turn_of
from afttrainer.models.turns import (
    add_turn,
    come_back,
    finish_turn,
    move_turn,
    pass_turn,
    remove_turn,
)
from afttrainer.models.visibility import reader_for
from tests.models.room import Room
from tests.people import at

#: Another for each person, room or film there is.
OF_ITS_OWN = {"fs_uniquifier", "join_code", "ticket"}
#: Tables, and what brings their rows in order.
DRAWN_BY_LOT = {"rupture_event": "number", "metacommunication_attempt": "made_at"}


@pytest.fixture
def exercise(room: Room) -> Exercise:
    return begun(room)


def begun(room: Room) -> Exercise:
    """Under way since 52:40, with Ben as the patient."""
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(
        room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "rotating_first_words"
    )
    made.agree(room.ben, at(52))
    made.begin(room.mirela, at(52 + 40 / 60))
    room.session.flush()
    return made


def trying(exercise: Exercise) -> str | None:
    slot = current(exercise)
    return slot.participant.name if slot else None


def names(exercise: Exercise) -> list[str]:
    return [slot.participant.name for slot in in_order(exercise)]


def the_turn(exercise: Exercise) -> tuple[TurnSlot, MetacommunicationAttempt]:
    slot = current(exercise)
    assert slot is not None
    return slot, next(a for a in exercise.attempts if a.slot is slot)


def passes(who: Participant, exercise: Exercise, minute: float) -> None:
    slot = turn_of(exercise, who)
    assert slot is not None
    pass_turn(who, exercise, slot.id, at(minute))


def tries(
    room: Room,
    exercise: Exercise,
    who: Participant,
    minute: float,
    cell: tuple[Dimension, Form],
    effect: int,
    words: str = "",
) -> None:
    slot, attempt = the_turn(exercise)
    assert slot.participant is who
    attempt.say(who, words or f"{who.name} says something")
    attempt.place(who, *cell)
    attempt.feel(room.ben, effect)
    finish_turn(who, exercise, slot.id, at(minute))
    room.session.flush()


def test_everyone_but_the_patients_player_is_in_the_order(exercise: Exercise) -> None:
    assert names(exercise) == ["Aditi", "Chiara", "Dao", "Eszter", "Femi"]
    assert trying(exercise) == "Aditi"
    assert exercise.attempts[0].restart_from is RestartFrom.RUPTURE


def test_the_whole_rotation_of_the_scenario(room: Room, exercise: Exercise) -> None:
    self_, field, therapist = Dimension
    tries(room, exercise, room.aditi, 55.5, (self_, Form.OBSERVATION), -1)
    tries(room, exercise, room.chiara, 58.3, (field, Form.QUESTION), 1)
    passes(room.dao, exercise, 58.4)
    assert trying(exercise) == "Eszter"
    tries(room, exercise, room.eszter, 62.5, (therapist, Form.SELF_DISCLOSURE), -2)
    the_turn(exercise)[1].start_from(room.mirela, RestartFrom.NEW_RUPTURE)
    add_turn(room.mirela, exercise, room.aditi.id, at(63))
    tries(room, exercise, room.femi, 65.5, (field, Form.OBSERVATION), 2)
    come_back(room.dao, exercise, at(66))
    room.session.flush()
    tries(room, exercise, room.aditi, 68.3, (self_, Form.QUESTION), 2)
    tries(room, exercise, room.dao, 71, (therapist, Form.QUESTION), 1)
    exercise.end(room.mirela, at(71))
    room.keep()

    assert len(exercise.slots) == 7
    assert len(exercise.attempts) == 6
    assert {(a.dimension, a.form) for a in exercise.attempts} == {
        (d, f) for d, forms in FORMS_OF.items() for f in forms
    }
    assert [a.felt_effect for a in exercise.attempts] == [-1, 1, -2, 2, 2, 1]
    assert exercise.attempts[3].restart_from is RestartFrom.NEW_RUPTURE
    missed, taken = exercise.slots[2], exercise.slots[6]
    assert missed.status is TurnStatus.TAKEN_LATER
    assert taken.takes_slot is missed
    assert taken.status is TurnStatus.DONE
    assert exercise.status is ExerciseStatus.ENDED


def test_a_pass_is_gone_from_every_list_and_at_closing_from_the_record(
    room: Room, exercise: Exercise
) -> None:
    tries(room, exercise, room.aditi, 55, (Dimension.PATIENT_SELF, Form.QUESTION), 0)
    room.touched()
    passes(room.chiara, exercise, 56)
    touched = room.touched()
    assert names(exercise) == ["Aditi", "Dao", "Eszter", "Femi"]
    assert [a.author.name for a in exercise.attempts] == ["Aditi", "Dao"]
    # As after a try: everybody has another turn before them, or another try to watch.
    assert touched == {*ALL, *(mine(p) for p in room.supervision.participants)}

    tries(room, exercise, room.dao, 57, (Dimension.PATIENT_SELF, Form.QUESTION), 0)
    come_back(room.chiara, exercise, at(58))
    passes(room.chiara, exercise, 59)
    close(room.supervision, at(90), without_checkout=True)
    room.keep()

    assert [s.participant.name for s in exercise.slots] == ["Aditi", "Dao"]
    assert {s.status for s in exercise.slots} == {TurnStatus.DONE}
    assert [s.takes_slot_id for s in exercise.slots] == [None, None]


@pytest.mark.parametrize("minute", [54.0, 56.0])
def test_what_is_kept_is_the_same_with_a_pass_and_without_that_turn(minute: float) -> None:
    """Before her turn, and in it: row by row of the database, and in everybody's export."""
    with_it, without = Room(), Room()
    for room in (with_it, without):
        exercise = begun(room)
        if room is without:
            slot = turn_of(exercise, room.chiara)
            assert slot is not None
            remove_turn(room.mirela, exercise, slot.id)
        elif minute < 55:
            passes(room.chiara, exercise, minute)
        cell = (Dimension.PATIENT_SELF, Form.QUESTION)
        tries(room, exercise, room.aditi, 56, cell, 0)
        if room is with_it and minute > 55:
            passes(room.chiara, exercise, minute)
        tries(room, exercise, room.dao, 57, cell, 0)
        close(room.supervision, at(90), without_checkout=True)
        room.keep()
    assert kept(with_it) == kept(without)
    assert exported(with_it) == exported(without)
    for room in (with_it, without):
        room.close()


def kept(room: Room) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, without names that are nobody else's; numbers that were drawn by
    lot are told by their order."""
    turns = {
        name: {row.id: place for place, row in enumerate(all_of(room, name, by))}
        for name, by in DRAWN_BY_LOT.items()
    }

    def told(column: Column[object], value: object) -> object:
        of = {column.table.name} if column.primary_key else targets(column)
        return next((turns[name].get(value) for name in of & turns.keys()), value)

    return {
        table.name: sorted(
            (
                {
                    c.name: told(c, row._mapping[c])
                    for c in table.columns
                    if c.name not in OF_ITS_OWN
                }
                for row in room.session.execute(select(table))
            ),
            key=str,
        )
        for table in Base.metadata.sorted_tables
    }


def all_of(room: Room, name: str, by: str) -> Sequence[Row[tuple[object, ...]]]:
    table = Base.metadata.tables[name]
    return room.session.execute(select(table).order_by(by)).all()


def targets(column: Column[object]) -> set[str]:
    return {key.column.table.name for key in column.foreign_keys}


def exported(room: Room) -> list[object]:
    people = room.supervision.participants
    return [session_document(room.supervision, reader_for(p, room.ben), at(91)) for p in people]


def test_a_turn_taken_later_tells_nothing_after_closing(room: Room, exercise: Exercise) -> None:
    passes(room.aditi, exercise, 53)
    come_back(room.aditi, exercise, at(54))
    for name in ("chiara", "dao", "eszter", "femi", "aditi"):
        cell = (Dimension.PATIENT_SELF, Form.QUESTION)
        tries(room, exercise, getattr(room, name), 60, cell, 0)
    close(room.supervision, at(90), without_checkout=True)
    room.keep()

    assert [s.participant.name for s in exercise.slots][-1] == "Aditi"
    assert {(s.status, s.takes_slot_id) for s in exercise.slots} == {(TurnStatus.DONE, None)}


def test_the_next_may_pass_before_it_is_their_turn(room: Room, exercise: Exercise) -> None:
    passes(room.chiara, exercise, 53)

    assert trying(exercise) == "Aditi"
    coming = following(exercise)
    assert coming is not None
    assert coming.participant is room.dao


def test_everyone_may_pass(room: Room, exercise: Exercise) -> None:
    for name in ("aditi", "chiara", "dao", "eszter", "femi"):
        passes(getattr(room, name), exercise, 53)
    room.session.flush()

    assert trying(exercise) is None
    assert names(exercise) == []
    assert exercise.attempts == []
    assert exercise.status is ExerciseStatus.RUNNING

    come_back(room.dao, exercise, at(54))
    assert trying(exercise) == "Dao"


def test_words_already_said_are_never_lost_by_a_pass(room: Room, exercise: Exercise) -> None:
    the_turn(exercise)[1].say(room.aditi, "Your voice went quiet.")
    passes(room.aditi, exercise, 53)

    assert exercise.attempts[0].words == "Your voice went quiet."
    assert trying(exercise) == "Chiara"
    assert passed_by(exercise, room.aditi) is None


def test_nobody_can_pass_for_another_or_come_back_without_having_passed(
    room: Room, exercise: Exercise
) -> None:
    slot = the_turn(exercise)[0]
    for who in (room.ben, room.mirela, room.chiara):
        with pytest.raises(NotYours, match="somebody else"):
            pass_turn(who, exercise, slot.id, at(53))
    finish_turn(room.aditi, exercise, slot.id, at(54))
    with pytest.raises(Refused, match="over already"):
        pass_turn(room.aditi, exercise, slot.id, at(55))
    with pytest.raises(Refused, match="not one of this exercise"):
        pass_turn(room.aditi, exercise, slot.id + 1000, at(55))
    with pytest.raises(Refused, match="no turn to come back"):
        come_back(room.eszter, exercise, at(53))


def test_the_supervisor_may_try_too_and_the_patients_player_may_not(
    room: Room, exercise: Exercise
) -> None:
    add_turn(room.mirela, exercise, room.mirela.id, at(53))
    assert names(exercise)[-1] == "Mirela"
    with pytest.raises(Refused, match="playing the patient"):
        add_turn(room.mirela, exercise, room.ben.id, at(53))
    with pytest.raises(NotYours):
        add_turn(room.aditi, exercise, room.aditi.id, at(53))
    with pytest.raises(Refused, match="not in the room"):
        add_turn(room.mirela, exercise, 987_654, at(53))


def test_a_try_of_the_supervisors_is_kept_like_any_other(room: Room, exercise: Exercise) -> None:
    """C-90."""
    add_turn(room.mirela, exercise, room.mirela.id, at(53))
    for who in ("aditi", "chiara", "dao", "eszter", "femi", "mirela"):
        tries(room, exercise, getattr(room, who), 60, (Dimension.PATIENT_SELF, Form.QUESTION), 1)
    room.keep()
    hers, another = exercise.attempts[-1], exercise.attempts[0]
    assert hers.author is room.mirela
    for what in ("dimension", "form", "felt_effect", "visibility", "ended_at"):
        assert getattr(hers, what) == getattr(another, what)
    assert exercise.slots[-1].status is TurnStatus.DONE


def test_waiting_turns_change_places_and_go(room: Room, exercise: Exercise) -> None:
    slots = {s.participant.name: s for s in exercise.slots}
    move_turn(room.mirela, exercise, slots["Femi"].id, earlier=True)
    assert names(exercise) == ["Aditi", "Chiara", "Dao", "Femi", "Eszter"]
    move_turn(room.mirela, exercise, slots["Chiara"].id, earlier=True)
    assert names(exercise)[:2] == ["Aditi", "Chiara"]
    remove_turn(room.mirela, exercise, slots["Dao"].id)
    assert names(exercise) == ["Aditi", "Chiara", "Femi", "Eszter"]
    with pytest.raises(Refused):
        remove_turn(room.mirela, exercise, slots["Aditi"].id)
    with pytest.raises(NotYours):
        move_turn(room.chiara, exercise, slots["Femi"].id, earlier=True)


def test_a_turn_is_ended_once_whoever_was_quicker(room: Room, exercise: Exercise) -> None:
    slot, attempt = the_turn(exercise)
    finish_turn(room.aditi, exercise, slot.id, at(55))
    finish_turn(room.mirela, exercise, slot.id, at(55.01))

    assert trying(exercise) == "Chiara"
    assert attempt.ended_at == at(55)
    with pytest.raises(NotYours):
        finish_turn(room.eszter, exercise, the_turn(exercise)[0].id, at(56))


def test_only_the_patients_player_says_how_it_felt_and_only_in_role(
    room: Room, exercise: Exercise
) -> None:
    slot, attempt = the_turn(exercise)
    for who in (room.aditi, room.mirela):
        with pytest.raises(NotYours, match="playing the patient"):
            attempt.feel(who, 2)
    with pytest.raises(Refused, match="−3 to"):
        attempt.feel(room.ben, 4)
    finish_turn(room.aditi, exercise, slot.id, at(55))
    attempt.feel(room.ben, -1)
    attempt.feel(room.ben, 1)
    assert attempt.felt_effect == 1

    exercise.end(room.mirela, at(71))
    attempt.feel(room.ben, 2)
    exercise.step_out(room.ben, at(72))
    with pytest.raises(Refused, match="stepped out"):
        attempt.feel(room.ben, 3)


def test_who_may_write_what_of_a_try(room: Room, exercise: Exercise) -> None:
    attempt = the_turn(exercise)[1]
    attempt.say(room.mirela, "as the supervisor heard it")
    attempt.say(room.aditi, "as I said it")
    attempt.hear(room.ben, "No, it's fine.")
    for verb in (attempt.say, attempt.hear):
        with pytest.raises(NotYours):
            verb(room.chiara, "not mine")
    with pytest.raises(NotYours):
        attempt.say(room.ben, "not mine either")
    with pytest.raises(NotYours):
        attempt.place(room.chiara, Dimension.PATIENT_SELF, Form.QUESTION)
    assert (attempt.words, attempt.answer) == ("as I said it", "No, it's fine.")


@pytest.mark.parametrize(
    ("dimension", "form"),
    [
        (Dimension.THERAPIST_SELF, Form.OBSERVATION),
        (Dimension.PATIENT_SELF, Form.SELF_DISCLOSURE),
        (Dimension.INTERPERSONAL_FIELD, Form.SELF_DISCLOSURE),
    ],
)
def test_there_are_six_ways_and_no_seventh(
    room: Room, exercise: Exercise, dimension: Dimension, form: Form
) -> None:
    with pytest.raises(Refused, match="one of the six"):
        the_turn(exercise)[1].place(room.aditi, dimension, form)


def test_typing_is_drawn_for_those_who_see_it_and_an_effect_on_the_wall(
    room: Room, exercise: Exercise
) -> None:
    attempt = the_turn(exercise)[1]
    room.touched()
    attempt.say(room.aditi, "Something")
    assert room.touched() == {SUPERVISOR, mine(room.aditi), mine(room.ben)}
    attempt.feel(room.ben, 1)
    assert room.touched() == {SUPERVISOR, WALL, mine(room.aditi), mine(room.ben)}


def test_nothing_is_lost_when_it_gives_way_to_two_chairs(room: Room, exercise: Exercise) -> None:
    tries(room, exercise, room.aditi, 55, (Dimension.PATIENT_SELF, Form.QUESTION), 1)
    the_turn(exercise)[1].say(room.chiara, "half a sentence")
    second = exercise.switch(room.mirela, at(56), ExerciseType.TWO_CHAIR, "two_chair_both_sides")
    room.keep()

    assert exercise.status is ExerciseStatus.SWITCHED
    assert [a.words for a in exercise.attempts] == ["Aditi says something", "half a sentence"]
    assert [s.status for s in exercise.slots[:3]] == [
        TurnStatus.DONE,
        TurnStatus.DONE,
        TurnStatus.WAITING,
    ]
    assert second.rupture is exercise.rupture
    # What was said there can still be put right.
    exercise.attempts[1].say(room.chiara, "the whole sentence")


def test_a_turn_in_which_nothing_was_said_has_not_begun_when_all_ends(
    room: Room, exercise: Exercise
) -> None:
    exercise.leave(room.ben, at(53))

    assert exercise.attempts == []
    assert {s.status for s in exercise.slots} == {TurnStatus.WAITING}
