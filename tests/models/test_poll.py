"""A question to the room: counted from four answers on, and nobody's answer is ever told."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from afttrainer.content.codes import CommonThought
from afttrainer.models import Base, CommandRecord, Participant, Poll, PollAnswer, poll
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import at

NAMES = ("aditi", "ben", "chiara", "dao", "eszter")
WORDS = ["yes", "no", "I cannot say"]


def ask(room: Room, *, several: bool = False) -> Poll:
    made = Poll.ask(room.mirela, "Are we ready?", WORDS, at(40), several=several)
    room.session.flush()
    return made


def tap(one: Poll, who: Participant, position: int, *, fits: bool = True) -> None:
    one.answer(who, position, at(41), fits=fits)


def answered(room: Room, one: Poll, *positions: int) -> None:
    """By the first so many people, each with one tap."""
    for name, position in zip(NAMES, positions, strict=False):
        tap(one, getattr(room, name), position)


def counts(one: Poll) -> list[int | None]:
    return [option.count for option in one.options]


def everything(room: Room) -> str:
    """All rows there are, but for what is drawn by lot for each meeting and film of the tests."""
    rows = {
        table.name: [list(row) for row in room.session.execute(select(table))]
        for table in Base.metadata.sorted_tables
        if table.name not in ("user", "recording", "supervision_session")
    }
    return json.dumps(rows, default=str).replace(str(room.supervision.polls[-1].id), "its number")


def test_counts_stand_in_the_order_asked_and_the_answers_are_gone(room: Room) -> None:
    one = ask(room)
    answered(room, one, 2, 0, 2, 2)
    one.show(room.mirela, at(42))
    room.keep()
    assert counts(one) == [1, 0, 3]
    assert [o.text for o in one.options] == WORDS
    assert room.session.scalars(select(PollAnswer)).all() == []


def test_of_fewer_than_four_nothing_is_shown(room: Room) -> None:
    one = ask(room)
    answered(room, one, 0, 1, 0)
    with pytest.raises(Refused, match="Not enough answers"):
        one.show(room.mirela, at(42))
    assert counts(one) == [None, None, None]
    one.put_away(room.mirela, at(43), shown=False)
    room.keep()
    assert room.supervision.polls == []
    assert room.session.scalars(select(PollAnswer)).all() == []


def test_one_answer_each_unless_it_says_as_many_as_fit(room: Room) -> None:
    one = ask(room)
    tap(one, room.ben, 0)
    tap(one, room.ben, 2)
    assert [a.chosen for a in one.answers] == [[2]]
    one.put_away(room.mirela, at(42), shown=False)
    several = ask(room, several=True)
    for position in (2, 0, 0):
        tap(several, room.ben, position)
    assert [a.chosen for a in several.answers] == [[0, 2]]


def test_until_it_is_shown_an_answer_can_be_changed_and_taken_back(room: Room) -> None:
    one = ask(room, several=True)
    tap(one, room.ben, 0)
    tap(one, room.ben, 1)
    tap(one, room.ben, 0, fits=False)
    assert [a.chosen for a in one.answers] == [[1]]
    tap(one, room.ben, 1, fits=False)
    assert one.answers == [], "who has chosen nothing has not answered"
    tap(one, room.ben, 1)
    one.take_back(room.ben)
    one.take_back(room.ben)
    assert one.answers == []


def test_from_the_showing_on_nobody_answers_or_takes_back(room: Room) -> None:
    one = ask(room)
    answered(room, one, 0, 0, 1, 1)
    one.show(room.mirela, at(42))
    for late in (lambda: tap(one, room.dao, 0), lambda: one.take_back(room.ben)):
        with pytest.raises(Refused, match="shown meanwhile"):
            late()
    assert counts(one) == [2, 2, 0]


def test_shown_twice_is_shown_once_and_counts_are_not_put_away_unseen(room: Room) -> None:
    one = ask(room)
    answered(room, one, 0, 0, 1, 1)
    one.show(room.mirela, at(42))
    one.show(room.mirela, at(43))
    assert one.shown_at == at(42)
    with pytest.raises(Refused, match="shown the answers meanwhile"):
        one.put_away(room.mirela, at(43), shown=False)
    one.put_away(room.mirela, at(44), shown=True)
    one.put_away(room.mirela, at(45), shown=True)
    assert poll.on_screens(room.supervision) is None
    assert poll.shown(room.supervision) == [one]
    assert one.put_away_at == at(44)


def test_one_question_at_a_time(room: Room) -> None:
    one = ask(room)
    for again in (lambda: ask(room), lambda: Poll.ask_thoughts(room.mirela, at(41))):
        with pytest.raises(Refused, match="a question to the room already"):
            again()
    one.put_away(room.mirela, at(42), shown=False)
    ask(room)


@pytest.mark.parametrize("words", [[], ["yes"], ["yes", "Yes "], [str(n) for n in range(7)]])
def test_there_are_two_to_six_answers_and_no_two_the_same(room: Room, words: list[str]) -> None:
    with pytest.raises(Refused):
        Poll.ask(room.mirela, "Ready?", words, at(40), several=False)
    assert room.supervision.polls == []


def test_an_answer_that_is_none_of_them_is_refused(room: Room) -> None:
    one = ask(room)
    with pytest.raises(Refused):
        tap(one, room.ben, 3)
    assert one.answers == []


def test_common_thoughts_are_one_list_of_which_as_many_as_fit(room: Room) -> None:
    one = Poll.ask_thoughts(room.mirela, at(40))
    room.session.flush()
    assert [o.thought for o in one.options] == list(CommonThought)
    assert one.several
    assert len({o.text for o in one.options} | {one.words}) == len(CommonThought) + 1


def test_only_who_leads_asks_shows_and_puts_away(room: Room) -> None:
    with pytest.raises(NotYours):
        Poll.ask(room.ben, "Ready?", WORDS, at(40), several=False)
    one = ask(room)
    answered(room, one, 0, 0, 1, 1)
    for theirs in (
        lambda: one.show(room.ben, at(42)),
        lambda: one.put_away(room.ben, at(42), shown=False),
    ):
        with pytest.raises(NotYours):
            theirs()
    assert one.is_open


def test_before_the_first_part_nothing_is_asked(room: Room) -> None:
    room.supervision.phase = None
    with pytest.raises(Refused, match="Begin the first part"):
        ask(room)


def test_the_console_hears_nothing_before_there_are_enough(room: Room) -> None:
    one = ask(room)
    heard = []
    room.touched()
    for name in NAMES:
        tap(one, getattr(room, name), 0)
        heard.append("supervisor" in room.touched())
    assert heard == [False, False, False, True, True]
    tap(one, room.ben, 1)
    assert room.touched() == {f"participant:{room.ben.id}"}, "how many is as it was"
    one.take_back(room.ben)
    one.take_back(room.aditi)
    assert "supervisor" in room.touched(), "fewer than four again: that there were is not told on"
    one.take_back(room.chiara)
    assert room.touched() == {f"participant:{room.chiara.id}"}


def test_an_answer_of_who_leads_is_counted_and_is_not_one_of_the_four(room: Room) -> None:
    """They know their own, and what is left of four would be three."""
    one = ask(room)
    answered(room, one, 0, 1, 1)
    tap(one, room.mirela, 2)
    assert not one.has_enough
    with pytest.raises(Refused, match="Not enough answers"):
        one.show(room.mirela, at(42))
    tap(one, room.dao, 0)
    one.show(room.mirela, at(42))
    assert counts(one) == [2, 2, 1]


def test_whoever_is_removed_is_not_counted(room: Room) -> None:
    one = ask(room)
    answered(room, one, 0, 0, 1, 1, 1)
    room.dao.membership.remove(room.mirela.membership, at(42))
    assert one.answered == 4
    assert room.session.scalars(select(PollAnswer).where(PollAnswer.author == room.dao)).all() == []
    one.show(room.mirela, at(43))
    assert counts(one) == [2, 2, 0]


def test_whoever_goes_out_stays_counted_as_a_member_is_no_connection(room: Room) -> None:
    one = ask(room)
    answered(room, one, 0, 0, 1, 1)
    assert not room.chiara.is_here
    one.show(room.mirela, at(42))
    assert counts(one) == [2, 2, 0]


def test_closing_shows_nothing_and_keeps_what_was_shown(room: Room) -> None:
    first = ask(room)
    answered(room, first, 0, 0, 1, 1)
    first.show(room.mirela, at(42))
    first.put_away(room.mirela, at(43), shown=True)
    second = ask(room)
    answered(room, second, 0, 0, 1, 1)
    room.session.flush()
    room.supervision.close(at(90), without_checkout=True)
    room.keep()
    assert room.supervision.polls == [first]
    assert room.session.scalars(select(PollAnswer)).all() == []
    assert counts(first) == [2, 2, 0]


@pytest.mark.parametrize("end", ["show", "put_away", "close"])
def test_the_ledger_forgets_who_answered_with_the_answers(room: Room, end: str) -> None:
    one = ask(room)
    answered(room, one, 0, 0, 1, 1)
    for name, secret in (("an-answer", True), ("a-mark", False)):
        row = {"participant_id": room.ben.id, "command_id": name, "body_hash": "x", "ack": {}}
        room.session.add(CommandRecord(**row, done_at=at(41), is_secret=secret))
    room.session.flush()
    if end == "show":
        one.show(room.mirela, at(42))
    elif end == "put_away":
        one.put_away(room.mirela, at(42), shown=False)
    else:
        room.supervision.close(at(42), without_checkout=True)
    kept = [r.command_id for r in room.session.scalars(select(CommandRecord))]
    assert kept == ([] if end == "close" else ["a-mark"])


def shown_after(chosen: tuple[int, ...]) -> tuple[tuple[int | None, ...], str]:
    """The counts, and the whole database, after these answers by these people were shown."""
    room = Room()
    try:
        one = ask(room)
        for name, position in zip(NAMES, chosen, strict=True):
            tap(one, getattr(room, name), position)
        one.show(room.mirela, at(42))
        room.keep()
        return tuple(counts(one)), everything(room)
    finally:
        room.close()


@pytest.mark.sqlite
def test_whoever_chose_what_the_database_is_the_same_for_the_same_counts() -> None:
    """All 32 ways in which five people can choose between two answers: nothing that was stored
    tells one from another, but for the counts."""
    found: dict[Any, set[str]] = {}
    for chosen in product((0, 1), repeat=5):
        told, stored = shown_after(chosen)
        found.setdefault(told, set()).add(stored)
    assert len(found) == 6
    assert {len(different) for different in found.values()} == {1}
