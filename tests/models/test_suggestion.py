"""Clips worth thinking of, with the reason in words (C-73)."""

from __future__ import annotations

from datetime import timedelta

from afttrainer.models.suggestion import suggestions
from tests.models.room import Room
from tests.people import T0, open_room, queued_clip


def _shown_before(room: Room, owner: str, weeks: int) -> None:
    with room.session.no_autoflush:
        before = open_room(room.supervision.group)
        room.session.add(before)
    queued_clip(before, owner).first_played_at = T0 - timedelta(weeks=weeks)


def _reasons(room: Room) -> list[tuple[str, str]]:
    room.session.flush()
    found = suggestions(room.supervision, T0)
    return [(s.queued.therapist.name, " ".join(s.reasons)) for s in found]


def test_hard_moments_come_first_then_those_not_shown_for_longest(room: Room) -> None:
    for owner, weeks in (("Ben", 5), ("Chiara", 1), ("Dao", 9)):
        _shown_before(room, owner, weeks)
        queued_clip(room.supervision, owner)
    queued_clip(room.supervision, "Eszter")
    chiaras = next(q for q in room.supervision.queue if q.therapist.name == "Chiara")
    chiaras.clip.is_hard = True

    assert _reasons(room) == [
        ("Chiara", "Its therapist calls it a hard moment."),
        ("Eszter", "Nothing of theirs was shown here yet."),
        ("Dao", "Nothing of theirs was shown here for 9 weeks."),
        ("Ben", "Nothing of theirs was shown here for 5 weeks."),
    ]


def test_what_was_on_lately_and_is_not_called_hard_is_not_mentioned(room: Room) -> None:
    _shown_before(room, "Chiara", 1)
    queued_clip(room.supervision, "Chiara")
    assert _reasons(room) == []


def test_nothing_without_consent_is_suggested(room: Room) -> None:
    consent = queued_clip(room.supervision, "Chiara").clip.recording.consent
    assert consent is not None
    consent.withdrawn_at = T0
    assert _reasons(room) == []
