"""A long, small film whose pictures tell their own number, laid into a site in place of a scene."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path
from time import sleep

from imageio_ffmpeg import get_ffmpeg_exe

from tests.browser.house import House

WIDTH, HEIGHT = 320, 180
PICTURES_A_SECOND = 25
PICTURE_MS = 1000 / PICTURES_A_SECOND
LASTS_S = 15 * 60
#: One upright bar a bit, white for 1; the leftmost is the lowest bit, and one more is always white
#: and one always black, so that a picture tells whether it can be read.
BITS = 15
BAR = WIDTH // (BITS + 2)
LOOK_EVERY_S = 0.2
TITLE = "The polite patient"


def make(path: Path) -> Path:
    bars = [
        f"drawbox=x={BAR * bit}:y=0:w={BAR}:h={HEIGHT}:color=white:t=fill"
        f":enable='mod(floor((t*{PICTURES_A_SECOND}+0.5)/{2**bit}),2)'"
        for bit in range(BITS)
    ]
    bars.append(f"drawbox=x={BAR * BITS}:y=0:w={BAR}:h={HEIGHT}:color=white:t=fill")
    picture = f"color=black:size={WIDTH}x{HEIGHT}:rate={PICTURES_A_SECOND}:duration={LASTS_S}"
    sound = f"sine=frequency=330:sample_rate=44100:duration={LASTS_S},volume=0.1"
    subprocess.run(
        [
            *(get_ffmpeg_exe(), "-v", "error", "-y"),
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound),
            *("-vf", ",".join(bars), "-pix_fmt", "yuv420p"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "28"),
            *("-g", str(2 * PICTURES_A_SECOND), "-bf", "0", "-c:a", "aac", "-b:a", "64k"),
            *("-movflags", "+faststart", str(path)),
        ],
        check=True,
    )
    return path


def lay_into(house: House, film: Path) -> None:
    """In place of Ben's scene. The house stands still meanwhile and is started again."""
    base = sqlite3.connect(house.folder / "home" / "afttrainer.sqlite3")
    asked = "SELECT film_name, id FROM recording WHERE title = ?"
    while (stored := base.execute(asked, (TITLE,)).fetchone()[0]) is None:
        sleep(LOOK_EVERY_S)
    house.stop()
    with base:
        recording = base.execute(asked, (TITLE,)).fetchone()[1]
        lasts_ms = LASTS_S * 1000
        base.execute(
            "UPDATE recording SET duration_ms = ?, picture_ms = ?, captions_name = NULL"
            " WHERE id = ?",
            (lasts_ms, PICTURE_MS, recording),
        )
        base.execute(
            "UPDATE clip SET in_ms = 0, out_ms = ? WHERE recording_id = ?", (lasts_ms, recording)
        )
    base.close()
    sealed = next((house.folder / "video_segments").rglob(f"{stored}.sealed"))
    sealed.unlink()
    plain = sealed.with_name(sealed.name.removesuffix(".sealed"))
    plain.write_bytes(film.read_bytes())
    house.start()
    while plain.exists():  # the film worker seals what lies plain
        sleep(LOOK_EVERY_S)


def number_of(levels: list[float]) -> int | None:
    """Which picture these brightnesses (0-255) of its bars are, left to right; None where they are
    no picture of this film."""
    if len(levels) != BITS + 2 or levels[BITS] < 170 or levels[BITS + 1] > 85:
        return None
    if any(85 <= level <= 170 for level in levels[:BITS]):
        return None
    return sum(1 << bit for bit, level in enumerate(levels[:BITS]) if level > 170)
