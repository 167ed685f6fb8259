"""The shelf of role-play and mindfulness scripts, read from folders of YAML files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from pydantic import ConfigDict, ValidationError

from afttrainer.content.codes import ScriptType
from afttrainer.content.problems import Place, Problem
from afttrainer.content.script_advice import advise, advise_blank
from afttrainer.content.script_fields import (
    MODEL_OF,
    Cell,
    Centering,
    Dyad,
    Free,
    MindfulnessInduction,
    ParseExperience,
    RotatingRolePlay,
    Script,
    Step,
    TwoChair,
)
from afttrainer.content.script_rules import findings
from afttrainer.content.yaml_tree import Tree, read_tree

__all__ = [
    "Cell",
    "Centering",
    "Dyad",
    "Free",
    "MindfulnessInduction",
    "ParseExperience",
    "Problem",
    "RotatingRolePlay",
    "Script",
    "ScriptShelf",
    "Step",
    "TwoChair",
    "check_file",
    "load_scripts",
]

_FILE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_ENDINGS: Final = (".yaml", ".yml")


class _AnyScript(Script):
    """For a file whose type cannot be told: looks only at what all types share."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True)
class ScriptShelf:
    """All scripts that could be read, by key, and every mistake of those that could not."""

    scripts: Mapping[str, Script] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def of_type(self, type_: str) -> list[Script]:
        """Scripts of one `ScriptType`, by title; empty for a type that is not known."""
        found = [script for script in self.scripts.values() if script.type == type_]
        return sorted(found, key=lambda script: (script.title.casefold(), script.key))

    def get(self, key: str) -> Script | None:
        return self.scripts.get(key)


def load_scripts(folders: Sequence[Path]) -> ScriptShelf:
    """Read every script of the folders; a later folder's script replaces one of the same key.

    A site's own copy with a mistake replaces nothing, so the one that came with the program stays.
    A folder that does not exist is an empty one. Nothing raises for what a file holds.
    """
    scripts: dict[str, Script] = {}
    problems: list[Problem] = []
    for folder in folders:
        taken: dict[str, str] = {}
        for path in _files_of(folder):
            script, found = _read(path)
            problems += found
            if script is None:
                continue
            if script.key in taken:
                message = _l("%(other)s has the same name; keep one", other=taken[script.key])
                problems.append(Problem(path.name, None, "", message))
                continue
            taken[script.key] = path.name
            scripts[script.key] = script
    return ScriptShelf(MappingProxyType(scripts), tuple(problems))


def check_file(path: Path) -> list[Problem]:
    """All mistakes of one file, in the order of its lines; empty when it can be used."""
    return _read(path)[1]


def _files_of(folder: Path) -> list[Path]:
    """YAML files by name; not the hidden ones that editors and macOS leave behind."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(".")
    )


def _read(path: Path) -> tuple[Script | None, list[Problem]]:
    tree = read_tree(path)
    if not _FILE_NAME.fullmatch(path.stem):
        message = _l("name the file with small letters, digits, _ and -, such as my_script.yaml")
        tree.problems.append(Problem(tree.file, None, "", message))
    script = None
    if isinstance(tree.data, dict):
        script = _validated(path.stem, tree.data, tree)
    elif not tree.problems:
        tree.complain((), _l("write fields, such as title: My script, one on each line"))
    tree.problems.sort(key=lambda problem: problem.line or 0)
    return (None if tree.problems else script), tree.problems


def _validated(key: str, written: dict[str, Any], tree: Tree) -> Script | None:
    type_ = _type_of(written)
    model = MODEL_OF[type_] if type_ else _AnyScript
    if "key" in written:
        tree.complain(("key",), _l("remove this; a script is known by the name of its file"))
    for place in _blanks(written, ()):
        tree.complain(place, advise_blank(place))
    data = {**written, "key": key, "steps": _with_keys(written.get("steps"))}
    if "steps" not in written:
        del data["steps"]
    if type_:
        for place, message in findings(type_, data):
            tree.complain(place, message)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    places = [found["loc"] for found in errors]
    for found in errors:
        # Of the file's name and of blanks we spoke above; a list is not short for what it holds.
        spoken_of = found["loc"] == ("key",) or found["input"] is None
        if not spoken_of and not _holds_another(found["loc"], places):
            tree.complain(found["loc"], advise(found, model))
    return None


def _type_of(written: dict[str, Any]) -> ScriptType | None:
    value = written.get("type")
    return ScriptType(value) if isinstance(value, str) and value in tuple(ScriptType) else None


def _blanks(value: Any, place: Place) -> Iterator[Place]:
    """Places where a field or a dash has nothing after it."""
    if value is None:
        yield place
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, tuple):
        items = enumerate(value)
    for part, inner in items:
        yield from _blanks(inner, (*place, part))


def _with_keys(steps: Any) -> Any:
    """Steps without a key of their own are known by their position."""
    if not isinstance(steps, tuple):
        return steps
    return tuple(
        {"key": f"step_{i}", **step} if isinstance(step, dict) else step
        for i, step in enumerate(steps, start=1)
    )


def _holds_another(place: Place, places: Sequence[Place]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)
