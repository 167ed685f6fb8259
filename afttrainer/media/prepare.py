"""The way of a film into the store, from a file that may be anything.

Runs in the film worker's process only. Later steps (cutting, encoding, encrypting) join here,
between looking and shelving.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from .captions import read_captions
from .facts import FilmFacts
from .probe import Examined, examine
from .refusals import N_, BadCaptions, NotPlayable
from .remux import remux
from .still import make_still
from .store import FilmStore, film_file

Stage = Literal["looking", "copying"]
#: Hears the stage and the share of it done, 0 to 1; may raise to break off.
Tell = Callable[[Stage, float], None]

_PIECE_BYTES = 1024**2
#: A film laid out anew may differ from what it said of itself by no more than this.
LENGTH_MAY_DIFFER_MS = 1000


@dataclass(frozen=True)
class Prepared:
    """A film that is in the store. `remark` says why its captions were left out."""

    sha256: str
    stored: str
    facts: FilmFacts
    still: str
    captions: str | None
    remark: BadCaptions | None


def prepare_film(
    store: FilmStore, ticket: str, source: Path, captions: Path | None, tell: Tell
) -> Prepared:
    """Take a file into the store; the file itself stays where it is.

    Raises a Refusal in words, OSError, or whatever `tell` raises. Nothing half-made is left.
    """
    tell("looking", 0.0)
    untouched = _touched(source)
    examined = examine(source)
    sha256 = _digest(source, lambda share: tell("looking", share))
    found = store.find(sha256)
    if found is None:
        with _folder(store, ticket) as folder:
            facts = _lay_out(store, source, folder, examined, tell)
            if _touched(source) != untouched:
                raise _being_written()
            found = store.shelve(sha256, folder, facts), facts
    stored, facts = found
    kept, remark = None, None
    if captions is not None:
        try:
            kept = store.keep_captions(sha256, read_captions(captions))
        except BadCaptions as why:
            remark = why
    return Prepared(sha256, stored, facts, store.still(sha256), kept, remark)


@contextlib.contextmanager
def _folder(store: FilmStore, ticket: str) -> Iterator[Path]:
    folder = store.preparing(ticket)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _touched(source: Path) -> tuple[int, int]:
    found = source.stat()
    return found.st_size, found.st_mtime_ns


def _lay_out(
    store: FilmStore, source: Path, folder: Path, examined: Examined, tell: Tell
) -> FilmFacts:
    container = examined.facts.container
    film = folder / film_file(container)
    tell("copying", 0.0)
    if examined.rewrite:
        store.need_room(examined.facts.size_bytes)
        remux(source, examined.kind, film, container, lambda share: tell("copying", share))
        examined = _same_film(examined, examine(film))
    elif not (store.owns_upload(source) and _linked(source, film)):
        store.need_room(examined.facts.size_bytes)
        _copy(source, film, lambda share: tell("copying", share))
    facts = make_still(film, examined.kind, examined.facts, folder / "still.jpg")
    tell("copying", 1.0)
    return facts


def _same_film(before: Examined, after: Examined) -> Examined:
    differs_ms = abs(after.facts.duration_ms - before.facts.duration_ms)
    if differs_ms > LENGTH_MAY_DIFFER_MS or after.rewrite:
        raise NotPlayable(
            N_(
                "This film could not be made ready without changing it. "
                "Please convert it to MP4 with H.264 first."
            )
        )
    return after


def _linked(source: Path, target: Path) -> bool:
    """An upload of ours takes no second place on the disk where links are known."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _digest(source: Path, tell: Callable[[float], None]) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as file:
        for piece in _pieces(file, source.stat().st_size, tell):
            digest.update(piece)
    return digest.hexdigest()


def _copy(source: Path, target: Path, tell: Callable[[float], None]) -> None:
    with source.open("rb") as file, target.open("xb") as copy:
        for piece in _pieces(file, source.stat().st_size, tell):
            copy.write(piece)


def _pieces(file: BinaryIO, size: int, tell: Callable[[float], None]) -> Iterator[bytes]:
    """Raises NotPlayable where the file grows: it would be read for as long as it does."""
    done = 0
    while piece := file.read(_PIECE_BYTES):
        done += len(piece)
        if done > size:
            raise _being_written()
        yield piece
        tell(done / size)


def _being_written() -> NotPlayable:
    return NotPlayable(N_("This file was still being written when it was read."))
