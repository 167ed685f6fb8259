"""A site in another language speaks it: on its pages, and in the terminal it was started from."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from flask import Flask

from afttrainer import language, terminal
from afttrainer.extensions import babel
from afttrainer.places import TOP
from afttrainer.terminal import _, ngettext
from tests.serving import environment
from tests.test_words import SOURCES, TRANSLATING

if TYPE_CHECKING:
    from config import Config


@pytest.fixture
def translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a few words are German, in the place of the package's own."""
    folder = tmp_path / "translations"
    german = Catalog(locale="de")
    german.add("Sign in", "Anmelden")
    german.add("For how long.", "Wie lange.")
    german.add("There is no meeting %(number)s.", "Die Sitzung %(number)s gibt es nicht.")
    german.add(("%(num)s thing.", "%(num)s things."), ("%(num)s Ding.", "%(num)s Dinge."))
    german.add(
        "AFTTRAINER_PORT is “%(value)s”: write a number from 1 to 65535.",
        "AFTTRAINER_PORT ist „%(value)s“: eine Zahl von 1 bis 65535, bitte.",
    )
    (folder / "de" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "de" / "LC_MESSAGES" / "messages.mo").open("wb") as compiled:
        write_mo(compiled, german)
    monkeypatch.setattr(terminal, "TRANSLATIONS", folder)
    monkeypatch.setattr(language, "TRANSLATIONS", folder)
    return folder


def run_by(code: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Code in a process of its own: most words of a command are said while it is imported."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(folder) | settings,
        capture_output=True,
        encoding="utf-8",
    )


def in_german(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`afttrainer` with these words, on a site whose language is that of the fixture."""
    code = (
        "import pathlib\nfrom afttrainer import terminal\n"
        f"terminal.TRANSLATIONS = pathlib.Path({str(folder)!r})\n"
        f"from afttrainer.cli import main\nmain({list(words)!r}, prog_name='afttrainer')"
    )
    return run_by(code, folder, AFTTRAINER_LANGUAGE="de-AT", **settings)


@pytest.mark.usefixtures("translations")
@pytest.mark.parametrize("tag", ["de", "de-AT", "de_AT"])
def test_a_terminal_speaks_the_language_of_its_site(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTTRAINER_LANGUAGE", tag)

    assert _("There is no meeting %(number)s.", number=7) == "Die Sitzung 7 gibt es nicht."
    assert ngettext("%(num)s thing.", "%(num)s things.", 1) == "1 Ding."
    assert ngettext("%(num)s thing.", "%(num)s things.", 3) == "3 Dinge."
    assert _("100 % of it") == "100 % of it", "what is not translated stays English"


@pytest.mark.usefixtures("translations")
@pytest.mark.parametrize("tag", ["", "fr", "no language", "../de"])
def test_without_a_translation_it_speaks_english(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTTRAINER_LANGUAGE", tag)

    assert _("There is no meeting %(number)s.", number=7) == "There is no meeting 7."
    assert ngettext("%(num)s thing.", "%(num)s things.", 3) == "3 things."


def test_help_and_answers_of_commands_are_translated(translations: Path) -> None:
    assert "Wie lange." in in_german(translations, "phones", "--help").stdout
    assert "Die Sitzung 7 gibt es nicht." in in_german(translations, "export", "7").stderr
    wrong = in_german(translations, "export", AFTTRAINER_PORT="eighty")
    assert "AFTTRAINER_PORT ist „eighty“" in wrong.stderr


def test_help_waits_neither_for_flask_nor_for_babel(tmp_path: Path) -> None:
    code = "import sys, afttrainer.cli\nprint({'flask', 'babel', 'sqlalchemy'} & set(sys.modules))"

    assert run_by(code, tmp_path).stdout.strip() == "set()"


@pytest.fixture
def config(config: Config, translations: Path) -> Config:
    return replace(config, language="de-AT")


def test_a_page_is_in_the_language_of_its_site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        # Catalogues that were read stay with the process, whichever folder they came from.
        monkeypatch.setattr(babel.domain_instance, "cache", {})
    page = app.test_client().get("/", follow_redirects=True).text

    assert '<html lang="de-AT" dir="ltr"' in page
    assert "Anmelden" in page
    assert "Sign in" not in page


def test_translators_are_given_every_string_of_the_code() -> None:
    """In an f-string, for one, Babel finds none before Python 3.12."""
    assert {words for path in SOURCES for words in translated(path)} <= collected()


def test_translators_are_given_the_words_of_templates_too() -> None:
    assert {"Thank you.", "Your own part"} <= collected()


def translated(path: Path) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            messages = node.args[: TRANSLATING.get(node.func.id, 0)]
            words = [a.value for a in messages if isinstance(a, ast.Constant)]
            if len(words) == 2:
                yield (words[0], words[1])
            else:
                yield from words


@cache
def collected() -> set[str | tuple[str, str]]:
    """What is found by the settings that `make words` uses."""
    kinds = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    keywords = DEFAULT_KEYWORDS | {"_l": None}
    found: set[str | tuple[str, str]] = set()
    for kind in kinds:
        for path in sorted(TOP.glob(kind["pattern"].replace("**.", "**/*."))):
            messages = extract_from_file(kind["method"], path, keywords)
            found |= {message for _line, message, _comments, _context in messages}
    return found
