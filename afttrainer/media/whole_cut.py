"""A clip encoded from its first picture to its last, where nothing of the film can be copied.

Every picture between the marks is taken as it is shown, upright, at its own time. Runs in the film
worker's process only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from av.container import InputContainer, OutputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .burnt_in import BurntIn, Words
from .clip_sound import ClipSound
from .ends import sketch
from .libav import as_fraction, open_film, write_film_into
from .marks import BadMarks, Marks
from .place import View
from .recipe import KEY_EVERY_S
from .refusals import N_
from .sniff import Kind
from .transcode import FACES_CRF, MOST_BITS_A_SECOND
from .upright import Upright
from .verify_cut import Joined


def whole_cut(
    file: BinaryIO,
    kind: Kind,
    marks: Marks,
    target: BinaryIO,
    index: int,
    tell: Callable[[float], None],
    threads: int = 1,
    words: Words | None = None,
) -> Joined:
    """Write the clip into `target`, as `smart_cut` does, with `words` on every picture. Raises
    BadMarks, av.FFmpegError, what `words` raise where they cannot be drawn, or what `tell` raises.
    """
    with (
        open_film(cast(BinaryIO, View(file)), kind) as film,
        open_film(cast(BinaryIO, View(file)), kind) as heard,
        write_film_into(target, "mp4", index) as clip,
    ):
        burnt_in = BurntIn(words) if words else None
        return _Whole(film, heard, clip, marks, threads, burnt_in).all(tell)


class _Whole:
    def __init__(
        self,
        film: InputContainer,
        heard: InputContainer,
        clip: OutputContainer,
        marks: Marks,
        threads: int,
        burnt_in: BurntIn | None,
    ) -> None:
        self._burnt_in = burnt_in
        self._film = film
        self._clip = clip
        self._threads = threads
        self._picture = next(
            s for s in film.streams.video if not s.disposition & Disposition.attached_pic
        )
        self._picture.codec_context.thread_count = threads
        self._base = as_fraction(self._picture.time_base, 1)
        self._begin, self._stop = marks.within(film)
        self._rate = as_fraction(self._picture.average_rate, 25)
        expected = self._expected()
        self._zero = expected[0]
        length = (expected[-1] - self._zero) * self._base + 1 / self._rate
        self._shown: VideoStream | None = None
        self._heard = (heard, self._zero * self._base, length)
        self._length = length

    def all(self, tell: Callable[[float], None]) -> Joined:
        joined = Joined([], self._length, with_sound=False)
        sound: ClipSound | None = None
        for frame, seen in self._upright():
            at = ((frame.pts or 0) - self._zero) * self._base
            if self._shown is None or sound is None:
                self._shown = self._encoder(seen)
                sound = ClipSound(self._clip, *self._heard)
                joined.with_sound = sound.there
            even = seen.reformat(self._shown.width, self._shown.height, format="yuv420p")
            even.pts, even.time_base = round(at / self._base), self._base
            if self._burnt_in is not None:
                even = seen = self._burnt_in.over(even)
            even.pict_type = 0
            if not joined.times:
                joined.sketches[0] = sketch(seen)
            self._clip.mux(self._shown.encode(even))
            sound.write(before=at)
            joined.times.append(at)
            last = seen
            tell(min(1.0, float(at / self._length)))
        if self._shown is None or sound is None:
            raise _empty()
        joined.sketches[joined.count - 1] = sketch(last)
        self._clip.mux(self._shown.encode(None))
        sound.write()
        return joined

    def _expected(self) -> list[int]:
        """The times of all pictures between the marks, without decoding one."""
        self._seek()
        found: list[int] = []
        for packet in self._film.demux(self._picture):
            if packet.pts is None:
                continue
            if self._begin <= packet.pts * self._base < self._stop:
                found.append(packet.pts)
            elif packet.is_keyframe and packet.pts * self._base >= self._stop:
                break
        if not found:
            raise _empty()
        return sorted(found)

    def _upright(self) -> Iterator[tuple[VideoFrame, VideoFrame]]:
        """Each picture between the marks, as it is in the film and as it is shown."""
        self._seek()
        upright: Upright | None = None
        for frame in self._film.decode(self._picture):
            if frame.pts is None or frame.pts * self._base < self._begin:
                continue
            if frame.pts * self._base >= self._stop:
                return
            upright = upright or Upright(frame.rotation)
            yield frame, upright.turned(frame)

    def _seek(self) -> None:
        self._film.seek(max(0, round(self._begin / self._base)), stream=self._picture)

    def _encoder(self, first: VideoFrame) -> VideoStream:
        options = {
            "preset": "veryfast",
            "crf": str(FACES_CRF),
            "maxrate": str(MOST_BITS_A_SECOND),
            "bufsize": str(2 * MOST_BITS_A_SECOND),
        }
        made = self._clip.add_stream("libx264", rate=self._rate, options=options)
        made.width, made.height = first.width // 2 * 2, first.height // 2 * 2
        made.pix_fmt = "yuv420p"
        context = made.codec_context
        context.sample_aspect_ratio = as_fraction(self._picture.sample_aspect_ratio, 1)
        context.time_base = self._base
        context.gop_size = max(1, round(self._rate * KEY_EVERY_S))
        context.thread_count = self._threads
        return made


def _empty() -> BadMarks:
    return BadMarks(N_("There is no picture of the film between these two marks."))
