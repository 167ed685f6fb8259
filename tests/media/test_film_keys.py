"""Keys: apart from the films, each for its own film, and gone for good once destroyed."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.film_keys import FilmKeys, KeyGone
from afttrainer.media.site_key import (
    KeyRefused,
    SiteKey,
    change_passphrase,
    make_site_key,
    needs_passphrase,
    read_site_key,
)


def test_a_site_key_is_made_once_for_the_servers_account_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "site_key"
    key = make_site_key(path)
    assert read_site_key(path) == key
    assert not needs_passphrase(path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_site_key(path)
    assert "secret" not in repr(key)


def test_a_passphrase_locks_the_key_and_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "site_key"
    key = make_site_key(path, "fünf Tauben")
    assert needs_passphrase(path)
    assert read_site_key(path, "fünf Tauben") == key
    with pytest.raises(KeyRefused, match="not the passphrase"):
        read_site_key(path, "fünf tauben")
    with pytest.raises(KeyRefused, match="asks for its passphrase"):
        read_site_key(path)
    change_passphrase(path, "fünf Tauben", "six sparrows")
    assert read_site_key(path, "six sparrows") == key
    with pytest.raises(KeyRefused):
        change_passphrase(path, "fünf Tauben", None)
    change_passphrase(path, "six sparrows", None)
    assert read_site_key(path) == key
    assert os.listdir(tmp_path) == ["site_key"]


#: Changes a passphrase in a process of its own, which is gone before its nth step on the disk.
CUT_OFF = """
import os, sys
from pathlib import Path
from afttrainer.media.site_key import change_passphrase
path, old, new, steps = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
left = steps
def watch(event, said):
    global left
    if event in ("open", "os.rename", "os.link", "os.remove", "os.truncate"):
        if str(said[0]).startswith(str(path.parent)):
            left -= 1
            if left < 0:
                os._exit(9)
sys.addaudithook(watch)
change_passphrase(path, old or None, new or None)
"""


@pytest.mark.parametrize(("old", "new"), [("", "b"), ("a", "b"), ("a", "")])
def test_cut_off_anywhere_one_of_the_two_passphrases_opens_the_key(
    tmp_path: Path, old: str, new: str
) -> None:
    path = tmp_path / "site_key"
    key = make_site_key(path, old or None)
    original = path.read_bytes()
    opened_by: list[str] = []
    for steps in itertools.count():
        path.write_bytes(original)
        words = [sys.executable, "-c", CUT_OFF, str(path), old, new, str(steps)]
        ended = subprocess.run(words).returncode
        works = [one for one in (old, new) if opens(path, one, key)]
        assert len(works) == 1, f"cut off before step {steps + 1}"
        opened_by += works
        if ended == 0:
            break
        assert ended == 9
    assert opened_by[0] == old
    assert opened_by[-1] == new
    assert len(opened_by) >= 4
    # What was cut off may have left the key unlocked beside it: the next change has cleared that.
    assert os.listdir(tmp_path) == ["site_key"]


def opens(path: Path, passphrase: str, key: SiteKey) -> bool:
    """With this passphrase and, where it is none, without any."""
    try:
        return read_site_key(path, passphrase or None) == key and (
            needs_passphrase(path) == bool(passphrase)
        )
    except KeyRefused:
        return False


def test_a_key_that_is_missing_is_said_and_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="is not there"):
        read_site_key(tmp_path / "site_key")
    assert not needs_passphrase(tmp_path / "site_key")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind")
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "site_key"
    make_site_key(path)
    path.chmod(0o640)
    with pytest.raises(KeyRefused, match="chmod 600"):
        read_site_key(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"kind": "plain", "key": "!"}',
        '{"kind": "plain", "key": "AAAA"}',
        '{"kind": "other", "key": ""}',
        '{"kind": "locked", "key": "AAAA"}',
        '{"kind": "locked", "key": "", "salt": "AAAA", "passes": 0, "memory_kib": 1, "lanes": 0}',
        '{"kind": "locked", "key": "", "salt": "", "passes": 3, "memory_kib": 9999999, "lanes": 1}',
        "\x00\xff",
    ],
)
def test_a_key_file_that_holds_something_else_is_refused_in_words(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "site_key"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="holds something else"):
        read_site_key(path, "a passphrase")


@given(st.binary(max_size=80), st.binary(max_size=20))
def test_a_wrapped_secret_opens_with_its_key_and_purpose_only(
    secret: bytes, purpose: bytes
) -> None:
    site = SiteKey(bytes(32))
    wrapped = site.wrap(secret, purpose)
    assert site.unwrap(wrapped, purpose) == secret
    for key, words in ((SiteKey(bytes([1]) * 32), purpose), (site, purpose + b"x")):
        with pytest.raises(KeyRefused):
            key.unwrap(wrapped, words)
    with pytest.raises(KeyRefused):
        site.unwrap(wrapped[:-1], purpose)


def test_each_film_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = FilmKeys(tmp_path / "film_keys", SiteKey(bytes(32)))
    one, other = keys.make("one"), keys.make("other")
    assert one != other
    assert keys.get("one") == one
    assert keys.make("one") == one
    stored = b"".join(path.read_bytes() for path in (tmp_path / "film_keys").iterdir())
    assert one not in stored
    # A wrapped key put under another film's name opens nothing.
    (tmp_path / "film_keys" / "other.key").write_bytes(
        (tmp_path / "film_keys" / "one.key").read_bytes()
    )
    with pytest.raises(KeyRefused):
        keys.get("other")


def test_a_destroyed_key_is_gone_for_good(tmp_path: Path) -> None:
    keys = FilmKeys(tmp_path / "film_keys", SiteKey(bytes(32)))
    first = keys.make("film")
    # As a backup that shares the file would: what it holds is overwritten, too.
    os.link(tmp_path / "film_keys" / "film.key", tmp_path / "linked")
    wrapped = (tmp_path / "linked").read_bytes()
    keys.destroy("film")
    keys.destroy("film")
    assert not keys.has("film")
    assert (tmp_path / "linked").read_bytes() != wrapped
    with pytest.raises(KeyGone, match="erased"):
        keys.get("film")
    assert keys.make("film") != first


def test_keys_do_not_open_with_the_key_of_another_site(tmp_path: Path) -> None:
    FilmKeys(tmp_path, SiteKey(bytes(32))).make("film")
    stranger = FilmKeys(tmp_path, SiteKey(bytes([7]) * 32))
    with pytest.raises(KeyRefused, match="does not fit"):
        stranger.get("film")
    with pytest.raises(KeyRefused):  # and none is made over it
        stranger.make("film")


@pytest.mark.parametrize("name", ["", "../film", "a/b", "film.key", "ä", "x" * 81])
def test_a_name_that_is_not_ours_is_no_path(tmp_path: Path, name: str) -> None:
    keys = FilmKeys(tmp_path, SiteKey(bytes(32)))
    for do in (keys.make, keys.get, keys.destroy, keys.has):
        with pytest.raises(ValueError, match="80 letters"):
            do(name)


def test_the_passphrases_lock_is_told_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "site_key"
    make_site_key(path, "x")
    told = json.loads(path.read_text())
    assert (told["passes"], told["memory_kib"], told["lanes"]) == (3, 65536, 4)
