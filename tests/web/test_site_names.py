"""The site's own list of names (F1): a question on the page, and nothing held back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afttrainer.site_names import listed_name
from tests.people import Site
from tests.web.library import Ids, stocked, words
from tests.web.sending import say as say_whose
from tests.web.sending import send

ASKED = "contains a name on this site’s list ({}). Would you like to change it?"


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.txt"
    file.write_text("# ours\nAnn\nmeier zu\n\nBjörn\nO'Brien\n   \n12\n", encoding="utf-8")
    return file


@pytest.fixture
def ids(site: Site, names: Path) -> Ids:
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, names_file=names)
    return stocked(site)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Session with ANN", "ANN"),
        ("ann-3", "ann"),
        ("Ann12", "Ann"),
        ("Anniversary, manner", ""),
        ("Meier-Zu and more", "Meier-Zu"),
        ("Meier alone", ""),
        ("Bjo\u0308rn", "Björn"),
        ("An\u200dn", "Ann"),
        ("o’brien", "o’brien"),
        ("P-012, session 12", ""),
        ("ours", ""),
        ("", ""),
    ],
)
def test_whole_words_are_found_however_they_are_written(
    names: Path, typed: str, found: str
) -> None:
    assert listed_name(typed, names) == found


def test_a_changed_list_holds_at_once_and_a_missing_one_stops_nothing(names: Path) -> None:
    assert listed_name("Zoe", names) == ""
    names.write_text("Zoe\n", encoding="utf-8")
    assert listed_name("Zoe", names) == "Zoe"
    names.unlink()
    assert listed_name("Zoe", names) == ""
    assert listed_name("Zoe", None) == ""


def test_a_case_a_film_and_a_clip_are_kept_and_asked_about(site: Site, ids: Ids) -> None:
    ben, film, case = site.browser("Ben"), f"/films/{ids.recording}", f"/cases/{ids.case}"
    for page in (film, case):
        assert ASKED.format("")[:20] not in words(ben.get(page))
    answer = ben.post(f"{case}/code", data={"code": "Ann-3"}, follow_redirects=True)
    assert f"“Ann-3” {ASKED.format('Ann')}" in words(answer)
    answer = ben.post(f"{film}/title", data={"title": "Björn again"}, follow_redirects=True)
    assert f"“Björn again” {ASKED.format('Björn')}" in words(answer)
    stretch = {"title": "Ann <i>leaves", "in_ms": "0:30", "out_ms": "0:50"}
    answer = ben.post(f"{film}/clip", data=stretch, follow_redirects=True)
    assert f"“Ann <i>leaves” {ASKED.format('Ann')}" in words(answer)
    assert f"“Björn again” {ASKED.format('Björn')}" in words(site.browser("Mirela").get(film))

    answer = ben.post(f"{film}/title", data={"title": "Session 12"}, follow_redirects=True)
    assert "“Session 12” contains" not in words(answer)


def test_a_film_that_is_brought_in_is_asked_about(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    ticket = send(ben, ids.group).ticket
    at = say_whose(ben, ids.group, ticket, case=ids.case, title="Ann").headers["Location"]
    assert "data-named>“Ann” contains" in ben.get(at).get_data(as_text=True)


def test_without_a_list_nothing_is_asked_and_members_names_are_none_of_it(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = f"/films/{ids.recording}"
    ben.post(f"{at}/title", data={"title": "Ben and Ann"})
    assert "on this site’s list" not in words(ben.get(at))
