"""Films to measure with, drawn once and kept in .cache: 1080p25 H.264 with AAC at about 4 Mbit/s,
a noisy picture whose number stands in it as 16 bars, and sound with quiet places.

Long ones are joined from copies of a short one, which costs no encoding.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import av

from afttrainer.media.ffmpeg import find_ffmpeg

KEPT = Path(__file__).parents[3] / ".cache" / "bench-film"
WIDTH, HEIGHT, FPS = 1920, 1080, 25
BITS = 16
_BAR = WIDTH // BITS
_BAND = 160


def film(seconds: int) -> Path:
    """Encoded whole, as a camera does: a key picture every ten seconds."""
    path = KEPT / f"film-{seconds}.mp4"
    if not path.exists():
        size = f"s={WIDTH}x{HEIGHT}:r={FPS}:d={seconds}"
        loud = "if(lt(mod(t,60),6),0.0002,0.4+0.3*sin(t*3))"
        _make(
            path,
            *("-f", "lavfi", "-i", f"testsrc2={size},noise=alls=14:allf=t,{_bars()}"),
            *(
                "-f",
                "lavfi",
                "-i",
                f"anoisesrc=c=pink:r=48000:d={seconds},volume='{loud}':eval=frame",
            ),
            *("-c:v", "libx264", "-preset", "veryfast", "-b:v", "4M", "-maxrate", "4M"),
            *("-bufsize", "8M", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k"),
        )
    return path


def joined(seconds: int, of: int = 120) -> Path:
    """As long as asked for, of copies of a short one; the numbers in its pictures repeat."""
    path = KEPT / f"joined-{seconds}.mp4"
    if not path.exists():
        piece = film(of)
        with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=KEPT) as listing:
            listing.write(f"file '{piece.name}'\n" * -(-seconds // of))
            listing.flush()
            _make(path, "-f", "concat", "-i", listing.name, "-t", str(seconds), "-c", "copy")
    return path


def written_by(folder: Path, seconds: int, way: tuple[str, ...]) -> Path:
    """The beginning of a film as another device would have written it: `way` is a file's name and
    ffmpeg's words for it."""
    source = folder / way[0]
    ffmpeg("-i", str(film(max(120, seconds))), "-t", str(seconds), *way[1:], str(source))
    return source


def kept() -> Path:
    """A folder on the disk that films lie on, for what is made of them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT


def ffmpeg(*arguments: str) -> None:
    """A baseline, by plain ffmpeg. Raises subprocess.CalledProcessError."""
    command = [str(find_ffmpeg()), "-nostdin", "-y", "-loglevel", "error", *arguments]
    subprocess.run(command, check=True)


def numbers(path: Path, *, all_of_it: bool = False) -> list[int]:
    """The numbers in its pictures, in order of showing; `all_of_it` looks behind edit lists too."""
    options = {"ignore_editlist": "1"} if all_of_it else {}
    found = []
    with av.open(str(path), options=options) as opened:
        opened.streams.video[0].thread_type = "AUTO"
        for frame in opened.decode(video=0):
            luma = frame.reformat(format="gray").planes[0]
            row = bytes(luma)[luma.line_size * (frame.height // 2) :][: frame.width]
            bits = (row[round((bit + 0.5) * frame.width / BITS)] > 125 for bit in range(BITS))
            found.append(sum(one << bit for bit, one in enumerate(bits)))
    return found


def _bars() -> str:
    """Black, with white over it where a bit of the picture's number is set."""
    top = (HEIGHT - _BAND) // 2
    black = f"drawbox=x=0:y={top}:w={WIDTH}:h={_BAND}:c=black:t=fill"
    white = [
        f"drawbox=x={bit * _BAR}:y={top}:w={_BAR}:h={_BAND}:c=white:t=fill"
        f":enable='mod(floor(n/{2**bit}),2)'"
        for bit in range(BITS)
    ]
    return ",".join([black, *white])


def _make(path: Path, *arguments: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.mp4")
    ffmpeg(*arguments, str(unfinished))
    unfinished.replace(path)
