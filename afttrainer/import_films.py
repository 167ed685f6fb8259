"""`afttrainer import`: files of this computer into the inbox, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from afttrainer.media.inbox import CAPTION_ENDINGS, NOTE_ENDING
from afttrainer.media.refusals import N_, NoRoom, Refusal, megabytes
from afttrainer.media.sniff import sniff_file
from afttrainer.media.store import FilmStore
from afttrainer.terminal import _

if TYPE_CHECKING:
    from config import Config

PIECE_BYTES = 1024**2
NAME_AT_MOST = 100  # characters
#: What the inbox takes for something else, and what no file system should be asked to hold.
_ODD = re.compile(r"[^\w .()+-]")


def bring(config: Config, files: Sequence[Path]) -> None:
    """Say of each file what became of it. Raises click.exceptions.Exit where one was refused."""
    inbox, store = config.film_folder / "inbox", FilmStore(config.film_folder / "store")
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    refused = False
    for file in files:
        try:
            name = _take(config, store, inbox, file)
        except Refusal as why:
            refused = True
            words = _(why.template, **why.details)
            click.echo(_("%(file)s was not taken: %(why)s", file=_shown(file.name), why=words))
        except OSError as trouble:
            refused = True
            reason = trouble.strerror or type(trouble).__name__
            click.echo(_("%(file)s was not taken: %(why)s", file=_shown(file.name), why=reason))
        else:
            click.echo(_("%(file)s lies in the inbox now.", file=name))
    if not refused:
        click.echo(_("A supervisor finds them under Films, “Bring in a film”."))
    else:
        raise click.exceptions.Exit(1)


def _take(config: Config, store: FilmStore, inbox: Path, file: Path) -> str:
    """Raises Refusal in words, or OSError; nothing is left in the inbox then."""
    if not file.exists():
        raise Refusal(N_("There is no such file."))
    sniff_file(file)
    size = file.stat().st_size
    if size > config.upload_limit_bytes:
        raise NoRoom(
            N_("This film is larger than %(most)s, the most this site takes."),
            most=megabytes(config.upload_limit_bytes),
        )
    store.need_room(2 * size)  # here, and once more in the store
    name = _free_name(inbox, file.name)
    beside = _copy_captions(file, inbox / name)
    try:
        _copy(file, inbox / name)
    except BaseException:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise
    return name


def _copy_captions(file: Path, target: Path) -> Path | None:
    """Where they lie now, if there are any of the film's name beside it."""
    for ending in (*CAPTION_ENDINGS, *map(str.upper, CAPTION_ENDINGS)):
        captions = file.with_suffix(ending)
        if captions.is_file() and captions != file:
            beside = target.with_suffix(ending.lower())
            _copy(captions, beside)
            return beside
    return None


def _copy(source: Path, target: Path) -> None:
    """It appears when all of it is there, and the same."""
    unfinished = target.with_name(target.name + ".part")
    try:
        with source.open("rb") as file, unfinished.open("xb") as copy:
            read = _sum(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        with unfinished.open("rb") as written:
            if _sum(written) != read:
                raise OSError(5, _("the copy is not the same as the file"))
        os.replace(unfinished, target)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _sum(file: BinaryIO, copy: BinaryIO | None = None) -> bytes:
    digest = hashlib.sha256()
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
        if copy is not None:
            copy.write(piece)
    return digest.digest()


def _free_name(inbox: Path, name: str) -> str:
    """One by which a person knows it again and a computer stumbles over nothing."""
    stem, dot, ending = unicodedata.normalize("NFC", name).rpartition(".")
    if not dot:
        stem, ending = ending, "film"
    stem = _ODD.sub("_", stem).strip(" ._")[:NAME_AT_MOST] or "film"
    if stem.casefold().startswith("readme"):
        stem = f"film {stem}"
    ending = re.sub(r"[^A-Za-z0-9]", "", ending)[:5] or "film"
    if f".{ending}".lower() in (".part", ".tmp", *CAPTION_ENDINGS):
        ending = "film"
    number, free = 1, f"{stem}.{ending}"
    while any((inbox / f"{free}{more}").exists() for more in ("", ".part", NOTE_ENDING)):
        number += 1
        free = f"{stem} {number}.{ending}"
    return free


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)
