"""The words of commands in a terminal, in the site's language. No application is needed for them.

Every command reads this while it starts, so it must stay quick to import.
"""

from __future__ import annotations

import shutil
import sys
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import cast

import click

from afttrainer.places import TRANSLATIONS, settings

LINE_AT_MOST = 90  # characters


def _(text: str, /, **values: object) -> str:
    """`text` in the site's language, its named gaps, `%(name)s`, filled with `values`."""
    said = _catalogue().gettext(text)
    return said % values if values else said


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """As `_`, for so many; `%(num)s` is the number."""
    return _catalogue().ngettext(singular, plural, num) % {"num": num, **values}


def as_typed_here() -> str:
    """What a further command begins with, as the present folder's terminal will find it."""
    if shutil.which("afttrainer"):
        return "afttrainer"
    script = Path(sys.executable).parent / "afttrainer"
    if not any(path.is_file() for path in (script, script.with_suffix(".exe"))):
        return "afttrainer"
    here = Path.cwd()
    return str(script.relative_to(here) if script.is_relative_to(here) else script)


def say_rows(rows: list[tuple[str, str]]) -> None:
    """Names, and beside them in one column what belongs to each."""
    widest = max(len(name) for name, _what in rows)
    for name, what in rows:
        click.echo(f"  {name:<{widest}}  {what}")


def say_at_length(words: str, *, bold: bool = False) -> None:
    """More than fits into a line. Translations break elsewhere, so no string breaks by itself."""
    click.secho(click.wrap_text(words, LINE_AT_MOST), bold=bold)


def _catalogue() -> NullTranslations:
    return _loaded(TRANSLATIONS, cast(str, settings().site_language()))


@cache
def _loaded(folder: Path, language: str) -> NullTranslations:
    """English where there is no translation, or the setting names no language."""
    if language == settings().Config.language:
        # As the strings are written. Babel takes longer to import than all else `--help` needs.
        return NullTranslations()
    from babel import Locale, UnknownLocaleError
    from babel.support import Translations

    try:
        return Translations.load(folder, [Locale.parse(language, sep="-")])
    except (ValueError, UnknownLocaleError):
        return NullTranslations()
