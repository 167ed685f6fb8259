"""What a phone (HEVC) and a camcorder (interlaced MPEG-2) write, a minute in 1080p: how soon the
first of it can be shown while the rest is being encoded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.prepare import Prepared, prepare_film
from afttrainer.media.site_key import SiteKey
from afttrainer.media.store import FilmStore
from tests.bench.film import material
from tests.bench.live.report import Report

#: What each of them writes: the file's name, and how ffmpeg makes it.
WAYS: dict[str, tuple[str, ...]] = {
    "HEVC": (
        *("hevc.mp4", "-c:v", "libx265", "-preset", "ultrafast"),
        *("-x265-params", "log-level=none", "-c:a", "copy"),
    ),
    "interlaced MTS": (
        *("mpeg2.ts", "-vf", "setfield=tff", "-flags", "+ilme+ildct"),
        *("-c:v", "mpeg2video", "-b:v", "20M", "-c:a", "ac3"),
    ),
}


def run(report: Report) -> None:
    for name, way in WAYS.items():
        with (
            report.figure(f"{name}, until the first pieces can be shown", unit="s") as line,
            tempfile.TemporaryDirectory(dir=material.kept()) as folder,
        ):
            line.update(_grown(Path(folder), material.written_by(Path(folder), 60, way)))


def _grown(folder: Path, source: Path) -> dict[str, Any]:
    store = FilmStore(folder / "store", FilmKeys(folder / "keys", SiteKey(bytes(32))))
    began = perf_counter()
    first: list[float] = []
    encoded: list[float] = []
    shown: list[Prepared] = []

    def tell(stage: str, share: float) -> None:
        now = perf_counter() - began
        if stage == "encoding" and share > 0:
            encoded.append(now)
            growing = store.growing("bench", shown[-1].sha256).path.with_name("growing.part")
            if not first and growing.stat().st_size > 3 * 64 * 1024:
                first.append(now)

    prepare_film(store, "bench", source, None, tell, shown.append)
    return {
        "value": round(first[0], 2),
        "first_minute_s": round(encoded[-1], 2),
        "all_s": round(perf_counter() - began, 2),
        "film_s": round(shown[-1].facts.duration_ms / 1000),
    }
