"""Read a YAML file that a person wrote into plain values that know their lines.

Only what a script needs is let in: text, numbers, yes/no, lists and fields. Anchors, aliases and
tags are refused (ten lines of them can unfold into gigabytes), and so are big and deep files. No
value is built by YAML itself: its 1.1 rules would read 010 as 8 and drop the first of two equal
fields without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from afttrainer.content.problems import Place, Problem, spell
from afttrainer.content.yaml_mistakes import INVISIBLE_SIGN, explain

MOST_BYTES: Final = 64 * 1024
#: A script is three deep; yaml.compose recurses, so depth must be bounded before it runs.
MOST_LEVELS: Final = 12
#: So that checking a list that went astray takes no time and gives no thousand messages.
MOST_ITEMS: Final = 200

_YAML: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _YAML + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "map", "seq")
)
_TRUE: Final = frozenset({"yes", "true", "on"})
# YAML's escapes can write signs that no database column and no page will take.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DIGITS: Final = re.compile(r"[-+]?[0-9]{1,9}")


@dataclass
class Tree:
    """What a file says: `data` (None where it could not be read), lines, and what is amiss."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """Line, from 1, of the place, or of the nearest thing that holds it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def complain(self, place: Place, message: LazyString, line: int | None = None) -> None:
        line = self.line_of(place) if line is None else line
        self.problems.append(Problem(self.file, line, spell(place), message))

    def build(self, node: yaml.Node, place: Place) -> Any:
        """Plain values of a node; notes its line, and complains of what is not let in."""
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._fields(node, place))
        if isinstance(node, yaml.SequenceNode):
            if len(node.value) > MOST_ITEMS:
                self.complain(place, _l("write at most %(most)s in one list", most=MOST_ITEMS))
            items = enumerate(node.value[:MOST_ITEMS])
            return tuple(self.build(item, (*place, i)) for i, item in items)
        if _INVISIBLE.search(node.value):
            self.complain(place, INVISIBLE_SIGN)
        return _scalar(node)

    def _fields(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        first_line: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or _INVISIBLE.search(key_node.value):
                self.complain(place, _l("write the name of a field here"), line)
                continue
            name = key_node.value
            if name in first_line:
                message = _l(
                    "this field is already written on line %(line)s; keep one of the two",
                    line=first_line[name],
                )
                self.complain((*place, name), message, line)
                continue
            first_line[name] = self._lines[(*place, name)] = line
            yield name, self.build(value_node, (*place, name))


def read_tree(path: Path) -> Tree:
    """Read one file; raises nothing for what is in it or for its not being readable."""
    tree = Tree(path.name)
    text = _text(path, tree)
    if text is None:
        return tree
    try:
        if not _refuse_tricks(text, tree):
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            if node is None:
                tree.complain((), _l("the file is empty"))
            else:
                tree.data = tree.build(node, ())
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # ValueError and OverflowError: an escape beyond Unicode, which PyYAML hands to chr().
        message, line = explain(error, text)
        tree.complain((), message, line)
    return tree


def _text(path: Path, tree: Tree) -> str | None:
    try:
        # Opening a pipe would wait for ever.
        raw = _first_bytes(path) if path.is_file() else None
    except OSError:
        raw = None
    if raw is None:
        tree.problems.append(Problem(path.name, None, "", _l("the file could not be opened")))
        return None
    if len(raw) > MOST_BYTES:
        limit = MOST_BYTES // 1024
        tree.complain((), _l("the file is too long; keep it under %(limit)s kB", limit=limit))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        tree.complain((), _l("save the file as UTF-8; a character here cannot be read"), line)
        return None


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _refuse_tricks(text: str, tree: Tree) -> bool:
    """Whether something was refused; looks at the flat stream, before anything unfolds."""
    before, level = len(tree.problems), 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None) is not None:
            tree.complain(
                (), _l("a text that starts with & or * must be in quotes (no YAML anchors)"), line
            )
        tag = getattr(event, "tag", None)
        if tag not in (None, "!") and tag not in _PLAIN_TAGS:
            tree.complain((), _l("a text that starts with ! must be in quotes (no tags)"), line)
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        if level > MOST_LEVELS:
            tree.complain((), _l("too many lists inside one another"), line)
            break
    return len(tree.problems) > before


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text: str = node.value
    kind = node.tag.removeprefix(_YAML)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in _TRUE
    if kind == "int" and _DIGITS.fullmatch(text):
        return int(text)
    if kind == "float":
        try:
            return float(text)
        except ValueError:
            return text
    return text
