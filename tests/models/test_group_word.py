"""Words of a group's own for what can be marked: in one group, in one place, and never lost."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import (
    Direction,
    Family,
    Marker,
    TherapistReaction,
    Visibility,
    WordPlace,
)
from afttrainer.content.words import SUGGESTED
from afttrainer.interchange.rupture_json import clusters_document
from afttrainer.models import Group, GroupWord, Pull, RuptureTag, User
from afttrainer.models.group_word import OFFERED_AT_MOST, WORDS_AT_MOST, offered, suggested
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.reveal import reveal
from afttrainer.models.revision import EVERYONE, SUPERVISOR, mine
from tests.models.room import Room, tag
from tests.people import T0, at

AWAY, AGAINST = WordPlace.AWAY_FROM_OTHER, WordPlace.AGAINST_OTHER
TOWARD, IN_ME = WordPlace.TOWARD_OTHER_AWAY_FROM_SELF, WordPlace.THERAPIST_REACTION
#: Forty characters, right to left.
HEBREW = "מסתכל על הרצפה ומשחק עם השעון שעל ידו כן"


def add(room: Room, words: str, place: WordPlace = AWAY) -> GroupWord:
    made = GroupWord.add(room.mirela.membership, place, words, at(20))
    room.session.flush()
    return made


def words(room: Room, place: WordPlace) -> list[str]:
    return [one.words for one in offered(room.supervision.group, place)]


@pytest.mark.parametrize("said", ["looks  at the\tfloor ", HEBREW])
def test_whoever_leads_adds_words_to_one_place(room: Room, said: str) -> None:
    assert len(HEBREW) == WORDS_AT_MOST
    add(room, said)
    assert words(room, AWAY) == [" ".join(said.split())]
    assert [words(room, place) for place in (TOWARD, AGAINST, IN_ME)] == [[], [], []]


@pytest.mark.parametrize("said", ["", "   ", "x" * 41])
def test_they_have_1_to_40_characters(room: Room, said: str) -> None:
    with pytest.raises(Refused) as no:
        add(room, said)
    assert "1 to 40" in no.value.fields["words"][0]


@pytest.mark.parametrize("said", ["LOOKS at the floor", "Goes  silent", "an Edge in me"])
def test_what_stands_on_the_pad_already_is_refused_wherever_it_stands(
    room: Room, said: str
) -> None:
    add(room, "looks at the floor")
    for place in WordPlace:
        with pytest.raises(Refused) as no:
            add(room, said, place)
        assert "already" in no.value.fields["words"][0]
    assert words(room, AWAY) == ["looks at the floor"]


def test_a_place_holds_what_a_thumb_finds(room: Room) -> None:
    for number in range(OFFERED_AT_MOST):
        add(room, f"word {number}")
    with pytest.raises(Refused) as no:
        add(room, "one more")
    assert "Put one away" in no.value.fields["words"][0]
    add(room, "one more", AGAINST)
    first = room.supervision.group.words[0]
    first.put_away(room.mirela.membership, at(21))
    add(room, "and another")
    with pytest.raises(Refused):
        first.offer_again(room.mirela.membership)
    assert len(words(room, AWAY)) == OFFERED_AT_MOST


def test_only_whoever_leads_this_group_may(room: Room) -> None:
    word = add(room, "looks at the floor")
    elsewhere = Group.begin(User(username="mo"), "Monday group", "Mo", T0).members[0]
    for by in (room.ben.membership, elsewhere):
        for act in (
            lambda by=by: word.reword(by, "x", at(24)),
            lambda by=by: word.put_away(by, at(21)),
            lambda by=by: word.offer_again(by),
        ):
            with pytest.raises(NotYours):
                act()
    with pytest.raises(NotYours):
        GroupWord.add(room.ben.membership, AWAY, "x", at(21))
    assert words(room, AWAY) == ["looks at the floor"]


def test_pads_and_console_are_told_and_neither_the_wall_nor_what_all_see(room: Room) -> None:
    room.touched()
    word = add(room, "looks at the floor")
    pads = {mine(person) for person in room.supervision.participants}
    assert room.touched() == {SUPERVISOR, *pads}
    word.put_away(room.mirela.membership, at(21))
    assert room.touched() == {SUPERVISOR, *pads}
    word.reword(room.mirela.membership, "looks at his shoes", at(24))
    assert room.touched() == {SUPERVISOR, EVERYONE, *pads}, "where it was marked it reads anew"


def test_one_that_was_put_away_comes_back_as_it_was(room: Room) -> None:
    word = add(room, "looks at the floor")
    word.put_away(room.mirela.membership, at(21))
    assert words(room, AWAY) == []
    assert add(room, "Looks at the floor") is word
    assert words(room, AWAY) == ["looks at the floor"]
    word.put_away(room.mirela.membership, at(22))
    assert add(room, "looks at the floor", AGAINST) is not word, "of another place"


def test_a_correction_may_not_be_what_stands_there(room: Room) -> None:
    word = add(room, "looks at teh floor")
    add(room, "sighs")
    word.reword(room.mirela.membership, "Looks at teh floor", at(24))
    with pytest.raises(Refused):
        word.reword(room.mirela.membership, "SIGHS", at(24))
    word.reword(room.mirela.membership, "looks at the floor", at(24))
    assert words(room, AWAY) == ["looks at the floor", "sighs"]


def test_a_record_does_not_say_tomorrow_what_it_did_not_say_today(room: Room) -> None:
    word = add(room, "goes quiet")
    room.supervision.close(at(90), without_checkout=True)
    assert word.reword(room.mirela.membership, "goes quiet", at(91)) is word
    new = word.reword(room.mirela.membership, "is cold", at(92))
    assert (word.words, word.is_offered) == ("goes quiet", False)
    assert words(room, AWAY) == [new.words] == ["is cold"]
    with pytest.raises(Refused):
        new.reword(room.mirela.membership, "x" * 41, at(93))
    assert new.reword(room.mirela.membership, "is cooler", at(93)) is new, "it was in no meeting"


def place_tag(room: Room, family: Family, reaction: TherapistReaction | None = None) -> RuptureTag:
    made = tag(room.dao, 328_000, family)
    made.direction = made.marker = None
    made.reaction = reaction
    room.clip.tags.append(made)
    room.session.flush()
    return made


def test_a_mark_with_it_has_its_direction_and_keeps_its_words(room: Room) -> None:
    word = add(room, "looks at the floor", TOWARD)
    made = place_tag(room, Family.WITHDRAWAL)
    made.mark(marker=Marker.SILENCE, now=at(23))
    made.mark(group_word=word, now=at(23))
    assert (made.direction, made.marker) == (Direction.TOWARD_OTHER_AWAY_FROM_SELF, None)
    assert (made.sign, made.said) == (word, word)
    word.put_away(room.mirela.membership, at(21))
    room.keep()
    kept = room.clip.tags[0].said
    assert isinstance(kept, GroupWord)
    assert kept.words == "looks at the floor"
    made.mark(marker=Marker.SILENCE, now=at(23))
    assert (made.sign, made.said, made.group_word) == (Marker.SILENCE, Marker.SILENCE, None)


@pytest.mark.parametrize(
    ("family", "reaction", "place"),
    [
        (Family.WITHDRAWAL, None, AGAINST),
        (Family.WITHDRAWAL, None, IN_ME),
        (Family.CONFRONTATION, None, AWAY),
        (Family.UNSURE, TherapistReaction.OTHER, AWAY),
    ],
)
def test_a_word_of_another_place_does_not_go_with_a_mark(
    room: Room, family: Family, reaction: TherapistReaction | None, place: WordPlace
) -> None:
    made, word = place_tag(room, family, reaction=reaction), add(room, "x", place)
    with pytest.raises(Refused):
        made.mark(group_word=word, now=at(23))
    assert made.group_word is None


def test_a_word_for_something_in_me_stays_private_after_the_reveal(room: Room) -> None:
    word = add(room, "I get sleepy", IN_ME)
    made = place_tag(room, Family.UNSURE, reaction=TherapistReaction.CONTROL)
    made.mark(group_word=word, now=at(23))
    assert (made.reaction, made.said, made.sign) == (TherapistReaction.OTHER, word, None)
    reveal(room.mirela, room.clip.id, at(36))
    assert made.visibility is Visibility.PRIVATE
    made.mark(reaction=TherapistReaction.DISTANCE, now=at(23))
    assert made.said is TherapistReaction.DISTANCE


def test_what_came_together_is_counted_by_it_as_by_any_marker(room: Room) -> None:
    word = add(room, "looks at the floor")
    room.tag_all()
    near = [t for t in room.clip.tags if 320_000 <= t.clip_ms <= 340_000]
    for one in near[:2]:
        one.mark(family=Family.WITHDRAWAL, group_word=word, now=at(23))
    reveal(room.mirela, room.clip.id, at(36))
    moments = clusters_document(room.clip, room.clip.tags)["moments"]
    assert moments[1]["votes"]["marker"][f"group_word_{word.id}"] == 2


def test_what_it_pulled_may_be_said_in_it_and_not_in_a_word_for_the_patient(room: Room) -> None:
    rupture = room.rupture()

    def says(word: GroupWord) -> Pull:
        private = Visibility.PRIVATE
        return Pull.say(
            room.dao, rupture, at(41), reaction=None, group_word=word, words="", visibility=private
        )

    word, other = add(room, "I get sleepy", IN_ME), add(room, "sighs")
    with pytest.raises(Refused):
        says(other)
    assert says(word).said is word


def test_a_tap_may_name_one_that_was_put_away_and_none_of_another_group(room: Room) -> None:
    word = add(room, "looks at the floor")
    word.put_away(room.mirela.membership, at(21))
    monday = Group.begin(User(username="mo"), "Monday group", "Mo", T0)
    room.session.add(monday)
    room.session.flush()
    theirs = GroupWord.add(monday.members[0], AWAY, "looks at the floor", at(20))
    room.session.flush()
    assert GroupWord.chosen(room.supervision, word.code) is word
    assert GroupWord.chosen(room.supervision, Marker.SILENCE) is None
    for code in (theirs.code, "group_word_0", "group_word_99999999999999999"):
        with pytest.raises(Refused):
            GroupWord.chosen(room.supervision, code)


def test_ready_words_are_offered_until_the_group_has_them(room: Room) -> None:
    group = room.supervision.group
    assert len(suggested(group)) == len(SUGGESTED)
    for place, said in suggested(group):
        add(room, said, place)
    assert suggested(group) == []
    group.words[0].put_away(room.mirela.membership, at(21))
    assert suggested(group) == []
