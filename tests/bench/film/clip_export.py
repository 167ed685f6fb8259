"""A clip of 60 s out of a 1080p film: cut exactly, against encoding all of it and against a plain
copy from key picture to key picture."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from afttrainer.media.burnt_in import Words
from afttrainer.media.cut import cut
from afttrainer.media.marks import Marks
from afttrainer.media.place import PlainPlace, SealedPlace
from tests.bench.film import material
from tests.bench.live.report import Report

KEY = bytes(range(32))
#: Neither mark lies on a key picture: both ends are to be encoded.
FIRST, COUNT = 3 * material.FPS + 12, 60 * material.FPS
MARKS = Marks(FIRST * 40, (FIRST + COUNT) * 40)
RUNS = 3


def run(report: Report) -> None:
    film = material.film(120)
    with tempfile.TemporaryDirectory(dir=material.KEPT) as folder:
        work = Path(folder)
        sealed = SealedPlace(work / "film.sealed", KEY, b"film")
        with sealed.writing() as target:
            target.write(film.read_bytes())
        encoded_s, encoded = _plainly(film, work / "encoded.mp4", *_ENCODE)
        copied_s, copied = _plainly(film, work / "copied.mp4", "-c", "copy")
        baselines = {
            "all of it encoded by ffmpeg (veryfast, crf 20)": encoded_s,
            "copied by ffmpeg from key picture to key picture": copied_s,
        }
        _figure(report, "clip of 60 s, cut exactly", sealed, work, baselines, smart=True)
        _figure(report, "clip of 60 s, all encoded by us", sealed, work, baselines, smart=False)
        words = Words("Mirela · 22 November 2026, 14:05", work)
        _figure(report, "clip of 60 s with name and time", sealed, work, baselines, words=words)
        with report.figure("pictures of the baselines") as line:
            line["encoded"], line["copied"] = encoded, copied


_ENCODE = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-c:a", "aac")


def _plainly(film: Path, made: Path, *how: str) -> tuple[float, dict[str, Any]]:
    start, length = f"{MARKS.start_ms / 1000}", f"{COUNT / material.FPS}"
    began = perf_counter()
    material.ffmpeg("-ss", start, "-i", str(film), "-t", length, *how, str(made))
    return perf_counter() - began, _compared(made)


def _figure(
    report: Report,
    name: str,
    film: SealedPlace,
    work: Path,
    baselines: dict[str, float],
    **how: Any,
) -> None:
    """Out of a sealed film into a sealed clip, verification and all; `value` the quickest run."""
    place = SealedPlace(work / "clip.sealed", KEY, b"clip")
    with report.figure(name, unit="s", n=RUNS if how.get("smart") else 1) as line:
        times, made = [], None
        for _ in range(line["n"]):
            with film.open() as file:
                began = perf_counter()
                made = cut(file, "mov", MARKS, place, _nobody, threads=2, **how)
                times.append(perf_counter() - began)
        line["value"] = round(min(times), 2)
        line["most"] = round(max(times), 2)
        line["how"] = made.how if made else None
        line["baselines"] = {told: round(value, 2) for told, value in baselines.items()}
        line["ratio"] = round(line["value"] / next(iter(baselines.values())), 3)
        plain = PlainPlace(work / "plain.mp4")
        with place.open() as source, plain.writing() as target:
            target.write(source.read())
        line["pictures"] = _compared(plain.path)


_nobody: Callable[[float], None] = lambda _: None  # noqa: E731 - nobody is told


def _compared(made: Path) -> dict[str, Any]:
    """By number: the first and last that are shown, those missing, doubled and from outside the
    marks, and how many from outside the file holds without showing them."""
    shown = material.numbers(made)
    wanted = set(range(FIRST, FIRST + COUNT))
    held = material.numbers(made, all_of_it=True)
    return {
        "first": shown[0] - FIRST,
        "last": shown[-1] - (FIRST + COUNT - 1),
        "missing": len(wanted - set(shown)),
        "doubled": len(shown) - len(set(shown)),
        "outside": len(set(shown) - wanted),
        "held_outside": len(set(held) - wanted),
    }
