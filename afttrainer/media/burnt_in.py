"""Words burnt into the pictures of a clip that leaves the house: who took it, and when.

ffmpeg draws the words once, as one grey picture and without any film; libav then lays it over every
picture of the clip. Drawn by libass, which finds letters of any script among the system's own.
Runs in the film worker's process only.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane

from .ffmpeg import FfmpegError, drawn_input, filters_of, find_ffmpeg, output, run
from .limits import Limits
from .refusals import N_, NotPlayable

#: Rows of the band above and below the letters.
_PAD = 4
#: How dark the band behind the words is, 0 to 255; faces stay to be seen through it.
BAND = 150
_WITHIN_S = 60.0
_WORDS_FILE = "words.ass"
#: Longest first line; libass breaks longer ones.
MOST_CHARACTERS = 200
#: Its override codes begin with a brace, its line breaks with a backslash.
_UNWRITTEN = str.maketrans({"{": "(", "}": ")", "\\": "/", "\n": " ", "\r": " "})

_SCRIPT = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 0

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV
Style: words,sans-serif,{size},&H00FFFFFF,&H00000000,&H00000000,1,0,0,2,{margin},{margin},{low}

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.00,0:01:00.00,words,{words}
"""


@dataclass(frozen=True)
class Words:
    """One line for the lower edge of every picture. `folder` is where ffmpeg may run."""

    said: str
    folder: Path
    program: Path | None = None

    def drawn(self, width: int, height: int) -> bytes:
        """Grey values, row by row, white where there are letters. Raises NotPlayable, FfmpegError
        where there is no ffmpeg, or OSError."""
        program = self.program or find_ffmpeg()
        if "ass" not in filters_of(program):
            raise NotPlayable(CANNOT_WRITE)
        script = self.folder / _WORDS_FILE
        size = _letters(height)
        script.write_text(
            _SCRIPT.format(
                width=width,
                height=height,
                size=size,
                margin=size // 2,
                low=size // 3,
                words=self.said.translate(_UNWRITTEN)[:MOST_CHARACTERS],
            ),
            encoding="utf-8",
        )
        found = io.BytesIO()
        # A name without a folder, for the folder that ffmpeg runs in: no path is read as an option.
        picture = drawn_input(f"color=c=black:s={width}x{height}:d=1:r=1").filter(
            "ass", _WORDS_FILE
        )
        made = output(picture, format="rawvideo", pix_fmt="gray", **{"frames:v": 1})
        limits = Limits(_WITHIN_S, round(_WITHIN_S), width * height + 1024)
        try:
            run(
                made,
                folder=self.folder,
                duration_ms=1000,
                limits=limits,
                sink=found,
                program=program,
            )
        except FfmpegError as mistake:
            if mistake.why == "missing":
                raise
            raise NotPlayable(CANNOT_WRITE) from mistake
        finally:
            script.unlink(missing_ok=True)
        if len(found.getvalue()) != width * height:
            raise NotPlayable(CANNOT_WRITE)
        return found.getvalue()


CANNOT_WRITE = N_(
    "The ffmpeg of this computer cannot write words into a picture, so this clip was not made."
)


def _letters(height: int) -> int:
    return max(14, height // 22)


@dataclass
class BurntIn:
    """Lays the same words over one picture after another, all of one size."""

    words: Words
    #: What pictures go into, and what they come out of with the words on them.
    _ways: tuple[Graph, FilterContext, FilterContext] | None = field(default=None, init=False)

    def over(self, frame: VideoFrame) -> VideoFrame:
        """A picture in yuv420p; its times stay its own. Raises as `Words.drawn`."""
        self._ways = self._ways or self._laid_out(frame)
        _graph, film, sink = self._ways
        film.push(frame)
        made = sink.pull()
        assert isinstance(made, VideoFrame)  # noqa: S101 - a picture goes in and comes out
        made.pts, made.time_base = frame.pts, frame.time_base
        return made

    def _laid_out(self, frame: VideoFrame) -> tuple[Graph, FilterContext, FilterContext]:
        graph = Graph()
        film = _source(graph, frame)
        words = _source(graph, overlay := self._overlay(frame))
        laid = graph.add("overlay", "eof_action=repeat:format=yuv420")
        sink = graph.add("buffersink")
        film.link_to(laid, 0, 0)
        words.link_to(laid, 0, 1)
        laid.link_to(sink)
        graph.configure()
        words.push(overlay)
        words.push(None)
        return graph, film, sink

    def _overlay(self, frame: VideoFrame) -> VideoFrame:
        """White letters on a dark band, and nothing else of the picture covered."""
        width, height = frame.width, frame.height
        letters = self.words.drawn(width, height)
        rows = [letters[y * width : (y + 1) * width] for y in range(height)]
        written = [number for number, row in enumerate(rows) if any(row)] or [height - 1]
        low, high = max(0, written[0] - _PAD), min(height, written[-1] + 1 + _PAD)
        alpha = [
            bytes(max(BAND, value) for value in row) if low <= number < high else bytes(width)
            for number, row in enumerate(rows)
        ]
        made = VideoFrame(width, height, "yuva420p")
        made.pts, made.time_base = frame.pts, frame.time_base
        _fill(made.planes[0], rows)
        for chroma in made.planes[1:3]:
            chroma.update(bytes([128]) * chroma.buffer_size)
        _fill(made.planes[3], alpha)
        return made


def _source(graph: Graph, like: VideoFrame) -> FilterContext:
    return graph.add_buffer(
        width=like.width, height=like.height, format=like.format, time_base=like.time_base
    )


def _fill(plane: VideoPlane, rows: list[bytes]) -> None:
    plane.update(b"".join(row.ljust(plane.line_size, b"\0") for row in rows))
