"""The stretch of a film that is to be shown."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from afttrainer.forms.base import RoomForm, line
from afttrainer.models.clip import TITLE_AT_MOST

#: 5:28.4, 1:05:28 or seconds alone.
_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?", re.ASCII)


def film_mark(milliseconds: int) -> str:
    """Film time as it is typed, to a tenth of a second or as fine as need be: 5:28.4, 5:28.367, or
    1:05:28.4 past the hour."""
    whole_s, thousandths = divmod(milliseconds, 1000)
    minutes, rest = divmod(whole_s, 60)
    fraction = f"{thousandths:03}".rstrip("0") or "0"
    seconds = f"{rest:02}.{fraction}"
    if minutes < 60:
        return f"{minutes}:{seconds}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds}"


def parse_film_time(text: str) -> int | None:
    """Milliseconds of a film time as people type it; None for what is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        return None
    whole_s = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return whole_s * 1000 + int((fraction or "0").ljust(3, "0"))


class FilmTimeField(StringField):
    """Film time in ms; what cannot be read as one is kept as typed."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        self.data = parse_film_time(valuelist[0])
        if self.data is None:
            raise ValueError(_("Please write a time as minutes and seconds, for example 5:28.4."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return film_mark(self.data) if self.data is not None else ""


class ClipForm(RoomForm):
    title = line(_l("Title"), TITLE_AT_MOST, required=True)
    in_ms = FilmTimeField(_l("From"), validators=[InputRequired(_l("Where does it begin?"))])
    out_ms = FilmTimeField(_l("To"), validators=[InputRequired(_l("Where does it end?"))])
    is_hard = BooleanField(_l("This was a hard moment for me"))


class SplitForm(RoomForm):
    """Where one clip becomes two, and what the second is called."""

    at_ms = FilmTimeField(
        _l("Split at"), validators=[InputRequired(_l("Where is it to be split?"))]
    )
    title = line(_l("Title of the second part"), TITLE_AT_MOST, required=True)
