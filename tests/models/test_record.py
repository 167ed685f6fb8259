"""The record: each reads what is theirs to read, and it tells of no pass, stop or silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from afttrainer.content.codes import (
    Dimension,
    Direction,
    ExerciseType,
    Family,
    Form,
    Phase,
    Seat,
    Strategy,
    Visibility,
)
from afttrainer.interchange.session_json import session_document
from afttrainer.models import (
    Debrief,
    Exercise,
    NarrationLine,
    Participant,
    PresenterCheckout,
    RuptureView,
    TwoLaneNote,
    replan,
)
from afttrainer.models.record import Record
from afttrainer.models.recorded_exercise import RecordedExercise
from afttrainer.models.reveal import reveal
from afttrainer.models.turns import finish_turn, pass_turn
from afttrainer.models.two_chair import switch_seat
from afttrainer.models.visibility import Reader, reader_for
from tests.models.room import Room
from tests.people import at

NOTE = "I go blank when someone is that polite"
NARRATED = "I speed up here"


@pytest.fixture
def met(room: Room) -> Room:
    """A meeting with all that it can have, closed at 95."""
    room.clip.first_played_at = at(17)
    note = next(t for t in room.tag_all() if t.author is room.dao)
    note.note = NOTE
    room.clip.narration.append(
        NarrationLine(author=room.ben, clip_ms=324_000, words=NARRATED, made_at=at(22))
    )
    room.session.flush()
    reveal(room.mirela, room.clip.id, at(36))
    rupture = room.rupture()
    rupture.views.append(
        RuptureView(
            participant=room.ben,
            family=Family.WITHDRAWAL,
            direction=Direction.TOWARD_OTHER_AWAY_FROM_SELF,
            words="He hurried to please me.",
        )
    )
    two_chairs(room, rupture.id)
    turns(room, rupture.id)
    Debrief.say(room.ben, at(80), words="I hear how fast I am.", to_use="")
    PresenterCheckout.decline(room.ben, at(86))
    room.supervision.close(at(95))
    return room


def two_chairs(room: Room, rupture_id: int) -> None:
    exercise = Exercise.plan(room.mirela, rupture_id, ExerciseType.TWO_CHAIR, None)
    room.session.flush()
    exercise.agree(room.ben, at(43))
    exercise.begin(room.mirela, at(43), Seat.SELF)
    switch_seat(room.ben, exercise, Seat.PATIENT, at(44.5))
    switch_seat(room.ben, exercise, Seat.SELF, at(46.5))
    exercise.end(room.mirela, at(48))
    room.session.flush()


def turns(room: Room, rupture_id: int) -> None:
    exercise = Exercise.plan(room.mirela, rupture_id, ExerciseType.ROTATING_ROLE_PLAY, None)
    room.session.flush()
    exercise.agree(room.ben, at(52))
    exercise.begin(room.mirela, at(52))
    room.session.flush()
    tried = exercise.attempts[-1]
    tried.words, tried.answer, tried.felt_effect = "Your voice went quiet.", "No, it is fine.", -1
    tried.dimension, tried.form = Dimension.PATIENT_SELF, Form.OBSERVATION
    finish_turn(room.aditi, exercise, exercise.slots[0].id, at(55))
    room.session.flush()
    dao = next(s for s in exercise.slots if s.participant is room.dao)
    pass_turn(room.dao, exercise, dao.id, at(58))
    exercise.end(room.mirela, at(71))
    room.session.flush()


def read_by(room: Room, who: Participant | None) -> dict[str, Any]:
    reader = reader_for(who, None) if who else Reader(None, supervises=True)
    return session_document(room.supervision, reader, at(100))


def as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def test_a_private_note_is_read_by_its_author_alone(met: Room) -> None:
    for who in [*met.supervision.participants, None]:
        assert (NOTE in as_text(read_by(met, who))) == (who is met.dao), who and who.name


def test_narration_stays_with_the_presenter(met: Room) -> None:
    for who in [*met.supervision.participants, None]:
        assert (NARRATED in as_text(read_by(met, who))) == (who is met.ben), who and who.name


def test_it_tells_of_no_pass_and_no_decline(met: Room) -> None:
    text = as_text(read_by(met, met.mirela))
    for trace in ("pass", "hold", "declin", "slot", "taken_later", "stop"):
        assert trace not in text.lower(), trace
    document = read_by(met, met.mirela)
    assert document["presenter_checkouts"] == []
    tries = [a["author"] for a in document["exercises"][1]["metacommunication_attempts"]]
    assert "Dao" not in tries


def test_tags_that_were_never_shown_stay_with_their_authors(room: Room) -> None:
    room.clip.first_played_at = at(17)
    room.tag_all()
    room.supervision.close(at(95), without_checkout=True)
    tags = read_by(room, room.femi)["clips"][0]["rupture_tags"]
    assert {t["author"] for t in tags} == {"Femi"}
    assert len(tags) == 3


def test_everyone_reads_the_sixteen_tags_once_they_were_shown(met: Room) -> None:
    assert len(read_by(met, met.chiara)["clips"][0]["rupture_tags"]) == 16


def test_the_view_that_differs_is_kept(met: Room) -> None:
    (rupture,) = read_by(met, met.aditi)["rupture_events"]
    assert (rupture["start_ms"], rupture["anchor_ms"], rupture["end_ms"]) == (
        322_000,
        328_000,
        340_000,
    )
    assert [d["participant"] for d in rupture["dissent"]] == ["Ben"]
    assert rupture["patient_side"]
    assert rupture["therapist_side"]


def test_seats_are_told_in_seconds_and_tries_in_the_order_they_came(met: Room) -> None:
    chairs, rotating = read_by(met, met.aditi)["exercises"]
    assert chairs["seat_seconds"] == {"self": 180.0, "patient": 120.0}
    (tried,) = [a for a in rotating["metacommunication_attempts"] if a["words"]]
    assert (tried["dimension"], tried["form"], tried["felt_effect"]) == (
        "patient_self",
        "observation",
        -1,
    )


def test_no_number_in_it_stands_for_a_person(met: Room) -> None:
    """C-49: nothing has a name that a measure of people would have."""
    measure = re.compile(r"score|rank|total|composite|overall|index|level|percent|skill", re.I)
    for who in met.supervision.participants:
        document = read_by(met, who)
        # A place in the two by two of what was tried, in a word, is none.
        named = set(names_in(document)) - {"strategy_level"}
        assert [name for name in sorted(named) if measure.search(name)] == []


def names_in(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from names_in(one)


def test_how_many_tries_went_each_of_the_four_ways(met: Room) -> None:
    """C-19: counts in the report, the new experience beside them and not among them."""
    exercise = met.supervision.exercises[-1]
    assert exercise.attempts
    (first, *_others) = exercise.attempts
    record = Record(met.supervision, reader_for(met.dao, None), at(100))
    assert record.exercises[-1].strategies == []
    first.weigh(met.mirela, Strategy.CHANGE_TASK_OR_GOAL, new_experience=True)
    counted = dict(record.exercises[-1].strategies)
    assert counted.pop(Strategy.CHANGE_TASK_OR_GOAL) == 1
    assert len(counted) == 3
    assert not any(counted.values())


@pytest.mark.parametrize(
    ("strategy", "place"),
    [
        (None, (None, None)),
        (Strategy.CHANGE_TASK_OR_GOAL, ("indirect", "surface")),
        (Strategy.EXPLORE_CORE_RELATIONAL_THEME, ("direct", "depth")),
    ],
)
def test_each_try_says_its_place_in_the_two_by_two(
    met: Room, strategy: Strategy | None, place: tuple[str | None, str | None]
) -> None:
    """C-19."""
    met.supervision.exercises[-1].attempts[0].weigh(met.mirela, strategy, new_experience=False)
    tried = read_by(met, met.dao)["exercises"][-1]["metacommunication_attempts"][0]
    assert tried["strategy"] == strategy
    assert (tried["strategy_route"], tried["strategy_level"]) == place


def test_the_grid_has_six_cells(met: Room) -> None:
    rotating = Record(met.supervision, Reader(None), at(100)).exercises[1]
    cells = {(d, f): rotating.tries_in(d, f) for d in Dimension for f in Form}
    assert sum(tries is not None for tries in cells.values()) == 6
    assert cells[Dimension.PATIENT_SELF, Form.OBSERVATION] == 1
    assert isinstance(rotating, RecordedExercise)


def test_a_clip_that_was_never_shown_is_not_in_it(room: Room) -> None:
    room.supervision.close(at(95))
    assert read_by(room, room.mirela)["clips"] == []


def test_planned_and_actual_minutes_stand_side_by_side(met: Room) -> None:
    phases = {p["kind"]: p for p in read_by(met, met.dao)["phases"]}
    defining = phases[Phase.RUPTURE_DEFINITION]
    assert defining["planned_minutes"] == 6
    assert defining["seconds_spent"] == 95 * 60


@pytest.mark.parametrize(("closed", "length_s", "overrun_s"), [(95.5, 5730, 330), (88, 5280, 0)])
def test_how_long_it_was_and_how_long_past_the_planned_end(
    room: Room, closed: float, length_s: int, overrun_s: int
) -> None:
    """The scenario's 95:30, of which 5:30 were not planned."""
    room.supervision.started_at = at(0)
    replan.extend(room.supervision, 6)
    room.supervision.close(at(closed))
    told = read_by(room, room.mirela)["supervision_session"]
    assert (told["length_s"], told["overrun_s"], told["planned_minutes"]) == (
        length_s,
        overrun_s,
        90,
    )


def test_a_withdrawal_covers_what_the_patient_said_at_once_and_a_new_consent_shows_it(
    met: Room,
) -> None:
    """F1 and the next day of the scenario: marks, times and tries stay; not one word of theirs."""
    recording, exercises = met.clip.clip.recording, met.supervision.exercises
    met.supervision.ruptures[0].quote = "Yes, yes, I will do that."
    exercises[0].seat_spans[1].key_phrase = "Like being marked."
    exercises[0].seat_spans[2].key_phrase = "I hurry him."
    exercises[0].fear, exercises[0].expectation = "That he leaves.", "Another yes."
    exercises[1].attempts[0].meant = "That I saw him."
    met.clip.moments.append(said_on_film(met))
    theirs = ("Yes, yes, I will do that.", "Like being marked.", "No, it is fine.", NOTE)
    theirs += ("That he leaves.", "Another yes.", "That I saw him.", "The weekly forms.")
    own = ("I hurry him.", "Your voice went quiet.", "I hear how fast I am.", "To be spared.")

    def held(words: str) -> bool:
        return any(words in as_text(read_by(met, who)) for who in met.supervision.participants)

    assert all(map(held, theirs + own))
    recording.withdraw_consent(met.ben.membership, at(24 * 60))
    met.keep()
    assert not [words for words in theirs if held(words)]
    assert all(map(held, own))
    assert len(read_by(met, met.dao)["clips"][0]["rupture_tags"]) == 16
    assert recording.consent is not None
    recording.consent.withdrawn_at = None
    assert all(map(held, theirs))


def said_on_film(room: Room) -> TwoLaneNote:
    return TwoLaneNote(
        author=room.dao,
        made_at=at(20),
        visibility=Visibility.GROUP,
        clip_ms=324_000,
        said="The weekly forms.",
        said_ms=324_000,
        asked="To be spared.",
        asked_ms=325_000,
    )


def test_what_was_played_without_a_rupture_is_covered_with_the_films_its_player_had_shown(
    met: Room,
) -> None:
    """Their rupture was taken back: what came back in a try goes with the film all the same."""
    turned = met.supervision.exercises[1]
    turned.rupture = None
    met.keep()

    def covered() -> bool:
        return "No, it is fine." not in as_text(read_by(met, met.aditi))

    assert not covered()
    met.clip.clip.recording.withdraw_consent(met.ben.membership, at(24 * 60))
    assert covered()
    turned.patient_player = met.aditi
    assert not covered(), "somebody else played it: it is of nobody's film"
    turned.patient_player, met.clip.first_played_at = met.ben, None
    assert not covered(), "that film was not shown"


def test_an_entry_narrowed_by_its_author_is_gone_from_the_others_records(met: Room) -> None:
    met.supervision.debriefs[0].visibility = Visibility.SUPERVISOR
    assert read_by(met, met.aditi)["debriefs"] == []
    assert len(read_by(met, met.mirela)["debriefs"]) == 1
