"""Every word a person sees passes through the translations."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from afttrainer.places import STATIC, TEMPLATES

#: Attributes whose value is read out or shown.
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-ask", "label"}
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
#: A letter that stands for itself in every language: the name of a key, a multiplication sign.
MEANT = {"J", "K", "L", "N", "R", "T"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def untranslated(template: str) -> list[str]:
    parser = _Text()
    # A block for a class name and a tag named by a variable hold no words.
    template = re.sub(r"{% block \w*class %}.*?{% endblock %}", "", template)
    parser.feed(JINJA.sub(" ", re.sub(r"(</?){{ ?tag ?}}", r"\1div", template)))
    pieces = [piece.strip() for piece in parser.found]
    letters = {piece: re.sub(r"[\W\d_]+", " ", piece).strip() for piece in pieces}
    return [piece for piece in pieces if letters[piece] and letters[piece] not in MEANT]


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES))
)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_bare_words() -> None:
    assert untranslated('<p title="Hello">{{ _("Fine") }} bare</p>') == ["Hello", "bare"]


@pytest.mark.parametrize(
    "path",
    sorted(p for p in (STATIC / "js").rglob("*.js")),
    ids=lambda p: str(p.relative_to(STATIC)),
)
def test_a_script_writes_no_words_of_its_own(path: Path) -> None:
    code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"))
    said = re.findall(
        r'(?:textContent|innerText|ariaLabel|title)\s*=\s*["`\']([^"`\']*)["`\']', code
    )
    assert [s for s in said if re.search(r"[^\W\d_]{2,}", re.sub(r"\${.*?}", "", s))] == []
