"""A clip exact to the picture, of which only the two ends are encoded and the middle is copied.

Both ends, up to the next picture that stands alone, are encoded with parameter sets of a number of
their own; the clip's `avcC` holds both kinds, so no set changes on the way. Every picture gets its
time anew, on an even grid. The file holds no picture outside the marks: a plain copy would keep
seconds of the session that was cut away, behind its edit list.

Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .avc import NotAvc, ParameterSets, without_remarks
from .clip_sound import ClipSound
from .ends import EndEncoder, free_number, pictures_between, sketch
from .libav import as_fraction, open_film, write_film_into
from .marks import Marks, NotSmooth, Stretch, read_pictures, stretch_of
from .place import View
from .sniff import Kind
from .verify_cut import Joined

_PIXELS = frozenset({"yuv420p", "yuvj420p"})


def smart_cut(
    file: BinaryIO,
    kind: Kind,
    marks: Marks,
    target: BinaryIO,
    index: int,
    tell: Callable[[float], None],
    threads: int = 1,
) -> Joined:
    """Write the clip between the marks into `target`, an empty file of which `index` bytes and a
    little more can be written again.

    Raises NotSmooth where this film or these marks do not allow it, BadMarks, av.FFmpegError for
    a damaged film, or what `tell` raises, which hears the share done, 0 to 1.
    """
    with (
        open_film(cast(BinaryIO, View(file)), kind) as film,
        open_film(cast(BinaryIO, View(file)), kind) as heard,
        write_film_into(target, "mp4", index) as clip,
    ):
        picture = film.streams.video[0]
        sets = _judge(picture)
        found = read_pictures(film, picture, marks, sets.length_bytes)
        stretch = stretch_of(film, picture, marks, found)
        return _Join(film, picture, heard, clip, stretch, sets, threads).all(tell)


def _judge(picture: VideoStream) -> ParameterSets:
    context = picture.codec_context
    if context.name != "h264" or context.pix_fmt not in _PIXELS:
        raise NotSmooth("not H.264 of 8 bits")
    try:
        sets = ParameterSets.read(context.extradata or b"")
    except NotAvc as mistake:
        raise NotSmooth("no parameter sets") from mistake
    if (context.extradata or b"")[:1] != b"\x01" or len(sets.sps) != 1:
        raise NotSmooth("several encoders made this film")
    context.thread_count = 1
    return sets


class _Join:
    def __init__(
        self,
        film: InputContainer,
        picture: VideoStream,
        heard: InputContainer,
        clip: OutputContainer,
        stretch: Stretch,
        sets: ParameterSets,
        threads: int,
    ) -> None:
        self._film = film
        self._picture = picture
        self._stretch = stretch
        self._sets = sets
        self._clip = clip
        number = free_number(sets)
        ends = (picture, stretch.step, number, sets.length_bytes, threads)
        self._head, self._tail = EndEncoder(*ends), EndEncoder(*ends)
        self._shown = clip.add_stream_from_template(picture)
        self._shown.metadata.clear()
        self._shown.codec_context.extradata = sets.with_more(self._head.sets).avcc()
        start = stretch.pts[0] * as_fraction(picture.time_base, 1)
        self._sound = ClipSound(clip, heard, start, stretch.length_s)
        times = [number * stretch.step for number in range(stretch.count)]
        joins = (stretch.head, stretch.tail)
        self.joined = Joined(times, stretch.length_s, self._sound.there, joins)

    def all(self, tell: Callable[[float], None]) -> Joined:
        order = 0
        for number, data, alone in self._pictures():
            packet: Packet[Stream] = Packet(data)
            packet.stream = self._shown
            packet.time_base = self._stretch.step
            packet.pts, packet.dts, packet.duration = number, order - self._stretch.delay, 1
            packet.is_keyframe = alone
            self._sound.write(before=packet.dts * self._stretch.step)
            self._clip.mux(packet)
            order += 1
            tell(order / self._stretch.count)
        if order != self._stretch.count:
            raise NotSmooth("pictures are missing")
        self._sound.write()
        return self.joined

    def _pictures(self) -> Iterator[tuple[int, bytes, bool]]:
        """In the order of decoding: number, bytes, whether it stands alone."""
        stretch = self._stretch
        if stretch.head:
            yield from self._head.encode(self._decoded(0, stretch.head))
        yield from self._copied()
        if stretch.tail < stretch.count:
            yield from self._tail.encode(self._decoded(stretch.tail, stretch.count))

    def _decoded(self, first: int, stop: int) -> Iterator[tuple[int, VideoFrame]]:
        pts, expected = self._stretch.pts, first
        for frame in pictures_between(self._film, self._picture, pts[first], pts[stop - 1]):
            if frame.pts != pts[expected]:
                raise NotSmooth("a picture could not be decoded")
            if expected in (first, stop - 1):
                self.joined.sketches[expected] = sketch(frame)
            yield expected, frame
            expected += 1
        if expected != stop:
            raise NotSmooth("a picture could not be decoded")

    def _copied(self) -> Iterator[tuple[int, bytes, bool]]:
        stretch, left = self._stretch, self._stretch.tail - self._stretch.head
        first = stretch.pts[stretch.head]
        self._film.seek(first, stream=self._picture)
        begun = False
        for packet in self._film.demux(self._picture):
            begun = begun or packet.pts == first
            if not begun or packet.pts is None:
                continue
            data = bytes(packet)
            try:
                data = without_remarks(data, self._sets.length_bytes) or data
                yield stretch.number(packet.pts), data, packet.is_keyframe
            except (NotAvc, KeyError) as mistake:
                raise NotSmooth("pictures are not where they were") from mistake
            left -= 1
            if left == 0:
                return
        raise NotSmooth("pictures are missing")
