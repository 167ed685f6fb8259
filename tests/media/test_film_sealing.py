"""A sealed film: the same bytes again, from anywhere; any change, loss or swap is noticed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.media.decrypt import SealedReader, open_sealed, pieces
from afttrainer.media.encrypt import SealedWriter
from afttrainer.media.segments import (
    FIRST_PLAIN_BYTES,
    HEADER_BYTES,
    PLAIN_BYTES,
    SEGMENT_BYTES,
    Unreadable,
    plain_size,
    sealed_size,
    segment_at,
    segment_count,
)

KEY = bytes(range(32))
FILM = b"film"
#: Four segments, the last a short one.
DATA = (b"".join(n.to_bytes(4, "big") for n in range(60_000)))[: 3 * SEGMENT_BYTES + 777]

#: Sizes around every boundary where an off-by-one could live.
SIZES = sorted(
    {
        size
        for edge in (0, FIRST_PLAIN_BYTES, FIRST_PLAIN_BYTES + PLAIN_BYTES, len(DATA))
        for size in (edge - 1, edge, edge + 1)
        if 0 <= size <= len(DATA)
    }
)


def sealed(data: bytes, *, head_bytes: int = 0, key: bytes = KEY, purpose: bytes = FILM) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, key, purpose, head_bytes)
    for at in range(0, len(data), 30_011):
        writer.write(data[at : at + 30_011])
    writer.finish()
    return file.getvalue()


def read(data: bytes, *, key: bytes = KEY, purpose: bytes = FILM) -> bytes:
    return SealedReader(io.BytesIO(data), key, purpose).read()


SEALED = sealed(DATA)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("head_bytes", [0, 100, FIRST_PLAIN_BYTES, 100_000, 10**6])
def test_what_was_sealed_comes_out_again(size: int, head_bytes: int) -> None:
    made = sealed(DATA[:size], head_bytes=head_bytes)
    assert len(made) == sealed_size(size)
    assert plain_size(len(made)) == size
    assert read(made) == DATA[:size]


@given(st.integers(0, 2**50))
def test_sizes_on_disk_and_in_the_film_agree(size: int) -> None:
    assert plain_size(sealed_size(size)) == size
    assert sealed_size(size + 1) > sealed_size(size)


@given(st.integers(0, 2**33))
def test_a_size_is_either_a_films_or_refused(size: int) -> None:
    try:
        assert sealed_size(plain_size(size)) == size
    except Unreadable:
        assert size < HEADER_BYTES + 16 or (size % SEGMENT_BYTES) <= 16


@given(st.integers(0, 2**45))
def test_a_byte_lies_in_a_segment_that_exists(offset: int) -> None:
    number, within = segment_at(offset)
    assert number == segment_count(offset + 1) - 1
    assert 0 <= within < (PLAIN_BYTES if number else FIRST_PLAIN_BYTES)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(DATA) + 10), st.integers(-1, 150_000)), max_size=6))
def test_any_range_is_the_slice_it_names(reads: list[tuple[int, int]]) -> None:
    film = SealedReader(io.BytesIO(SEALED), KEY, FILM)
    for start, size in reads:
        film.seek(start)
        wanted = DATA[start:] if size < 0 else DATA[start : start + size]
        assert film.read(size) == wanted
        assert film.tell() == start + len(wanted)
        assert film.read_at(start, max(0, size)) == DATA[start : start + max(0, size)]


def test_it_is_a_file_like_any_other() -> None:
    film = io.BufferedReader(SealedReader(io.BytesIO(SEALED), KEY, FILM))
    assert film.seek(-100, os.SEEK_END) == len(DATA) - 100
    assert film.read() == DATA[-100:]
    film.seek(10)
    assert film.seek(5, os.SEEK_CUR) == 15
    assert film.read(3) == DATA[15:18]
    with pytest.raises(OSError, match="before"):
        film.seek(-1)


@settings(max_examples=300)
@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_bit_can_be_changed(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable, match="changed or cut short"):
        read(bytes(changed))


@settings(max_examples=300)
@given(st.integers(0, len(SEALED) - 1))
def test_an_end_that_is_missing_is_noticed_on_opening(size: int) -> None:
    with pytest.raises(Unreadable):
        SealedReader(io.BytesIO(SEALED[:size]), KEY, FILM)


@pytest.mark.parametrize("segments", [1, 2, 3])
def test_also_where_it_is_cut_between_two_segments(segments: int) -> None:
    with pytest.raises(Unreadable):
        SealedReader(io.BytesIO(SEALED[: segments * SEGMENT_BYTES]), KEY, FILM)


@given(st.binary(min_size=1, max_size=SEGMENT_BYTES * 2))
def test_bytes_put_behind_it_are_noticed(more: bytes) -> None:
    with pytest.raises(Unreadable):
        read(SEALED + more)


@given(st.permutations([1, 2]), st.sampled_from([0, 1, 2]))
def test_segments_that_changed_places_are_noticed(order: list[int], repeated: int) -> None:
    parts = [SEALED[n * SEGMENT_BYTES : (n + 1) * SEGMENT_BYTES] for n in range(4)]
    moved = [parts[0], *(parts[n] for n in order), parts[3]]
    doubled = [parts[0], parts[1], parts[repeated], parts[3]]
    for told in (moved, doubled):
        if told != parts:
            with pytest.raises(Unreadable):
                read(b"".join(told))


def test_a_segment_of_another_film_with_the_same_key_is_noticed() -> None:
    other = sealed(DATA)
    with pytest.raises(Unreadable):
        read(SEALED[:SEGMENT_BYTES] + other[SEGMENT_BYTES:])


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=20))
def test_another_key_or_another_purpose_opens_nothing(key: bytes, purpose: bytes) -> None:
    for wrong in ({"key": key}, {"purpose": purpose}):
        if wrong not in ({"key": KEY}, {"purpose": FILM}):
            with pytest.raises(Unreadable):
                read(SEALED, **wrong)  # type: ignore[arg-type]


@given(st.binary(max_size=200))
def test_what_is_no_sealed_film_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(data)


def test_two_sealings_of_one_film_have_nothing_in_common() -> None:
    again = sealed(DATA)
    same = sum(a == b for a, b in zip(again, SEALED, strict=True))
    assert same < len(SEALED) / 100


def test_a_film_plays_from_its_beginning_while_it_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    with path.open("xb") as file:
        writer = SealedWriter(file, KEY, FILM)
        film = open_sealed(path, KEY, FILM, growing=True)
        assert film.size == 0
        writer.write(DATA[:SEGMENT_BYTES])
        assert film.size == FIRST_PLAIN_BYTES
        assert film.read() == DATA[:FIRST_PLAIN_BYTES]
        with pytest.raises(Unreadable):
            open_sealed(path, KEY, FILM)  # not as if it were whole
        writer.write(DATA[SEGMENT_BYTES : 3 * SEGMENT_BYTES])
        assert film.read() == DATA[FIRST_PLAIN_BYTES : film.size]
        assert film.size == FIRST_PLAIN_BYTES + 2 * PLAIN_BYTES
        writer.write(DATA[3 * SEGMENT_BYTES :])
        writer.finish()
        film.close()
    with open_sealed(path, KEY, FILM) as whole:
        assert whole.read() == DATA


def test_the_reader_of_a_growing_film_meets_its_full_last_segment() -> None:
    size = FIRST_PLAIN_BYTES + PLAIN_BYTES
    film = SealedReader(io.BytesIO(sealed(DATA[:size])), KEY, FILM, growing=True)
    assert film.read() == DATA[:size]


@given(st.integers(0, 3000), st.integers(1, 3000), st.binary(min_size=1, max_size=3000))
def test_a_head_can_be_written_again_until_the_end(head: int, at: int, patch: bytes) -> None:
    file, plain = io.BytesIO(), io.BytesIO()
    writer = SealedWriter(file, KEY, FILM, head_bytes=head + at + len(patch))
    for made in (writer, plain):
        made.write(DATA)
        made.seek(at)
        made.write(patch)
        made.seek(0, os.SEEK_END)
        made.write(b"more")
    writer.finish()
    assert read(file.getvalue()) == plain.getvalue()


def test_what_is_sealed_is_not_written_again() -> None:
    writer = SealedWriter(io.BytesIO(), KEY, FILM, head_bytes=100)
    writer.write(DATA)
    for place in (FIRST_PLAIN_BYTES, len(DATA) + 5):
        writer.seek(place)
        with pytest.raises(OSError, match="sealed"):
            writer.write(b"x")


@given(st.integers(0, len(DATA)), st.integers(0, len(DATA)))
def test_pieces_for_serving_are_the_range_asked_for(start: int, stop: int) -> None:
    pauses: list[None] = []
    film = SealedReader(io.BytesIO(SEALED), KEY, FILM)
    found = list(pieces(film, start, stop, lambda: pauses.append(None)))
    assert b"".join(found) == DATA[start:stop]
    assert len(pauses) == len(found)
    assert film.closed


def test_leaving_off_in_the_middle_closes_the_film(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(SEALED)
    film = open_sealed(path, KEY, FILM)
    served = pieces(film, 0, len(DATA), lambda: None)
    next(served)
    served.close()
    assert film.closed


#: Made by tink 1.16.1 from the key above and the purpose "film": "played back in the room".
BY_TINK = bytes.fromhex(
    "2838d34501fcb399f519e130ef14f31e82de9c8552cc1a74082010c63021a58bb4fcac4e35c6bcc26833"
    "3c191392a906a17af1078461d593f20054359036415b5fd213e63eadda9b965fbbf076c931"
)


def test_a_file_made_by_tink_opens_here() -> None:
    assert read(BY_TINK) == b"played back in the room"


@pytest.fixture(scope="module")
def tink() -> Any:
    """Tink's own reader and writer with our key and segment size."""
    streaming_aead = pytest.importorskip("tink.streaming_aead")
    import tink
    from tink import cleartext_keyset_handle
    from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

    streaming_aead.register()
    params = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=SEGMENT_BYTES,
        derived_key_size=32,
        hkdf_hash_type=common_pb2.SHA256,
    )
    key = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(key_value=KEY, params=params)
    data = tink_pb2.KeyData(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
        value=key.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    entry = tink_pb2.Keyset.Key(
        key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW
    )
    keyset = tink_pb2.Keyset(primary_key_id=1, key=[entry]).SerializeToString()
    handle = cleartext_keyset_handle.read(tink.BinaryKeysetReader(keyset))
    return handle.primitive(streaming_aead.StreamingAead)


class _Kept(io.BytesIO):
    def close(self) -> None:
        self.kept = self.getvalue()
        super().close()


@pytest.mark.parametrize("size", SIZES)
def test_tink_reads_what_we_write_and_we_read_what_tink_writes(tink: Any, size: int) -> None:
    data = DATA[:size]
    for head_bytes in (0, 100_000):
        ours = io.BytesIO(sealed(data, head_bytes=head_bytes))
        with tink.new_decrypting_stream(ours, FILM) as theirs:
            assert theirs.read() == data
    file = _Kept()
    with tink.new_encrypting_stream(file, FILM) as writer:
        writer.write(data)
    assert read(file.kept) == data
    assert len(file.kept) == sealed_size(size)


@pytest.mark.skipif(sys.platform == "win32", reason="holds no file descriptors of this kind")
def test_opening_what_does_not_open_leaves_no_file_open(
    tmp_path: Path, open_files: Callable[[], int]
) -> None:
    path = tmp_path / "film"
    path.write_bytes(SEALED[:-1])
    before = open_files()
    for _ in range(5):
        with pytest.raises(Unreadable):
            open_sealed(path, KEY, FILM)
    assert open_files() == before
