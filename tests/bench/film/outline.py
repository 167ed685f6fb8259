"""What there is to see of a film of 90 minutes: waveform and quiet spans in one reading of its
sound, and the small pictures along it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.listen import listen
from afttrainer.media.quiet import quiet_filter
from afttrainer.media.recipe import recipe_for
from afttrainer.media.survey import survey_file
from afttrainer.media.thumbnails import make_thumbnails
from tests.bench.film import material
from tests.bench.live.report import Report

MINUTES = 90
#: A slow baseline is taken of so much, and told as what all of it would take.
TRIED_S = 30


def run(report: Report) -> None:
    film = material.joined(MINUTES * 60)
    with report.figure("film looked at (survey)", unit="s", n=3) as line:
        times = []
        for _ in range(3):
            began = perf_counter()
            looked = survey_file(film)
            times.append(perf_counter() - began)
        line["value"] = round(min(times), 3)
        line["baseline"] = {"name": "ffprobe", "value": _ffprobe_s(film)}
    recipe = recipe_for(looked)
    with (
        tempfile.TemporaryDirectory() as folder,
        report.figure(f"waveform and quiet spans of {MINUTES} min", unit="s", n=1) as line,
    ):
        began = perf_counter()
        heard = listen(film, looked, recipe, folder=Path(folder), tell=lambda _: None)
        line["value"] = round(perf_counter() - began, 2)
        assert heard is not None
        line["quiet_spans"], line["outlines"] = len(heard.quiet), heard.waveform.count
        silences_s = _silences_s(film, "-vn")
        with_pictures_s = _silences_s(film, "-t", str(TRIED_S)) * MINUTES * 60 / TRIED_S
        line["baselines"] = {
            "silencedetect alone, without pictures": round(silences_s, 2),
            f"silencedetect as it is, extrapolated from {TRIED_S} s": round(with_pictures_s, 1),
        }
        line["ratio"] = round(line["value"] / silences_s, 2)
    with (
        film.open("rb") as file,
        report.figure(f"small pictures of {MINUTES} min", unit="s", n=1) as line,
    ):
        began = perf_counter()
        made = make_thumbnails(file, "mov", looked.duration_ms, lambda _: None)
        line["value"] = round(perf_counter() - began, 2)
        line["pictures"], line["sheets"] = made.count, len(made.sheets)
        line["kilobytes"] = sum(map(len, made.sheets)) // 1000


def _silences_s(film: Path, *more: str) -> float:
    options = ":".join(f"{name}={value}" for name, value in quiet_filter().items())
    began = perf_counter()
    command = [str(find_ffmpeg()), "-nostdin", "-i", str(film), *more, "-af"]
    subprocess.run(
        [*command, f"silencedetect={options}", "-f", "null", "-"], check=True, capture_output=True
    )
    return perf_counter() - began


def _ffprobe_s(film: Path) -> float | None:
    """None where there is none beside ffmpeg."""
    program = Path(re.sub(r"ffmpeg([^/]*)$", r"ffprobe\1", str(find_ffmpeg())))
    if not program.exists():
        return None
    began = perf_counter()
    subprocess.run(
        [program, "-v", "error", "-show_format", "-show_streams", "-of", "json", str(film)],
        check=True,
        capture_output=True,
    )
    return round(perf_counter() - began, 3)
