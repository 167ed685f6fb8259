"""Every word a person sees passes through the translations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from afttrainer.places import PACKAGE, STATIC, TEMPLATES, TOP

#: Attributes whose value is read out or shown.
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-ask", "label"}
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
#: A letter that stands for itself in every language: the name of a key, a multiplication sign.
MEANT = {"F", "I", "J", "K", "L", "N", "O", "P", "R", "T"}


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


# --- In the terminal ---------------------------------------------------------------------------

#: What is given to these is read by a person; so is what is given to any call as one of these.
SAYING = {"echo", "secho", "ClickException", "UsageError", "BadParameter", "confirm", "prompt"}
SAYING |= {"print", "exit", "say_at_length", "say_rows"}
SPOKEN_ARGUMENTS = {"help", "short_help", "epilog", "prompt"}
#: How many arguments of it are messages.
TRANSLATING = {"_": 1, "_l": 1, "N_": 1, "ngettext": 2}
#: Parts of an address, and how a time is written.
NO_WORDS = re.compile(r"/[\w/]*|%[A-Za-z]")
BARE_ON_PURPOSE = {
    "migrations/new.py": "only developers write migrations",
}
WRITTEN_INTO_FORMS = {"LINES": "what simulated phones fill in, as the demo group's people would"}


def literals(node: ast.AST) -> Iterator[str]:
    """Strings in it that no translation sees."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        return
    inside: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FormattedValue):
        inside = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        seen = node.args[: TRANSLATING.get(node.func.id, 0)]
        inside = [part for part in inside if part not in seen or not isinstance(part, ast.Constant)]
    for part in inside:
        yield from literals(part)


def said(tree: ast.AST) -> Iterator[ast.AST]:
    """What reaches a person, as far as one call tells."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from node.args if called in SAYING else ()
            yield from (k.value for k in node.keywords if k.arg in SPOKEN_ARGUMENTS)
        elif isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Call) and getattr(d.func, "attr", "") in {"command", "group"}
            for d in node.decorator_list
        ):
            # click takes the docstring of a command for its help.
            yield from node.body[:1] if ast.get_docstring(node) else ()


def bare(code: str) -> list[str]:
    pieces = [piece for part in said(ast.parse(code)) for piece in literals(part)]
    return [piece for piece in pieces if re.search(r"[^\W\d_]", NO_WORDS.sub("", piece))]


def sentences(code: str) -> list[str]:
    """Two words or more that stand in the code, wherever they go from there."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]  # it has one: see above
                part
                for part in body
                if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
                and getattr(getattr(part, "target", None), "id", "") not in WRITTEN_INTO_FORMS
            ]
    return [piece for piece in literals(tree) if re.search(r"[^\W\d_]{2,} +[^\W\d_]{2,}", piece)]


SOURCES = [TOP / "config.py", *sorted(PACKAGE.rglob("*.py"))]
IN_TERMINAL = [p for p in SOURCES if "from afttrainer.terminal import" in p.read_text("utf-8")]


def named(path: Path) -> str:
    return path.relative_to(PACKAGE if PACKAGE in path.parents else TOP).as_posix()


@pytest.mark.parametrize("path", [p for p in SOURCES if named(p) not in BARE_ON_PURPOSE], ids=named)
def test_a_command_says_nothing_untranslated(path: Path) -> None:
    assert bare(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*IN_TERMINAL, TOP / "config.py"], ids=lambda p: p.stem)
def test_no_sentence_takes_a_way_round_the_translations(path: Path) -> None:
    assert sentences(path.read_text("utf-8")) == []


def test_the_searches_find_bare_words_in_code() -> None:
    assert {named(p) for p in IN_TERMINAL} > {"cli.py", "running.py", "phones/phone.py"}
    assert bare('click.echo(f"{base}/link/{token}" + _("Fine: %(a)s", a="x y"))') == ["x y"]
    assert bare('click.echo(_(f"Hello {name}"))') == ["Hello "]
    assert bare('@main.command()\ndef run(): "Start."') == ["Start."]
    assert bare('@click.option("--port", help="Port")\ndef run(): "Not said."') == ["Port"]
    assert sentences('words = "Who is there"\ndef f():\n    "Why so."\n    return _("All is")') == [
        "Who is there"
    ]
