"""Tags are each one's own until the reveal, and then everyone's: never the private notes."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import Marker, Phase, TherapistReaction, Visibility
from afttrainer.models import Participant
from afttrainer.models.playback import Playback
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.reveal import (
    choose_gap,
    clusters_of,
    first_tags,
    later_tags,
    may_reveal,
    replay_cluster,
    replay_rupture,
    reveal,
)
from afttrainer.models.visibility import WALL, Reader, may_read, may_read_note, reader_for
from tests.models.room import Room, tag
from tests.people import at

NOTE = "I go blank when someone is that polite"


def readable(room: Room, reader: Reader) -> int:
    return sum(may_read(reader, t) for t in room.clip.tags)


def reader(room: Room, who: Participant) -> Reader:
    return reader_for(who, room.clip.presenter)


def test_before_the_reveal_each_reads_their_own_and_the_wall_none(room: Room) -> None:
    room.tag_all()

    assert readable(room, WALL) == 0
    assert readable(room, Reader(None, supervises=True)) == 0
    assert readable(room, reader(room, room.dao)) == 1
    assert readable(room, reader(room, room.mirela)) == 2
    assert readable(room, reader(room, room.ben)) == 2


def test_the_reveal_shows_all_sixteen_at_once_in_four_moments(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    room.keep()

    assert room.clip.revealed_at == at(36)
    assert readable(room, WALL) == 16
    found = clusters_of(room.clip, room.clip.tags)
    assert [c.median_ms for c in found] == [195_000, 328_000, 529_500, 663_500]


def test_a_private_note_stays_private_and_a_shared_one_goes_with_its_tag(room: Room) -> None:
    tags = room.tag_all()
    dao = next(t for t in tags if t.author is room.dao)
    dao.note = NOTE
    femi = next(t for t in tags if t.author is room.femi)
    femi.note, femi.note_visibility = "I felt cold", Visibility.GROUP
    everyone = Reader(None)
    assert not may_read_note(everyone, femi)
    reveal(room.mirela, room.clip.id, at(36))

    assert may_read(everyone, dao)
    for who in (everyone, reader(room, room.mirela), reader(room, room.ben)):
        assert not may_read_note(who, dao)
    assert may_read_note(reader(room, room.dao), dao)
    assert may_read_note(everyone, femi)


def test_it_is_the_supervisors_and_not_before_the_viewing(room: Room) -> None:
    room.tag_all()
    with pytest.raises(NotYours):
        reveal(room.ben, room.clip.id, at(36))
    room.go_to(Phase.CHECK_IN)
    assert not may_reveal(room.supervision)
    with pytest.raises(Refused, match="being watched"):
        reveal(room.mirela, room.clip.id, at(10))
    room.go_to(Phase.VIEWING)
    assert may_reveal(room.supervision)
    reveal(room.mirela, room.clip.id, at(33))
    assert readable(room, WALL) == 16


def test_another_clip_than_the_one_at_work_is_not_revealed(room: Room) -> None:
    with pytest.raises(Refused, match="another clip"):
        reveal(room.mirela, room.clip.id + 1000, at(36))


def test_a_second_reveal_changes_nothing(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    room.touched()
    reveal(room.mirela, room.clip.id, at(37))

    assert room.clip.revealed_at == at(36)
    assert room.touched() == set()


def test_tags_that_come_later_stand_apart_and_change_no_moment(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    late = tag(room.dao, 328_500)
    late.came_after_reveal, late.visibility = True, Visibility.GROUP
    room.clip.tags.append(late)

    assert later_tags(room.clip.tags) == [late]
    assert len(first_tags(room.clip.tags)) == 16
    assert [len(c.marks) for c in clusters_of(room.clip, room.clip.tags)] == [1, 7, 2, 6]


def test_how_near_belongs_together_can_be_chosen(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    choose_gap(room.mirela, room.clip.id, 4_000)
    assert [len(c.marks) for c in clusters_of(room.clip, room.clip.tags)] == [1, 6, 1, 1, 1, 6]
    for wrong in (1_999, 30_001):
        with pytest.raises(Refused, match="Between 2 and 30"):
            choose_gap(room.mirela, room.clip.id, wrong)
    with pytest.raises(NotYours):
        choose_gap(room.ben, room.clip.id, 5_000)


def test_a_moment_is_shown_again_from_five_seconds_before(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    rupture = room.rupture()
    replay_cluster(room.mirela, room.clip.id, 322_000, at(37))

    playback = room.supervision.playback
    assert isinstance(playback, Playback)
    assert playback.playing
    assert (playback.position_ms, playback.stops_at_ms) == (317_000, 343_000)
    # The wall goes from the card to the film.
    assert not rupture.on_wall
    with pytest.raises(Refused, match="sorted anew"):
        replay_cluster(room.mirela, room.clip.id, 322_001, at(37))
    with pytest.raises(NotYours):
        replay_cluster(room.ben, room.clip.id, 322_000, at(37))


def test_before_the_reveal_a_moment_cannot_be_found_by_replaying(room: Room) -> None:
    room.tag_all()
    with pytest.raises(Refused):
        replay_cluster(room.mirela, room.clip.id, 322_000, at(37))


def test_a_described_rupture_is_shown_again(room: Room) -> None:
    rupture = room.rupture()
    replay_rupture(room.mirela, rupture.id, at(41))
    assert room.supervision.playback is not None
    assert room.supervision.playback.position_ms == 317_000
    with pytest.raises(Refused, match="not one of this meeting"):
        replay_rupture(room.mirela, rupture.id + 1000, at(41))


def test_what_was_seen_blind_stays_as_it_was(room: Room) -> None:
    aditi = next(t for t in room.tag_all() if t.author is room.aditi)
    reveal(room.mirela, room.clip.id, at(36))

    with pytest.raises(Refused, match="stays as it was"):
        aditi.mark(marker=Marker.MINIMAL_RESPONSE, now=at(37))
    with pytest.raises(Refused, match="stays as it was"):
        aditi.undo(at(37))
    assert aditi.marker is Marker.SILENCE


def test_how_strong_it_was_stays_too_and_a_note_may_still_come(room: Room) -> None:
    aditi = next(t for t in room.tag_all() if t.author is room.aditi)
    reveal(room.mirela, room.clip.id, at(36))

    own = Visibility.PRIVATE
    with pytest.raises(Refused, match="stays as it was"):
        aditi.say(intensity=5, note="", note_visibility=own, now=at(37))
    aditi.say(intensity=3, note="I held my breath.", note_visibility=own, now=at(37))
    assert (aditi.intensity, aditi.note) == (3, "I held my breath.")


def test_something_in_me_stays_mine_after_the_reveal(room: Room) -> None:
    tags = room.tag_all()
    inner = tag(room.femi, 328_500)
    inner.reaction = TherapistReaction.DISTANCE
    room.clip.tags.append(inner)
    reveal(room.mirela, room.clip.id, at(36))

    assert inner.visibility is Visibility.PRIVATE
    assert not may_read(reader(room, room.mirela), inner)
    inner.visibility = Visibility.GROUP
    assert inner not in first_tags(tags)


def test_no_moment_is_played_where_the_wall_has_no_film(room: Room) -> None:
    room.tag_all()
    reveal(room.mirela, room.clip.id, at(36))
    room.go_to(Phase.EXERCISE)
    with pytest.raises(Refused, match="no film in this part"):
        replay_cluster(room.mirela, room.clip.id, 322_000, at(45))
