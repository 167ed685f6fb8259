"""A film whose every picture bears its number, and whose sound tells the time to the sample.

The number is 16 vertical bars, white or black: it survives any codec, at 160 × 90. The sound is a
rustling, so that any stretch of it fits in one place only.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer

SIZE = (160, 90)
RATE = 48_000
BITS = 16


def picture(number: int, size: tuple[int, int] = SIZE) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    luma, *chroma = frame.planes
    row = bytearray(luma.line_size)
    for x in range(size[0]):
        row[x] = 235 if number >> (x * BITS // size[0]) & 1 else 16
    luma.update(bytes(row) * luma.height)
    for plane in chroma:
        plane.update(bytes([128]) * plane.buffer_size)
    return frame


def number_of(frame: av.VideoFrame) -> int:
    """Read the bars again, in the middle row; whatever size the picture has by now."""
    luma = frame.reformat(format="gray").planes[0]
    row = bytes(luma)[luma.line_size * (frame.height // 2) :][: frame.width]
    middles = [round((bit + 0.5) * frame.width / BITS) for bit in range(BITS)]
    return sum((row[x] > 125) << bit for bit, x in enumerate(middles))


def _rustling(seconds: int = 20) -> array[float]:
    """The same for ever: chance, without the highest sounds, which codecs leave out."""
    chance = random.Random(7)
    bare = [chance.uniform(-1, 1) for _ in range(seconds * RATE + 8)]
    total, sums = 0.0, [0.0]
    for value in bare:
        sums.append(total := total + value)
    return array("f", [(sums[n + 8] - sums[n]) / 6 for n in range(seconds * RATE)])


RUSTLING = _rustling()


def film(
    path: Path,
    pictures: int = 100,
    *,
    fps: Fraction | int = 25,
    options: dict[str, str] | None = None,
    times: Sequence[int] | None = None,
    sound: bool = True,
    size: tuple[int, int] = SIZE,
    container: str = "mp4",
) -> Path:
    """An H.264 film with AAC sound. `times` are the pictures' own times, in ms, else regular."""
    with av.open(str(path), "w", format=container) as made:
        shown = made.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "20"})
        shown.options |= options or {}
        shown.width, shown.height, shown.pix_fmt = *size, "yuv420p"
        heard = made.add_stream("aac", rate=RATE, layout="mono") if sound else None
        tick = Fraction(1, 1000) if times else 1 / Fraction(fps)
        shown.codec_context.time_base = tick
        for number in range(pictures):
            frame = picture(number, size)
            frame.pts, frame.time_base = times[number] if times else number, tick
            made.mux(shown.encode(frame))
        made.mux(shown.encode(None))
        if heard is not None:
            length = Fraction(times[-1], 1000) if times else pictures / Fraction(fps)
            _fill(made, heard, round(length * RATE))
    return path


def _fill(made: OutputContainer, heard: AudioStream, samples: int) -> None:
    for start in range(0, samples, 1024):
        made.mux(heard.encode(sound_frame(start, min(1024, samples - start))))
    made.mux(heard.encode(None))


def sound_frame(start: int, samples: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="mono", samples=samples)
    frame.planes[0].update(RUSTLING[start : start + samples].tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame


def numbers(path: Path, *, all_of_it: bool = False) -> list[int]:
    """The numbers in the film, in order of showing. `all_of_it` looks behind edit lists, too."""
    options = {"ignore_editlist": "1"} if all_of_it else {}
    with av.open(str(path), options=options) as opened:
        return [number_of(frame) for frame in opened.decode(video=0)]


def picture_times(path: Path) -> list[float]:
    """Seconds, in order of showing."""
    with av.open(str(path)) as opened:
        return [frame.time for frame in opened.decode(video=0)]


def sound_of(path: Path, *, all_of_it: bool = False) -> tuple[float, list[float]]:
    """When the sound begins, in seconds, and its samples."""
    options = {"ignore_editlist": "1"} if all_of_it else {}
    samples: list[float] = []
    began = None
    with av.open(str(path), options=options) as opened:
        to_mono = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in opened.decode(audio=0):
            began = frame.time if began is None else began
            for plain in to_mono.resample(frame):
                samples += memoryview(bytes(plain.planes[0])[: 4 * plain.samples]).cast("f")
    return began or 0.0, samples


def place_of(samples: Sequence[float], expected: int, within: int = 1500) -> int:
    """Where in the rustling these samples (a few hundred) come from, near `expected`."""
    known = RUSTLING[expected - within : expected + within + len(samples)]

    def likeness(at: int) -> float:
        return sum(a * b for a, b in zip(samples, known[at : at + len(samples)], strict=True))

    best = max(range(2 * within), key=likeness)
    return expected - within + best
