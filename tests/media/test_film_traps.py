"""Films that are films, and more besides; and all of them together at the worker's two doors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hostile
import numbered
import pytest
from film_room import FilmRoom
from films import make_film, wait_until

from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.recipe import recipe_for
from afttrainer.media.survey import survey_file
from afttrainer.media.transcode import transcode

#: Unguarded, libav takes 458 MB for a picture of 8192 × 8192 before it says anything.
MOST_MEMORY = 64 * 1024**2
LOOKED_AT = """
import resource, sys
from pathlib import Path
from afttrainer.media.refusals import Refusal
from afttrainer.media.survey import survey_file
def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
try:
    survey_file(Path(sys.argv[2]))
except Refusal:
    sys.exit("the small one is all right")
before = most()
try:
    survey_file(Path(sys.argv[1]))
except Refusal as why:
    print(why.message)
print(most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures kilobytes as Linux tells them")
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    tmp_path: Path,
) -> None:
    flat: dict[str, Any] = {"container": "matroska", "codec": "mjpeg", "pixels": "yuvj420p"}
    bomb = make_film(tmp_path / "bomb.mkv", size=(8192, 8192), pictures=1, sound=None, **flat)
    small = make_film(tmp_path / "small.mkv", pictures=2, sound=None, **flat)
    words = [sys.executable, "-c", LOOKED_AT, str(bomb), str(small)]
    looked = subprocess.run(words, capture_output=True, text=True, check=True)
    refusal, grew = looked.stdout.splitlines()
    assert "too large (8192 × 8192)" in refusal
    assert int(grew) < MOST_MEMORY


@pytest.mark.parametrize("name", list(hostile.lists(Path("/x"), "")))
def test_a_list_in_the_titles_of_an_avi_is_not_followed(
    form: Callable[[str], Path], tmp_path: Path, calls: tuple[str, list[bytes]], name: str
) -> None:
    target = numbered.film(tmp_path / "target.ts", 25, container="mpegts", sound=False)
    film = tmp_path / "film.avi"
    titles = hostile.lists(target, calls[0])[name]
    film.write_bytes(hostile.with_titles(form("AVI, MPEG-4").read_bytes(), titles))
    seen = survey_file(film)
    assert seen.picture is not None
    with (tmp_path / "made").open("wb") as made:
        job = tmp_path / "job"
        job.mkdir()
        transcode(
            film, seen, recipe_for(seen), made, folder=job, tell=lambda _: None,
            program=find_ffmpeg(),
        )  # fmt: skip
    shown = sorted(set(numbered.numbers(tmp_path / "made")))
    assert shown == list(range(100)), "the film and nothing else"
    assert titles[:20] not in (tmp_path / "made").read_bytes()
    assert calls[1] == []
    assert list(job.iterdir()) == []


def traps(folder: Path, address: str) -> dict[str, bytes]:
    """By name, all that means harm."""
    target = numbered.film(folder / "target.ts", 5, container="mpegts", sound=False)
    one = make_film(folder / "one.mp4", pictures=1, sound=None).read_bytes()
    wide = make_film(folder / "wide.mkv", container="matroska", codec="mjpeg", pixels="yuvj420p",
                     size=(20_000, 64), pictures=1, sound=None)  # fmt: skip
    found = hostile.lists(target, address)
    found |= {f"{name}, with a film's head": FTYP + told for name, told in found.items()}
    found |= {
        "nothing": b"",
        "zeros": bytes(100_000),
        "an archive": hostile.archive(one),
        "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        "a paper": b"%PDF-1.7\n" + bytes(300),
        "a program": b"\x7fELF" + bytes(300),
        "half a film": one[: len(one) // 2],
        "20000 pixels": wide.read_bytes(),
        "a million pictures": hostile.of_many_pictures(one, 1_500_000),
    }
    return found


FTYP = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00"


def test_all_of_it_at_both_doors_leaves_nothing_and_the_worker_well(
    room: FilmRoom, tmp_path: Path, calls: tuple[str, list[bytes]]
) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    harm = traps(apart, calls[0])
    for number, content in enumerate(harm.values()):
        (room.inbox / f"session {number}.mp4").write_bytes(content)
        source = room.store.incoming(f"upload-{number}")
        source.write_bytes(content)
        room.queue.prepare(f"upload-{number}", str(source), None)
    room.worker.ensure_alive()
    for number, name in enumerate(harm):
        for report in (room.finished(f"upload-{number}"), room.from_inbox(f"session {number}.mp4")):
            assert report.stage == "refused", name
            assert report.message is not None
            assert report.message.endswith("."), name
            assert str(tmp_path) not in report.message, name
            assert report.stored is None, name
    assert calls[1] == []

    room.queue.prepare("a-film", str(make_film(room.store.incoming("a-film"))), None)
    assert room.finished("a-film").stage == "ready"
    wait_until(lambda: not list((room.store.root / "incoming").iterdir()), "uploads are gone")
    kept = [path for path in room.store.root.rglob("*") if path.is_file()]
    assert {path.parent for path in kept} == {room.store.home(room.finished("a-film").sha256)}
