"""What to write instead: a clinician's words for each thing pydantic finds amiss in a script."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from afttrainer.content.codes import Component, Dimension, Form, ScriptType, Seat, Skill, StepKind
from afttrainer.content.problems import Place
from afttrainer.content.script_fields import (
    LONGEST_ON_WALL,
    LONGEST_STEP_S,
    MODEL_OF,
    SHORTEST_STEP_S,
    Cell,
    Script,
    Step,
)


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


_SECONDS: Final = _l(
    "write a number of seconds between %(least)s and %(most)s",
    least=SHORTEST_STEP_S,
    most=LONGEST_STEP_S,
)
_ON_WALL: Final = _l("write one sentence of at most %(most)s characters", most=LONGEST_ON_WALL)
_YES_NO: Final = _l("write yes or no")
_SEAT: Final = _l("write one of: %(names)s", names=listed(Seat))

#: What each field takes, by name; one name means the same thing wherever it stands.
EXPECTED: Final[Mapping[str, LazyString]] = {
    "type": _l("write one of: %(names)s", names=listed(ScriptType)),
    "title": _l("write a title of at most 60 characters"),
    "summary": _l("say in at most 300 characters what the exercise is for"),
    "minutes": _l("write a whole number of minutes between 1 and 60"),
    "skills": _l("write one or more of: %(names)s, in a list", names=listed(Skill)),
    "language": _l('write a language code in quotes, such as "en" or "pt-BR"'),
    "direction": _l("write ltr (left to right) or rtl (right to left)"),
    "component": _l("write one of: %(names)s", names=listed(Component)),
    "note": _l("write a note of at most 900 characters"),
    "steps": _l("write the steps as a list of up to 60, each with a dash and a prompt"),
    "key": _l("write a short name of small letters, digits and _, beginning with a letter"),
    "kind": _l("write one of: %(names)s", names=listed(StepKind)),
    "seat": _SEAT,
    "prompt": _ON_WALL,
    "seconds": _SECONDS,
    "at": _l("write at which second it appears, such as 90 or 1:30"),
    "starting_seat": _SEAT,
    "seconds_per_seat": _SECONDS,
    "setting_up": _l("tell the one who plays the patient, in at most 600 characters, how to begin"),
    "opening_line": _l("write a first line for the patient, of at most 200 characters"),
    "seconds_per_turn": _SECONDS,
    "watch_for": _l("write a list of up to 8 sentences of at most 110 characters"),
    "try_cells": _l("write a list of up to 6, each with a dimension and a form"),
    "dimension": _l("write one of: %(names)s", names=listed(Dimension)),
    "form": _l("write one of: %(names)s", names=listed(Form)),
    "bell_at_start": _YES_NO,
    "bell_at_end": _YES_NO,
    "your_choice": _l("say in at most 110 characters that eyes may stay open and one may skip it"),
    "again": _l("write one sentence of at most %(most)s characters", most=LONGEST_ON_WALL),
    "turn_bell": _YES_NO,
    "seconds_of_silence": _l("write a number of seconds between 0 and 600"),
    "rounds": _l("write a whole number of rounds between 1 and 6"),
    "roles": _l("tell in at most 600 characters who does what"),
}
_CODES: Final[Mapping[str, type[StrEnum]]] = {
    "type": ScriptType,
    "component": Component,
    "skills": Skill,
    "kind": StepKind,
    "seat": Seat,
    "starting_seat": Seat,
    "dimension": Dimension,
    "form": Form,
}


def advise(error: ErrorDetails, model: type[Script]) -> LazyString:
    """What to write in place of what pydantic refused while reading `model`."""
    place: Place = error["loc"]
    field = next(part for part in reversed(place) if isinstance(part, str))
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_field(place, model)
    expected = EXPECTED[field]
    if kind == "missing":
        return _l("this is missing: %(expected)s", expected=expected)
    if kind == "string_type" and isinstance(value, bool | int | float):
        return _l("put the text in quotes: %(expected)s", expected=expected)
    if kind in ("string_too_long", "too_long") and isinstance(value, str):
        return _l("this has %(n)s characters: %(expected)s", n=len(value), expected=expected)
    return _with_nearest(field, value, expected)


def advise_blank(place: Place) -> LazyString:
    """What to do about a name of a field, or a dash, with nothing after it."""
    field = next((part for part in reversed(place) if isinstance(part, str)), "")
    if field not in EXPECTED:
        return _l("nothing is written here; fill it in or remove it")
    return _l("nothing is written here; remove it, or %(expected)s", expected=EXPECTED[field])


def _with_nearest(field: str, value: Any, expected: LazyString) -> LazyString:
    codes = _CODES.get(field)
    if codes is not None and isinstance(value, str):
        nearest = _nearest(value, codes)
        if nearest:
            return _l(
                'did you mean "%(nearest)s"? %(expected)s', nearest=nearest, expected=expected
            )
    return expected


def _nearest(name: str, names: Iterable[str]) -> str | None:
    written = name.strip().lower().replace("-", "_").replace(" ", "_")
    found = get_close_matches(written, [str(known) for known in names], n=1)
    return found[0] if found else None


def _unknown_field(place: Place, model: type[Script]) -> LazyString:
    name = str(place[-1])
    if len(place) == 1:
        owners = [code for code, other in MODEL_OF.items() if name in other.model_fields]
        if name == "key":
            return _l("remove this; a script is known by the name of its file")
        if owners:
            return _l("this field is only for scripts of type %(types)s", types=listed(owners))
    known = _fields_at(place[:-1], model)
    nearest = _nearest(name, known)
    if nearest:
        return _l('there is no such field; did you mean "%(nearest)s"?', nearest=nearest)
    return _l("there is no such field; the fields are: %(names)s", names=listed(known))


def _fields_at(place: Place, model: type[Script]) -> list[str]:
    holder: type[BaseModel] = model
    if place:
        holder = Cell if place[0] == "try_cells" else Step
    return [name for name in holder.model_fields if holder is Step or name != "key"]
