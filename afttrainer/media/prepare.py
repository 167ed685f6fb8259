"""The way of a film into the store, from a file that may be anything.

Looked at, made ready (as little as need be), sealed as it is written; then it can be shown, and
what there is to see of it is laid beside it. Runs in the film worker's process only.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from . import alongside
from .captions import read_captions
from .facts import FilmFacts
from .ffmpeg import FfmpegError
from .listen import listen
from .make_ready import container_kind, expected_facts, make_ready
from .recipe import Recipe, recipe_for
from .refusals import N_, BadCaptions, NotPlayable, Refusal
from .running import Turn
from .sniff import sniff_file
from .still import make_still
from .store import STILL, FilmStore, film_file
from .survey import Survey, survey_file
from .thumbnails import make_thumbnails

log = logging.getLogger("afttrainer.film")

#: "encoding": playable from its beginning, as far as it is. "listening": in the store, and whole.
Stage = Literal["looking", "encoding", "copying", "listening"]
#: Hears the stage and the share of it done, 0 to 1; may raise to break off.
Tell = Callable[[Stage, float], None]

_PIECE_BYTES = 1024**2
#: Of a film that must be encoded: what comes of a second of it, first as a stream, then laid out.
_ENCODED_BYTES_A_SECOND = 600_000


@dataclass(frozen=True)
class Looked:
    """What came, and what is to be done to it. `is_kept` where the store has it already."""

    source: Path
    touched: tuple[int, int]
    film: Survey
    recipe: Recipe
    sha256: str
    is_kept: bool

    @property
    def takes_long(self) -> bool:
        return not (self.is_kept or self.recipe.only_laid_out_anew)

    def room_needed(self) -> int:
        encoded = self.film.duration_ms * _ENCODED_BYTES_A_SECOND // 1000
        return encoded if self.takes_long else self.film.size_bytes


@dataclass(frozen=True)
class Prepared:
    """A film that is in the store, or grows (then there is no still yet, and its facts are those
    it will have, its size 0). `remark` says why its captions were left out."""

    sha256: str
    stored: str
    facts: FilmFacts
    still: str | None
    captions: str | None = None
    remark: BadCaptions | None = None


def prepare_film(
    store: FilmStore,
    ticket: str,
    source: Path,
    captions: Path | None,
    tell: Tell,
    note: Callable[[Prepared], None] = lambda _: None,
) -> Prepared:
    """Take a file into the store; the file itself stays where it is.

    `note` hears what can be shown as soon as it can. Raises a Refusal in words, FfmpegError where
    there is no ffmpeg, OSError, or whatever `tell` raises. Nothing half-made is left.
    """
    return take_in(store, ticket, look(store, source, tell), captions, tell, note)


def look(store: FilmStore, source: Path, tell: Tell, sha256: str | None = None) -> Looked:
    """`sha256` where it is known already. Raises as `prepare_film`."""
    tell("looking", 0.0)
    touched = _touched(source)
    if sha256 is not None:
        film = survey_file(source)
    else:
        film, sha256 = _survey_and_digest(source, tell)
    kept = store.find(sha256) is not None
    return Looked(source, touched, film, recipe_for(film), sha256, kept)


def take_in(
    store: FilmStore,
    ticket: str,
    looked: Looked,
    captions: Path | None,
    tell: Tell,
    note: Callable[[Prepared], None],
    turn: Turn | None = None,
) -> Prepared:
    """The rest of the way of a film that was looked at; `turn` says when what must be encoded goes
    on. Raises as `prepare_film`."""
    found = store.find(looked.sha256)
    if found is None:
        found = _make(store, ticket, looked, tell, note, turn)
    stored, facts = found
    sha256, kept, remark = looked.sha256, None, None
    if captions is not None:
        try:
            kept = store.keep_captions(sha256, read_captions(captions))
        except BadCaptions as why:
            remark = why
    made = Prepared(sha256, stored, facts, store.still(sha256), kept, remark)
    note(made)
    if not alongside.is_there(store, sha256):
        _look_along(store, ticket, looked, made, tell)
    return made


def _make(
    store: FilmStore,
    ticket: str,
    looked: Looked,
    tell: Tell,
    note: Callable[[Prepared], None],
    turn: Turn | None,
) -> tuple[str, FilmFacts]:
    store.need_room(looked.room_needed())
    store.make_way(looked.sha256)
    sha256, file = looked.sha256, film_file(looked.recipe.container)
    with _folder(store, ticket) as folder:
        try:
            place = store.new_place(folder, sha256, file)
            if looked.takes_long:
                expected = expected_facts(looked.film, looked.recipe)
                note(Prepared(sha256, store.name(sha256, file), expected, None))
            else:
                tell("copying", 0.0)
            with _workplace(folder) as job, _still_ahead(looked) as ahead:
                growing = store.growing(ticket, sha256)
                facts = make_ready(
                    looked.source, looked.film, place, growing, folder=job, tell=tell, turn=turn
                )
            if _touched(looked.source) != looked.touched:
                raise _being_written()
            still = ahead.result()
            if still is None:
                with place.open() as made:
                    still = make_still(made, container_kind(facts.container), facts.duration_ms)
            with store.new_place(folder, sha256, STILL).writing(waits=False) as target:
                target.write(still)
            return store.shelve(sha256, folder, facts), facts
        finally:
            store.forget_key(sha256)


def _look_along(store: FilmStore, ticket: str, looked: Looked, made: Prepared, tell: Tell) -> None:
    """The film can be shown by now: whatever goes wrong here costs it nothing."""
    heard = None
    tell("listening", 0.0)
    try:
        with store.place(made.stored).open() as file:
            sheets = make_thumbnails(
                file,
                container_kind(made.facts.container),
                made.facts.duration_ms,
                lambda share: tell("listening", share / 2),
            )
        alongside.keep_pictures(store, made.sha256, sheets.index(), sheets.sheets)
        with _folder(store, ticket) as folder:
            heard = listen(
                looked.source,
                looked.film,
                looked.recipe,
                folder=folder,
                tell=lambda share: tell("listening", 0.5 + share / 2),
            )
    except (Refusal, FfmpegError, OSError) as why:
        log.warning("What there is to see of a film could not be made: %s", why)
    waveform, quiet = (heard.waveform, heard.quiet) if heard else (None, None)
    try:
        alongside.keep_sound(store, made.sha256, waveform, quiet)
    except OSError as why:
        log.warning("What there is to see of a film could not be kept: %s", why)


@contextlib.contextmanager
def _still_ahead(looked: Looked) -> Iterator[Future[bytes | None]]:
    """The still of a film whose pictures stay as they are, made while it is laid out; None where
    it has to be made of what that becomes."""
    film, container = looked.film, looked.recipe.container

    def make() -> bytes | None:
        if looked.takes_long or film.kind != container_kind(container):
            return None
        try:
            with looked.source.open("rb") as file:
                return make_still(file, film.kind, film.duration_ms)
        except (Refusal, OSError):
            return None

    with ThreadPoolExecutor(1) as aside:
        yield aside.submit(make)


@contextlib.contextmanager
def _folder(store: FilmStore, ticket: str) -> Iterator[Path]:
    folder = store.preparing(ticket)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """An empty folder for ffmpeg to stand in; not what becomes the film's home."""
    job = folder / "job"
    job.mkdir(mode=0o700)
    try:
        yield job
    finally:
        shutil.rmtree(job, ignore_errors=True)


def _touched(source: Path) -> tuple[int, int]:
    found = source.stat()
    return found.st_size, found.st_mtime_ns


def _survey_and_digest(source: Path, tell: Tell) -> tuple[Survey, str]:
    """Side by side: each takes its time of a large film. Raises as `prepare_film`."""
    sniff_file(source)  # what is no ordinary file is not opened
    refused = threading.Event()

    def told(share: float) -> None:
        if refused.is_set():
            raise _being_written()  # heard by nobody
        tell("looking", share)

    with ThreadPoolExecutor(1) as aside:
        digest = aside.submit(_digest, source, told)
        try:
            film = survey_file(source)
        except BaseException:
            refused.set()
            raise
        return film, digest.result()


def _digest(source: Path, tell: Callable[[float], None]) -> str:
    digest, done, size = hashlib.sha256(), 0, source.stat().st_size
    with source.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            done += len(piece)
            if done > size:  # it would be read for as long as it grows
                raise _being_written()
            digest.update(piece)
            tell(done / size)
    return digest.hexdigest()


def _being_written() -> NotPlayable:
    return NotPlayable(N_("This file was still being written when it was read."))
