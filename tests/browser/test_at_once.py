"""What a presenter chooses is kept when they choose it: no second tap under the Stop."""

from __future__ import annotations

import pytest

from tests.browser.evening import BENS_FILM, Evening
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_what_comes_before_the_film_is_as_the_presenter_has_tapped_it(stage: Stage) -> None:
    evening = Evening(stage)
    evening.begins()
    ben, mirela = evening.comes("Ben"), evening.mirela
    evening.moves_to("Choosing a case")
    mirela.offers(BENS_FILM)
    ben.presses("Yes, show it")
    ben.chooses("the background first")
    mirela.sees("the background first", ".queue-row")
    # Whoever thinks again is not held to the first tap.
    ben.chooses("a brief word first")
    mirela.sees("a brief word first", ".queue-row")
    mirela.goes_on_to("Introduction")
    ben.is_in("Introduction")
