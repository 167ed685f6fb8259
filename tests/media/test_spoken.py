"""What presenters say aloud lies sealed, each piece under a key of its own (C-83)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from afttrainer.media.film_keys import FilmKeys, KeyGone
from afttrainer.media.site_key import make_site_key, read_site_key
from afttrainer.media.spoken import SoundKind, SpokenStore, kind_of

TOKEN, OTHER = "ab" * 16, "cd" * 16
SAID = b"\x1a\x45\xdf\xa3" + b"I speed up here. " * 500


@pytest.fixture
def keys(tmp_path: Path) -> FilmKeys:
    make_site_key(tmp_path / "key", None)
    return FilmKeys(tmp_path / "keys", read_site_key(tmp_path / "key", None))


@pytest.fixture
def spoken(tmp_path: Path, keys: FilmKeys) -> SpokenStore:
    return SpokenStore(tmp_path / "spoken", keys, seals=True)


def read(store: SpokenStore, token: str = TOKEN) -> bytes:
    with store.place(token).open() as file:
        return file.read()


def test_it_is_read_back_and_nothing_of_it_lies_open(spoken: SpokenStore) -> None:
    spoken.keep(TOKEN, SAID)
    assert read(spoken) == SAID
    (file,) = spoken.root.iterdir()
    assert b"speed up" not in file.read_bytes()


def test_deleting_one_destroys_its_key_and_no_others(spoken: SpokenStore, keys: FilmKeys) -> None:
    for token in (TOKEN, OTHER):
        spoken.keep(token, SAID)
    copy = next(f for f in spoken.root.iterdir() if f.name.startswith(TOKEN)).read_bytes()
    spoken.remove(TOKEN)
    spoken.remove(TOKEN)
    (spoken.root / f"{TOKEN}.sealed").write_bytes(copy)
    with pytest.raises(KeyGone):
        read(spoken)
    assert read(spoken, OTHER) == SAID


def test_what_belongs_to_nobody_goes_when_it_has_lain_for_a_while(spoken: SpokenStore) -> None:
    for token in (TOKEN, OTHER):
        spoken.keep(token, SAID)
    (spoken.root / "a clinician's own file").touch()
    spoken.sweep({OTHER})
    assert read(spoken) == SAID, "it may be noted in the next moment"
    written = os.stat(spoken.root / f"{TOKEN}.sealed").st_mtime
    spoken.sweep({OTHER}, now_s=written + 3600)
    assert not (spoken.root / f"{TOKEN}.sealed").exists()
    assert read(spoken, OTHER) == SAID
    assert (spoken.root / "a clinician's own file").exists()


def test_where_the_disk_is_encrypted_it_lies_as_it_is(tmp_path: Path) -> None:
    plain = SpokenStore(tmp_path / "spoken", None, seals=False)
    plain.keep(TOKEN, SAID)
    assert read(plain) == SAID
    plain.remove(TOKEN)
    assert list(plain.root.iterdir()) == []


@pytest.mark.parametrize("token", ["", "../secret_key", "AB" * 16, "ab" * 17])
def test_no_other_name_is_a_name(spoken: SpokenStore, token: str) -> None:
    for act in (lambda: spoken.keep(token, SAID), lambda: spoken.place(token)):
        with pytest.raises(ValueError, match="not a name"):
            act()


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"\x1a\x45\xdf\xa3rest", SoundKind.WEBM),
        (b"OggS\0\2", SoundKind.OGG),
        (b"\0\0\0\x1cftypmp42", SoundKind.MP4),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(begins: bytes, kind: SoundKind | None) -> None:
    assert kind_of(begins) is kind
