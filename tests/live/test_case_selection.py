"""Choosing a case: the supervisor offers, and only the presenter says yes."""

from __future__ import annotations

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Introduction, Phase
from afttrainer.models import SupervisionSession, clip_queue
from tests.people import Site, queued_clip


@pytest.fixture
def clip(site: Site) -> int:
    """Ben's clip, in the queue and not yet spoken of."""

    def queue(room: SupervisionSession) -> None:
        queued_clip(room)
        room.clip = None

    site.in_room(queue)
    site.begin(Phase.CASE_SELECTION)
    return site.look(lambda room: room.queue[0].id)


def withdraw_consent(room: SupervisionSession) -> None:
    consent = room.queue[0].clip.recording.consent
    assert consent is not None
    consent.withdrawn_at = clock.now()


def status(site: Site) -> ClipStatus:
    return site.look(lambda room: room.queue[0].status)


def test_only_the_presenter_is_asked_and_on_their_own_device(site: Site, clip: int) -> None:
    console, ben, aditi = site.console(), site.phone("Ben"), site.phone("Aditi")
    for phone in (console, ben, aditi):
        phone.heard()
    assert console.do("queue.offer", clip=clip)["ok"]

    assert "Would you like to show this?" in ben.page()
    assert "Would you like to show this?" not in aditi.page()
    assert aditi.heard() == []
    assert "Asked on their own device" in console.page("console")


def test_nothing_plays_before_the_presenter_has_accepted(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    console.do("queue.offer", clip=clip)
    site.begin(Phase.VIEWING)
    refused = console.do("playback.play", revision=0)
    assert not refused["ok"]
    assert site.look(lambda room: room.playback) is None

    assert ben.do("queue.accept", clip=clip)["ok"]
    assert console.do("playback.play", revision=0)["ok"]
    assert status(site) is ClipStatus.PLAYING


def test_not_today_is_said_in_one_tap_and_cannot_be_asked_again(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    console.do("queue.offer", clip=clip)
    assert ben.do("queue.decline", clip=clip)["ok"]

    assert not console.do("queue.offer", clip=clip)["ok"]
    assert "not today" in console.page("console")
    assert "I would like to show it after all" in ben.page()
    assert ben.do("queue.give_again", clip=clip)["ok"]
    assert console.do("queue.offer", clip=clip)["ok"]


def test_nobody_else_says_yes_or_no_for_the_presenter(site: Site, clip: int) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    console.do("queue.offer", clip=clip)
    for phone in (console, aditi):
        for command in ("queue.accept", "queue.decline", "queue.withdraw", "queue.give_again"):
            ack = phone.do(command, clip=clip)
            assert not ack["ok"]
            assert "Only the presenter" in ack["words"]
    assert not site.phone("Aditi").do("queue.offer", clip=clip)["ok"]
    assert status(site) is ClipStatus.OFFERED


def test_a_supervisor_changes_neither_introduction_nor_narration(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    console.do("queue.offer", clip=clip)
    ben.do("queue.accept", clip=clip)
    assert ben.do("queue.choose", clip=clip, introduction="none", narrates="y")["ok"]

    for command, body in (
        ("queue.choose", {"clip": clip, "introduction": "full"}),
        ("narration.switch", {}),
    ):
        ack = console.do(command, **body)
        assert not ack["ok"]
        assert "Only the presenter" in ack["words"]
    chosen = site.look(lambda room: (room.queue[0].introduction, room.queue[0].narrates))
    assert chosen == (Introduction.NONE, True)


def test_the_web_door_answers_the_supervisor_with_403_too(site: Site, clip: int) -> None:
    site.console().do("queue.offer", clip=clip)
    site.phone("Ben").do("queue.accept", clip=clip)
    answer = site.browser("Mirela").post(
        f"/supervision/{site.supervision_id}/command",
        json={
            "id": "mirela-by-web",
            "name": "queue.choose",
            "body": {"clip": str(clip), "introduction": "full"},
        },
    )
    assert answer.status_code == 403
    assert "Only the presenter" in answer.get_json()["words"]


def test_an_introduction_that_was_chosen_gets_its_place_in_the_plan(site: Site, clip: int) -> None:
    site.console().do("queue.offer", clip=clip)
    ben = site.phone("Ben")
    ben.do("queue.accept", clip=clip)
    assert ben.do("queue.choose", clip=clip, introduction="brief")["ok"]
    minutes = site.look(
        lambda room: {p.kind: p.planned_minutes for p in room.phases}[Phase.INTRODUCTION]
    )
    assert minutes == 3


def test_whoever_chooses_less_of_it_gives_the_viewing_its_minutes_back(
    site: Site, clip: int
) -> None:
    def minutes() -> dict[Phase, int]:
        return site.look(lambda room: {p.kind: p.planned_minutes for p in room.phases})

    planned = minutes()
    site.console().do("queue.offer", clip=clip)
    ben = site.phone("Ben")
    ben.do("queue.accept", clip=clip)
    for choice, given in (("full", 5), ("brief", 3), ("full", 5), ("none", 0)):
        assert ben.do("queue.choose", clip=clip, introduction=choice)["ok"]
        now = minutes()
        assert now[Phase.INTRODUCTION] == given
        assert now[Phase.VIEWING] == planned[Phase.VIEWING] - given
        assert sum(now.values()) == sum(planned.values())


def test_a_film_whose_consent_is_gone_is_not_offered_and_no_patient_is_named(
    site: Site, clip: int
) -> None:
    site.in_room(withdraw_consent)
    ack = site.console().do("queue.offer", clip=clip)
    assert not ack["ok"]
    assert "P-014" not in ack["words"]
    assert "no consent" in site.console().page("console")


def test_a_consent_that_ends_between_the_yes_and_the_play_stops_the_play(
    site: Site, clip: int
) -> None:
    console = site.console()
    console.do("queue.offer", clip=clip)
    site.phone("Ben").do("queue.accept", clip=clip)
    site.begin(Phase.VIEWING)
    site.in_room(withdraw_consent)
    ack = console.do("playback.play", revision=0)
    assert not ack["ok"]
    assert "consent" in ack["words"]


def test_the_presenter_takes_the_clip_back_while_it_plays(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    console.do("queue.offer", clip=clip)
    ben.do("queue.accept", clip=clip)
    site.begin(Phase.VIEWING)
    console.do("playback.play", revision=0)
    assert ben.do("queue.withdraw", clip=clip)["ok"]

    assert status(site) is ClipStatus.WITHDRAWN
    assert not site.look(lambda room: room.playback.playing)
    assert not console.do("playback.play", revision=2)["ok"]


def test_a_clip_of_another_meeting_is_unknown_here(site: Site, clip: int) -> None:
    ack = site.console().do("queue.offer", clip=clip + 999)
    assert not ack["ok"]
    assert "not in this meeting's queue" in ack["words"]


def test_a_clip_taken_back_before_it_played_can_leave_the_queue(site: Site, clip: int) -> None:
    console, ben = site.console(), site.phone("Ben")
    console.do("queue.offer", clip=clip)
    ben.do("queue.accept", clip=clip)
    site.begin(Phase.VIEWING)
    console.do("playback.seek", revision=0, to_ms=5_000)
    assert ben.do("queue.withdraw", clip=clip)["ok"]
    assert site.look(lambda room: (room.clip, room.playback)) == (None, None)

    def unqueue(room: SupervisionSession) -> None:
        clip_queue.take_out(room.queue[0])

    site.in_room(unqueue)
    assert site.look(lambda room: room.queue) == []
    assert "No films are queued" in _after(site, Phase.CASE_SELECTION)


def _after(site: Site, kind: Phase) -> str:
    site.begin(kind)
    return site.console().page("console")


def test_beside_a_clip_to_offer_stands_what_its_therapist_said_about_presenting(
    site: Site, clip: int
) -> None:
    site.begin(Phase.CHECK_IN)
    ben, console = site.phone("Ben"), site.console()
    assert ben.do("check_in.save", word="uneasy", wish="maybe")["ok"]
    site.begin(Phase.CASE_SELECTION)
    assert "said at check-in, to present: maybe" in console.page("console")
    assert console.do("queue.offer", clip=clip)["ok"]
    assert ben.do("queue.accept", clip=clip)["ok"]
    # Their yes has taken its place.
    assert "said at check-in" not in console.page("console")
