"""What is said and shown of a rupture calls nobody anything (C-11)."""

from __future__ import annotations

import colorsys
import re

import pytest

from afttrainer.content import cards
from afttrainer.content.codes import Family
from afttrainer.places import STATIC, TEMPLATES

#: Where ruptures and tries stand.
FOLDERS = (
    "tag", "reveal", "rupture_definition", "pathway", "exercise", "two_chair",
    "rotating_role_play", "case",
)  # fmt: skip
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
