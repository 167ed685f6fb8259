"""The chairs' phrases and words at their doors and on their screens (C-69, F2)."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Phase
from tests.live.after_film import described, drawn, elsewhere
from tests.live.test_exercise import TURNS, running
from tests.people import Phone, Site

PHRASE, WORD = "It never matters if it suits you.", "cornered"


@pytest.fixture
def chairs(site: Site) -> tuple[Site, Phone, Phone, int]:
    """Ben has left his own chair and sits as the patient."""
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    console, ben, one = running(site)
    assert ben.do("two_chair.switch", exercise=one, seat="patient")["ok"]
    return site, console, ben, one


def turns(site: Site) -> list[int]:
    return site.look(lambda room: [span.id for span in room.exercises[-1].seat_spans])


def test_c69_a_phrase_stands_with_the_presenter_and_those_who_write(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, console, ben, one = chairs
    first, second = turns(site)
    assert ben.do("two_chair.keep_phrase", exercise=one, turn=second, key_phrase=PHRASE)["ok"]
    assert PHRASE in drawn(site, "Ben")
    assert PHRASE in drawn(site, "supervisor")
    for audience in ("wall", "everyone", "Aditi"):
        assert PHRASE not in drawn(site, audience), audience
    console.do("two_chair.keep_phrase", exercise=one, turn=first, key_phrase="I hurry you.")
    assert "I hurry you." in drawn(site, "Ben")
    no = site.phone("Aditi").do(
        "two_chair.keep_phrase", exercise=one, turn=first, key_phrase="hers"
    )
    assert "Only the presenter" in no["words"]


def test_c69_a_private_word_reaches_no_other_screen(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, console, ben, one = chairs
    first = turns(site)[0]
    aditi = site.phone("Aditi")
    for phone in (console, ben, aditi):
        phone.heard()
    assert ben.do("inner_word.say", exercise=one, turn=first, word=WORD)["ok"]
    assert [push["audience"] for push in console.heard()] == []
    assert aditi.heard() == []
    assert WORD in drawn(site, "Ben")
    for audience in ("wall", "everyone", "supervisor", "Aditi", "Mirela"):
        assert WORD not in drawn(site, audience), audience

    assert ben.do("inner_word.say", exercise=one, turn=first, word=WORD, visibility="group")["ok"]
    assert WORD in drawn(site, "supervisor")
    assert WORD not in drawn(site, "wall")


def test_c69_what_was_typed_is_answered_at_its_field(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, _console, ben, one = chairs
    first, second = turns(site)
    no = ben.do("inner_word.say", exercise=one, turn=first, word="sad and tired")
    assert "One word" in str(no["fields"]["word"])
    assert (
        "still under way" in ben.do("inner_word.say", exercise=one, turn=second, word="x")["words"]
    )
    assert not ben.do("inner_word.say", exercise=one, word="x")["ok"]
    other = elsewhere(site)
    assert not ben.do("inner_word.say", exercise=one, attempt=other["attempt"], word="x")["ok"]


def test_c69_after_the_exercise_the_last_turn_can_still_be_spoken_of(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, console, ben, one = chairs
    assert console.do("exercise.end", exercise=one)["ok"]
    last = turns(site)[-1]
    assert 'data-command="inner_word.say"' in drawn(site, "Ben")
    assert ben.do("inner_word.say", exercise=one, turn=last, word="lonely")["ok"]
    assert 'data-command="inner_word.say"' not in drawn(site, "Aditi")


def test_c69_the_scribe_finds_where_to_write_a_phrase(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, console, _ben, one = chairs
    eszter = site.look(lambda r: next(p.id for p in r.participants if p.name == "Eszter"))
    assert console.do("scribe.appoint", participant=eszter)["ok"]
    assert 'data-command="two_chair.keep_phrase"' in drawn(site, "Eszter")
    assert 'data-command="two_chair.keep_phrase"' not in drawn(site, "Aditi")
    assert site.phone("Eszter").do(
        "two_chair.keep_phrase", exercise=one, turn=turns(site)[0], key_phrase=PHRASE
    )["ok"]


def test_c69_the_record_has_the_phrase_for_all_and_the_word_for_its_author(
    chairs: tuple[Site, Phone, Phone, int],
) -> None:
    site, console, ben, one = chairs
    first = turns(site)[0]
    ben.do("two_chair.keep_phrase", exercise=one, turn=first, key_phrase=PHRASE)
    ben.do("inner_word.say", exercise=one, turn=first, word=WORD)
    console.do("exercise.end", exercise=one)
    for name, sees in (("Ben", True), ("Mirela", False), ("Dao", False)):
        for ending in ("", ".json"):
            answer = site.browser(name).get(f"/supervision/{site.supervision_id}/record{ending}")
            text = answer.get_data(as_text=True)
            assert PHRASE in text, name
            assert (WORD in text) == sees, (name, ending)


def test_c89_a_word_after_ones_own_try(site: Site) -> None:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    console, _ben, one = running(site, TURNS)
    name, attempt, slot = site.look(
        lambda room: next(
            (a.author.name, a.id, a.slot.id) for a in room.exercises[-1].attempts if a.slot
        )
    )
    tries = site.phone(name)
    assert 'data-command="inner_word.say"' not in drawn(site, name)
    assert tries.do("rotation.finish", exercise=one, slot=slot)["ok"]
    assert 'data-command="inner_word.say"' in drawn(site, name)
    assert tries.do("inner_word.say", exercise=one, attempt=attempt, word=WORD)["ok"]
    assert WORD in drawn(site, name)
    for audience in ("wall", "everyone", "supervisor", "Ben"):
        assert WORD not in drawn(site, audience), audience
    assert tries.do("inner_word.say", exercise=one, attempt=attempt, word=WORD, visibility="group")[
        "ok"
    ]
    assert console.do("exercise.end", exercise=one)["ok"]
    assert WORD in drawn(site, "supervisor")
