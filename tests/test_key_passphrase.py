"""`afttrainer change-passphrase`: from a key file to a passphrase, to another, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from afttrainer.cli import main
from afttrainer.film_house import open_keys
from afttrainer.media.site_key import KeyRefused
from afttrainer.places import settings

if TYPE_CHECKING:
    from config import Config


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site that was started once, without a passphrase, and has a film."""
    made: Config = settings().Config(home=tmp_path / "home", films=tmp_path / "films")
    keys = open_keys(made)
    assert keys is not None
    keys.make("a-film")
    return made


def change(site: Config, *typed: str, words: tuple[str, ...] = (), known: str = "") -> Result:
    """What is typed, line by line; `known` is in the settings."""
    environment = {
        "AFTTRAINER_HOME": str(site.home),
        "AFTTRAINER_FILMS": str(site.films),
        "AFTTRAINER_KEY_PASSPHRASE": known or None,
    }
    lines = "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(main, ["change-passphrase", *words], input=lines, env=environment)


def film_key(site: Config, passphrase: str = "") -> bytes:
    """Of the film, as a start with these settings gets it."""
    keys = open_keys(replace(site, film_passphrase=passphrase))
    assert keys is not None
    return keys.get("a-film")


def test_from_a_key_file_to_a_passphrase_to_another_and_back(site: Config) -> None:
    film = film_key(site)

    locked = change(site, "grey herons", "grey herons")
    assert locked.exit_code == 0, locked.output
    assert "AFTTRAINER_KEY_PASSPHRASE before the next start" in " ".join(locked.output.split())
    assert "herons" not in locked.output
    assert film_key(site, "grey herons") == film
    with pytest.raises(KeyRefused, match="asks for its passphrase"):
        film_key(site)

    other = change(site, "white storks", "white storks", known="grey herons")
    assert other.exit_code == 0, other.output
    assert film_key(site, "white storks") == film
    with pytest.raises(KeyRefused, match="not the passphrase"):
        film_key(site, "grey herons")

    back = change(site, "white storks", words=("--to-none",))
    assert back.exit_code == 0, back.output
    assert film_key(site) == film


def test_with_the_wrong_one_nothing_is_asked_further_and_the_old_one_holds(site: Config) -> None:
    film = film_key(site)
    change(site, "grey herons", "grey herons")
    for no in (change(site, "gray herons"), change(site, known="gray herons")):
        assert no.exit_code == 1
        assert "This is not the passphrase" in no.output
        assert "new passphrase" not in no.output
    assert film_key(site, "grey herons") == film


def test_two_that_differ_are_typed_again(site: Config) -> None:
    said = change(site, "grey herons", "gray herons", "grey herons", "grey herons")
    assert said.exit_code == 0, said.output
    film_key(site, "grey herons")


def test_where_there_is_no_key_none_is_made(tmp_path: Path) -> None:
    site = settings().Config(home=tmp_path / "home", films=tmp_path / "films")
    said = change(site, "grey herons", "grey herons")
    assert said.exit_code == 1
    assert "is not there" in said.output
    assert not site.site_key_file.exists()
