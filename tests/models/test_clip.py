"""A clip: two marks of a film, and nothing cut."""

from __future__ import annotations

import pytest

from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.models.test_clip_queue import spare_clip
from tests.people import T0


def test_a_clip_is_split_without_a_gap(room: Room) -> None:
    clip = spare_clip(room)
    chiara, ends = room.chiara.membership, clip.out_ms
    clip.call_hard(chiara, is_hard=True)
    behind = clip.split(chiara, 328_367, "What she said then", T0)
    room.session.commit()
    assert (clip.out_ms, behind.in_ms, behind.out_ms) == (328_367, 328_367, ends)
    assert (clip.title, behind.title) == ("A stretch", "What she said then")
    assert behind.is_hard
    assert clip.recording.clips == [clip, behind]


@pytest.mark.parametrize("at_ms", [-1, 0, 34_999, 885_001, 2_000_000])
def test_neither_part_is_shorter_than_a_clip_may_be(room: Room, at_ms: int) -> None:
    clip = spare_clip(room)
    with pytest.raises(Refused, match="5 seconds"):
        clip.split(room.chiara.membership, at_ms, "Two", T0)
    assert clip.recording.clips == [clip]


def test_who_may_split_and_when(room: Room) -> None:
    clip = spare_clip(room)
    with pytest.raises(NotYours):
        clip.split(room.dao.membership, 100_000, "Two", T0)
    with pytest.raises(Refused, match="queue of a meeting"):
        room.clip.clip.split(room.ben.membership, 100_000, "Two", T0)
    with pytest.raises(Refused, match="title"):
        clip.split(room.chiara.membership, 100_000, "  ", T0)


def test_clips_stand_in_the_order_of_the_film(room: Room) -> None:
    recording = spare_clip(room).recording
    chiara = room.chiara.membership
    recording.choose_clip(chiara, "The end", 700_000, 800_000, T0)
    recording.choose_clip(chiara, "The beginning", 0, 20_000, T0)
    room.session.commit()
    room.session.expire(recording)
    assert [clip.in_ms for clip in recording.clips] == [0, 30_000, 700_000]
