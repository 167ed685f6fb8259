"""The site's one language, and how its words reach templates."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from babel import Locale
from babel.dates import LOCALTZ
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_app_context
from flask_babel import format_date, format_datetime, get_locale, get_translations, gettext

from afttrainer import clock
from afttrainer.content import cards
from afttrainer.content.film_time import film_time
from afttrainer.content.words import felt_effect_label, label, observed_label, strength_label
from afttrainer.extensions import babel
from afttrainer.places import TRANSLATIONS


class OwnWords(Protocol):
    """What somebody has said in words of their own, in the place of a code."""

    @property
    def words(self) -> str: ...


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    babel.init_app(
        app,
        locale_selector=lambda: Locale.parse(current_app.config["LANGUAGE"], sep="-"),
        # Days and times of day are those of the clinic that the server stands in.
        timezone_selector=lambda: LOCALTZ,
    )
    _look_up_once(app)
    app.jinja_env.filters.update(
        felt_effect=felt_effect_label,
        observed=observed_label,
        strength=strength_label,
        film_time=film_time,
        day=day,
        when=when,
        ms=clock.to_ms,
    )
    app.jinja_env.globals["cards"] = cards
    app.context_processor(_page)


def _look_up_once(app: Flask) -> None:
    """A site speaks one language, so its templates need not ask which at every word: that was a
    third of the time in which a screen is drawn."""
    catalogs: list[Translations | NullTranslations] = []
    labels: dict[tuple[type, StrEnum], str] = {}

    def catalog() -> Any:
        if not has_app_context():
            return get_translations()
        if not catalogs:
            catalogs.append(get_translations())
        return catalogs[0]

    def label_once(code: StrEnum | OwnWords) -> str:
        if not isinstance(code, StrEnum):
            return code.words
        known = labels.get((type(code), code))
        if known is None:
            known = str(label(code))
            if has_app_context():
                labels[type(code), code] = known
        return known

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension's
        gettext=lambda s: catalog().ugettext(s),
        ngettext=lambda s, p, n: catalog().ungettext(s, p, n),
        newstyle=True,
        pgettext=lambda c, s: catalog().upgettext(c, s),
        npgettext=lambda c, s, p, n: catalog().unpgettext(c, s, p, n),
    )
    app.jinja_env.filters["label"] = label_once


def _page() -> dict[str, Any]:
    locale = get_locale()
    return {
        "language": str(locale).replace("_", "-"),
        "text_direction": locale.text_direction if locale else "ltr",
        "site_name": gettext("AFT Trainer"),
        "page_made_at": clock.now(),
    }


def day(moment: date | datetime) -> str:
    """A day, or the day of an instant: 5 March 2026."""
    if isinstance(moment, datetime):
        return str(format_datetime(moment, "d MMMM yyyy"))
    return str(format_date(moment, "d MMMM yyyy"))


def when(instant: datetime) -> str:
    """Day and time of day: Thursday, 5 March 2026, 14:00."""
    return str(format_datetime(instant, "EEEE, d MMMM yyyy, HH:mm"))
