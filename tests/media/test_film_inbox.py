"""Dropping files into the inbox, as people do it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from films import CAPTIONS

from afttrainer.media.inbox import Inbox, Stamp, leave_note, take_out
from afttrainer.media.refusals import NotAFilm

#: Right-to-left, with a mark that says so, and a picture.
NAME = "\u200f\u05e9\u05dc\u05d5\u05dd \U0001f3ac.mp4"
WHY = NotAFilm("This file is a PDF, not a film.")


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    (tmp_path / "inbox").mkdir()
    return Inbox(tmp_path / "inbox")


def drop(inbox: Inbox, name: str, content: bytes = b"content") -> Path:
    path = inbox.folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_taken_when_two_scans_see_it_the_same(inbox: Inbox) -> None:
    film = drop(inbox, "Ana, session 3.mp4", b"half")
    assert inbox.scan() == []
    film.write_bytes(b"half and the rest")
    assert inbox.scan() == []
    [arrival] = inbox.scan()
    assert arrival.film == film
    assert arrival.captions is None


def test_captions_of_the_same_stem_come_along(inbox: Inbox) -> None:
    film = drop(inbox, "a.mp4")
    captions = drop(inbox, "a.vtt", CAPTIONS.encode())
    drop(inbox, "alone.vtt")
    inbox.scan()
    [arrival] = inbox.scan()
    assert (arrival.film, arrival.captions) == (film, captions)


def test_a_film_waits_for_its_captions_to_be_whole(inbox: Inbox) -> None:
    drop(inbox, "a.mp4")
    inbox.scan()
    drop(inbox, "a.vtt", b"WEBVTT")
    assert inbox.scan() == []
    assert len(inbox.scan()) == 1


def test_what_is_no_ones_film_is_passed_over(inbox: Inbox, tmp_path: Path) -> None:
    names = (".DS_Store", "film.mp4.part", "x.crdownload", "README.md", "Thumbs.db")
    for name in names:
        drop(inbox, name)
    (inbox.folder / "folder").mkdir()
    secret = tmp_path / "elsewhere.mp4"
    secret.write_bytes(b"film")
    (inbox.folder / "link.mp4").symlink_to(secret)
    inbox.scan()
    assert inbox.scan() == []
    assert {path.name for path in inbox.folder.iterdir()} == {*names, "folder", "link.mp4"}


def test_a_missing_inbox_is_made(tmp_path: Path) -> None:
    assert Inbox(tmp_path / "a" / "inbox").scan() == []
    assert (tmp_path / "a" / "inbox").is_dir()


def test_a_note_says_why_and_the_file_is_left_alone_until_it_changes(inbox: Inbox) -> None:
    film = drop(inbox, "bill.mp4")
    leave_note(film, WHY, Stamp.of(film))
    note = inbox.folder / "bill.mp4.why.txt"
    assert "This file is a PDF, not a film." in note.read_text()
    inbox.scan()
    assert inbox.scan() == []
    assert film.exists()
    drop(inbox, "bill.mp4", b"now a film")
    inbox.scan()
    assert len(inbox.scan()) == 1


def test_deleting_the_note_has_the_file_looked_at_again(inbox: Inbox) -> None:
    film = drop(inbox, "bill.mp4")
    leave_note(film, WHY, Stamp.of(film))
    (inbox.folder / "bill.mp4.why.txt").unlink()
    inbox.scan()
    assert len(inbox.scan()) == 1


def test_the_note_goes_with_its_file_but_nobody_elses_note_does(inbox: Inbox) -> None:
    film = drop(inbox, "bill.mp4")
    leave_note(film, WHY, Stamp.of(film))
    theirs = drop(inbox, "mine.why.txt", b"why I went")
    film.unlink()
    inbox.scan()
    assert list(inbox.folder.iterdir()) == [theirs]


def test_taking_out_removes_film_and_note(inbox: Inbox) -> None:
    film = drop(inbox, "film.mp4")
    leave_note(film, WHY, Stamp.of(film))
    take_out(film)
    take_out(film)
    assert list(inbox.folder.iterdir()) == []


def test_the_same_unchanged_file_has_the_same_ticket_after_a_restart(inbox: Inbox) -> None:
    film = drop(inbox, "film.mp4")
    inbox.scan()
    [first] = inbox.scan()
    restarted = Inbox(inbox.folder)
    restarted.scan()
    assert restarted.scan() == [first]
    os.utime(film, ns=(1, 1))
    inbox.scan()
    [changed] = inbox.scan()
    assert changed.ticket != first.ticket


def test_a_name_in_no_known_writing_hinders_nothing(inbox: Inbox) -> None:
    try:
        (inbox.folder / os.fsdecode(b"\xff\xfe.mp4")).write_bytes(b"film")
    except OSError:
        pytest.skip("this file system knows only text as names")
    drop(inbox, NAME)
    inbox.scan()
    [arrival] = inbox.scan()
    assert arrival.film.name == NAME
