"""The command `afttrainer`."""

from __future__ import annotations

import errno
import os
import sys

# A server's rooms all live in one thread, so everything that waits must know how to give way;
# that has to be arranged before anything else is imported.
if len(sys.argv) > 1 and sys.argv[1] == "run":
    from gevent import monkey

    monkey.patch_all()

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from afttrainer import __version__
from afttrainer.places import settings
from afttrainer.terminal import _

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


class Told(click.Command):
    """In the list of commands its first sentence stands whole, on as many lines as it takes."""

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - click names it
        return (self.help or "").partition("\n\n")[0]


class Commands(click.Group):
    command_class = Told


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("AFT Trainer: group supervision of therapists, on your own computer."),
)
@click.version_option(__version__)
def main() -> None:
    pass


@main.command(help=_("Start the server, the film worker with it, and say where to go."))
@click.option("--host", help=_("Address to listen on; 0.0.0.0 opens it to the clinic's network."))
@click.option("--port", type=click.IntRange(1, 65535), help=_("Port to listen on."))
@click.option(
    "--http", is_flag=True, help=_("Plain HTTP on the network: anybody in it can read along.")
)
@click.option(
    "--server",
    type=click.Choice(["gunicorn", "gevent"]),
    help=_("Which web server; gevent on Windows."),
)
@click.option("--demo/--no-demo", default=True, help=_("A demo group on the first start."))
@click.option(
    "--film-worker/--no-film-worker",
    "films",
    default=True,
    help=_("Whether films may be prepared here; of several workers in one folder, one does."),
)
def run(
    host: str | None,
    port: int | None,
    http: bool,
    server: str | None,
    demo: bool,
    films: bool,
) -> None:
    from afttrainer import running

    config = _config(host=host, port=port)
    how = running.How(plain_http=http, server=server, demo=demo, films=films)
    running.run(config, how)


@main.command(help=_("Print a new one-time sign-in link for the account NAME."))
@click.argument("name", nargs=-1, required=True)
def link(name: tuple[str, ...]) -> None:
    from afttrainer import command_line

    command_line.link(_site(config := _config()), config, _one_name(name))


@main.command(help=_("Make an account NAME for a supervisor and print its one-time sign-in link."))
@click.argument("name", nargs=-1, required=True)
def account(name: tuple[str, ...]) -> None:
    from afttrainer import command_line

    command_line.account(_site(config := _config()), config, _one_name(name))


@main.command(
    help=_("Refill the demo group: a finished meeting, one half run, and names that break layouts.")
    + "\n\n"
    + _("Everything that was entered in the demo group goes.")
)
def demo() -> None:
    from afttrainer import command_line

    command_line.demo(_site(config := _config()), config)


@main.command(
    help=_("Print the record of a meeting as JSON: of SESSION, by its number, or of the latest.")
    + "\n\n"
    + _(
        "It holds what any supervisor of the group may read, or what --for NAME may; never a "
        "private note of somebody else."
    )
)
@click.argument("meeting", metavar="[SESSION]", type=int, required=False)
@click.option("--for", "reader", metavar="NAME", help=_("As this participant may read it."))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("A file instead of the terminal."),
)
def export(meeting: int | None, reader: str | None, out: Path | None) -> None:
    from afttrainer import command_line

    command_line.export(_site(_config()), meeting, reader, out)


@main.command(
    "import",
    help=_("Bring films in: each FILE is copied into the inbox, where a supervisor finds it.")
    + "\n\n"
    + _("Captions of the same name (.vtt) come along. The files themselves stay where they are."),
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def import_(files: tuple[Path, ...]) -> None:
    from afttrainer import import_films

    import_films.bring(_config(), files)


@main.command(
    help=_("Take a copy of the database now, also while the server runs.")
    + "\n\n"
    + _(
        "It goes into the site's own folder of copies, or to WHERE: a folder, or a file that is "
        "not there yet. No key of a film is in it."
    )
)
@click.argument("where", required=False, type=click.Path(path_type=Path))
def backup(where: Path | None) -> None:
    from afttrainer.backup import commands

    commands.backup(_config(), where)


@main.command(
    help=_("Put a copy of the database, FILE, in the place of the present one.")
    + "\n\n"
    + _("The server must not run. The present database is put aside and kept.")
)
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    from afttrainer.backup import commands

    commands.restore(_config(), file)


@main.command(
    "change-passphrase",
    help=_("Lock the site's film key with another passphrase: no film is touched.")
    + "\n\n"
    + _(
        "The old one is asked for, unless AFTTRAINER_KEY_PASSPHRASE has it, and refused afterwards."
    ),
)
@click.option("--to-none", is_flag=True, help=_("Let the key file open without any passphrase."))
def change_passphrase(to_none: bool) -> None:
    from afttrainer import key_passphrase

    key_passphrase.change(_config(), to_none=to_none)


@main.command(help=_("Let simulated phones join a demo group's open room and act as trainees do."))
@click.option("--count", type=click.IntRange(1, 50), default=10, help=_("How many phones."))
@click.option("--url", help=_("Where the server answers; by default where it was started."))
@click.option("--session", "meeting", type=int, help=_("Which open room, by its number."))
@click.option("--seconds", type=click.FloatRange(1), default=60.0, help=_("For how long."))
def phones(count: int, url: str | None, meeting: int | None, seconds: float) -> None:
    from afttrainer.phones import run_phones

    run_phones(_site(config := _config()), config, count, url, meeting, seconds)


def _one_name(words: tuple[str, ...]) -> str:
    """A name may hold spaces, quoted or not."""
    return " ".join(" ".join(words).split())


def _site(config: Config) -> Flask:
    """The site's application for one command, its database up to date."""
    from afttrainer import create_app, storage
    from afttrainer.database import NoDatabase

    try:
        storage.bring_up_to_date(config)
    except NoDatabase as why:
        raise click.ClickException(str(why)) from None
    return create_app(config)


def _config(**overrides: object) -> Config:
    module = settings()
    try:
        config = cast("Config", module.from_environment(**overrides))
    except module.BadSetting as wrong:
        raise click.ClickException(_(wrong.template, **wrong.values)) from None
    _be_let_in(config.home, "AFTTRAINER_HOME")
    _be_let_in(config.film_folder, "AFTTRAINER_FILMS")
    return config


def _be_let_in(folder: Path, setting: str) -> None:
    """Raises click.ClickException where this account may not keep anything there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as trouble:
        said = _(
            "%(folder)s cannot be used: %(reason)s. Run this from the account whose folder it is, "
            "or choose another folder with %(setting)s.",
            folder=folder,
            reason=trouble.strerror,
            setting=setting,
        )
        raise click.ClickException(said) from None


if __name__ == "__main__":
    main()
