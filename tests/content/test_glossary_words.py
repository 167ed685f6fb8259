"""Every code of the glossary has words that a clinician would say to a colleague."""

import inspect
import re
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel

from afttrainer.content import codes, words

LISTS = [
    kind
    for _, kind in inspect.getmembers(codes, inspect.isclass)
    if issubclass(kind, StrEnum) and kind is not StrEnum
]
ALL_CODES = [code for kind in LISTS for code in kind]
JUDGING = re.compile(
    r"\b(fail\w*|error\w*|wrong\w*|bad\w*|late|scor\w*|poor\w*|weak\w*|incomplete|rank\w*)\b", re.I
)
#: Characters that fit one line of a phone 360 px wide at 18 px.
LONGEST_BUTTON = 36


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__)
    Babel(app)
    return app


def test_the_lists_of_the_glossary_are_found() -> None:
    assert len(LISTS) > 30


@pytest.mark.parametrize("code", ALL_CODES, ids=lambda code: f"{type(code).__name__}.{code}")
def test_every_code_has_short_words_that_judge_no_one(app: Flask, code: StrEnum) -> None:
    with app.test_request_context():
        text = str(words.label(code))
    assert text.strip() == text != ""
    assert "_" not in text
    assert len(text) <= LONGEST_BUTTON
    assert not JUDGING.search(text)


def test_two_lists_that_share_a_spelling_keep_their_own_words(app: Flask) -> None:
    with app.test_request_context():
        assert str(words.label(codes.Need.UNSURE)) != str(words.label(codes.Family.UNSURE))


def test_each_step_of_the_felt_effect_has_words(app: Flask) -> None:
    with app.test_request_context():
        effects = [str(words.felt_effect_label(value)) for value in codes.FELT_EFFECT]
    assert len(set(effects)) == 7


def test_how_strong_a_rupture_was_is_held_against_words_at_both_ends_and_in_the_middle(
    app: Flask,
) -> None:
    low, high = codes.INTENSITY[0], codes.INTENSITY[-1]
    with app.test_request_context():
        anchors = [str(words.strength_label(step)) for step in (low, (low + high) // 2, high)]
    assert len(set(anchors)) == 3
    assert not any(JUDGING.search(anchor) for anchor in anchors)
