"""What one's own mark was before it was corrected or taken back, and the way back to it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from afttrainer.content.codes import (
    Family,
    Marker,
    Noticed,
    SessionStatus,
    TherapistReaction,
    Visibility,
    WordPlace,
)
from afttrainer.live.mark_words import words_of
from afttrainer.models import GroupWord, MarkStep, RuptureTag
from afttrainer.models.mark_step import changes, own_steps
from afttrainer.models.put_back import put_back
from afttrainer.models.refusal import Refused
from afttrainer.models.reveal import first_tags, reveal
from afttrainer.models.revision import mine
from afttrainer.models.tag import own_marks
from tests.models.room import Room
from tests.people import at

PRIVATE, GROUP = Visibility.PRIVATE, Visibility.GROUP


@pytest.fixture
def mark(room: Room) -> RuptureTag:
    """Dao's bare first tap at 5:28, made without contact."""
    room.clip.first_played_at = at(17)
    tag = RuptureTag(
        author=room.dao,
        queued_clip=room.clip,
        clip_ms=328_000,
        family=Family.WITHDRAWAL,
        made_at=at(22),
        client_uuid="daos-mark",
        is_estimate=True,
        visibility=PRIVATE,
    )
    room.session.add(tag)
    room.session.flush()
    room.touched()
    return tag


def steps(room: Room) -> list[MarkStep]:
    return list(room.session.scalars(select(MarkStep).order_by(MarkStep.number)))


def back(room: Room, **names: Any) -> bool:
    return put_back(room.dao, "daos-mark", at(33), **names)


def there(room: Room) -> list[RuptureTag]:
    room.session.flush()
    room.session.expire_all()
    return list(own_marks(room.clip, room.dao))


def all_of(tag: RuptureTag) -> dict[str, Any]:
    return {one.name: getattr(tag, one.name) for one in RuptureTag.__table__.columns}


def say(tag: RuptureTag, note: str, to: Visibility = PRIVATE, **more: Any) -> None:
    said = {"intensity": None, "note": note, "note_visibility": to, "now": at(26)}
    tag.say(**said | more)


def test_to_complete_a_mark_is_no_correction(room: Room, mark: RuptureTag) -> None:
    assert not mark.mark(marker=Marker.SILENCE, now=at(23))
    say(mark, "He stops.", intensity=3, noticed=Noticed.NOW)
    say(mark, "He stops.", intensity=3, end_ms=340_000, noticed=Noticed.NOW)
    assert steps(room) == []


def test_a_family_that_was_tapped_is_corrected_by_another(room: Room, mark: RuptureTag) -> None:
    assert mark.mark(family=Family.CONFRONTATION, now=at(23))
    assert [one.family for one in steps(room)] == [Family.WITHDRAWAL]


def test_what_a_mark_was_comes_back_and_can_be_put_back_again(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    say(mark, "He stops.", intensity=3)
    before = all_of(mark)
    assert mark.mark(marker=Marker.MINIMAL_RESPONSE, now=at(27), step="first")
    after = all_of(mark)
    assert back(room, of="first", step="second")
    assert all_of(there(room)[0]) == before
    assert back(room, of="second")
    assert all_of(there(room)[0]) == after
    assert len(steps(room)) == 3
    assert not back(room, of="second"), "it is so already"
    assert len(steps(room)) == 3


def test_a_mark_taken_back_comes_back_as_it_was(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    say(mark, "He stops.", intensity=3, end_ms=340_000)
    before = all_of(mark)
    mark.undo(at(30))
    assert there(room) == []
    assert back(room)
    (again,) = there(room)
    assert all_of(again) == before
    assert (again.clip_ms, again.made_at, again.is_estimate) == (328_000, at(22), True)
    assert not back(room), "it is there already"
    newest = steps(room)[-1]
    assert back(room, of=str(newest.id)), "to have put it back can be put back"
    assert there(room) == []


def test_a_word_of_the_groups_own_comes_back_with_its_mark(room: Room, mark: RuptureTag) -> None:
    by = room.mirela.membership
    word = GroupWord.add(by, WordPlace.AWAY_FROM_OTHER, "looks at the floor", at(20))
    room.session.flush()
    mark.mark(group_word=word, now=at(23))
    assert mark.mark(marker=Marker.SILENCE, now=at(27), step="first")
    assert words_of(steps(room)[-1], mark) == "looks at the floor"
    assert back(room, of="first")
    assert there(room)[0].said is word
    there(room)[0].undo(at(30))
    word.put_away(by, at(31))
    assert back(room)
    assert (there(room)[0].said, there(room)[0].marker) == (word, None)


def test_a_note_comes_back_for_nobody_who_does_not_read_it_now(
    room: Room, mark: RuptureTag
) -> None:
    say(mark, "I go blank.", GROUP)
    mark.undo(at(30))
    back(room)
    (again,) = there(room)
    assert (again.note, again.note_visibility) == ("I go blank.", PRIVATE)
    say(again, "I go blank.", GROUP)
    say(again, "I went blank.")
    assert back(room, of=str(steps(room)[-1].id))
    assert (again.note, again.note_visibility) == ("I go blank.", PRIVATE)
    say(again, "I go blank.", GROUP)
    say(again, "Another.", GROUP)
    back(room, of=str(steps(room)[-1].id))
    assert (again.note, again.note_visibility) == ("I go blank.", GROUP), "open then and now"


def test_a_blind_mark_taken_back_does_not_come_back_after_the_reveal(
    room: Room, mark: RuptureTag
) -> None:
    mark.undo(at(30))
    reveal(room.mirela, room.clip.id, at(36))
    room.session.flush()
    with pytest.raises(Refused, match="taken back before that stays so"):
        back(room)
    assert there(room) == []
    assert first_tags(room.clip.tags) == []
    (told,) = changes(own_steps(room.clip, room.dao), [])
    assert "stays so" in told.why_not


def test_what_was_shown_is_not_put_back_into_what_it_had_been(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    say(mark, "He stops.")
    mark.mark(marker=Marker.MINIMAL_RESPONSE, now=at(27), step="kind")
    say(mark, "He stopped.")
    noted = str(steps(room)[-1].id)
    reveal(room.mirela, room.clip.id, at(36))
    with pytest.raises(Refused, match="This one stays as it was"):
        back(room, of="kind")
    assert back(room, of=noted), "a note is one's own after it too"
    assert (mark.marker, mark.note) == (Marker.MINIMAL_RESPONSE, "He stops.")
    room.touched()
    assert back(room, of=str(steps(room)[-1].id))
    assert room.touched() == {mine(room.dao)}, "a private note moves nobody else's screen"


def test_something_in_me_comes_back_for_me_alone(room: Room, mark: RuptureTag) -> None:
    mark.reaction, mark.family = TherapistReaction.DISTANCE, Family.UNSURE
    mark.show(Visibility.SUPERVISOR, at(28))
    reveal(room.mirela, room.clip.id, at(36))
    mark.undo(at(37))
    room.session.flush()
    room.touched()
    assert back(room)
    (again,) = there(room)
    assert (again.reaction, again.visibility) == (TherapistReaction.DISTANCE, PRIVATE)
    assert room.touched() == {mine(room.dao)}


def test_a_mark_that_came_after_the_reveal_stands_apart_again(room: Room, mark: RuptureTag) -> None:
    room.clip.revealed_at = at(20)
    mark.came_after_reveal, mark.visibility = True, GROUP
    mark.undo(at(30))
    room.session.flush()
    room.touched()
    back(room)
    (again,) = there(room)
    assert (again.came_after_reveal, again.visibility) == (True, GROUP)
    assert room.touched() > {mine(room.dao)}, "it stands before all"


def test_steps_move_nobodys_screen_but_ones_own(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    mark.mark(marker=Marker.MINIMAL_RESPONSE, now=at(24))
    mark.undo(at(30))
    back(room)
    assert room.touched() == {mine(room.dao)}


def test_nobody_else_puts_anything_back(room: Room, mark: RuptureTag) -> None:
    mark.undo(at(30))
    (step,) = steps(room)
    for who in (room.mirela, room.aditi):
        for name in ("daos-mark", str(step.tag_id)):
            for of in (None, str(step.id)):
                with pytest.raises(Refused):
                    put_back(who, name, at(33), of=of)
    assert there(room) == []
    assert own_steps(room.clip, room.mirela) == []


def test_what_became_of_each_is_told_the_last_first(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    mark.mark(marker=Marker.MINIMAL_RESPONSE, now=at(24))
    mark.undo(at(30))
    back(room)
    told = changes(own_steps(room.clip, room.dao), there(room))

    def marker(of: Any) -> Marker | None:
        return of.marker if of is not None else None

    assert [(marker(one.was), marker(one.became), one.is_so) for one in told] == [
        (None, Marker.MINIMAL_RESPONSE, False),
        (Marker.MINIMAL_RESPONSE, None, True),
        (Marker.SILENCE, Marker.MINIMAL_RESPONSE, False),
    ]


def test_one_name_is_one_step(room: Room, mark: RuptureTag) -> None:
    mark.mark(marker=Marker.SILENCE, now=at(23))
    mark.mark(marker=Marker.MINIMAL_RESPONSE, now=at(24), step="one")
    with pytest.raises(Refused, match="under one name"):
        mark.undo(at(30), "one")


def test_closing_forgets_them_all(room: Room, mark: RuptureTag) -> None:
    mark.undo(at(30))
    room.session.flush()
    room.supervision.close(at(90), without_checkout=True)
    room.session.flush()
    assert room.supervision.status is SessionStatus.CLOSED
    assert steps(room) == []


def test_whoever_is_removed_leaves_none(room: Room, mark: RuptureTag) -> None:
    mark.undo(at(30))
    room.dao.membership.remove(room.mirela.membership, at(31))
    assert steps(room) == []
