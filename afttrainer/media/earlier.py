"""Films of earlier versions and settings: sealed where the site's films are, and looked along.

Runs in the film worker's process only, beside its other work. Whatever is interrupted goes on at
the next start; at every moment each film can be shown.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from . import alongside
from .ffmpeg import FfmpegError
from .listen import listen
from .recipe import recipe_for
from .refusals import Refusal
from .store import FilmStore, film_file
from .survey import survey_file
from .thumbnails import make_thumbnails
from .watch import Interrupted

log = logging.getLogger("afttrainer.film")

_PIECE_BYTES = 1024**2


def bring_up_to_date(store: FilmStore, leaving: threading.Event) -> None:
    """All films of the store, one after the other. Raises nothing."""

    def go_on(_share: float = 0.0) -> None:
        if leaving.is_set():
            raise Interrupted

    for sha256, home in store.homes():
        try:
            go_on()
            _look_along(store, sha256, go_on)
            if store.seals:
                _seal(store, sha256, home, go_on)
        except Interrupted:
            return
        except (OSError, Refusal, FfmpegError) as why:
            log.warning("An earlier film could not be brought up to date: %s", why)


def _look_along(store: FilmStore, sha256: str, tell: Callable[[float], None]) -> None:
    """Of a film that lies plain: only such a one can be listened to again."""
    found = store.find(sha256)
    if found is None or alongside.is_there(store, sha256):
        return
    path = store.path(found[0])
    if not path.exists():
        return
    film, job = survey_file(path), store.preparing(f"earlier-{sha256[:32]}")
    try:
        with path.open("rb") as file:
            sheets = make_thumbnails(file, film.kind, film.duration_ms, tell)
        heard = listen(path, film, recipe_for(film), folder=job, tell=tell)
    finally:
        shutil.rmtree(job, ignore_errors=True)
    alongside.keep_pictures(store, sha256, sheets.index(), sheets.sheets)
    waveform, quiet = (heard.waveform, heard.quiet) if heard else (None, None)
    alongside.keep_sound(store, sha256, waveform, quiet)


def _seal(store: FilmStore, sha256: str, home: Path, tell: Callable[[float], None]) -> None:
    """The film itself last: by it is known that there is something to do."""
    names = sorted(
        (path.name for path in home.iterdir() if store.is_plain(sha256, path.name)),
        key=lambda name: name.startswith(film_file("mp4").partition(".")[0]),
    )
    for name in names:
        plain = home / name
        sealed = store.new_place(home, sha256, name)
        if not sealed.path.exists():
            with plain.open("rb") as file, sealed.writing() as target:
                while piece := file.read(_PIECE_BYTES):
                    target.write(piece)
                    tell(0.0)
        with contextlib.suppress(PermissionError):  # Windows, while somebody watches: next time
            plain.unlink()
