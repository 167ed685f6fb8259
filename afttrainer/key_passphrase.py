"""`afttrainer change-passphrase`: what locks the site's film key from the next start on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from afttrainer.media.site_key import (
    KeyRefused,
    change_passphrase,
    needs_passphrase,
    read_site_key,
)
from afttrainer.terminal import _, say_at_length

if TYPE_CHECKING:
    from config import Config


def change(config: Config, *, to_none: bool) -> None:
    """Ask for what is not in the settings, and change it. Raises click.ClickException, in words;
    the old one holds then."""
    path = config.site_key_file
    try:
        old = config.film_passphrase or None
        if old is None and needs_passphrase(path):
            old = click.prompt(_("The passphrase until now"), hide_input=True)
        read_site_key(path, old)  # before a new one is thought of and typed
        new = None if to_none else _asked()
        change_passphrase(path, old, new)
    except KeyRefused as why:
        raise click.ClickException(_(why.template, **why.details)) from None
    except OSError as trouble:
        reason = trouble.strerror or type(trouble).__name__
        said = _("The site's film key cannot be written anew: %(reason)s.", reason=reason)
        raise click.ClickException(f"{path}: {said}") from None
    if new is None:
        say_at_length(
            _(
                "The key opens without a passphrase now. Take AFTTRAINER_KEY_PASSPHRASE out of "
                "the settings before the next start."
            )
        )
    else:
        say_at_length(
            _(
                "The key opens with the new passphrase now. A server that runs goes on; put the "
                "new one into AFTTRAINER_KEY_PASSPHRASE before the next start."
            )
        )
    say_at_length(_("Copies of the key file that were made before still open as they did."))


def _asked() -> str:
    new: str = click.prompt(
        _("The new passphrase"), hide_input=True, confirmation_prompt=_("Once more")
    )
    return new
