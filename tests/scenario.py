"""The sixteen tags of the acceptance scenario: rater, film time in ms, and what they saw."""

from __future__ import annotations

from afttrainer.content.codes import DIRECTION_OF, Direction, Family, Marker

_W, _C = Family.WITHDRAWAL, Family.CONFRONTATION
TAGS: tuple[tuple[str, int, Family, Marker, int], ...] = (
    ("Femi", 195_000, _W, Marker.ABSTRACT_TALK, 2),
    ("Chiara", 322_000, _W, Marker.TOPIC_SHIFT, 2),
    ("Aditi", 325_000, _W, Marker.SILENCE, 3),
    ("Eszter", 327_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Mirela", 328_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Femi", 329_000, _W, Marker.MINIMAL_RESPONSE, 2),
    ("Dao", 331_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Ben", 340_000, _W, Marker.OVERREADY_COMPLIANCE, 4),
    ("Chiara", 527_000, _W, Marker.ACTING_WITH_ANXIETY, 2),
    ("Eszter", 532_000, _W, Marker.ACTING_WITH_ANXIETY, 2),
    ("Chiara", 660_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 5),
    ("Aditi", 662_000, _C, Marker.ANGER_AT_THERAPIST, 4),
    ("Femi", 663_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 4),
    ("Mirela", 664_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 4),
    ("Eszter", 666_000, _C, Marker.ANGER_AT_THERAPIST, 4),
    ("Ben", 670_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 3),
)


def direction_of(marker: Marker) -> Direction:
    return DIRECTION_OF[marker]
