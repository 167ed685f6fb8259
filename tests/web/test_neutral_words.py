"""What is said and shown of a rupture calls nobody anything (C-11)."""

from __future__ import annotations

import ast
import colorsys
import re
from pathlib import Path

import pytest

from afttrainer.content import cards
from afttrainer.content.codes import INTENSITY, Family
from afttrainer.content.words import strength_label
from afttrainer.places import PACKAGE, STATIC, TEMPLATES

#: Where ruptures and tries stand.
FOLDERS = (
    "tag", "reveal", "rupture_definition", "pathway", "exercise", "two_chair",
    "rotating_role_play", "case", "viewing", "try_pin", "record",
)  # fmt: skip
#: And where what is refused or asked about them is written.
NOUNS = ("tag", "reveal", "rupture", "pathway", "attempt", "observation", "rotation", "two_chair",
    "try_pin", "cycle_pin", "pull", "second_", "film_moment", "exercise")  # fmt: skip
SAID = re.compile(r"""n?gettext\(\s*'((?:[^'\\]|\\.)*)'|_\(\s*'((?:[^'\\]|\\.)*)'""")
CALLING = re.compile(
    r"\b(fail\w*|error\w*|mistake\w*|wrong\w*|bad(ly)?|worse|poor\w*|weak\w*|incomplete|score\w*|"
    r"rank\w*|correct answer|missed|too late|problem with)\b",
    re.I,
)


def sentences(folder: str) -> list[str]:
    return [
        one[0] or one[1]
        for path in sorted((TEMPLATES / folder).rglob("*.html"))
        for one in SAID.findall(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_about_a_rupture_speaks_of_failing(folder: str) -> None:
    found = sentences(folder)
    assert len(found) > 2, "nothing was looked at"
    assert [words for words in found if CALLING.search(words)] == []


def said_in(path: Path) -> list[str]:
    """All that a module has translated."""
    calls = [
        one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call)
    ]
    spoken = [one for one in calls if getattr(one.func, "id", "") in ("_", "_l", "ngettext")]
    words = [word for call in spoken for word in call.args if isinstance(word, ast.Constant)]
    return [word.value for word in words if isinstance(word.value, str)]


@pytest.mark.parametrize("folder", ["models", "forms"])
def test_no_refusal_and_no_question_does_either(folder: str) -> None:
    paths = [
        path
        for path in sorted((PACKAGE / folder).glob("*.py"))
        if any(noun in path.stem for noun in NOUNS)
    ]
    found = [words for path in paths for words in said_in(path)]
    assert len(found) > 20, "nothing was looked at"
    assert [words for words in found if CALLING.search(words)] == []


def test_no_word_for_how_strong_it_was_does_either() -> None:
    assert [step for step in INTENSITY[::2] if CALLING.search(str(strength_label(step)))] == []


def test_no_card_does_either() -> None:
    """But the examples: a therapist may say to a patient that they may be wrong."""
    lines = [str(line) for line in cards.WATCH]
    for deck in (cards.PRINCIPLES, cards.STATES, cards.STRATEGIES):
        lines += [str(line) for line in deck.values()]
    assert [line for line in lines if CALLING.search(line)] == []


def test_the_search_finds_such_words() -> None:
    assert CALLING.search("This try has failed.")
    assert SAID.findall("{{ _('Bad luck') }}") == [("", "Bad luck")]


@pytest.mark.parametrize("family", [Family.WITHDRAWAL, Family.CONFRONTATION])
def test_no_rupture_is_red(family: Family) -> None:
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    shades = re.findall(rf"--{family}(?:-soft)?: ([^;]*);", css)
    colours = [c for shade in shades for c in re.findall(r"#[0-9a-f]{6}", shade)]
    assert len(colours) == 4, "light and dark, and both softly"
    for colour in colours:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        hue, _light, _full = colorsys.rgb_to_hls(red, green, blue)
        assert 20 < hue * 360 < 330, colour


def test_what_could_be_learned_there_is_asked() -> None:
    form = (TEMPLATES / "rupture_definition" / "further_forms.html").read_text(encoding="utf-8")
    assert "form.learned" in form
