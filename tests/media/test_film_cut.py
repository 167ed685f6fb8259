"""A clip holds the pictures and the sound between its marks: all of them, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numbered
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afttrainer.media import cut as cutting
from afttrainer.media.avc import NotAvc
from afttrainer.media.cut import Clip, cut
from afttrainer.media.decrypt import Unreadable
from afttrainer.media.marks import BadMarks, Marks
from afttrainer.media.place import PlainPlace, SealedPlace
from afttrainer.media.refusals import NotPlayable
from afttrainer.media.verify_cut import Joined, NotAsMeant, verify

PICTURES = 300
#: Key pictures about every second, some out of step; pictures decoded out of order.
ENCODED = {"preset": "veryfast", "g": "25", "bf": "3", "crf": "24"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return numbered.film(tmp_path_factory.mktemp("cut") / "film.mp4", PICTURES, options=ENCODED)


def nothing(share: float) -> None:
    assert 0 <= share <= 1


def clip_of(film: Path, place: PlainPlace, start_ms: int, stop_ms: int, **how: Any) -> Clip:
    with film.open("rb") as file:
        return cut(file, "mov", Marks(start_ms, stop_ms), place, nothing, **how)


def assert_exact(path: Path, first: int, stop: int, fps: Fraction | int = 25) -> None:
    wanted = list(range(first, stop))
    assert numbered.numbers(path) == wanted
    assert numbered.numbers(path, all_of_it=True) == wanted, "hidden behind the edit list"
    times = numbered.picture_times(path)
    assert times == pytest.approx([n / fps for n in range(len(wanted))], abs=0.0011)


def assert_sound(path: Path, start_ms: float, length_s: float) -> None:
    began, samples = numbered.sound_of(path)
    assert began == 0
    with av.open(str(path)) as clip:
        (sound,) = clip.streams.audio
        assert float(sound.duration * sound.time_base) == pytest.approx(length_s, abs=0.0001)
    zero = round(start_ms * 48)
    for at in (1500, len(samples) // 2, round(length_s * 48000) - 2200):
        assert numbered.place_of(samples[at : at + 600], at + zero, 300) == at + zero
    # Nor may the sound hold what was said before the first mark or after the second.
    _, physically = numbered.sound_of(path, all_of_it=True)
    assert len(physically) <= (length_s + 0.05) * 48000


@pytest.mark.parametrize(
    ("first", "stop"),
    [(28, 232), (25, 225), (0, 300), (26, 224), (1, 299), (24, 151), (49, 276), (130, 300)],
)
def test_a_clip_is_exact_to_the_picture_and_the_sample(
    film: Path, tmp_path: Path, first: int, stop: int
) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    made = clip_of(film, place, first * 40, stop * 40)
    assert made == Clip("smart", stop - first, (stop - first) * 40)
    assert_exact(place.path, first, stop)
    assert_sound(place.path, first * 40, (stop - first) * 0.04)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, PICTURES - 1), st.integers(1, PICTURES))
def test_wherever_the_marks_are(film: Path, tmp_path: Path, first: int, length: int) -> None:
    stop = min(PICTURES, first + length)
    place = PlainPlace(tmp_path / "clip.mp4")
    clip_of(film, place, first * 40, stop * 40)
    assert_exact(place.path, first, stop)


@pytest.mark.parametrize("fps", [Fraction(30000, 1001), Fraction(24000, 1001), 30, 50])
def test_rates_that_are_no_whole_milliseconds(tmp_path: Path, fps: Fraction | int) -> None:
    film = numbered.film(tmp_path / "film.mp4", 200, fps=fps, options=ENCODED)
    place = PlainPlace(tmp_path / "clip.mp4")
    made = clip_of(film, place, round(31 * 1000 / fps), round(170 * 1000 / fps))
    assert made.how == "smart"
    assert_exact(place.path, 31, 170, fps)


def test_the_ends_are_encoded_and_the_middle_is_the_films_own(film: Path, tmp_path: Path) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    clip_of(film, place, 30 * 40, 240 * 40)

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as opened:
            return [bytes(packet) for packet in opened.demux(video=0)]

    ours, theirs = packets(place.path), set(packets(film))
    copied = [packet in theirs for packet in ours]
    assert sum(copied) > 150
    assert not copied[0]


def test_a_plain_copy_would_have_kept_what_was_cut_away(film: Path, tmp_path: Path) -> None:
    """So that the look behind the edit list is known to see it."""
    from forms import convert

    copy = convert(film, tmp_path / "c.mp4", "-c", "copy", "-t", "2", before=("-ss", "1.6"))
    assert numbered.numbers(copy)[0] in (40, 41)
    assert numbered.numbers(copy, all_of_it=True)[0] < 40


def test_a_sealed_film_is_cut_into_a_sealed_clip(film: Path, tmp_path: Path) -> None:
    whole = SealedPlace(tmp_path / "film", bytes(32), b"film")
    with whole.writing() as file:
        file.write(film.read_bytes())
    place = SealedPlace(tmp_path / "clip", bytes(32), b"clip")
    with whole.open() as file:
        made = cut(file, "mov", Marks(1200, 9000), place, nothing)
    assert made.how == "smart"
    with place.open() as file:
        (tmp_path / "plain.mp4").write_bytes(file.read())
    assert_exact(tmp_path / "plain.mp4", 30, 225)
    assert {path.name for path in tmp_path.iterdir()} == {"film", "clip", "plain.mp4"}


def test_a_sealed_film_that_was_changed_is_not_cut(film: Path, tmp_path: Path) -> None:
    whole = SealedPlace(tmp_path / "film", bytes(32), b"film")
    with whole.writing() as file:
        file.write(film.read_bytes())
    data = bytearray(whole.path.read_bytes())
    data[len(data) // 2] ^= 1
    whole.path.write_bytes(data)
    place = SealedPlace(tmp_path / "clip", bytes(32), b"clip")
    with whole.open() as file, pytest.raises(Unreadable):
        cut(file, "mov", Marks(0, 12000), place, nothing)
    assert not place.path.exists()


def test_the_index_lies_in_front(film: Path, tmp_path: Path) -> None:
    from afttrainer.media.boxes import layout_of

    place = PlainPlace(tmp_path / "clip.mp4")
    clip_of(film, place, 1000, 11000)
    with place.open() as file:
        assert layout_of(file).plays_at_once


@pytest.mark.parametrize(
    ("name", "first", "stop", "kind"),
    [
        ("webm", 13, 80, "matroska"),
        ("phone, HEVC, on its side", 10, 77, "mov"),
        ("phone, H.264, on its side", 10, 77, "mov"),
        ("AVI, MPEG-4", 10, 77, "avi"),
        ("29.97 a second", 5, 20, "mov"),
        ("two microphones", 5, 90, "mov"),
    ],
)
def test_where_nothing_can_be_copied_all_is_encoded(
    form: Callable[[str], Path], tmp_path: Path, name: str, first: int, stop: int, kind: Any
) -> None:
    path = form(name)
    whole = numbered.numbers(path) if "side" not in name else list(range(100))
    with av.open(str(path)) as opened:
        times = sorted(
            float(p.pts * p.time_base) for p in opened.demux(video=0) if p.pts is not None
        )
        zero = max(0.0, (opened.start_time or 0) / 1e6)
    place = PlainPlace(tmp_path / "clip.mp4")
    marks = Marks(round((times[first] - zero) * 1000), round((times[stop] - zero) * 1000))
    with path.open("rb") as file:
        made = cut(file, kind, marks, place, nothing)
    assert made.how == "whole"
    assert made.pictures == stop - first
    if "side" in name:
        with av.open(str(place.path)) as clip:
            frames = list(clip.decode(video=0))
        assert (frames[0].width, frames[0].height, frames[0].rotation) == (90, 160, 0)
        assert len(frames) == stop - first
    else:
        assert numbered.numbers(place.path, all_of_it=True) == whole[first:stop]


def test_uneven_pictures_keep_their_own_times(form: Callable[[str], Path], tmp_path: Path) -> None:
    path = form("phone, uneven rate")
    place = PlainPlace(tmp_path / "clip.mp4")
    before = numbered.picture_times(path)
    made = clip_of(path, place, round(before[20] * 1000), round(before[70] * 1000))
    assert made.how == "whole"
    assert numbered.numbers(place.path) == list(range(20, 70))
    meant = [time - before[20] for time in before[20:70]]
    assert numbered.picture_times(place.path) == pytest.approx(meant, abs=0.0011)


def test_a_film_that_says_to_be_encoded_whole_is(film: Path, tmp_path: Path) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    assert clip_of(film, place, 1000, 3000, smart=False).how == "whole"
    assert_exact(place.path, 25, 75)
    assert_sound(place.path, 1000, 2.0)


def test_an_open_gop_is_not_cut_smartly(tmp_path: Path) -> None:
    """Key pictures that the pictures shown before them still need what came earlier."""
    options = ENCODED | {"x264-params": "open-gop=1:scenecut=0"}
    film = numbered.film(tmp_path / "film.mp4", 200, options=options)
    place = PlainPlace(tmp_path / "clip.mp4")
    clip_of(film, place, 30 * 40, 170 * 40)
    assert_exact(place.path, 30, 170)


def test_a_short_clip_without_a_key_picture(film: Path, tmp_path: Path) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    made = clip_of(film, place, 151 * 40, 153 * 40)
    assert (made.how, made.pictures) == ("whole", 2)
    assert_exact(place.path, 151, 153)


def test_sound_that_ends_early_is_followed_by_silence(tmp_path: Path) -> None:
    from forms import convert

    film = numbered.film(tmp_path / "film.mp4", 200, options=ENCODED)
    short = convert(
        film, tmp_path / "short.mp4", "-c:v", "copy", "-af", "atrim=end=3", "-c:a", "aac"
    )
    place = PlainPlace(tmp_path / "clip.mp4")
    clip_of(short, place, 1000, 7000)
    assert_exact(place.path, 25, 175)
    _, samples = numbered.sound_of(place.path)
    assert len(samples) >= 6 * 48000
    assert max(samples[: 48000 * 2]) > 0.1
    assert max(samples[round(48000 * 2.1) :]) < 0.01


@pytest.mark.parametrize(
    ("start_ms", "stop_ms", "words"),
    [
        (-40, 1000, "must lie before"),
        (1000, 1000, "must lie before"),
        (2000, 1000, "must lie before"),
        (0, 3_600_001, "an hour long"),
        (20_000, 21_000, "no picture"),
    ],
)
def test_marks_that_mean_nothing_are_refused_in_words(
    film: Path, tmp_path: Path, start_ms: int, stop_ms: int, words: str
) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    with pytest.raises(BadMarks, match=words):
        clip_of(film, place, start_ms, stop_ms)
    assert list(tmp_path.iterdir()) == []


def test_breaking_off_leaves_nothing(film: Path, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def tell(share: float) -> None:
        if share > 0.5:
            raise Enough

    for smart in (True, False):
        with film.open("rb") as file, pytest.raises(Enough):
            cut(file, "mov", Marks(1000, 9000), PlainPlace(tmp_path / "c"), tell, smart=smart)
        assert list(tmp_path.iterdir()) == []


def test_a_damaged_film_gives_a_whole_clip_or_none(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    place = PlainPlace(tmp_path / "clip.mp4")
    refused = False
    try:
        clip_of(form("damaged"), place, 0, 4000)
    except NotPlayable:
        refused = True
    assert place.path.exists() != refused
    assert not list(tmp_path.glob("*.part"))


def test_a_cut_that_did_not_hold_is_made_whole(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seam between trying and believing: the first look finds something wrong."""
    looked: list[Joined] = []

    def doubting(file: Any, clip: Joined) -> None:
        looked.append(clip)
        if len(looked) == 1:
            raise NotAsMeant("as an unknown camera might make it")
        verify(file, clip)

    monkeypatch.setattr(cutting, "verify", doubting)
    place = PlainPlace(tmp_path / "clip.mp4")
    assert clip_of(film, place, 1120, 9000).how == "whole"
    assert_exact(place.path, 28, 225)


@pytest.mark.parametrize(
    "change",
    [
        lambda clip: clip.times.append(clip.length_s),
        lambda clip: clip.times.pop(),
        lambda clip: clip.times.__setitem__(5, clip.times[5] + Fraction(1, 50)),
        lambda clip: setattr(clip, "length_s", clip.length_s + 1),
        lambda clip: setattr(clip, "with_sound", False),
        lambda clip: clip.sketches.__setitem__(0, clip.sketches[clip.count - 1]),
    ],
)
def test_the_look_notices_what_is_wrong(
    film: Path, tmp_path: Path, change: Callable[[Joined], object]
) -> None:
    from afttrainer.media.smart_cut import smart_cut

    made = io.BytesIO()
    with film.open("rb") as file:
        joined = smart_cut(file, "mov", Marks(1120, 9000), made, 100_000, nothing)
    verify(made, joined)
    change(joined)
    made.seek(0)
    with pytest.raises(NotAsMeant):
        verify(made, joined)


def test_rubbish_is_no_h264() -> None:
    from afttrainer.media.avc import ParameterSets, units_prefixed

    for data in (b"", b"\x01", b"\x01" * 9, b"\x00\x00\x00\x01\x09"):
        with pytest.raises(NotAvc):
            ParameterSets.read(data)
    with pytest.raises(NotAvc):
        list(units_prefixed(b"\x00\x00\x00\x09abc"))
