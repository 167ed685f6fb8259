"""What somebody has practised at home: one tap says it, and all else may be said as well."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Optional

from afttrainer.content.codes import SoloOrRelational, Visibility
from afttrainer.content.scripts import Script, ScriptShelf
from afttrainer.forms import base
from afttrainer.forms.consent import DayField
from afttrainer.models import HomePractice, Membership
from afttrainer.models.home_practice import (
    CALLED_AT_MOST,
    LEVELS,
    MINUTES,
    WORDS_AT_MOST,
    Said,
    practices,
    usually_with,
)
from afttrainer.models.refusal import Refused
from afttrainer.models.shown import readers_of

ANOTHER: Final = "another"
#: Of a practice that the shelf does not have any more: as it was noted.
AS_BEFORE: Final = "as_before"


class HomePracticeForm(base.RoomForm):
    """Which practice is all that must be said of one on the shelf; the rest has its usual answer.
    The room's form: who may read a line is said on one's own page."""

    practice = RadioField(
        _l("Which practice"),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose."))],
    )
    called = base.line(_l("If another, which"), CALLED_AT_MOST)
    minutes = base.number(_l("How many minutes"), MINUTES)
    day = DayField(_l("When"), validators=[Optional()])
    solo_or_relational = base.code(_l("With whom"), SoloOrRelational)
    words = base.words(_l("A word, if you like"), WORDS_AT_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [SelectChoice(script.key, script.title) for script in practices(_shelf())]
        self.practice.choices = [*choices, SelectChoice(ANOTHER, _l("another"))]

    def said(self, today: date, before: HomePractice | None = None) -> Said:
        """What was said, with the usual where it was not: the script's length, today, the level
        that there is. Raises Refused."""
        script = None if self.practice.data in (ANOTHER, AS_BEFORE) else _known(self.practice.data)
        key, called = (script.key, script.title) if script else (None, self.called.data or "")
        if before is not None and self.practice.data == AS_BEFORE:
            key, called = before.script_key, before.called
        return Said(
            key,
            called,
            self._minutes(script),
            self.day.data or today,
            self._with_whom(script, before),
            self.words.data or "",
            self._level(before),
        )

    def _minutes(self, script: Script | None) -> int:
        if self.minutes.data is not None:
            return int(self.minutes.data)
        if script is None:
            words = _("Please say how many minutes it was.")
            raise Refused(words, fields={"minutes": [words]}, status=422)
        return script.minutes

    def _with_whom(self, script: Script | None, before: HomePractice | None) -> SoloOrRelational:
        said: SoloOrRelational | None = self.solo_or_relational.data
        return said or (before.solo_or_relational if before else usually_with(script))

    def _level(self, before: HomePractice | None) -> Visibility:
        return before.visibility if before is not None else Visibility.PRIVATE


class ChangeLineForm(HomePracticeForm):
    line = IntegerField(validators=[InputRequired()])


class LineForm(base.RoomForm):
    line = IntegerField(validators=[InputRequired()])


class OwnPageForm(HomePracticeForm):
    """On one's own page: with who may read it, and with what tells one press of it from another."""

    visibility = RadioField(
        _l("Who may read this line"),
        coerce=lambda value: Visibility(value) if value in LEVELS else None,
        validate_choice=False,
        default=Visibility.PRIVATE,
        validators=[Optional()],
    )
    press = StringField(validators=[Optional(), Length(max=64)])

    def offer_readers(self, me: Membership) -> None:
        """Each level with how many others it is now (F2)."""
        leaders = len(readers_of(me, Visibility.SUPERVISOR))
        group = len(readers_of(me, Visibility.GROUP))
        words = {
            Visibility.PRIVATE: _("only I"),
            Visibility.SUPERVISOR: _("those who lead, too (%(number)s)", number=leaders),
            Visibility.GROUP: _("the group, too (%(number)s)", number=group),
        }
        self.visibility.choices = [SelectChoice(level.value, words[level]) for level in LEVELS]

    def _level(self, before: HomePractice | None) -> Visibility:
        chosen: Visibility | None = self.visibility.data
        return chosen or super()._level(before)


def filled_from(form: type[HomePracticeForm], line: HomePractice) -> HomePracticeForm:
    """The form with what the line says now."""
    is_there = line.script_key is not None and _shelf().get(line.script_key) is not None
    is_gone = line.script_key is not None and not is_there
    made = form(formdata=None, obj=line)
    made.practice.data = AS_BEFORE if is_gone else line.script_key or ANOTHER
    offer_as_before(made, line)
    made.called.data = "" if line.script_key else line.called
    return made


def offer_as_before(form: HomePracticeForm, line: HomePractice) -> None:
    """A practice that the shelf does not have any more stays what it was."""
    if line.script_key is not None and _shelf().get(line.script_key) is None:
        old = [SelectChoice(AS_BEFORE, line.called)]
        form.practice.choices = [*old, *(form.practice.choices or [])]


def _known(key: str | None) -> Script:
    found = next((script for script in practices(_shelf()) if script.key == key), None)
    if found is None:
        words = _("That script is not on the shelf.")
        raise Refused(words, fields={"practice": [words]}, status=422)
    return found


def _shelf() -> ScriptShelf:
    shelf: ScriptShelf = current_app.extensions["scripts"]
    return shelf
