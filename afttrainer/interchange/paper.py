"""A page of the site as a PDF: the same words in the same order, so that it can hold nothing which
the page does not.

Typst sets it: it shapes every script and knows both directions of writing, and comes as a wheel.
Noto fonts travel along (SIL Open Font License); letters they lack are taken from the machine's.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
#: Elements without an end.
VOID: Final = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "use", "line", "circle", "rect"}
)
#: On a screen only.
LEFT_OUT: Final = frozenset({"script", "style", "form", "button", "nav", "header", "dialog"})
HEADINGS: Final = ("h1", "h2", "h3", "h4")
#: What begins a paragraph of its own.
BLOCKS: Final = frozenset(
    {*HEADINGS, "p", "li", "dl", "table", "ul", "ol", "section", "article", "div", "figure"}
    | {"figcaption", "blockquote", "details", "summary", "main", "caption", "header"}
)

#: Around a name, as `dir="auto"` is on a page (Unicode Bidirectional Algorithm, isolates).
FIRST_STRONG, TO_ITSELF = "\u2068", "\u2069"
#: A place where a line may end, with nothing to be seen there.
PARTED: Final = "\u200b"
#: Stand apart on a screen by a frame or a gap, on paper by a dot.
APART: Final = frozenset({"chip", "way-out", "pins"})
DOT: Final = " · "
#: A word without an end may be parted after so many characters; in the cell of a table sooner.
WORD_AT_MOST: Final = 30
CELL_AT_MOST: Final = 16

Block = dict[str, Any]


@dataclass
class Node:
    """An element of the page."""

    tag: str
    attrs: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def is_for_paper(self) -> bool:
        on_screen_only = {"no-print", "visually-hidden"} & set(self.classes)
        return self.tag not in LEFT_OUT and not on_screen_only and "hidden" not in self.attrs

    def all(self, *tags: str) -> Iterator[Node]:
        for one in self.inside:
            if isinstance(one, Node) and one.is_for_paper:
                if one.tag in tags:
                    yield one
                else:
                    yield from one.all(*tags)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Node("", {})
        self.path = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.path[-1].inside.append(node)
        if tag not in VOID:
            self.path.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.path[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.path[1:]):
            while self.path.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.path[-1].inside.append(data)


def pdf_of(html: str) -> bytes:
    """The main part of that page. What takes a while: never on the thread that serves rooms."""
    import typst

    page = {"page": json.dumps(page_of(html))}
    source = (HERE / "paper.typ").read_bytes()
    made: bytes = typst.compile(source, format="pdf", sys_inputs=page, font_paths=_fonts())
    return made


@functools.cache
def _fonts() -> Any:
    """Looked up once: it reads through all fonts of the machine."""
    import typst

    return typst.Fonts(font_paths=[str(HERE / "fonts")])


def page_of(html: str) -> dict[str, Any]:
    """Title, language and direction of a page, and the blocks of its main part."""
    reader = _Reader()
    reader.feed(html)
    root = next(reader.top.all("html"))
    title = next(root.all("title"), None)
    main = next(root.all("main"))
    return {
        "title": _plain(title) if title else "",
        "lang": root.attrs.get("lang", "en").split("-")[0],
        "dir": root.attrs.get("dir", "ltr"),
        "blocks": list(_blocks(main)),
    }


def _blocks(node: Node) -> Iterator[Block]:
    """What stands in a box: blocks as they are, and words between them as a paragraph."""
    loose: list[Node | str] = []
    for one in node.inside:
        if isinstance(one, str) or (one.is_for_paper and not _holds_blocks(one)):
            loose.append(one)
            continue
        yield from _paragraph(loose)
        loose = []
        if one.is_for_paper:
            yield from _block(one)
    yield from _paragraph(loose)


def _holds_blocks(node: Node) -> bool:
    return node.tag in BLOCKS or any(True for _one in node.all(*BLOCKS))


def _block(node: Node) -> Iterator[Block]:
    if node.tag in HEADINGS:
        yield {"kind": "heading", "level": int(node.tag[1]), **_said(node)}
    elif node.tag == "dl":
        yield {
            "kind": "facts",
            "pairs": [
                [_said(name), _said(value)]
                for name, value in zip(node.all("dt"), node.all("dd"), strict=True)
            ],
        }
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag in ("blockquote", "li", "p", "summary", "figcaption", "caption") and not any(
        node.all(*BLOCKS)
    ):
        kind = {"blockquote": "quote", "li": "item"}.get(node.tag, "words")
        said = _said(node, strong=node.tag in ("summary", "caption"))
        if said["runs"]:
            yield {"kind": kind, **said}
    else:
        yield from _blocks(node)


def _table(table: Node) -> Iterator[Block]:
    yield from (
        {"kind": "words", **_said(one, strong=True)} for one in table.all("caption") if _plain(one)
    )
    rows = [
        [{"head": cell.tag == "th", **_parted(_said(cell))} for cell in row.all("td", "th")]
        for row in table.all("tr")
    ]
    # A column of pictures has no words in any of its cells.
    used = [
        column
        for column in range(max((len(row) for row in rows), default=0))
        if any(column < len(row) and row[column]["runs"] for row in rows)
    ]
    nothing: Block = {"head": False, "runs": []}
    if used:
        yield {
            "kind": "table",
            "columns": len(used),
            "headed": next(table.all("thead"), None) is not None,
            "rows": [[row[c] if c < len(row) else nothing for c in used] for row in rows],
        }


def _parted(said: Block) -> Block:
    """For a narrow cell."""
    for run in said["runs"]:
        run["words"] = _part(run["words"], CELL_AT_MOST)
    return said


def _part(words: str, at_most: int) -> str:
    return re.sub(rf"([^\s{PARTED}]{{{at_most}}})(?=[^\s{PARTED}])", f"\\1{PARTED}", words)


def _paragraph(loose: list[Node | str]) -> Iterator[Block]:
    said = _said(Node("", {}, loose))
    if said["runs"]:
        yield {"kind": "words", **said}


def _said(node: Node, *, strong: bool = False) -> Block:
    """The words of an element, and on which side they begin where that is theirs to say."""
    soft = bool({"hint", "label", "readers"} & set(node.classes))
    is_who = node.tag == "p" and "name" in node.classes
    runs = _tidy(list(_runs(node, strong=strong or is_who, soft=soft)))
    said: Block = {"runs": runs}
    own = [one for one in (node, *node.all("span", "p", "dd")) if one.attrs.get("dir") == "auto"]
    whole = "".join(run["words"] for run in runs).strip(f" {FIRST_STRONG}{TO_ITSELF}")
    if own and _plain(own[0]) == whole:
        said["dir"] = direction_of(_plain(own[0]))
    return said


def _runs(node: Node, *, strong: bool, soft: bool) -> Iterator[Block]:
    if node.tag == "svg":
        if words := node.attrs.get("aria-label", ""):
            yield {"words": words, "soft": True}
        return
    keeps_lines = "words" in node.classes
    before: Node | None = None
    touches = False
    for one in node.inside:
        if isinstance(one, str):
            words = one if keeps_lines else re.sub(r"\s+", " ", one)
            yield {"words": words, "strong": strong, "soft": soft}
            before, touches = None if one.strip() else before, False
        elif one.tag == "br":
            yield {"words": "\n"}
            before = None
        elif one.is_for_paper:
            is_who = "name" in one.classes and node.tag in ("p", "li")
            inside = list(_inside(one, strong=strong or is_who, soft=soft))
            if not any(run["words"].strip() for run in inside):
                continue
            if before and (touches or APART & set(one.classes)):
                yield {"words": " " if "label" in before.classes else DOT, "soft": True}
            yield from inside
            before, touches = one, True


def _inside(one: Node, *, strong: bool, soft: bool) -> Iterator[Block]:
    """An element within a line."""
    soft = soft or bool({"hint", "label"} & set(one.classes))
    strong = (strong or one.tag in ("strong", "b")) and not soft
    runs = list(_runs(one, strong=strong, soft=soft))
    if one.attrs.get("dir") == "auto" and one.tag == "span":
        # A name keeps to itself: what stands beside it is not drawn into its direction.
        runs = _tidy(runs)
        if runs:
            runs[0]["words"] = FIRST_STRONG + runs[0]["words"]
            runs[-1]["words"] += TO_ITSELF
    yield from runs


def _tidy(runs: list[Block]) -> list[Block]:
    """Without space at either end, nor twice between."""
    kept: list[Block] = []
    for run in runs:
        words = _part(run["words"], WORD_AT_MOST)
        if not kept or kept[-1]["words"].endswith((" ", "\n")):
            words = words.lstrip(" \n")
        if words:
            kept.append({name: value for name, value in run.items() if value} | {"words": words})
    if kept:
        kept[-1]["words"] = kept[-1]["words"].rstrip()
    return [run for run in kept if run["words"]]


def _plain(node: Node) -> str:
    runs = _tidy(list(_runs(node, strong=False, soft=False)))
    return "".join(run["words"] for run in runs).strip(f" {FIRST_STRONG}{TO_ITSELF}")


def direction_of(words: str) -> str:
    """By the first letter that has one, as `dir="auto"` does."""
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
