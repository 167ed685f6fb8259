"""What there is to see of a film: the outline of its sound, where it is quiet, small pictures."""

from __future__ import annotations

import io
import json
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numbered
import pytest
from films import EITHER_FFMPEG
from forms import convert
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.listen import listen
from afttrainer.media.place import SealedPlace
from afttrainer.media.quiet import Quiet, QuietSpans
from afttrainer.media.recipe import recipe_for
from afttrainer.media.refusals import NotPlayable
from afttrainer.media.survey import survey_file
from afttrainer.media.thumbnails import Sheets, make_thumbnails
from afttrainer.media.waveform import Waveform, WaveformWriter


def quiet(share: float) -> None:
    assert 0 <= share <= 1


@pytest.fixture(scope="module")
def pauses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sound, then quiet from 4 s to 8 s, a pause from 10 s to 11 s, and quiet from 14 s on."""
    folder = tmp_path_factory.mktemp("pauses")
    film = numbered.film(folder / "film.mp4", 450)
    silent = "volume=0:enable='between(t,4,8)+between(t,10,11)+gte(t,14)'"
    return convert(film, folder / "pauses.mp4", "-c:v", "copy", "-af", silent, "-c:a", "aac")


@pytest.mark.parametrize("which", EITHER_FFMPEG)
def test_a_film_is_listened_through_once(pauses: Path, tmp_path: Path, which: Any) -> None:
    film = survey_file(pauses)
    heard = listen(
        pauses, film, recipe_for(film), folder=tmp_path, tell=quiet, program=find_ffmpeg(which)
    )
    assert heard is not None
    assert [(s.start_ms, s.stop_ms) for s in heard.quiet] == [
        (pytest.approx(4000, abs=60), pytest.approx(8000, abs=60)),
        (pytest.approx(14000, abs=60), pytest.approx(18000, abs=60)),
    ]
    peaks = heard.waveform.peaks()
    assert len(peaks) in (180, 181)
    assert all(high - low > 0.3 for low, high in peaks[:38])
    assert all(high - low < 0.05 for low, high in peaks[43:78])
    assert list(tmp_path.iterdir()) == []


def test_a_silent_film_has_no_outline(form: Callable[[str], Path], tmp_path: Path) -> None:
    film = survey_file(form("no sound"))
    assert listen(form("no sound"), film, recipe_for(film), folder=tmp_path, tell=quiet) is None


@pytest.mark.parametrize(
    "name", ["camcorder, interlaced MTS", "AVI, MPEG-4", "two microphones", "webm", "no picture"]
)
def test_any_form_is_listened_to(form: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    film = survey_file(form(name))
    heard = listen(form(name), film, recipe_for(film), folder=tmp_path, tell=quiet)
    assert heard is not None
    assert 39 <= heard.waveform.count <= 42
    assert heard.quiet == []


def test_sound_that_begins_later_is_drawn_later(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    film = survey_file(form("sound begins later"))
    path = form("sound begins later")
    heard = listen(path, film, recipe_for(film), folder=tmp_path, tell=quiet)
    assert heard is not None
    assert all(high - low < 0.05 for low, high in heard.waveform.peaks()[:4])
    assert all(high - low > 0.3 for low, high in heard.waveform.peaks()[6:40])


@given(st.lists(st.integers(-32768, 32767), max_size=4000), st.integers(1, 999))
def test_the_outline_does_not_depend_on_how_the_sound_comes(samples: list[int], step: int) -> None:
    data = array("h", samples).tobytes()
    writer = WaveformWriter()
    for at in range(0, len(data), step):
        writer.write(data[at : at + step])
    made = writer.close()
    assert made.count == -(-len(samples) // 800)
    pieces = [samples[at : at + 800] for at in range(0, len(samples), 800)]
    assert made.peaks() == [((min(p) >> 8) / 128, (max(p) >> 8) / 128) for p in pieces]
    assert Waveform.from_bytes(made.to_bytes()) == made


@given(st.binary(max_size=100))
def test_what_is_no_waveform_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a waveform"):
        Waveform.from_bytes(data)


def test_ninety_minutes_of_outline_are_small() -> None:
    assert len(Waveform(bytes(2 * 10 * 90 * 60)).to_bytes()) < 110_000


@given(st.lists(st.text(max_size=60) | st.sampled_from(
    ["silence_start: 1.5", "silence_end: 9.25 | silence_duration: 7.75", "silence_start: -0.02",
     "silence_start: 999999", "silence_end: .", "silence_end: 1"])))  # fmt: skip
def test_quiet_spans_lie_in_the_film_and_in_order(lines: list[str]) -> None:
    spans = QuietSpans(60_000)
    for line in lines:
        spans.hear(line)
    for span in spans.close():
        assert 0 <= span.start_ms < span.stop_ms <= 60_000
        assert span.stop_ms - span.start_ms >= 3000


def test_quiet_that_lasts_ends_with_the_film() -> None:
    spans = QuietSpans(10_000)
    spans.hear("[silencedetect @ 0x1] [info] silence_start: 4.5")
    assert spans.close() == [Quiet(4500, 10_000)]


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("thumbs") / "film.mp4"
    return numbered.film(path, 2800, sound=False, options={"g": "50"})


def number_at(sheets: Sheets, at_ms: int) -> int:
    sheet, left, top = sheets.place(at_ms)
    with av.open(io.BytesIO(sheets.sheets[sheet]), format="mjpeg") as opened:
        gray = next(opened.decode(video=0)).reformat(format="gray").planes[0]
    row = bytes(gray)[(top + sheets.height // 2) * gray.line_size + left :]
    middles = [round((bit + 0.5) * sheets.width / 16) for bit in range(16)]
    return sum((row[x] > 125) << bit for bit, x in enumerate(middles))


def test_small_pictures_show_the_moments_they_stand_for(long_film: Path) -> None:
    with long_film.open("rb") as file:
        sheets = make_thumbnails(file, "mov", 112_000, quiet)
    assert (sheets.count, sheets.every_ms, sheets.down) == (23, 5000, 3)
    assert (sheets.width, sheets.height) == (160, 90)
    assert len(sheets.sheets) == 1
    for number in range(23):
        shown = number_at(sheets, number * 5000)
        assert 0 <= number * 125 - shown < 50, "the nearest key picture before it"
    assert sheets.place(10**9) == sheets.place(22 * 5000)
    assert json.loads(sheets.index())["sheets"] == 1
    assert all(sheet.startswith(b"\xff\xd8") for sheet in sheets.sheets)


def test_a_long_film_has_more_sheets_and_not_more_than_four(long_film: Path) -> None:
    with long_film.open("rb") as file:
        sheets = make_thumbnails(file, "mov", 4 * 3600_000, quiet)
    assert (sheets.count, sheets.every_ms) == (400, 36_000)
    assert len(sheets.sheets) == 4
    assert sheets.place(399 * 36_000) == (3, 9 * 160, 9 * 90)


def test_small_pictures_of_a_sealed_and_turned_film(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    place = SealedPlace(tmp_path / "film", bytes(32), b"film")
    with place.writing() as file:
        file.write(form("phone, H.264, on its side").read_bytes())
    with place.open() as file:
        sheets = make_thumbnails(file, "mov", 4000, quiet)
    assert (sheets.width, sheets.height) == (90, 160)


def test_a_film_without_a_readable_picture_has_none(form: Callable[[str], Path]) -> None:
    with form("no picture").open("rb") as file, pytest.raises(NotPlayable):
        make_thumbnails(file, "mov", 4000, quiet)


def test_breaking_off(long_film: Path) -> None:
    class Enough(Exception):
        pass

    def enough(share: float) -> None:
        raise Enough

    with long_film.open("rb") as file, pytest.raises(Enough):
        make_thumbnails(file, "mov", 112_000, enough)
