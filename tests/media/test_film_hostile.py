"""Fake, broken and monstrous films: refused in a sentence, nothing read, nothing left, all well."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import hostile
import numbered
import pytest
from films import EITHER_FFMPEG, break_off, make_film
from forms import convert
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.avc import NotAvc, ParameterSets, has_remarks, without_remarks
from afttrainer.media.ffmpeg import FfmpegError, bare, film_input, find_ffmpeg, output, run
from afttrainer.media.fragments import Fragments
from afttrainer.media.lay_out import Tracks, index_bytes, lay_out
from afttrainer.media.libav import open_film
from afttrainer.media.limits import Limits
from afttrainer.media.prepare import look
from afttrainer.media.recipe import recipe_for
from afttrainer.media.refusals import NotAFilm, NotPlayable, Refusal
from afttrainer.media.sniff import sniff
from afttrainer.media.store import FilmStore
from afttrainer.media.survey import survey_file

KINDS: tuple[Any, ...] = ("mov", "matroska", "avi", "mpegts", "mpeg")
SHORT = Limits(wall_s=20, cpu_s=20, output_bytes=20 * 10**6)
NAMES = list(hostile.lists(Path("/x"), ""))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The film of somebody else that a list is after."""
    (tmp_path / "upload").mkdir()
    return numbered.film(tmp_path / "upload" / "target.ts", 25, container="mpegts", sound=False)


def refused(path: Path) -> str:
    """The words in which a file is refused; what lies beside it is as it was."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(Refusal) as why:
        survey_file(path)
    assert sorted(path.parent.iterdir()) == before
    assert isinstance(why.value, NotAFilm | NotPlayable)
    words = why.value.message
    assert words.endswith(".")
    assert "Error" not in words
    assert str(path) not in words
    return words


@pytest.mark.parametrize("name", NAMES)
def test_a_list_dressed_as_a_film_is_refused(
    target: Path, calls: tuple[str, list[bytes]], name: str
) -> None:
    attack = target.with_name("session.mp4")
    attack.write_bytes(hostile.lists(target, calls[0])[name])
    words = refused(attack)
    assert "points to other files" in words or "a text" in words
    assert calls[1] == []


@pytest.mark.parametrize("which", EITHER_FFMPEG)
@pytest.mark.parametrize("name", NAMES)
def test_nor_does_ffmpeg_follow_it_should_it_ever_come_so_far(
    target: Path, calls: tuple[str, list[bytes]], name: str, which: Any
) -> None:
    attack = target.with_name("session.mp4")
    payload = hostile.lists(target, calls[0])[name]
    for head in (b"", b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00"):
        attack.write_bytes(head + payload)
        for kind in KINDS:
            sink = BytesIO()
            command = output(film_input(attack, kind), **bare(format="mpegts", **{"c": "copy"}))
            with pytest.raises(FfmpegError):
                run(
                    command, folder=attack.parent, duration_ms=1000, limits=SHORT, sink=sink,
                    program=find_ffmpeg(which),
                )  # fmt: skip
            assert sink.getvalue() == b""
            with attack.open("rb") as file, pytest.raises((av.FFmpegError, StopIteration)):
                next(open_film(file, kind).demux())
    assert calls[1] == []
    assert {path.name for path in target.parent.iterdir()} == {"target.ts", "session.mp4"}


def test_these_payloads_do_work_where_nobody_guards(target: Path) -> None:
    """So that the tests above are known to be about something."""
    attack = target.with_name("session.mp4")
    attack.write_bytes(hostile.lists(target, "")["ffconcat, a neighbour"])
    convert(attack, target.with_name("stolen.ts"), "-c", "copy")
    assert numbered.numbers(target.with_name("stolen.ts"))[:5] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x00" * 5000, "not a film that AFT Trainer knows"),
        (b"<!DOCTYPE html><html><video src='x'></html>", "a text"),
        (b"<script>alert(1)</script>" + bytes(60) + b"ftypisom", "not a film"),
        (b"Dear colleague, here is the session.", "a text"),
        (hostile.archive(b"film" * 100), "ZIP archive"),
        (b"\x1f\x8b\x08" + bytes(300), "ZIP archive"),
        (b"\xfd7zXZ\x00" + bytes(300), "not a film"),
        (b"%PDF-1.7\n" + bytes(300), "PDF"),
        (b"\x7fELF" + bytes(300), "program"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(12), "damaged or only partly copied"),
        (b"\x1a\x45\xdf\xa3" + bytes(400), "damaged or only partly copied"),
        (b"RIFF\x10\x00\x00\x00AVI LIST" + bytes(400), "damaged or only partly copied"),
        ((b"G" + bytes(187)) * 40, "neither a moving picture nor a sound|damaged"),
        (b"\x00\x00\x01\xba" + bytes(4000), "neither a moving picture nor a sound|damaged"),
    ],
)
def test_what_is_no_film_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    import re

    path = tmp_path / "session.mp4"
    path.write_bytes(content)
    assert re.search(words, refused(path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_what_has_no_end_is_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "session.mp4")
    assert "not an ordinary file" in refused(tmp_path / "session.mp4")
    with pytest.raises(NotAFilm):
        look(FilmStore(tmp_path / "store"), tmp_path / "session.mp4", lambda *_: None)
    assert "not an ordinary file" in refused(Path("/dev/zero"))
    assert "not an ordinary file" in refused(tmp_path)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_film_that_was_cut_off_is_refused_or_played_as_far_as_it_goes(
    form: Callable[[str], Path], tmp_path: Path, share: float
) -> None:
    for name in ("mov, PCM, index behind", "mkv, AC-3", "AVI, MPEG-4", "camcorder, interlaced MTS"):
        path = break_off(Path(shutil.copy(form(name), tmp_path / "film")), share)
        try:
            film = survey_file(path)
        except Refusal as why:
            assert "damaged or only partly copied" in why.message  # noqa: PT017 - either will do
        else:
            assert name != "mov, PCM, index behind", "its index is missing"
            assert film.picture is not None


def test_a_picture_of_20000_pixels_is_refused(tmp_path: Path) -> None:
    path = make_film(tmp_path / "wide.mkv", container="matroska", codec="mjpeg", pixels="yuvj420p",
                     size=(20_000, 64), pictures=2, sound=None)  # fmt: skip
    assert "too large (20000 × 64)" in refused(path)


@pytest.mark.parametrize("container", ["matroska", "avi", "mp4"])
def test_a_picture_too_large_to_be_decoded_is_told_of_all_the_same(
    tmp_path: Path, container: str
) -> None:
    path = make_film(tmp_path / "bomb", container=container, codec="mjpeg", pixels="yuvj420p",
                     size=(8192, 8192), pictures=1, sound=None)  # fmt: skip
    assert path.stat().st_size < 2_000_000
    words = refused(path)
    assert "too large (8192 × 8192)" in words
    assert "convert it to 1920 × 1080" in words


def test_ffmpeg_refuses_a_picture_larger_than_is_said(tmp_path: Path) -> None:
    path = make_film(tmp_path / "bomb.avi", container="avi", codec="mjpeg", pixels="yuvj420p",
                     size=(5000, 4000), pictures=1, sound=None)  # fmt: skip
    with pytest.raises(FfmpegError):
        run(
            output(film_input(path, "avi"), **bare(format="mpegts", **{"c:v": "libx264"})),
            folder=tmp_path, duration_ms=1000, limits=SHORT, sink=BytesIO(),
        )  # fmt: skip


def test_a_million_pictures_in_a_kilobyte_are_refused(tmp_path: Path) -> None:
    one = make_film(tmp_path / "one.mp4", pictures=1, sound=None)
    path = tmp_path / "many.mp4"
    for pictures in (1_500_000, 2**32 - 1):
        path.write_bytes(hostile.of_many_pictures(one.read_bytes(), pictures))
        assert path.stat().st_size < 5_000
        assert "more than 900000 pictures" in refused(path)


def test_more_tracks_than_any_camera_makes_are_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", pictures=2)
    maps = [part for _ in range(40) for part in ("-map", "0:a")]
    path = convert(film, tmp_path / "tracks.mkv", "-map", "0:v", *maps, "-c", "copy")
    assert "41 tracks" in refused(path)


def test_a_codec_that_is_not_let_in_is_named(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", pictures=5, sound=None)
    path = convert(film, tmp_path / "film.mkv", "-c:v", "ffv1")
    assert "FFV1" in refused(path)


def test_no_picture_and_a_sound_that_is_not_let_in(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", pictures=5)
    path = convert(film, tmp_path / "film.mkv", "-vn", "-c:a", "wmav2")
    assert "a sound of a kind that is not taken in, and no moving picture" in refused(path)


@pytest.mark.parametrize(
    "hidden", [hostile.archive(b"what is hidden" * 9), b"<script>alert('x')</script>", b"%PDF-1.7"]
)
def test_what_else_a_film_also_is_does_not_come_along(tmp_path: Path, hidden: bytes) -> None:
    """A file may be a film and an archive, a page or a paper at once; what is stored is a film."""
    film = make_film(tmp_path / "film.mp4")
    path = tmp_path / "both.mp4"
    data = film.read_bytes()
    size = int.from_bytes(data[:4], "big")
    path.write_bytes(data[:size] + data[size:] + hostile.box(b"free", hidden) + hidden)
    seen = survey_file(path)
    assert recipe_for(seen).only_laid_out_anew
    made = BytesIO()
    with path.open("rb") as file:
        lay_out(file, "mov", made, "mp4", Tracks(0, 1), index_bytes(seen), lambda _: None)
    assert hidden not in made.getvalue()
    assert hidden[:8] not in made.getvalue()


def test_a_few_bytes_changed_crash_nothing(form: Callable[[str], Path], tmp_path: Path) -> None:
    """A bounded fuzz of the survey and of laying out; the seeds are in what it prints."""
    names = ("mp4", "webm", "fragmented", "AVI, MPEG-4", "camcorder, interlaced MTS", "many sounds")
    films = [str(form(name)) for name in (*names, "DVD recorder, MPEG-2")]
    script = Path(__file__).with_name("fuzzing.py")
    package = script.parents[2]
    ended = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "0", "60", *films],
        capture_output=True, text=True, check=False, timeout=240,
        env=os.environ | {"PYTHONPATH": str(package)},
    )  # fmt: skip
    assert ended.returncode == 0, f"{ended.stdout[-300:]}\n{ended.stderr[-3000:]}"
    assert "refused" in ended.stdout
    assert "laid out" in ended.stdout


heads = st.sampled_from(
    [b"\x00\x00\x00\x18ftyp", b"\x1a\x45\xdf\xa3", b"RIFF", b"G", b"#EXTM3U", b""]
)


@given(heads, st.binary(max_size=5000))
def test_any_beginning_is_a_kind_or_refused(head: bytes, rest: bytes) -> None:
    try:
        assert sniff(head + rest) in KINDS
    except Refusal as why:
        assert why.message  # noqa: PT017 - either will do


@given(st.binary(max_size=400))
def test_any_bytes_are_fragments_or_refused(data: bytes) -> None:
    for told in (data, b"\x00\x00\x00\x10moov" + data, b"\x00\x00\x00\x10moof" + data):
        try:
            Fragments().look(BytesIO(told), len(told))
        except Refusal:
            continue


@given(st.binary(max_size=300))
def test_any_bytes_are_h264_or_not(data: bytes) -> None:
    for told in (data, b"\x01" + data, b"\x00\x00\x01\x67" + data):
        try:
            sets = ParameterSets.read(told)
            sets.numbers()
            sets.avcc()
        except NotAvc:
            continue


@given(st.binary(max_size=300), st.sampled_from([None, 1, 2, 4]))
def test_remarks_are_taken_out_of_any_bytes(data: bytes, length_bytes: int | None) -> None:
    for told in (data, b"\x00\x00\x00\x09\x06\x05" + data, b"\x00\x00\x01\x06\x04" + data):
        try:
            cleaned = without_remarks(told, length_bytes)
        except NotAvc:
            continue
        if length_bytes:
            assert cleaned is None or has_remarks(memoryview(told), length_bytes)
        if cleaned is not None:
            assert without_remarks(cleaned, length_bytes) is None
