"""The command `afttrainer`."""

from __future__ import annotations

import sys

# A server's rooms all live in one thread, so everything that waits must know how to give way;
# that has to be arranged before anything else is imported.
if len(sys.argv) > 1 and sys.argv[1] == "run":
    from gevent import monkey

    monkey.patch_all()

import click

from afttrainer import __version__
from afttrainer.places import settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """AFT Trainer: group supervision of therapists, on your own computer."""


@main.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 opens it to the clinic's network.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--http", is_flag=True, help="Plain HTTP on the network: anybody in it can read along."
)
@click.option(
    "--server",
    type=click.Choice(["gunicorn", "gevent"]),
    help="Which web server; gevent on Windows.",
)
@click.option("--demo/--no-demo", default=True, help="A demo group on the first start.")
def run(host: str | None, port: int | None, http: bool, server: str | None, demo: bool) -> None:
    """Start the server, the film worker with it, and say where to go."""
    from afttrainer import running

    running.run(_config(host=host, port=port), plain_http=http, server_kind=server, demo=demo)


@main.command()
@click.argument("name")
def link(name: str) -> None:
    """Print a new one-time sign-in link for the account NAME."""
    from afttrainer import addresses, clock, first_start
    from afttrainer.extensions import write

    config = _config()
    with _site(config).app_context():
        made = write(lambda session: first_start.make_link(session, name))
    if made is None:
        raise click.ClickException(f"There is no account “{name}”. Names are written as at sign-in.")
    base = addresses.url(config.host, config.port, https=not addresses.is_loopback(config.host))
    click.echo(f"{base}/link/{made.token}")
    click.echo(f"It works once, until {clock.now() + config.sign_in_link_lives:%d %B, %H:%M} UTC.")


@main.command()
@click.argument("name")
def account(name: str) -> None:
    """Make an account NAME for a supervisor and print its one-time sign-in link."""
    from sqlalchemy import select

    from afttrainer.extensions import write
    from afttrainer.models import User

    def make(session):  # type: ignore[no-untyped-def]
        if session.scalar(select(User).where(User.username == name)) is None:
            session.add(User(username=name))

    with _site(_config()).app_context():
        write(make)
    click.get_current_context().invoke(link, name=name)


def _site(config):  # type: ignore[no-untyped-def]
    """The site's application for one command, its database up to date."""
    from afttrainer import create_app, storage

    storage.bring_up_to_date(config)
    return create_app(config)


def _config(**overrides: object):  # type: ignore[no-untyped-def]  # config.py is found at run time
    module = settings()
    try:
        return module.from_environment(**overrides)
    except module.BadSetting as wrong:
        raise click.ClickException(str(wrong)) from None


if __name__ == "__main__":
    main()
