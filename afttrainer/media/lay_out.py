"""Lay a film out for serving: one picture, one sound, index in front; nothing is encoded.

One pass, from an open file into an open file, so that both may be sealed and no plain copy touches
the disk. What cameras add stays behind: further tracks, chapters, where and with what it was
filmed, also where they hide that between the pictures.

Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream

from .avc import NotAvc, ParameterSets, has_remarks, without_remarks
from .facts import Container
from .libav import as_fraction, open_film, write_film_into
from .refusals import DAMAGED, NotPlayable, Refusal
from .sniff import Kind
from .survey import Survey

#: What an MP4's index takes at most for a picture and for a piece of sound.
_PICTURE_BYTES, _SOUND_BYTES = 40, 32
_INDEX_BYTES = 64 * 1024
#: What stands around the index: names of the format, codecs, lengths.
_AROUND_BYTES = 8 * 1024
_SAMPLES_A_PIECE = 960
#: Of the film; some thousand of its seconds are copied in one of ours.
TOLD_EVERY_S = 1.0


@dataclass(frozen=True)
class Tracks:
    """What is taken over, by numbers of the film as it is; `sound` None for a silent film."""

    picture: int
    sound: int | None

    def all(self) -> list[int]:
        return [self.picture, *([] if self.sound is None else [self.sound])]


def index_bytes(film: Survey) -> int:
    """Room for the index of a film like this, in bytes: a few MB for an hour and a half."""
    rate = max((sound.rate for sound in film.sounds), default=0)
    pieces = film.duration_ms * rate // 1000 // _SAMPLES_A_PIECE
    counted = _PICTURE_BYTES * film.pictures + _SOUND_BYTES * pieces
    return _INDEX_BYTES + counted * 5 // 4


def head_bytes(index: int) -> int:
    """How much of the beginning of the target must be open to being written again."""
    return index + _AROUND_BYTES


def lay_out(
    file: BinaryIO,
    kind: Kind,
    target: BinaryIO,
    container: Container,
    tracks: Tracks,
    index: int,
    tell: Callable[[float], None],
) -> None:
    """Copy pictures and sound of `file` into `target`, which is empty and can be gone back in.

    `tell` hears the share done, 0 to 1, and breaks it off by raising. Raises NotPlayable where
    the film is damaged, or OSError. The caller closes both files and removes what was not
    finished.
    """
    try:
        with open_film(file, kind) as film, write_film_into(target, container, index) as copy:
            _Copy(film, copy, tracks, tell).all()
    except Refusal:
        raise
    except (av.FFmpegError, ValueError, IndexError) as mistake:
        raise NotPlayable(DAMAGED) from mistake


class _Copy:
    def __init__(
        self,
        film: InputContainer,
        copy: OutputContainer,
        tracks: Tracks,
        tell: Callable[[float], None],
    ) -> None:
        self._film = film
        self._copy = copy
        self._tell = tell
        self._wanted: list[Stream] = [film.streams[number] for number in tracks.all()]
        self._made = {s.index: copy.add_stream_from_template(s) for s in self._wanted}
        for made in self._made.values():
            made.metadata.clear()
        self._picture = self._wanted[0]
        self._picture_index = self._picture.index
        self._picture_s = float(as_fraction(self._picture.time_base, 1))
        self._length_s = (film.duration or 0) / 1_000_000
        self._told_at_s = -TOLD_EVERY_S
        # How much earlier each track's packets are to be, in its own units; mostly nothing.
        shift_s = _shift(self._wanted)
        bases = {s.index: as_fraction(s.time_base, 1) for s in self._wanted}
        self._back = {i: round(shift_s / base) for i, base in bases.items() if shift_s}
        self._prefix = _length_bytes(self._picture)

    def all(self) -> None:
        for packet in self._film.demux(self._wanted):
            if packet.dts is None:
                continue
            self._one(packet)

    def _one(self, packet: Packet[Stream]) -> None:
        index = packet.stream_index
        if index == self._picture_index:
            self._tell_of(packet.dts or 0)
            if self._prefix != 0:
                packet = self._without_remarks(packet)
        if self._back:
            back = self._back[index]
            packet.dts = None if packet.dts is None else packet.dts - back
            packet.pts = None if packet.pts is None else packet.pts - back
        packet.stream = self._made[index]
        self._copy.mux_one(packet)

    def _tell_of(self, dts: int) -> None:
        done_s = dts * self._picture_s
        if abs(done_s - self._told_at_s) >= TOLD_EVERY_S:
            self._told_at_s = done_s
            self._tell(min(1.0, max(0.0, done_s / self._length_s)) if self._length_s else 0.0)

    def _without_remarks(self, packet: Packet[Stream]) -> Packet[Stream]:
        if self._prefix and not has_remarks(memoryview(packet), self._prefix):
            return packet
        try:
            cleaned = without_remarks(bytes(packet), self._prefix)
        except NotAvc:
            return packet  # a damaged picture; the player passes over it
        if cleaned is None:
            return packet
        changed: Packet[Stream] = Packet(cleaned)
        changed.time_base = packet.time_base
        changed.pts, changed.dts, changed.duration = packet.pts, packet.dts, packet.duration
        changed.is_keyframe = packet.is_keyframe
        return changed


def _shift(streams: list[Stream]) -> Fraction:
    """Seconds by which a transport stream begins after its own zero. A sound that begins before
    it (what an encoder puts in front) stays there: players leave it out."""
    starts = [
        s.start_time * as_fraction(s.time_base, 0) for s in streams if s.start_time is not None
    ]
    return max(Fraction(0), min(starts, default=Fraction(0)))


def _length_bytes(picture: Stream) -> int | None:
    """How H.264 marks its units here: None for start codes; 0 where it is not H.264."""
    context = picture.codec_context
    if context.name != "h264":
        return 0
    data = context.extradata or b""
    if not data or data[0] != 1:
        return None
    try:
        return ParameterSets.read(data).length_bytes
    except NotAvc:
        return 0
