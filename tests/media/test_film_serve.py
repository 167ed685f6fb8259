"""Byte ranges against the plainest oracle there is: a slice of the bytes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.place import SealedPlace
from afttrainer.media.ranges import Answer, Part, Unsatisfiable, Whole, parse_range
from afttrainer.media.serve import PIECE_BYTES, chunks, etag, headers_for, status_of

TAG = '"abc"'
numbers = st.integers(min_value=0, max_value=400) | st.integers(min_value=0, max_value=10**30)


def served(answer: Answer, data: bytes) -> bytes:
    if isinstance(answer, Part):
        return data[answer.start : answer.stop]
    return data if isinstance(answer, Whole) else b""


@given(data=st.binary(max_size=300), first=numbers, last=numbers)
def test_first_to_last(data: bytes, first: int, last: int) -> None:
    answer = parse_range(f"bytes={first}-{last}", len(data), TAG)
    if last < first or first >= len(data):
        assert answer == Unsatisfiable()
    else:
        assert served(answer, data) == data[first : last + 1]
        assert status_of(answer) == 206


@given(data=st.binary(max_size=300), first=numbers)
def test_first_to_the_end(data: bytes, first: int) -> None:
    answer = parse_range(f"bytes={first}-", len(data), TAG)
    assert served(answer, data) == data[first:]
    assert isinstance(answer, Part) == (first < len(data))


@given(data=st.binary(max_size=300), length=numbers)
def test_the_last_so_many(data: bytes, length: int) -> None:
    answer = parse_range(f"bytes=-{length}", len(data), TAG)
    assert served(answer, data) == (data[-length:] if length else b"")
    assert isinstance(answer, Unsatisfiable) == (length == 0)


@given(header=st.text(max_size=40), size=st.integers(min_value=0, max_value=10**12))
def test_whatever_is_sent_is_answered_within_the_file(header: str, size: int) -> None:
    for sent in (header, f"bytes={header}"):
        answer = parse_range(sent, size, TAG)
        assert status_of(answer) in (200, 206, 416)
        if isinstance(answer, Part):
            assert 0 <= answer.start < answer.stop <= size


_pieces = st.one_of(
    st.sampled_from(["-", ",", " ", "=", "bytes", "0", "\t", ";"]), numbers.map(str)
)


@given(pieces=st.lists(_pieces, max_size=12), size=st.integers(min_value=0, max_value=10**10))
def test_almost_right_headers_are_answered_within_the_file(pieces: list[str], size: int) -> None:
    answer = parse_range("bytes=" + "".join(pieces), size, TAG)
    if isinstance(answer, Part):
        assert 0 <= answer.start < answer.stop <= size


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=5), st.integers(1, 10**10))
def test_of_several_ranges_all_or_the_only_one(spans: list[tuple[int, int]], size: int) -> None:
    spans = [(min(span), max(span)) for span in spans]
    header = "bytes=" + ",".join(f"{first}-{last}" for first, last in spans)
    there = [span for span in spans if span[0] < size]
    answer = parse_range(header, size, TAG)
    if len(header) > 256 or not there:
        assert answer == Unsatisfiable()
    elif len(there) == 1:
        assert answer == Part(there[0][0], min(there[0][1] + 1, size))
    else:
        assert answer == Whole()


@given(data=st.binary(min_size=1, max_size=300), first=numbers, last=numbers)
def test_headers_agree_with_what_is_sent(data: bytes, first: int, last: int) -> None:
    answer = parse_range(f"bytes={first}-{last}", len(data), TAG)
    headers = headers_for(answer, len(data), TAG, "video/mp4")
    assert int(headers["Content-Length"]) == len(served(answer, data))
    if isinstance(answer, Part):
        end = answer.start + len(served(answer, data)) - 1
        assert headers["Content-Range"] == f"bytes {answer.start}-{end}/{len(data)}"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, Whole()),
        ("", Whole()),
        ("bytes=0-1", Part(0, 2)),
        ("BYTES=0-1", Part(0, 2)),
        ("bytes=0-0", Part(0, 1)),
        ("bytes=99-", Part(99, 100)),
        ("bytes=100-", Unsatisfiable()),
        ("bytes=90-200", Part(90, 100)),
        ("bytes=-10", Part(90, 100)),
        ("bytes=-1000", Part(0, 100)),
        ("bytes=-0", Unsatisfiable()),
        ("bytes=-", Unsatisfiable()),
        ("bytes=", Unsatisfiable()),
        ("bytes=5-1", Unsatisfiable()),
        ("bytes=a-b", Unsatisfiable()),
        ("bytes=1", Unsatisfiable()),
        ("bytes=1-2-3", Unsatisfiable()),
        ("bytes=+1-2", Unsatisfiable()),
        ("bytes=١-٢", Unsatisfiable()),
        ("items=0-1", Whole()),
        ("bytes 0-1", Whole()),
        ("bytes=0-1,", Part(0, 2)),
        ("bytes=0-1, 200-300", Part(0, 2)),
        ("bytes=0-1, 5-6", Whole()),
        ("bytes=200-300, 400-500", Unsatisfiable()),
        ("bytes=0-1, x", Unsatisfiable()),
        ("bytes=" + "9" * 5000 + "-", Unsatisfiable()),
        ("bytes=" + ",".join(["0-"] * 2000), Unsatisfiable()),
    ],
)
def test_every_form_of_the_header(header: str | None, expected: Answer) -> None:
    assert parse_range(header, 100, TAG) == expected


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [
        (TAG, Part(0, 2)),
        ('W/"abc"', Whole()),
        ('"other"', Whole()),
        ("Sat, 29 Oct 1994 19:43:31 GMT", Whole()),
    ],
)
def test_a_range_of_another_version_is_not_mixed_with_this_one(
    if_range: str, expected: Answer
) -> None:
    assert parse_range("bytes=0-1", 100, TAG, if_range) == expected


def test_an_empty_file_has_no_range() -> None:
    assert parse_range("bytes=0-", 0, TAG) == Unsatisfiable()
    assert parse_range("bytes=-5", 0, TAG) == Whole()


def test_film_leaves_no_copy_in_a_cache() -> None:
    for answer in (Whole(), Part(0, 1), Unsatisfiable()):
        headers = headers_for(answer, 10, TAG, "video/mp4")
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Range"] == "bytes */10"
    assert "Content-Type" not in headers


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "film.mp4"
    path.write_bytes(bytes(number % 251 for number in range(3 * PIECE_BYTES + 77)))
    return path


@given(edges=st.tuples(*[st.integers(min_value=0, max_value=3 * PIECE_BYTES + 77)] * 2))
def test_pieces_are_the_slice_and_pause_between_them(film: Path, edges: tuple[int, int]) -> None:
    start, stop = sorted(edges)
    pauses: list[None] = []
    pieces = list(chunks(film.open("rb", buffering=0), start, stop, lambda: pauses.append(None)))
    assert b"".join(pieces) == film.read_bytes()[start:stop]
    assert all(len(piece) <= PIECE_BYTES for piece in pieces)
    assert len(pauses) == len(pieces)


def test_a_viewer_who_goes_away_closes_the_file(film: Path) -> None:
    pieces = chunks(film.open("rb", buffering=0), 0, film.stat().st_size, lambda: None)
    next(pieces)
    pieces.close()
    gc.collect()  # an unclosed file would speak up here, and warnings are errors
    with pytest.raises(StopIteration):
        next(pieces)


def test_a_file_that_grew_shorter_ends_early_and_quietly(film: Path) -> None:
    size = film.stat().st_size
    assert (
        len(b"".join(chunks(film.open("rb", buffering=0), size - 10, size + 500, lambda: None)))
        == 10
    )


def test_a_sealed_film_is_sent_as_the_film_that_it_is(film: Path, tmp_path: Path) -> None:
    place = SealedPlace(tmp_path / "sealed", bytes(32), b"film")
    data = film.read_bytes() * 7
    with place.writing() as target:
        target.write(data)
    for start, stop in ((0, len(data)), (70_000, 70_001), (len(data) - 1, len(data)), (5, 600_000)):
        opened = place.open()
        assert b"".join(chunks(opened, start, stop, lambda: None)) == data[start:stop]
        assert opened.closed


def test_reading_is_left_to_whom_the_caller_says(film: Path) -> None:
    asked: list[int] = []

    def elsewhere(read: Callable[[], bytes]) -> bytes:
        asked.append(1)
        return read()

    size = film.stat().st_size
    sent = list(chunks(film.open("rb"), 0, size, lambda: None, elsewhere))
    assert b"".join(sent) == film.read_bytes()
    assert len(asked) == len(sent)


def test_another_file_has_another_tag(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"same")
    other.write_bytes(b"same")
    assert etag(one) == etag(one)
    assert etag(one) != etag(other)
    assert etag(one).startswith('"')
