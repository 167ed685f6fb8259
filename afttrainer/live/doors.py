"""Every live noun, imported so that its commands are known."""

from __future__ import annotations

from importlib import import_module

from afttrainer.live import sockets

NOUNS = (
    "phase",
    "lesson",
    "poll",
    "membership",
    "agreement",
    "lead",
    "scribe",
    "safety",
    "check_in",
    "follow_up",
    "home_practice",
    "queue",
    "preparation",
    "playback",
    "hold",
    "pulse",
    "strain",
    "narration",
    "tag",
    "film_moment",
    "affect",
    "advice",
    "reveal",
    "second_look",
    "comment",
    "group_note",
    "group_word",
    "rupture",
    "rupture_card",
    "exercise",
    "two_chair",
    "inner_word",
    "rotation",
    "dyad",
    "attempt",
    "try_pin",
    "pathway",
    "debrief",
    "presenter_checkout",
    "rating",
    "supervision",
)


def register() -> None:
    for noun in NOUNS:
        import_module(f"afttrainer.live.{noun}")
    sockets.register()
