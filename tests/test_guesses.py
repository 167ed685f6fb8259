"""Only so many guesses from one place; what was right is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from afttrainer.guesses import AT_MOST, PLACES_AT_MOST, WITHIN, Guesses, TooMany
from tests.people import T0

MINUTE = timedelta(minutes=1)


def tried_out(at: str = "here") -> Guesses:
    """All guesses are made there, at one moment."""
    guesses = Guesses()
    for _n in range(AT_MOST):
        guesses.begin(at, T0)
    return guesses


def test_after_so_many_one_waits_and_is_told_how_long() -> None:
    guesses = tried_out()
    with pytest.raises(TooMany) as no:
        guesses.begin("here", T0 + 3 * MINUTE)
    assert no.value.wait == WITHIN - 3 * MINUTE


def test_asking_while_one_waits_makes_it_no_longer() -> None:
    guesses = tried_out()
    for minutes in range(1, 9):
        with pytest.raises(TooMany):
            guesses.begin("here", T0 + minutes * MINUTE)
    guesses.begin("here", T0 + WITHIN)


def test_other_places_go_on() -> None:
    tried_out().begin("there", T0)


def test_what_was_right_does_not_count() -> None:
    guesses = Guesses()
    for _n in range(5 * AT_MOST):
        guesses.begin("here", T0)
        guesses.opened("here")


def test_what_was_right_does_not_forgive_what_was_wrong() -> None:
    """Else somebody with a place of their own could guess for ever at others'."""
    guesses = Guesses()
    for _n in range(AT_MOST):
        guesses.begin("here", T0)
        guesses.opened("here")
        guesses.begin("here", T0)
    with pytest.raises(TooMany):
        guesses.begin("here", T0)


def test_many_at_once_are_no_way_around_the_wait() -> None:
    """All begin before the first is known to be wrong."""
    guesses, begun = Guesses(), 0
    for _n in range(3 * AT_MOST):
        try:
            guesses.begin("here", T0)
            begun += 1
        except TooMany:
            pass
    assert begun == AT_MOST


def test_whoever_has_many_addresses_does_not_fill_the_memory() -> None:
    guesses = tried_out("clinic")
    for n in range(PLACES_AT_MOST - 1):
        guesses.begin(f"address {n}", T0)
    with pytest.raises(TooMany):
        guesses.begin("clinic", T0)
    for n in range(PLACES_AT_MOST, 3 * PLACES_AT_MOST):
        guesses.begin(f"address {n}", T0)
    assert len(guesses._at) == PLACES_AT_MOST
