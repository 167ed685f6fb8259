"""A film on its way in, the stretches chosen from it, and its leaving."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afttrainer.content.codes import SessionStatus
from afttrainer.media.facts import FilmFacts
from afttrainer.media.reports import Report
from afttrainer.models import Clip, Consent, Recording, RecordingStatus, SupervisionSession
from afttrainer.models.consent import Said
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

FACTS = FilmFacts(60_000, 320, 180, 25.0, "h264", "aac", "mp4", 4_000)
LOOKING = Report(
    version=1,
    ticket="t",
    stage="looking",
    share=0.5,
    origin="upload",
    origin_name="",
    source=Path("film"),
    captions_source=None,
    tries=1,
    sha256=None,
    stored=None,
    still=None,
    captions=None,
    facts=None,
    template=None,
    details={},
    updated_at=0.0,
)
SHA = "ab" * 32
READY = replace(LOOKING, stage="ready", share=1.0, sha256=SHA, stored="f", still="s", facts=FACTS)


def brought_in(room: Room, ticket: str = "t") -> Recording:
    ben = room.ben.membership
    said = Said((), T0.astimezone().date())
    made = Recording.bring_in(ben.cases[0], ben, "Session 12", ticket, said, T0)
    room.session.flush()
    return made


def test_the_workers_reports_are_taken_over_word_for_word(room: Room) -> None:
    recording = brought_in(room)
    recording.report(LOOKING)
    assert (recording.status, recording.share) == (RecordingStatus.PREPARING, 0.25)
    recording.report(replace(LOOKING, stage="copying"))
    assert recording.share == 0.75
    recording.report(READY)
    recording.report(READY)
    assert (recording.is_ready, recording.share, recording.duration_ms) == (True, 1.0, 60_000)


def test_a_refused_film_says_why(room: Room) -> None:
    recording = brought_in(room)
    recording.report(
        replace(LOOKING, stage="refused", template="Holds %(n)s tracks.", details={"n": 9})
    )
    assert (recording.status, recording.message) == (RecordingStatus.REFUSED, "Holds 9 tracks.")
    with pytest.raises(Refused):
        recording.choose_clip(room.ben.membership, "A stretch", 0, 10_000, at(0))


def test_a_clip_lies_within_its_film(room: Room) -> None:
    recording, ben = brought_in(room), room.ben.membership
    recording.report(READY)
    for marks, field in {
        (60_000, 70_000): "in_ms",
        (-1, 10_000): "in_ms",
        (0, 60_001): "out_ms",
        (9_000, 9_000): "out_ms",
        (9_000, 3_000): "out_ms",
        (0, 4_999): "out_ms",
    }.items():
        with pytest.raises(Refused) as no, room.session.begin_nested():
            recording.choose_clip(ben, "A stretch", *marks, at(0))
        assert list(no.value.fields) == [field], marks
    whole = recording.choose_clip(ben, "All of it", 0, 60_000, at(0))
    shortest = recording.choose_clip(room.mirela.membership, "The end", 55_000, 60_000, at(0))
    room.session.flush()
    assert recording.clips == [whole, shortest]


def test_only_its_therapist_and_the_supervisors_choose(room: Room) -> None:
    recording = brought_in(room)
    recording.report(READY)
    with pytest.raises(NotYours):
        recording.choose_clip(room.dao.membership, "Mine now", 0, 60_000, at(0))


def test_the_marks_of_a_queued_clip_stay_and_its_title_may_change(room: Room) -> None:
    clip, ben = room.clip.clip, room.ben.membership
    clip.change(ben, "The homework", clip.in_ms, clip.out_ms)
    assert clip.title == "The homework"
    with pytest.raises(Refused, match="queue"):
        clip.change(ben, "The homework", clip.in_ms + 1000, clip.out_ms)
    with pytest.raises(Refused, match="queue"):
        clip.remove(ben)
    room.supervision.status = SessionStatus.CLOSED
    with pytest.raises(Refused, match="record"):
        clip.remove(ben)


def test_a_free_clip_goes_and_its_film_stays(room: Room) -> None:
    recording, ben = brought_in(room), room.ben.membership
    recording.report(READY)
    recording.choose_clip(ben, "A stretch", 0, 10_000, at(0)).remove(ben)
    room.session.flush()
    assert recording.clips == []


def test_a_film_in_an_open_room_stays(room: Room) -> None:
    with pytest.raises(Refused, match="open now"):
        room.clip.clip.recording.remove(room.ben.membership)


def test_a_film_leaves_with_its_clips_and_consent_and_out_of_every_plan(room: Room) -> None:
    recording, ben = room.clip.clip.recording, room.ben.membership
    room.supervision.status = SessionStatus.PLANNED
    room.supervision.clip = None
    room.session.flush()

    assert recording.remove(ben) == "0" * 64

    room.session.commit()
    assert room.supervision.queue == []
    assert [room.session.query(t).count() for t in (Recording, Clip, Consent)] == [0, 0, 0]


def test_where_a_record_speaks_of_it_the_words_stay_and_the_film_goes(room: Room) -> None:
    recording, ben = room.clip.clip.recording, room.ben.membership
    room.supervision.status = SessionStatus.CLOSED
    assert recording.remove(ben) == "0" * 64
    room.session.commit()
    assert (recording.status, recording.film_name) == (RecordingStatus.ERASED, None)
    assert room.session.get_one(SupervisionSession, room.supervision.id).queue[0].clip.recording


def test_a_film_that_was_brought_in_twice_is_one_recording(room: Room) -> None:
    first, second = brought_in(room), brought_in(room, "t2")
    second.size_bytes = 8_000
    first.report(READY)
    room.session.flush()
    second.report(READY)
    room.session.flush()
    assert second.status is RecordingStatus.REFUSED
    assert "here already, as “Session 12”" in second.message
    assert (second.sha256, second.film_name, second.size_bytes) == (None, None, 0)
    assert second.remove(room.ben.membership) is None
    room.session.flush()
    assert first.remove(room.ben.membership) == SHA


def test_what_a_film_takes_counts_while_it_grows_and_not_when_it_is_refused(room: Room) -> None:
    recording = brought_in(room)
    recording.size_bytes = 8_000
    growing = replace(FACTS, size_bytes=0)
    recording.report(replace(LOOKING, stage="encoding", sha256=SHA, stored="f", facts=growing))
    assert (recording.is_growing, recording.size_bytes) == (True, 8_000)
    recording.report(replace(LOOKING, stage="stopped"))
    assert recording.size_bytes == 8_000, "its file is still here"
    recording.report(replace(LOOKING, stage="refused"))
    assert recording.size_bytes == 0
