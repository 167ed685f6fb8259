"""Which clips a meeting has ready."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import SessionStatus
from afttrainer.models import Clip, Group, SupervisionSession, User, clip_queue, plan
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at, queued_clip


def spare_clip(room: Room, owner: str = "Chiara", code: str = "P-022") -> Clip:
    """A clip with live consent that is in no queue."""
    queued = queued_clip(room.supervision, owner, code)
    room.supervision.clip = room.clip
    clip = queued.clip
    room.session.flush()
    room.supervision.queue.remove(queued)
    room.session.commit()
    return clip


def test_a_supervisor_queues_unqueues_and_orders(room: Room) -> None:
    mirela = room.mirela.membership
    first, second = spare_clip(room), spare_clip(room, "Dao", "P-030")
    a = clip_queue.put_in(room.supervision, first, mirela, T0)
    b = clip_queue.put_in(room.supervision, second, mirela, T0)
    room.session.flush()

    clip_queue.move(b, mirela, -1)
    assert room.keep().queue == [room.clip, b, a]
    clip_queue.move(b, mirela, -5)
    clip_queue.move(b, mirela, +9)
    assert room.keep().queue == [room.clip, a, b]
    clip_queue.unqueue(a, mirela)
    assert room.keep().queue == [room.clip, b]
    assert [q.position for q in room.supervision.queue] == [0, 1]


def test_without_live_consent_it_is_refused_and_nothing_of_the_patient_is_said(room: Room) -> None:
    clip = spare_clip(room, "Eszter", "P-031")
    clip.recording.withdraw_consent(room.eszter.membership, T0 - timedelta(days=1))
    with pytest.raises(Refused) as no:
        clip_queue.put_in(room.supervision, clip, room.mirela.membership, T0)
    said = str(no.value)
    assert "no consent" in said
    for detail in ("P-031", "withdrawn", "Eszter", clip.title):
        assert detail not in said
    assert len(room.supervision.queue) == 1


def test_a_clip_is_queued_once(room: Room) -> None:
    with pytest.raises(Refused, match="already"):
        clip_queue.put_in(room.supervision, room.clip.clip, room.mirela.membership, T0)


def test_a_clip_of_another_group_is_none(room: Room) -> None:
    group = Group.begin(User(username="mo"), "Monday group", "Mo", T0)
    meeting = SupervisionSession(group=group, planned_for=T0)
    room.session.add(meeting)
    room.session.flush()
    with pytest.raises(Refused) as no:
        clip_queue.put_in(meeting, room.clip.clip, group.members[0], T0)
    assert no.value.status == 404


def test_trainees_leave_the_queue_alone(room: Room) -> None:
    clip, ben = spare_clip(room), room.ben.membership
    for act in (
        lambda: clip_queue.put_in(room.supervision, clip, ben, T0),
        lambda: clip_queue.unqueue(room.clip, ben),
        lambda: clip_queue.move(room.clip, ben, 1),
    ):
        with pytest.raises(NotYours):
            act()


def test_what_the_room_is_at_work_on_stays(room: Room) -> None:
    with pytest.raises(Refused, match="record"):
        clip_queue.unqueue(room.clip, room.mirela.membership)


def test_a_closed_meeting_takes_nothing_more(room: Room) -> None:
    clip = spare_clip(room)
    room.supervision.status = SessionStatus.CLOSED
    with pytest.raises(Refused, match="closed"):
        clip_queue.put_in(room.supervision, clip, room.mirela.membership, T0)


def test_it_is_told_when_somebody_presented_last_counting_other_meetings_only(room: Room) -> None:
    mirela, ben = room.mirela.membership, room.ben.membership
    room.clip.first_played_at = at(17)
    room.supervision.status = SessionStatus.CLOSED
    nxt = plan.plan_meeting(mirela.group, mirela, plan.usual_parts({}), T0 + timedelta(weeks=5))
    room.session.commit()
    assert clip_queue.last_shown(nxt) == {ben.id: at(17)}
    assert clip_queue.last_shown(room.supervision) == {}


def next_week(room: Room, group: Group | None = None) -> SupervisionSession:
    meeting = SupervisionSession(group=group or room.supervision.group, planned_for=at(7 * 24 * 60))
    room.session.add(meeting)
    room.session.flush()
    return meeting


def test_a_clip_is_handed_on_to_another_meeting(room: Room) -> None:
    mirela, later = room.mirela.membership, next_week(room)
    moved = clip_queue.put_in(room.supervision, spare_clip(room), mirela, T0)
    room.session.flush()
    clip = moved.clip
    assert clip_queue.others_to_come(room.supervision) == [later]
    clip_queue.hand_on(moved, later, mirela, T0)
    room.session.commit()
    assert room.supervision.queue == [room.clip]
    assert [queued.clip for queued in later.queue] == [clip]


def test_what_may_not_be_handed_on_stays_where_it_is(room: Room) -> None:
    mirela, later = room.mirela.membership, next_week(room)
    waiting = clip_queue.put_in(room.supervision, spare_clip(room), mirela, T0)
    with pytest.raises(Refused, match="come to this clip"):
        clip_queue.hand_on(room.clip, later, mirela, T0)
    with pytest.raises(NotYours):
        clip_queue.hand_on(waiting, later, room.ben.membership, T0)
    elsewhere = Group.begin(User(username="mo"), "Monday group", "Mo", T0)
    room.session.add(elsewhere)
    with pytest.raises(NotYours):
        clip_queue.hand_on(waiting, next_week(room, elsewhere), mirela, T0)
    waiting.clip.recording.withdraw_consent(waiting.therapist, T0)
    with pytest.raises(Refused, match="no consent"):
        clip_queue.hand_on(waiting, later, mirela, T0)
    assert waiting in room.supervision.queue
    assert not later.queue
