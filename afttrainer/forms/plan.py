"""The plan of a meeting: when it is, how long it takes, and its parts in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import InputRequired

from afttrainer.content.codes import Phase as Kind
from afttrainer.content.scripts import ScriptShelf
from afttrainer.content.words import label
from afttrainer.forms.base import RoomForm, number
from afttrainer.models import SupervisionSession
from afttrainer.models.phase import MINUTES_AT_MOST
from afttrainer.models.plan import PARTS_AT_MOST, SCRIPTED, Part
from afttrainer.models.refusal import Refused

MEETING_MINUTES = range(10, 481)


class TimeField(DateTimeLocalField):
    """A day and time of the clinic's own clock; what is none is answered in words and kept."""

    def __init__(self, text: Any, **kwargs: Any) -> None:
        super().__init__(text, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Please write day and time as 2026-03-05 14:00.")) from None


class PartForm(RoomForm):
    kind = HiddenField(validators=[InputRequired()])
    minutes = number(_l("Minutes"), range(1, MINUTES_AT_MOST + 1), required=True)
    script = SelectField(_l("Script"), validate_choice=False)

    def offer(self, shelf: ScriptShelf) -> None:
        types = SCRIPTED.get(self.what, ())
        fitting = [script for type_ in types for script in shelf.of_type(type_)]
        self.script.choices = [
            SelectChoice("", _l("chosen on the day")),
            *(SelectChoice(script.key, script.title) for script in fitting),
        ]

    @property
    def what(self) -> Kind:
        """Raises ValueError for a kind that does not exist."""
        return Kind(self.kind.data or "")


class PlanForm(RoomForm):
    planned_for = TimeField(_l("Day and time"), validators=[InputRequired(_l("When is it?"))])
    planned_minutes = number(_l("Length in minutes"), MEETING_MINUTES, required=True)
    parts = FieldList(FormField(PartForm), max_entries=PARTS_AT_MOST)
    add = SelectField(_l("Another part"), validate_choice=False)
    anyway = BooleanField(_l("Plan it so anyway"))

    def offer(self, shelf: ScriptShelf) -> None:
        for part in self.parts:
            part.form.offer(shelf)
        self.add.choices = [SelectChoice(kind.value, label(kind)) for kind in Kind]

    @property
    def in_all(self) -> int:
        """Minutes of all parts that can be read."""
        return sum(part.form.minutes.data or 0 for part in self.parts)

    @property
    def fits(self) -> bool:
        return bool(self.in_all == self.planned_minutes.data)

    @property
    def begins(self) -> datetime:
        """Of a form that validated only."""
        assert self.planned_for.data is not None  # noqa: S101 - it is required
        when: datetime = self.planned_for.data
        return when.astimezone()

    @property
    def wished(self) -> list[Part]:
        return [
            Part(part.form.what, part.form.minutes.data or 0, part.form.script.data or None)
            for part in self.parts
        ]


def form_of(meeting: SupervisionSession) -> PlanForm:
    """The form as the meeting is planned now."""
    parts = [
        {"kind": p.kind.value, "minutes": p.planned_minutes, "script": p.script_key or ""}
        for p in meeting.phases
    ]
    return PlanForm(
        formdata=None,
        data={
            "planned_for": meeting.planned_for.astimezone(),
            "planned_minutes": meeting.planned_minutes,
            "parts": parts,
        },
    )


def typed_plan(typed: Mapping[str, str]) -> PlanForm:
    """The form as sent. Raises Refused for a part that no page of ours has offered."""
    kinds = [v for k, v in typed.items() if k.startswith("parts-") and k.endswith("-kind")]
    if not set(kinds) <= set(Kind):
        raise Refused(_("This did not arrive whole. Please try again."), status=422)
    return PlanForm(formdata=MultiDict(typed))


def rearranged(typed: Mapping[str, str], step: str) -> PlanForm:
    """The form as typed, after one step that keeps nothing yet: `up-2`, `down-2`, `drop-2`, `add`.

    A step that says nothing sensible leaves all as it was.
    """
    rows = _rows(typed)
    action, _dash, number_ = step.partition("-")
    at = int(number_) if number_.isdecimal() and int(number_) < len(rows) else None
    if action == "add" and len(rows) < PARTS_AT_MOST and typed.get("add") in set(Kind):
        rows.append({"kind": typed["add"], "minutes": "", "script": ""})
    elif at is not None and action == "drop":
        del rows[at]
    elif at is not None and action in ("up", "down"):
        to = max(0, at - 1) if action == "up" else at + 1
        rows.insert(to, rows.pop(at))
    around = {k: v for k, v in typed.items() if not k.startswith("parts-")}
    flat = {f"parts-{i}-{k}": v for i, row in enumerate(rows) for k, v in row.items()}
    return PlanForm(formdata=MultiDict({**around, **flat}))


def _rows(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """What was typed for each part, in order."""
    rows = []
    for i in range(PARTS_AT_MOST):
        kind = typed.get(f"parts-{i}-kind", "")
        if kind not in set(Kind):
            break
        names = ("minutes", "script")
        rows.append({"kind": kind} | {n: typed.get(f"parts-{i}-{n}", "") for n in names})
    return rows
