"""From a file in any form to a film in its place, sealed or plain, or to nothing at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numbered
import pytest
from forms import FORMS

from afttrainer.media.boxes import layout_of
from afttrainer.media.decrypt import Unreadable
from afttrainer.media.fragments import Fragments
from afttrainer.media.make_ready import make_ready
from afttrainer.media.place import Place, PlainPlace, SealedPlace, View
from afttrainer.media.refusals import NotPlayable
from afttrainer.media.survey import survey_file

KEY = bytes(range(32))


def quiet(step: str, share: float) -> None:
    assert step in ("encoding", "copying")
    assert 0 <= share <= 1


class Room:
    """Where one film is made ready: its place, its stream, and a job's folder."""

    def __init__(self, top: Path, sealed: bool = True) -> None:
        self.top = top
        self.job = top / "job"
        self.job.mkdir()
        self.place: Place = PlainPlace(top / "film")
        self.growing: Place = PlainPlace(top / "growing")
        if sealed:
            self.place = SealedPlace(top / "film", KEY, b"film")
            self.growing = SealedPlace(top / "growing", KEY, b"growing")

    def make(self, source: Path, tell: Callable[[Any, float], None] = quiet) -> Any:
        film = survey_file(source)
        return make_ready(source, film, self.place, self.growing, folder=self.job, tell=tell)

    def holds(self) -> set[str]:
        return {path.relative_to(self.top).as_posix() for path in self.top.rglob("*")}


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("name", FORMS)
def test_any_form_is_made_ready(
    form: Callable[[str], Path], tmp_path: Path, name: str, sealed: bool
) -> None:
    room = Room(tmp_path, sealed)
    facts = room.make(form(name))
    assert room.holds() == {"job", "film"}
    assert facts.container == ("webm" if "webm" in name else "mp4")
    assert facts.video_codec in ("h264", "vp9")
    assert facts.size_bytes == room.place.path.stat().st_size
    with room.place.open() as file:
        if facts.container == "mp4":
            assert layout_of(file).plays_at_once
        else:
            assert file.read(4) == b"\x1a\x45\xdf\xa3"
    if "on its side" in name:
        assert (facts.width, facts.height) == (90, 160)


def test_no_plain_copy_touches_the_disk(form: Callable[[str], Path], tmp_path: Path) -> None:
    """Every file that is there at any moment is looked into."""
    room = Room(tmp_path)
    seen: list[int] = []

    def look(step: str, share: float) -> None:
        for path in tmp_path.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                seen.append(len(data))
                assert b"ftyp" not in data
                assert b"moof" not in data

    room.make(form("camcorder, interlaced MTS"), look)
    assert max(seen) > 50_000


def test_a_film_is_playable_while_it_is_encoded(
    tmp_path: Path, form: Callable[[str], Path]
) -> None:
    room = Room(tmp_path)
    found = Fragments()
    plays_at: list[str] = []

    def look(step: str, share: float) -> None:
        if (tmp_path / "growing.part").exists() and (tmp_path / "growing.part").stat().st_size:
            with room.growing.open(growing=True) as film:
                found.look(film, film.seek(0, os.SEEK_END))
        if found.found:
            plays_at.append(step)

    long = numbered.film(tmp_path / "long.mp4", 400, options={"g": "50"})
    from forms import convert

    source = convert(long, tmp_path / "long.ts", "-vf", "setfield=tff", "-flags", "+ilme+ildct",
                     "-c:v", "mpeg2video", "-b:v", "2M", "-c:a", "mp2")  # fmt: skip
    facts = room.make(source, look)
    assert facts.duration_ms == pytest.approx(16_000, abs=100)
    assert "encoding" in plays_at, "not only when all was done"


class Enough(Exception):
    pass


@pytest.mark.parametrize("name", ["mp4", "HDR", "webm, AAC in mkv"])
@pytest.mark.parametrize("step", ["encoding", "copying"])
def test_breaking_off_leaves_nothing(
    form: Callable[[str], Path], tmp_path: Path, name: str, step: str
) -> None:
    if (name, step) == ("mp4", "encoding"):
        return
    room = Room(tmp_path)

    def enough(now: str, share: float) -> None:
        if now == step:
            raise Enough

    with pytest.raises(Enough):
        room.make(form(name), enough)
    assert room.holds() == {"job"}


@pytest.mark.parametrize("name", ["mp4", "HDR"])
def test_a_full_disk_is_said_as_such_and_leaves_nothing(
    form: Callable[[str], Path], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from afttrainer.media import encrypt

    def full(self: Any, number: int, plain: bytes, last: bool) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(encrypt.Segments, "seal", full)
    room = Room(tmp_path)
    with pytest.raises(OSError, match="No space left") as why:
        room.make(form(name))
    assert why.value.errno == errno.ENOSPC
    assert room.holds() == {"job"}


def test_a_film_that_loses_a_part_is_not_taken(form: Callable[[str], Path], tmp_path: Path) -> None:
    from dataclasses import replace

    room = Room(tmp_path)
    film = replace(survey_file(form("HDR")), duration_ms=60_000)
    with pytest.raises(NotPlayable, match="losing a part"):
        make_ready(form("HDR"), film, room.place, room.growing, folder=room.job, tell=quiet)
    assert room.holds() == {"job"}


def test_a_place_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    for place in (PlainPlace(tmp_path / "x" / "f"), SealedPlace(tmp_path / "x" / "f", KEY, b"f")):
        with pytest.raises(ZeroDivisionError), place.writing() as file:
            file.write(b"half" * (1 // 0))
        assert list((tmp_path / "x").iterdir()) == []
        (tmp_path / "x" / "f.part").write_bytes(b"what a crash left")
        with place.writing(10) as file:
            file.write(b"all of it")
            file.seek(0)
            file.write(b"ALL")
            assert not place.path.exists()
        with place.open() as made:
            assert made.read() == b"ALL of it"
        if os.name == "posix":
            assert place.path.stat().st_mode & 0o777 == 0o600
        place.path.unlink()


def test_a_sealed_place_opens_for_its_own_purpose_only(tmp_path: Path) -> None:
    place = SealedPlace(tmp_path / "f", KEY, b"clip 1")
    with place.writing() as file:
        file.write(b"a clip")
    for other in (
        SealedPlace(tmp_path / "f", KEY, b"clip 2"),
        SealedPlace(tmp_path / "f", bytes(32), b"clip 1"),
    ):
        with pytest.raises(Unreadable):
            other.open()
    assert KEY.hex() not in repr(place)
    assert repr(KEY) not in repr(place)


def test_two_views_of_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(range(100)))
    with (tmp_path / "f").open("rb") as file:
        one, other = View(file), View(file)
        assert one.read(2) == bytes([0, 1])
        assert other.seek(-3, os.SEEK_END) == 97
        assert other.read() == bytes([97, 98, 99])
        assert one.read(2) == bytes([2, 3])
        one.seek(6, os.SEEK_CUR)
        assert one.tell() == 10
