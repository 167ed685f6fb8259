"""`afttrainer run`: a site brought up, its server and film worker started, and where to go said."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
import segno

from afttrainer import __version__, addresses, certificate, first_start, server, storage
from afttrainer.database import NoDatabase
from afttrainer.media.site_key import KeyRefused
from afttrainer.terminal import _, as_typed_here, say_at_length, say_rows

if TYPE_CHECKING:
    from flask import Flask

    from afttrainer.content.scripts import Problem
    from afttrainer.media.film_keys import FilmKeys
    from config import Config


@dataclass(frozen=True)
class How:
    """What the command line says beside the settings; `films` lets this worker see to them."""

    plain_http: bool = False
    server: str | None = None
    demo: bool = True
    films: bool = True


def run(config: Config, how: How) -> None:
    """Serve until asked to stop. Raises click.ClickException, in words, where it cannot start."""
    _bring_up(config)
    https = not how.plain_http and not addresses.is_loopback(config.host)
    pair = None
    if https:
        pair = certificate.ensure(config.home, addresses.names_for_certificate(config.host))
    base = config.address or addresses.url(config.host, config.port, https=https)
    try:
        server.serve(
            _maker(replace(config, https=base.startswith("https:")), base),
            config.host,
            config.port,
            kind=how.server or server.usual(),
            certificate=pair,
            ready=lambda app: _ready(app, base, pair, how),
            closing=lambda app: app.extensions["farewell"].to_all(),
            leaving=_leave,
        )
    except OSError as taken:
        raise click.ClickException(_taken(config, taken)) from None


class Round(Protocol):
    """What a worker looks after now and then, from its start to its end."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def _bring_up(config: Config) -> None:
    if config.messages_url and find_spec("redis") is None:
        raise click.ClickException(
            _("Valkey or Redis needs more to be installed: pip install 'afttrainer[cluster]'")
        )
    try:
        storage.hold_open(config)
        storage.bring_up_to_date(config)
    except NoDatabase as why:
        raise click.ClickException(str(why)) from None
    open_films(config)


def open_films(config: Config) -> FilmKeys | None:
    """What opens the site's films. Raises click.ClickException, in words, where it does not."""
    from afttrainer.film_house import open_keys

    try:
        return open_keys(config)
    except KeyRefused as why:
        raise click.ClickException(_(why.template, **why.details)) from None
    except OSError as trouble:
        said = _("The keys of the films cannot be read: %(reason)s.", reason=str(trouble.strerror))
        raise click.ClickException(said) from None


def _taken(config: Config, trouble: OSError) -> str:
    said = _(
        "%(host)s, port %(port)s, cannot be used: %(reason)s.",
        host=config.host,
        port=config.port,
        reason=trouble.strerror,
    )
    if trouble.errno == errno.EADDRINUSE:
        advice = _(
            "Perhaps AFT Trainer is running already; otherwise choose another port: --port 8080, "
            "or make run PORT=8080."
        )
    elif trouble.errno in (errno.EACCES, errno.EPERM):
        advice = _("Ports under 1024 are the system's own: choose a larger one.")
    else:
        advice = _("It has to be an address of this computer; 0.0.0.0 stands for all it has.")
    return f"{said}\n{advice}"


def _maker(config: Config, base: str) -> Callable[[], Flask]:
    def make() -> Flask:
        from afttrainer import create_app

        app = create_app(config)
        app.config["JOIN_BASE"] = base
        return app

    return make


def _ready(app: Flask, base: str, pair: tuple[Path, Path] | None, how: How) -> None:
    from afttrainer.film_desk import FilmDesk
    from afttrainer.live import workers
    from afttrainer.live.farewell import Strangers
    from afttrainer.live.heartbeat import Watch
    from afttrainer.live.presence import forget_earlier_starts
    from afttrainer.retention import Keeper

    home = app.extensions["settings"].home
    workers.join(app)
    forget_earlier_starts(app)
    with app.app_context():
        links = first_start.prepare(demo=how.demo)
        join = first_start.open_room_code()
    rounds: list[Round] = [
        Watch(app),
        workers.Doorkeeper(app),
        Strangers(app.extensions["farewell"]),
    ]
    if how.films:
        rounds += [FilmDesk(app), Keeper(app)]
    if "backups" in app.extensions:
        rounds.append(app.extensions["backups"])
    app.extensions["rounds"] = rounds
    for one in rounds:
        one.start()
    if not app.extensions["settings"].address:
        addresses.note(home, base)
    _say_where(base, links, join, home)
    say_how_safe(base, pair)
    with app.app_context():
        say_scripts_left_aside(app.extensions["scripts"].problems)
    if how.films:
        say_limits()
    click.echo(_("Ctrl-C stops it. What was saved is kept.") + "\n")
    sys.stdout.flush()


def _leave(app: Flask) -> None:
    for one in app.extensions.get("rounds", []):
        one.stop()
    app.extensions["writer"].close()
    if not app.extensions["settings"].address:
        addresses.strike_out(app.extensions["settings"].home)


def _say_where(base: str, links: list[first_start.Link], join: str | None, home: Path) -> None:
    name = _("AFT Trainer")
    click.echo(f"\n{name} {__version__}\n")
    join_at = f"{base}/join/{join}" if join else f"{base}/join"
    rows = [(_("Console"), f"{base}/"), (_("Join"), join_at), (_("Data in"), str(home))]
    say_rows(rows)
    click.echo()
    segno.make(join_at, error="m").terminal(compact=True)
    click.echo()
    if links:
        say_links(base, links)
    else:
        again = f"{as_typed_here()} link {first_start.SUPERVISOR}"
        click.echo(_("Signed out, or a link is lost? This makes a new one:") + f"\n  {again}\n")


def say_links(base: str, links: list[first_start.Link]) -> None:
    click.echo(_("Sign in with these links. Each works once, within a week:") + "\n")
    say_rows([(link.name, f"{base}/link/{link.token}") for link in links])
    click.echo()


def say_how_safe(base: str, pair: tuple[Path, Path] | None) -> None:
    if pair:
        say_at_length(
            _(
                "This address is encrypted with a certificate of this computer's own. Browsers ask "
                "once whether to go on; to have them trust it, install this file on each device:"
            )
        )
        authority = pair[0].with_name("authority.crt")
        click.echo(f"  {authority}\n")
    elif base.startswith("http:") and "//localhost" not in base:
        say_at_length(
            _(
                "Plain HTTP: whoever is in this network can read along and join in. Use it only in "
                "a network of your own, or start without --http (with make, without HTTP=1)."
            ),
            bold=True,
        )
        click.echo()


def say_scripts_left_aside(problems: Sequence[Problem]) -> None:
    if problems:
        click.echo(_("These scripts hold a mistake and are left aside; all others are there:"))
        for problem in problems:
            click.echo(f"  {problem}")
        click.echo()


def say_limits() -> None:
    """Where this system cannot hold the reader of strangers' films to all of its limits."""
    from afttrainer.media.limits import limits_missing

    names = {
        "memory": _("memory"),
        "cpu": _("processor time"),
        "output": _("size of files"),
        "files": _("open files"),
        "core": _("memory dumps"),
        "nice": _("low priority"),
        "network": _("no network"),
        "parent": _("ending with the server"),
    }
    missing = ", ".join(names[name] for name in limits_missing())
    if missing:
        said = _(
            "Films are read in a process of its own, under limits. This system cannot hold it to "
            "these: %(names)s. Bring in films from people you trust.",
            names=missing,
        )
        say_at_length(said)
        click.echo()
