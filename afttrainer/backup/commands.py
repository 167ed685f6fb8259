"""`afttrainer backup` and `afttrainer restore`: what they say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afttrainer import clock
from afttrainer.backup import copying, restoring
from afttrainer.backup.shelf import Shelf, name_at
from afttrainer.media.refusals import Refusal
from afttrainer.terminal import _, ngettext, say_at_length

if TYPE_CHECKING:
    from config import Config


def backup(config: Config, where: Path | None) -> None:
    """Raises click.ClickException, in words."""
    _refuse_on_a_server(config)
    try:
        taken = _taken(config, where, clock.now())
    except Refusal as why:
        raise click.ClickException(_(why.template, **why.details)) from None
    click.echo(str(taken))
    said = _("The films, their keys and the site's secret are not in it: see docs/operating.md.")
    say_at_length(said)


def _taken(config: Config, where: Path | None, now: datetime) -> Path:
    if where is None:
        return Shelf(config.backup_folder, config.backup_days).take(config.database, now).path
    target = where / name_at(now) if where.is_dir() else where
    if target.exists():
        raise click.ClickException(_("%(file)s is there already.", file=target))
    copying.copy(config.database, target)
    return target


def restore(config: Config, file: Path) -> None:
    """Raises click.ClickException, in words; nothing has changed then."""
    _refuse_on_a_server(config)
    try:
        done = restoring.restore(config, file, clock.now())
    except Refusal as why:
        raise click.ClickException(_(why.template, **why.details)) from None
    say_at_length(_("%(file)s is the database now.", file=file))
    if done.aside:
        said = _(
            "The one of before lies in %(file)s. It holds what people wrote: delete it when it is "
            "not needed any more.",
            file=done.aside,
        )
        say_at_length(said)
    if done.withdrawn:
        said = ngettext(
            "A consent that was withdrawn since is withdrawn in it too.",
            "%(num)s consents that were withdrawn since are withdrawn in it too.",
            done.withdrawn,
        )
        say_at_length(said)
    said = _(
        "Start the server now: what was due to be erased is erased again. What was decided after "
        "the copy was taken is not known: look through consents, members and passphrases. Sign-in "
        "links that nobody had used are void; `afttrainer link NAME` makes another."
    )
    say_at_length(said)


def _refuse_on_a_server(config: Config) -> None:
    if config.database_url:
        said = _(
            "This site's database is on a PostgreSQL server: pg_dump copies it and pg_restore "
            "brings it back, as docs/operating.md tells."
        )
        raise click.ClickException(said)
