"""Whom to turn to is on every phone, whatever was typed: nothing anybody writes is judged (F5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afttrainer.content.codes import Phase
from afttrainer.places import settings as of_site
from tests.people import Site

ASKS = "If somebody may be in danger"


@pytest.mark.parametrize("kind", [Phase.MINDFULNESS_INDUCTION, Phase.CHECK_IN, Phase.DEBRIEF])
def test_the_sites_own_words_stand_there(site: Site, kind: Phase) -> None:
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, site_help="Dr Olu, room 4\nNight line 1234")
    site.begin(kind)
    page = site.phone("Dao").page()
    assert ASKS in page
    assert "Night line 1234" in page


def test_it_is_the_same_whatever_is_typed(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    dao = site.phone("Dao")
    before = dao.page().count(ASKS)
    assert dao.do("check_in.save", calm=1, progress="He said that he wants to die.")["ok"]
    assert dao.page().count(ASKS) == before == 1


def test_a_site_says_it_in_its_environment() -> None:
    said = of_site().from_environment({"AFTTRAINER_HELP": "Dr Olu\\nroom 4"})
    assert said.site_help == "Dr Olu\nroom 4"
