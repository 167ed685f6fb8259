"""A clip that leaves the house bears who took it, and when, in every one of its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numbered
import pytest
from films import EITHER_FFMPEG

from afttrainer.media import burnt_in
from afttrainer.media.burnt_in import BAND, Words
from afttrainer.media.cut import Clip, cut
from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.marks import Marks
from afttrainer.media.place import PlainPlace
from afttrainer.media.refusals import NotPlayable

ENCODED = {"preset": "veryfast", "g": "25", "bf": "3", "crf": "24"}
SAID = "Mirela · 22 Nov 2026, 14:05"
HIGH = 180


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "film.mp4"
    return numbered.film(path, 150, options=ENCODED, size=(320, HIGH))


def clip_of(film: Path, tmp_path: Path, said: str, **more: Any) -> tuple[Clip, Path]:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    place = PlainPlace(tmp_path / "clip.mp4")
    with film.open("rb") as file:
        made = cut(
            file, "mov", Marks(1120, 4840), place, lambda _: None, words=Words(said, work, **more)
        )
    assert not list(work.iterdir()), "the words are left nowhere"
    return made, place.path


def rows(frame: av.VideoFrame) -> list[bytes]:
    luma = frame.reformat(format="gray").planes[0]
    data = bytes(luma)
    return [data[y * luma.line_size :][: frame.width] for y in range(frame.height)]


@pytest.mark.parametrize("which", EITHER_FFMPEG)
def test_the_words_are_in_every_picture_and_the_clip_stays_exact(
    film: Path, tmp_path: Path, which: Any
) -> None:
    made, path = clip_of(film, tmp_path, SAID, program=find_ffmpeg(which))
    assert made == Clip("whole", 93, 3720)
    assert numbered.numbers(path, all_of_it=True) == list(range(28, 121))
    with av.open(str(path)) as clip:
        for frame in clip.decode(video=0):
            low = rows(frame)[-24:]
            # Black bars stay black under the band and white ones become dark; letters are white.
            middle = low[len(low) // 2]
            assert max(middle[2:20]) < 235 * (255 - BAND) / 255 + 40
            assert sum(value > 200 for row in low for value in row) > 60


def test_names_in_any_script_and_codes_of_the_drawing_language(tmp_path: Path) -> None:
    said = r"{\fs200}עדיתי \N עליّ %{pts} 'a':b,c;[in]"
    drawn = Words(said, tmp_path).drawn(640, 360)
    assert sum(value > 200 for value in drawn) > 200
    # It is one line at the lower edge, however it is written.
    assert not any(drawn[: 640 * 300])
    assert not list(tmp_path.iterdir())


def test_a_long_name_is_broken_and_not_cut_off(tmp_path: Path) -> None:
    drawn = Words("Maximiliane-Theodora " * 8, tmp_path).drawn(320, 180)
    written = [y for y in range(180) if any(drawn[y * 320 : (y + 1) * 320])]
    assert written[-1] - written[0] > 30
    assert not any(drawn[y * 320] for y in range(180))


def test_an_ffmpeg_that_cannot_write_is_told_in_words(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burnt_in, "filters_of", lambda _: frozenset({"scale"}))
    with pytest.raises(NotPlayable, match="cannot write words"):
        clip_of(film, tmp_path, SAID)
    assert not (tmp_path / "clip.mp4").exists()
    assert not list(tmp_path.glob("*.part"))
