"""The sound of a clip: exact to the sample, and encoded anew, which costs next to nothing.

Runs in the film worker's process only.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from .libav import as_fraction

BITS_A_SECOND = 160_000
_PIECE = 1024
#: Read so much before the clip: a piece of sound is built upon those before it.
_RUN_UP_S = Fraction(1, 2)
#: Two milliseconds at 48 kHz.
_JITTER = 96
_RATES = frozenset({16_000, 22_050, 24_000, 32_000, 44_100, 48_000})


class ClipSound:
    """The sound track of a clip being written, put into the file beside the pictures."""

    def __init__(
        self, clip: OutputContainer, heard: InputContainer, start: Fraction, length: Fraction
    ) -> None:
        """`heard` is the film, opened for this alone; `start` in its own seconds."""
        sound = next(iter(heard.streams.audio), None)
        self._packets: Iterator[Packet[AudioStream]] = iter(())
        self._waiting: Packet[AudioStream] | None = None
        self._clip = clip
        self.there = sound is not None
        if sound is not None:
            encoder = _encoder(sound)
            layout = encoder.layout.name
            self._made = clip.add_stream("aac", rate=encoder.sample_rate, layout=layout)
            self._made.codec_context.extradata = encoder.extradata
            self._packets = sound_between(heard, sound, encoder, start, length)

    def write(self, before: Fraction | None = None) -> None:
        """What is heard before a time of the clip, in seconds; None for all the rest."""
        while waiting := self._waiting or next(self._packets, None):
            begins = (waiting.dts or 0) * as_fraction(waiting.time_base, 1)
            if before is not None and begins > before:
                self._waiting = waiting
                return
            self._waiting = None
            waiting.stream = self._made
            self._clip.mux(waiting)


def _encoder(sound: AudioStream) -> AudioCodecContext:
    """One or two channels, the film's own rate."""
    seen = sound.codec_context
    made = av.CodecContext.create("aac", "w")
    assert isinstance(made, AudioCodecContext)  # noqa: S101 - AAC is sound
    made.sample_rate = seen.sample_rate if seen.sample_rate in _RATES else 48_000
    made.layout = "mono" if seen.channels == 1 else "stereo"
    made.format = "fltp"
    made.bit_rate = BITS_A_SECOND // (2 if seen.channels == 1 else 1)
    made.time_base = Fraction(1, made.sample_rate)
    made.flags |= int(av.codec.context.Flags.global_header)
    made.open()
    return made


def sound_between(
    film: InputContainer,
    sound: AudioStream,
    encoder: AudioCodecContext,
    start: Fraction,
    length: Fraction,
) -> Iterator[Packet[AudioStream]]:
    """Encoded sound of `length` seconds from `start`, in the film's own seconds; its times count
    from the clip's beginning, in samples. Where the film has no sound there is silence."""
    cut = _Cut(encoder, start, length)
    base = as_fraction(sound.time_base, 1)
    film.seek(max(0, round((start - _RUN_UP_S) / base)), stream=sound)
    for packet in film.demux(sound):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue  # a damaged piece is silence, as it is to the player
        for frame in frames:
            yield from cut.made(frame)
        if cut.over:
            break
    yield from cut.rest()


class _Cut:
    """Cuts at a sample, fills holes, and hands on in pieces as the encoder wants them."""

    def __init__(self, encoder: AudioCodecContext, start: Fraction, length: Fraction) -> None:
        self._encoder = encoder
        self._rate = encoder.sample_rate
        self._start = start
        self._wanted = round(length * self._rate)
        self._even = av.AudioResampler(format="fltp", layout=encoder.layout, rate=self._rate)
        self._fifo = av.AudioFifo()
        self._at = 0
        self._given = 0
        self.over = self._wanted <= 0

    def made(self, frame: AudioFrame) -> Iterator[Packet[AudioStream]]:
        if frame.pts is None:
            return
        begins = frame.pts * as_fraction(frame.time_base, Fraction(1, self._rate))
        first = round((begins - self._start) * frame.sample_rate)
        place = first * self._rate // frame.sample_rate
        frame.pts = None
        for plain in self._even.resample(frame):
            yield from self._place(plain, place)
            place += plain.samples

    def _place(self, plain: AudioFrame, place: int) -> Iterator[Packet[AudioStream]]:
        begin, stop = max(self._at, place), min(self._wanted, place + plain.samples)
        if self._at and abs(begin - self._at) <= _JITTER:
            begin = self._at  # times rounded to milliseconds; nothing is missing
        if place >= self._wanted:
            self.over = True
        if begin >= stop:
            return
        if begin > self._at:
            self._write(_silence(plain, begin - self._at))
        self._write(_part(plain, max(0, begin - place), stop - begin))
        self._at = stop
        self.over = stop >= self._wanted
        yield from self._encode(flush=False)

    def rest(self) -> Iterator[Packet[AudioStream]]:
        if self._at < self._wanted:
            blank = av.AudioFrame("fltp", self._encoder.layout.name, 1)
            blank.sample_rate = self._rate
            self._write(_silence(blank, self._wanted - self._at))
            self._at = self._wanted
        yield from self._encode(flush=True)
        yield from self._encoder.encode(None)

    def _write(self, frame: AudioFrame) -> None:
        frame.pts = None
        self._fifo.write(frame)

    def _encode(self, *, flush: bool) -> Iterator[Packet[AudioStream]]:
        while frame := self._fifo.read(_PIECE, partial=flush):
            frame.pts, frame.time_base = self._given, Fraction(1, self._rate)
            self._given += frame.samples
            yield from self._encoder.encode(frame)


def _part(frame: AudioFrame, first: int, count: int) -> AudioFrame:
    if first == 0 and count == frame.samples:
        return frame
    made = av.AudioFrame("fltp", frame.layout.name, count)
    made.sample_rate = frame.sample_rate
    for target, source in zip(made.planes, frame.planes, strict=True):
        data = bytes(source)[first * 4 : (first + count) * 4]
        target.update(data + bytes(target.buffer_size - len(data)))
    return made


def _silence(like: AudioFrame, count: int) -> AudioFrame:
    made = av.AudioFrame("fltp", like.layout.name, count)
    made.sample_rate = like.sample_rate
    for plane in made.planes:
        plane.update(bytes(plane.buffer_size))
    return made
