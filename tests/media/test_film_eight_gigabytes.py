"""A film of 8 GB: every place of it is found at once, and nothing before it is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from eight_gigabytes import PLACES, SIZE, Counted, content, make_plain, make_sealed

from afttrainer.media.decrypt import SealedReader
from afttrainer.media.ranges import Part
from afttrainer.media.segments import SEGMENT_BYTES, Unreadable
from afttrainer.media.serve import chunks, headers_for, parse_range, status_of

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows fills the holes of a file that is made longer"
)

KEY, PURPOSE = bytes(range(32)), b"a film"
ASKED_BYTES = 70_000
Opened = tuple[BinaryIO, Counted]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plain(tmp_path_factory.mktemp("plain") / "film.mp4")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sealed(tmp_path_factory.mktemp("sealed") / "film.mp4", KEY, PURPOSE)


@pytest.fixture(params=["plain", "sealed"])
def opened(request: pytest.FixtureRequest) -> Callable[[], Opened]:
    path: Path = request.getfixturevalue(request.param)

    def open_it() -> Opened:
        file = Counted(path)
        whole = cast(BinaryIO, file)
        return (whole if request.param == "plain" else reader(file)), file

    return open_it


def reader(file: Counted) -> BinaryIO:
    return cast(BinaryIO, SealedReader(cast(BinaryIO, file), KEY, PURPOSE))


def test_it_takes_no_room_on_the_disk(plain: Path, sealed: Path) -> None:
    for path in (plain, sealed):
        assert path.stat().st_size >= SIZE
        assert path.stat().st_blocks * 512 < 20_000_000


@pytest.mark.parametrize("place", PLACES)
def test_a_jump_reads_what_is_asked_for_and_nothing_before_it(
    opened: Callable[[], Opened], place: int
) -> None:
    film, file = opened()
    asked = parse_range(f"bytes={place}-{place + ASKED_BYTES - 1}", SIZE, '"tag"')
    assert isinstance(asked, Part)
    assert b"".join(chunks(film, asked.start, asked.stop, lambda: None)) == content(
        asked.start, asked.stop
    )
    # A sealed one is read by whole segments, and its first and last say that it is whole.
    assert file.bytes_read <= ASKED_BYTES + 4 * SEGMENT_BYTES


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        (f"bytes={2**32}-{2**32 + 1}", 2**32, 2**32 + 2),
        (f"bytes={2**32 - 1}-{2**32}", 2**32 - 1, 2**32 + 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        ("bytes=-1", SIZE - 1, SIZE),
        (f"bytes=5000000000-{10**12}", 5_000_000_000, SIZE),
    ],
)
def test_ranges_beyond_32_bits_are_answered_with_the_numbers_asked_for(
    header: str, start: int, stop: int
) -> None:
    asked = parse_range(header, SIZE, '"tag"')
    headers = headers_for(asked, SIZE, '"tag"', "video/mp4")
    assert status_of(asked) == 206
    assert headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert headers["Content-Length"] == str(stop - start)


def test_what_lies_beyond_it_is_not_there() -> None:
    asked = parse_range(f"bytes={SIZE}-", SIZE, '"tag"')
    assert status_of(asked) == 416
    assert headers_for(asked, SIZE, '"tag"', "video/mp4")["Content-Range"] == f"bytes */{SIZE}"


def test_a_segment_beyond_four_gigabytes_opens_at_its_own_place_only(sealed: Path) -> None:
    """Its number is bound to it, and is more than a segment's bytes could count."""
    with sealed.open("rb") as whole, SealedReader(whole, KEY, PURPOSE) as film:
        with pytest.raises(Unreadable):
            film.read_at(3_000_000_000, 1)  # a hole is no segment
        assert film.read_at(2**32, 8) == content(2**32, 2**32 + 8)
