"""A clip leaves the site only where its setting, the role and the patient's consent all say yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.content.codes import ClipOrigin
from afttrainer.models import ClipExport
from afttrainer.models.clip_export import ExportRule, ExportStatus, may_ask
from afttrainer.models.refusal import NotYours, Refused
from tests.models.room import Room
from tests.people import T0, at

NO, MARKED, YES = ExportRule


@pytest.fixture
def consenting(room: Room) -> Room:
    consent = room.clip.clip.recording.consent
    assert consent is not None
    consent.supervisor_review = consent.teaching_beyond_group = True
    return room


def ask(
    room: Room, name: str = "mirela", rule: ExportRule = YES, marked: bool = True
) -> ClipExport:
    by = getattr(room, name).membership
    return ClipExport.ask(room.clip.clip, by, rule, T0, is_marked=marked)


def test_a_supervisor_asks_and_it_is_noted(consenting: Room) -> None:
    asked = ask(consenting)
    consenting.session.commit()
    assert (asked.asked_by.name, asked.asked_at, asked.is_marked) == ("Mirela", T0, True)
    assert (asked.in_ms, asked.out_ms) == (30_000, 890_000)
    assert ClipExport.alive(consenting.session) == [asked]
    assert ask(consenting, marked=False).ticket != asked.ticket


def test_the_site_says_no_unless_it_was_told_otherwise(consenting: Room) -> None:
    with pytest.raises(NotYours, match="no clip leave"):
        ask(consenting, rule=NO)
    with pytest.raises(NotYours, match="bear who took"):
        ask(consenting, rule=MARKED, marked=False)
    assert ask(consenting, rule=MARKED).is_marked


@pytest.mark.parametrize("name", ["ben", "chiara"])
def test_the_therapist_alone_is_not_enough_nor_is_anybody_else(consenting: Room, name: str) -> None:
    with pytest.raises(NotYours, match="Only the supervisor"):
        ask(consenting, name)


def test_consent_for_the_group_is_none_for_the_world(room: Room) -> None:
    with pytest.raises(NotYours, match="consent does not cover"):
        ask(room)
    recording = room.clip.clip.recording
    assert not may_ask(recording, room.mirela.membership, YES, T0)
    recording.origin = ClipOrigin.SIMULATED
    assert ask(room)


def test_what_may_not_be_watched_is_not_taken_either(consenting: Room) -> None:
    consent = consenting.clip.clip.recording.consent
    assert consent is not None
    consent.supervisor_review = consent.group_supervision = False
    with pytest.raises(NotYours, match="consent does not cover"):
        ask(consenting)


def test_a_consent_that_ends_takes_the_copy_along(consenting: Room) -> None:
    recording, mirela = consenting.clip.clip.recording, consenting.mirela.membership
    asked = ask(consenting)
    asked.told(ExportStatus.READY, 1.0, "", T0)
    asked.may_be_taken(mirela, YES, T0)
    assert asked.still_holds(YES, T0)
    recording.withdraw_consent(consenting.ben.membership, at(1))
    assert not asked.still_holds(YES, at(1))
    with pytest.raises(NotYours, match="consent does not cover"):
        asked.may_be_taken(mirela, YES, at(1))


def test_who_leads_no_more_has_no_copy(consenting: Room) -> None:
    asked, mirela = ask(consenting), consenting.mirela.membership
    assert not asked.still_holds(NO, T0)
    mirela.removed_at = T0
    assert not asked.still_holds(YES, T0)


def test_only_who_asked_takes_it(consenting: Room) -> None:
    chiara = consenting.chiara.membership
    chiara.appoint(consenting.mirela.membership)
    asked = ask(consenting)
    asked.told(ExportStatus.READY, 1.0, "", T0)
    with pytest.raises(NotYours, match="Somebody else"):
        asked.may_be_taken(chiara, YES, T0)


def test_it_waits_an_hour_and_ten_minutes_once_it_was_fetched(consenting: Room) -> None:
    mirela = consenting.mirela.membership
    asked = ask(consenting)
    assert not asked.is_over(at(600))
    asked.told(ExportStatus.READY, 1.0, "", at(1))
    assert not asked.is_over(at(60))
    assert asked.is_over(at(61))
    asked.take(at(20))
    asked.take(at(29))
    assert asked.taken_at == at(20)
    assert not asked.is_over(at(30) - timedelta(seconds=1))
    with pytest.raises(Refused, match="not there any more"):
        asked.may_be_taken(mirela, YES, at(30))
    asked.end()
    assert asked.status is ExportStatus.GONE


def test_nobody_piles_copies_up(consenting: Room) -> None:
    for _ in range(3):
        last = ask(consenting)
    with pytest.raises(Refused, match="Enough copies"):
        ask(consenting)
    last.end()
    assert last.status is ExportStatus.STOPPED
    assert ask(consenting)


def test_the_note_outlives_clip_and_film_and_says_no_words_of_them(consenting: Room) -> None:
    asked, clip = ask(consenting), consenting.clip.clip
    consenting.session.flush()
    consenting.supervision.queue.clear()
    consenting.supervision.clip = None
    consenting.session.commit()
    clip.recording.remove(consenting.ben.membership)
    consenting.session.commit()
    consenting.session.refresh(asked)
    assert asked.clip is None
    assert (asked.asked_by.name, asked.in_ms) == ("Mirela", 30_000)
    assert not asked.still_holds(YES, T0)
    assert not any("stretch" in str(getattr(asked, c.key)) for c in ClipExport.__table__.columns)
