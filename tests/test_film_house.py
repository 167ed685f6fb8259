"""What opens a site's films: made once, and asked for by each start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from afttrainer.film_house import open_keys
from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.site_key import KeyRefused, make_site_key
from afttrainer.places import settings
from afttrainer.running import open_films

if TYPE_CHECKING:
    from config import Config


@pytest.fixture
def site(tmp_path: Path) -> Config:
    made: Config = settings().Config(home=tmp_path / "home", films=tmp_path / "films")
    return made


def opened(config: Config) -> FilmKeys:
    keys = open_keys(config)
    assert keys is not None
    return keys


def test_the_first_start_makes_a_key_and_the_next_opens_the_same_films(site: Config) -> None:
    key = opened(site).make("a-film")
    assert opened(site).get("a-film") == key
    assert site.site_key_file.stat().st_mode & 0o077 == 0


def test_a_start_without_the_sites_key_makes_no_new_one(site: Config) -> None:
    opened(site).make("a-film")
    site.site_key_file.rename(site.home / "elsewhere")
    with pytest.raises(KeyRefused, match="is not there"):
        open_keys(site)
    assert not site.site_key_file.exists()
    again = replace(site, film_key_file=site.home / "elsewhere")
    assert opened(again).get("a-film")


def test_another_sites_key_is_refused_before_any_film_is_touched(
    site: Config, tmp_path: Path
) -> None:
    opened(site)
    make_site_key(tmp_path / "another")
    with pytest.raises(KeyRefused, match="does not fit"):
        open_keys(replace(site, film_key_file=tmp_path / "another"))
    with pytest.raises(click.ClickException, match="does not fit"):
        open_films(replace(site, film_key_file=tmp_path / "another"))


def test_keys_of_an_earlier_version_are_tried_too(site: Config, tmp_path: Path) -> None:
    opened(site).make("a-film")
    (site.wrapped_keys / "site.key").unlink()
    make_site_key(tmp_path / "another")
    with pytest.raises(KeyRefused):
        open_keys(replace(site, film_key_file=tmp_path / "another"))
    assert opened(site).get("a-film")


def test_a_passphrase_locks_the_key_that_is_made_with_it(site: Config) -> None:
    locked = replace(site, film_passphrase="three grey herons")
    key = opened(locked).make("a-film")
    assert opened(locked).get("a-film") == key
    with pytest.raises(KeyRefused, match="asks for its passphrase"):
        open_keys(site)
    with pytest.raises(KeyRefused, match="not the passphrase"):
        open_keys(replace(site, film_passphrase="two grey herons"))
    assert "herons" not in repr(locked)


def test_a_site_that_leaves_films_plain_needs_no_key(site: Config) -> None:
    plain = replace(site, films_plain=True)
    assert open_keys(plain) is None
    assert not site.site_key_file.exists()
    opened(site).make("a-film")
    assert opened(plain).get("a-film"), "films sealed earlier still open"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"AFTTRAINER_FILMS_PLAIN": "perhaps"}, "write yes or no"),
        ({"AFTTRAINER_FILMS_ACCEL": "/films/"}, "AFTTRAINER_FILMS_PLAIN=yes"),
        (
            {"AFTTRAINER_FILMS_ACCEL": "films", "AFTTRAINER_FILMS_PLAIN": "yes"},
            "write a location",
        ),
        ({"AFTTRAINER_SEEN_AT_LEAST": "75%"}, "from 0 to 100"),
        ({"AFTTRAINER_SEEN_AT_LEAST": "101"}, "from 0 to 100"),
        ({"AFTTRAINER_MARKS_YEARS": "-1"}, "from 0 to 99"),
        ({"AFTTRAINER_TRAINING_YEAR": "September"}, "such as 09-01"),
        ({"AFTTRAINER_TRAINING_YEAR": "02-30"}, "such as 09-01"),
        ({"AFTTRAINER_NARRATION_DAYS": "some"}, "a whole number"),
        ({"AFTTRAINER_SECOND_APPROVER": "maybe"}, "write yes or no"),
        ({"AFTTRAINER_NAMES": "/nowhere/names.txt"}, "a text file lies that can be read"),
    ],
)
def test_a_setting_that_makes_no_sense_is_said(said: dict[str, str], words: str) -> None:
    module = settings()
    with pytest.raises(module.BadSetting, match=words):
        module.from_environment(said)


def test_settings_of_the_environment(tmp_path: Path) -> None:
    config = settings().from_environment(
        {
            "AFTTRAINER_HOME": str(tmp_path),
            "AFTTRAINER_KEY_FILE": str(tmp_path / "stick" / "key"),
            "AFTTRAINER_FILMS_PLAIN": "yes",
            "AFTTRAINER_FILMS_ACCEL": "/films/",
        }
    )
    assert config.site_key_file == tmp_path / "stick" / "key"
    assert config.wrapped_keys == tmp_path / "film_keys"
    assert (config.films_plain, config.films_accel) == (True, "/films/")


def test_what_clinics_hold_differently() -> None:
    """C-82, F1, F4."""
    config = settings().from_environment(
        {
            "AFTTRAINER_SEEN_AT_LEAST": "60",
            "AFTTRAINER_MARKS_YEARS": "2",
            "AFTTRAINER_TRAINING_YEAR": "10-15",
            "AFTTRAINER_NARRATION_DAYS": "0",
            "AFTTRAINER_SECOND_APPROVER": "no",
        }
    )
    assert (config.seen_at_least_percent, config.marks_years) == (60, 2)
    assert (config.training_year_begins, config.narration_days) == ((10, 15), 0)
    assert not config.second_approver
