"""What there is to see of a film besides the film: waveform, quiet spans, small pictures.

Read by the server, for whoever marks a clip; made by the film worker once a film is in the store.
Everything lies sealed as the film does, and a film may be shown before any of it is there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from .quiet import Quiet
from .store import FilmStore
from .waveform import Waveform

WAVEFORM, SOUND, PICTURES = "waveform.dat", "sound.json", "thumbnails.json"


@dataclass(frozen=True)
class SmallPictures:
    """The picture at `n * every_ms` is number `n % (across * down)` on sheet `n // (across *
    down)`, counted along the rows; each is `width` by `height` pixels. `sheets` says how many."""

    every_ms: int
    count: int
    width: int
    height: int
    across: int
    down: int
    sheets: int


def is_there(store: FilmStore, sha256: str) -> bool:
    """Whether all that can be made was made; until then any of it may be missing."""
    return store.has(store.name(sha256, SOUND))


def waveform_of(store: FilmStore, sha256: str) -> Waveform | None:
    """None for a silent film, and until it is there. Raises OSError, KeyGone, Unreadable."""
    name = store.name(sha256, WAVEFORM)
    return Waveform.from_bytes(store.read(name)) if store.has(name) else None


def quiet_of(store: FilmStore, sha256: str) -> list[Quiet] | None:
    """Quiet spans in their order; None until they are there, and for a silent film."""
    name = store.name(sha256, SOUND)
    if not store.has(name):
        return None
    told = json.loads(store.read(name))
    return None if told["quiet"] is None else [Quiet(*span) for span in told["quiet"]]


def small_pictures_of(store: FilmStore, sha256: str) -> SmallPictures | None:
    """How the small pictures lie on their sheets; None until they are there."""
    name = store.name(sha256, PICTURES)
    return SmallPictures(**json.loads(store.read(name))) if store.has(name) else None


def sheet_name(store: FilmStore, sha256: str, number: int) -> str:
    """The stored name of one sheet, a JPEG, from 0 on; `store.place` opens it."""
    return store.name(sha256, f"thumbnails-{number:d}.jpg")


def keep_sound(
    store: FilmStore, sha256: str, waveform: Waveform | None, quiet: list[Quiet] | None
) -> None:
    """None for both of a silent film."""
    if waveform is not None:
        store.keep(sha256, WAVEFORM, waveform.to_bytes())
    spans = None if quiet is None else [(span.start_ms, span.stop_ms) for span in quiet]
    store.keep(sha256, SOUND, json.dumps({"quiet": spans}).encode())


def keep_pictures(store: FilmStore, sha256: str, index: str, sheets: tuple[bytes, ...]) -> None:
    """`index` is that of the sheets, as JSON."""
    for number, sheet in enumerate(sheets):
        store.keep(sha256, f"thumbnails-{number:d}.jpg", sheet)
    store.keep(sha256, PICTURES, index.encode())
