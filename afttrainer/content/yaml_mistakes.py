"""YAML's own complaints, turned into what a clinician should look for."""

from typing import Final

import yaml
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_TAB: Final = _l("there is a tab here; indent with spaces")
_OPEN_QUOTE: Final = _l("the quotation mark opened here is never closed")
_COLON: Final = _l("put the text in quotes: it holds a colon, or the indentation does not match")
_NO_COLON: Final = _l("after the name of a field write a colon and a space")
_INDENT: Final = _l(
    "this does not line up with what is above it: "
    "check the spaces at the start of the line, and that quotes go round the whole text"
)
_BRACKET: Final = _l("the bracket opened here is not closed, or a comma is missing")
_STAR: Final = _l("a text that starts with & or * must be in quotes (no YAML anchors)")
_START: Final = _l("put the text in quotes: it starts with a sign that YAML keeps for itself")
_ONE: Final = _l("one file holds one script: remove the line of three dashes (---)")
INVISIBLE_SIGN: Final = _l(
    "there is an invisible sign here that cannot be read; type the line anew"
)
_ESCAPE: Final = _l("write \\\\ for one backslash, or use single quotes")
_OTHER: Final = _l("this cannot be read; check the quotes, the colons and the spaces")

#: What PyYAML's problem or context says, and ours; the first that fits is taken.
_WORDS: Final[tuple[tuple[str, LazyString], ...]] = (
    ("'\\t'", _TAB),
    ("escape", _ESCAPE),
    ("an alias", _STAR),
    ("an anchor", _STAR),
    ("undefined alias", _STAR),
    ("duplicate anchor", _STAR),
    ("cannot start any token", _START),
    ("a directive", _START),
    ("mapping values are not allowed", _COLON),
    ("could not find expected ':'", _NO_COLON),
    ("flow", _BRACKET),
    ("single document", _ONE),
    ("<document start>", _INDENT),
    ("<block end>", _INDENT),
    ("block", _INDENT),
)

#: What is amiss lies where YAML began the thing, not where it gave up.
_OPENED_EARLIER: Final = frozenset({"flow", "could not find expected ':'"})


def explain(error: Exception, text: str) -> tuple[LazyString, int]:
    """Words for an error of YAML's, and the line, from 1, to look at."""
    if isinstance(error, yaml.reader.ReaderError):
        at = error.position if isinstance(error.position, int) else 0
        return INVISIBLE_SIGN, text.count("\n", 0, at) + 1
    if not isinstance(error, yaml.MarkedYAMLError):
        return _OTHER, 1
    context, problem = error.context or "", error.problem or ""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if "quoted scalar" in context and "end of stream" in problem:
        # Where it opens: the end of the file is of no help to whoever forgot to close it.
        return _OPEN_QUOTE, error.context_mark.line + 1 if error.context_mark else line
    if mark is not None and _indented_by_tab(text, mark.line):
        return _TAB, line
    said = f"{problem} {context}"
    for sign, words in _WORDS:
        if sign in said:
            if sign in _OPENED_EARLIER and error.context_mark:
                line = error.context_mark.line + 1
            return words, line
    return _OTHER, line


def _indented_by_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    if line >= len(lines):
        return False
    start = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    return "\t" in start
