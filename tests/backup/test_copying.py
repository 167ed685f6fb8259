"""One copy: whole, of one moment, private, and without what a meeting forgets."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from afttrainer.backup import copying
from afttrainer.backup.copying import FORGOTTEN, NotCopied, copy
from afttrainer.backup.judging import judge
from tests.backup.conftest import all_of, ask
from tests.faults.site import Site


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "one.sqlite3"


def files(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir()) if target.parent.exists() else []


def test_a_copy_is_whole_alone_and_private(site: Site, target: Path) -> None:
    copy(site.database, target)

    assert files(target) == [target.name]
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.parent.stat().st_mode & 0o777 == 0o700
    assert judge(target) == judge(site.database)
    assert all_of(target) == all_of(site.database)


def test_it_is_of_one_moment_and_nobody_waits_for_it(
    site: Site, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write moves all who are there together; no two of them stand apart in the copy."""
    monkeypatch.setattr(copying, "STEPS", 50)
    when = "SELECT DISTINCT joined_at FROM participant"
    with closing(sqlite3.connect(site.database, timeout=0, isolation_level=None)) as writer:
        times = writer.execute(when).fetchall()

        def writes() -> bool:
            writer.execute("UPDATE participant SET joined_at = datetime(joined_at, '+1 second')")
            times.extend(writer.execute(when).fetchall())
            return True

        copy(site.database, target, writes)
    copied = ask(target, when)
    assert len(copied) == 1
    assert copied[0] in times[:-1], "more was written after that moment, while it was copied"


def test_a_stop_the_ledger_and_open_answers_are_in_no_copy(site: Site, target: Path) -> None:
    """Nor the bytes of them, nor of what was erased before."""
    ben = ask(site.database, "SELECT min(id) FROM participant")[0][0]
    since = "2026-03-05 14:00:00.000000"
    stops = "INSERT INTO hold (supervision_id, participant_id, since) VALUES (?, ?, ?)"
    ask(site.database, stops, site.supervision_id, ben, since)
    ask(
        site.database,
        "INSERT INTO command_record"
        " (participant_id, command_id, body_hash, ack, done_at, is_recorded, is_secret)"
        " VALUES (?, 'a-command', 'a-hash', '\"a-stop-of-bens\"', ?, 0, 0)",
        *(ben, since),
    )
    ask(
        site.database,
        "INSERT INTO pulse (participant_id, supervision_id, state, said_at) VALUES (?, ?, ?, ?)",
        *(ben, site.supervision_id, "unsure", since),
    )
    ask(
        site.database,
        "INSERT INTO poll (id, supervision_id, question, of_thoughts, several, asked_at)"
        " VALUES (9, ?, '', 0, 0, ?)",
        *(site.supervision_id, since),
    )
    ask(
        site.database,
        "INSERT INTO poll_answer (poll_id, chosen, author_id, visibility, made_at)"
        " VALUES (9, '[0]', ?, 'private', ?)",
        *(ben, since),
    )
    ask(
        site.database,
        "INSERT INTO mark_step (id, queued_clip_id, number, tag_id, placed_at, was_there, clip_ms,"
        " family, is_estimate, came_after_reveal, note, note_visibility, author_id, visibility,"
        " made_at) VALUES (9, 1, 1, 9, ?, 1, 0, 'unsure', 0, 0, 'a-note-taken-back', 'private', ?,"
        " 'private', ?)",
        *(since, ben, since),
    )
    with closing(sqlite3.connect(site.database, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE words (word TEXT)")
        database.execute("INSERT INTO words VALUES ('a-word-that-was-erased')")
        database.execute("DELETE FROM words")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a-word-that-was-erased" in site.database.read_bytes()

    copy(site.database, target)

    assert [ask(target, f"SELECT count(*) FROM {table}") for table in FORGOTTEN] == [[(0,)]] * len(
        FORGOTTEN
    )
    for gone in (b"a-stop-of-bens", b"a-note-taken-back", b"a-word-that-was-erased"):
        assert gone not in target.read_bytes()
    assert ask(site.database, "SELECT count(*) FROM hold") == [(1,)], "the room is still held"


def test_one_that_is_broken_off_leaves_nothing(
    site: Site, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STEPS", 50)
    with pytest.raises(NotCopied, match="could not be taken"):
        copy(site.database, target, lambda: False)
    assert files(target) == []


def test_a_damaged_database_is_not_taken_for_a_copy(site: Site, target: Path) -> None:
    target.parent.mkdir()
    target.write_text("the last one")
    ask(site.database, "PRAGMA journal_mode = DELETE")
    with site.database.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xa5" * 40 * 4096)
    with pytest.raises(NotCopied, match="could not be taken"):
        copy(site.database, target)
    assert target.read_text() == "the last one"
    assert files(target) == [target.name]


def test_where_there_is_no_database_there_is_no_copy(tmp_path: Path, target: Path) -> None:
    with pytest.raises(NotCopied, match="There is no database"):
        copy(tmp_path / "nowhere.sqlite3", target)
    assert files(target) == []


def test_where_no_folder_can_be_made_it_is_said(site: Site, target: Path) -> None:
    target.parent.write_text("a file stands here")
    with pytest.raises(NotCopied, match="could not be taken"):
        copy(site.database, target)
