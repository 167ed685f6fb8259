"""Lay a film out anew without touching a single picture: index in front, one picture, one sound.

What phones add (further tracks, where and with what it was filmed) is left behind.
Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream

from .facts import Container
from .libav import as_fraction, open_film, write_film
from .probe import picture_of, sound_of
from .refusals import DAMAGED, NotPlayable
from .sniff import Kind


def remux(
    source: Path, kind: Kind, target: Path, container: Container, tell: Callable[[float], None]
) -> None:
    """Copy the packets of `source` into the new file `target`.

    `tell` hears the share done, 0 to 1, and may raise to break off; the caller removes what was
    written. Raises NotPlayable where libav cannot write these packets.
    """
    try:
        with (
            source.open("rb") as file,
            open_film(file, kind) as film,
            write_film(target, container) as copy,
        ):
            _copy_packets(film, copy, tell)
    except (av.FFmpegError, ValueError) as mistake:
        if isinstance(mistake, NotPlayable):
            raise
        raise NotPlayable(DAMAGED) from mistake


def _copy_packets(
    film: InputContainer, copy: OutputContainer, tell: Callable[[float], None]
) -> None:
    picture, sound = picture_of(film), sound_of(film)
    wanted: list[Stream] = [picture, *([sound] if sound else [])]
    copies = {stream.index: copy.add_stream_from_template(stream) for stream in wanted}
    for made in copies.values():
        made.metadata.clear()
    length_s = (film.duration or 0) / 1_000_000
    for packet in film.demux(wanted):
        if packet.dts is None:
            continue
        if length_s and packet.stream.index == picture.index:
            done_s = float(packet.dts * as_fraction(packet.time_base, 0))
            tell(min(1.0, max(0.0, done_s / length_s)))
        packet.stream = copies[packet.stream.index]
        copy.mux(packet)
