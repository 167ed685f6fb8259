"""A moment that somebody marks in another's try is for that one person, once the try is over."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import ExerciseType, Family, Phase, Pinned, Principle, TurnStatus
from afttrainer.models import Exercise, MetacommunicationAttempt, Participant, TryPin
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import mine
from afttrainer.models.rotation import current
from afttrainer.models.try_pin import along, own_pins
from afttrainer.models.turns import finish_turn, pass_turn
from afttrainer.models.visibility import WALL, Entry, Reader, may_read, reader_for
from tests.models.room import Room
from tests.people import at

SECOND = 1 / 60


@pytest.fixture
def exercise(room: Room) -> Exercise:
    """Aditi tries since the 45th minute; Ben plays the patient."""
    rupture = room.rupture()
    room.go_to(Phase.EXERCISE, at(42))
    made = Exercise.plan(room.mirela, rupture.id, ExerciseType.ROTATING_ROLE_PLAY, "script")
    made.agree(room.ben, at(45))
    made.begin(room.mirela, at(45))
    room.session.flush()
    return made


def over(room: Room, exercise: Exercise, minute: float) -> tuple[MetacommunicationAttempt, ...]:
    """The try under way, which ends then, and the next."""
    slot = current(exercise)
    assert slot is not None
    finish_turn(slot.participant, exercise, slot.id, at(minute))
    room.session.flush()
    return exercise.attempts[-2], exercise.attempts[-1]


def readers(room: Room, entry: Entry) -> set[str]:
    everybody = room.supervision.participants
    return {p.name for p in everybody if may_read(reader_for(p, room.ben), entry)}


def pinned(room: Room, who: Participant, exercise: Exercise, minute: float) -> TryPin:
    pin = TryPin.place(who, exercise, at(minute), at(minute))
    room.session.flush()
    return pin


def test_one_can_say_five_principles_the_kinds_of_rupture_and_something_in_oneself() -> None:
    said = {what.value for what in Pinned}
    assert {principle.value for principle in Principle} < said
    assert said & {family.value for family in Family} == {"withdrawal", "confrontation", "mixed"}
    assert len(said) == 9


def test_while_the_try_lasts_it_is_its_authors_alone(room: Room, exercise: Exercise) -> None:
    room.touched()
    pin = pinned(room, room.dao, exercise, 45.5)
    assert room.touched() == {mine(room.dao)}, "who tries learns nothing, not even when"
    assert (pin.attempt.author, pin.try_ms) == (room.aditi, 30_000)
    assert readers(room, pin) == {"Dao"}


def test_then_it_is_for_the_one_who_tried_and_for_nobody_else(
    room: Room, exercise: Exercise
) -> None:
    pin = pinned(room, room.dao, exercise, 45.5)
    pin.say(what=Pinned.FLUIDITY_GAUGE_RELATEDNESS, word="you waited")
    over(room, exercise, 47)
    room.touched()
    pin.say(word="you waited for him")
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    room.keep()
    assert readers(room, pin) == {"Dao", "Aditi"}
    assert not may_read(WALL, pin)
    assert not may_read(Reader(None, supervises=True), pin)
    assert (pin.what, pin.word) == (Pinned.FLUIDITY_GAUGE_RELATEDNESS, "you waited for him")


def test_its_own_time_says_in_whose_try_it_was(room: Room, exercise: Exercise) -> None:
    """However late it comes, and whatever the phone without contact went on showing."""
    first, second = over(room, exercise, 47)
    room.touched()
    early = TryPin.place(room.dao, exercise, at(46), at(60))
    assert (early.attempt, early.try_ms) == (first, 60_000)
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    later = TryPin.place(room.dao, exercise, at(48), at(60), shown=first.id)
    assert (later.attempt, later.try_ms) == (second, 60_000)


def test_a_finger_is_slower_than_an_eye(room: Room, exercise: Exercise) -> None:
    first, second = over(room, exercise, 47)
    at_its_end = TryPin.place(room.dao, exercise, at(47 + 2 * SECOND), at(48), shown=first.id)
    assert (at_its_end.attempt, at_its_end.try_ms) == (first, 120_000)
    ahead = TryPin.place(room.dao, exercise, at(47 - SECOND), at(48), shown=second.id)
    assert (ahead.attempt, ahead.try_ms) == (second, 0), "what was on the screen had begun"


def test_a_mark_in_a_turn_that_was_let_go_by_is_of_no_later_try(
    room: Room, exercise: Exercise
) -> None:
    """Not even where the later has its number, which SQLite gives once more."""
    first, _second = over(room, exercise, 47)
    with pytest.raises(Refused, match="Nobody was trying"):
        TryPin.place(room.dao, exercise, at(43), at(48), shown=first.id)


def test_where_nobody_tried_there_is_nothing_to_mark(room: Room, exercise: Exercise) -> None:
    exercise.end(room.mirela, at(50))
    for minute in (44.0, 51.0):
        with pytest.raises(Refused, match="Nobody was trying"):
            TryPin.place(room.dao, exercise, at(minute), at(52))


def test_whoever_is_in_it_does_not_watch_it(room: Room, exercise: Exercise) -> None:
    for who in (room.aditi, room.ben):
        with pytest.raises(Refused, match="in it yourself"):
            TryPin.place(who, exercise, at(46), at(46))
    assert TryPin.place(room.mirela, exercise, at(46), at(46)).author is room.mirela


def test_what_comes_twice_under_one_name_is_one(room: Room, exercise: Exercise) -> None:
    one = TryPin.place(room.dao, exercise, at(46), at(46), name="a-name")
    room.session.flush()
    assert TryPin.place(room.dao, exercise, at(46), at(49), name="a-name") is one
    assert TryPin.own(room.dao, "a-name") is one
    for name in ("a-name", str(one.id)):
        with pytest.raises(Refused, match="not one of yours"):
            TryPin.own(room.chiara, name)


def test_something_in_oneself_stays_there_unless_one_lets_them_know(
    room: Room, exercise: Exercise
) -> None:
    pin = pinned(room, room.dao, exercise, 46)
    pin.say(what=Pinned.SOMETHING_IN_ME, word="tight")
    over(room, exercise, 47)
    assert readers(room, pin) == {"Dao"}
    room.touched()
    pin.say(word="tight throat")
    assert room.touched() == {mine(room.dao)}
    pin.say(is_told=True)
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    assert readers(room, pin) == {"Dao", "Aditi"}
    pin.say(is_told=False)
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    assert readers(room, pin) == {"Dao"}


def test_taken_away_it_is_as_if_the_finger_had_not_gone_down(
    room: Room, exercise: Exercise
) -> None:
    pins = [pinned(room, room.dao, exercise, minute) for minute in (46, 46.5)]
    over(room, exercise, 47)
    room.touched()
    pins[0].take_away()
    assert room.touched() == {mine(room.dao), mine(room.aditi)}
    room.keep()
    assert room.session.query(TryPin).all() == [pins[1]]


def test_in_a_turn_that_was_let_go_by_nothing_was_marked(room: Room, exercise: Exercise) -> None:
    pinned(room, room.dao, exercise, 46)
    slot = current(exercise)
    assert slot is not None
    room.touched()
    pass_turn(room.aditi, exercise, slot.id, at(47))
    assert mine(room.dao) in room.touched(), "there is another try to mark moments in"
    room.keep()
    assert room.session.query(TryPin).count() == 0
    with pytest.raises(Refused, match="Nobody was trying"):
        TryPin.place(room.dao, exercise, at(46), at(48))


def test_a_try_of_which_nobody_wrote_anything_stays_with_the_moments_in_it(
    room: Room, exercise: Exercise
) -> None:
    """The exercise ends in it: whoever tried has them along it as after any other."""
    pin = pinned(room, room.dao, exercise, 45.5)
    slot = current(exercise)
    exercise.end(room.mirela, at(47))
    room.keep()
    assert [attempt.author.name for attempt in exercise.attempts] == ["Aditi"]
    assert exercise.attempts[0].ended_at == at(47)
    assert slot is not None
    assert slot.status is TurnStatus.DONE
    assert readers(room, pin) == {"Dao", "Aditi"}
    # That somebody marked something is theirs alone, and so is that there was a try.
    assert readers(room, exercise.attempts[0]) == {"Aditi"}


def test_a_try_without_either_never_began(room: Room, exercise: Exercise) -> None:
    pinned(room, room.dao, exercise, 45.5).take_away()
    exercise.end(room.mirela, at(47))
    room.keep()
    assert exercise.attempts == []


def test_a_pass_goes_with_what_was_marked_until_then_also_when_the_exercise_ends(
    room: Room, exercise: Exercise
) -> None:
    pinned(room, room.dao, exercise, 45.5)
    slot = current(exercise)
    assert slot is not None
    pass_turn(room.aditi, exercise, slot.id, at(46))
    exercise.end(room.mirela, at(47))
    room.keep()
    assert exercise.attempts == []
    assert own_pins(exercise, room.dao) == []


def test_one_has_ones_own_the_last_first(room: Room, exercise: Exercise) -> None:
    early, late = (pinned(room, room.dao, exercise, minute) for minute in (46, 46.5))
    pinned(room, room.femi, exercise, 46)
    over(room, exercise, 47)
    next_try = pinned(room, room.dao, exercise, 47.5)
    assert list(own_pins(exercise, room.dao)) == [next_try, late, early]


def test_they_lie_along_the_try_and_none_covers_another(room: Room, exercise: Exercise) -> None:
    for who, minute in ((room.dao, 46.5), (room.femi, 45.5), (room.mirela, 45.5)):
        pinned(room, who, exercise, minute)
    first, _second = over(room, exercise, 47)
    assert first.length_ms == 120_000
    places = along(first, first.pins)
    assert [place.x for place in places] == [25.0, 25.0, 75.0]
    assert len({(place.x, place.y) for place in places}) == 3
    assert all(0 < place.y < 100 for place in places)
