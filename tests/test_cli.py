"""The short commands, while no server runs: links, accounts, the demo, the export."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from afttrainer.demo import nasty
from tests.serving import command

DAOS_PRIVATE_NOTE = "I know this floor he looks at."
ADITIS_OPEN_NOTE = "I held my breath with him."
BENS_NARRATION = "I am already making it smaller for him."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the refilled demo group."""
    folder = tmp_path_factory.mktemp("site")
    answer = command(folder, "demo")
    assert answer.returncode == 0, answer.stderr
    return folder


def exported(folder: Path, *words: str) -> Any:
    answer = command(folder, "export", *words)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def refused(folder: Path, *words: str) -> str:
    """What a command says that does not do what was asked; never a stack trace."""
    answer = command(folder, *words)
    assert answer.returncode != 0, answer.stdout
    assert "Traceback" not in answer.stderr
    assert not answer.stdout
    return answer.stderr


def test_the_demo_prints_a_link_for_everybody_and_both_meetings(tmp_path: Path) -> None:
    answer = command(tmp_path, "demo")

    assert len(re.findall(r"http://localhost:8614/link/\S+", answer.stdout)) == 13
    assert "http://localhost:8614/supervision/1/record" in answer.stdout
    assert re.search(r"http://localhost:8614/supervision/2\s", answer.stdout)


@pytest.mark.parametrize("words", [("link", "supervisor"), ("run",), ("export",)])
def test_a_folder_that_cannot_be_used_is_said_in_words(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "home").write_text("no folder", "utf-8")

    assert "AFTTRAINER_HOME" in refused(tmp_path, *words)


def test_the_list_of_commands_cuts_no_sentence_off(tmp_path: Path) -> None:
    said = command(tmp_path, "--help").stdout

    assert "..." not in said.partition("Commands:")[2]
    assert "Make an account NAME for a supervisor" in said


def test_export_without_a_number_is_of_the_latest_that_is_over(folder: Path) -> None:
    record = exported(folder)

    assert record["supervision_session"]["status"] == "closed"
    assert record["supervision_session"]["length_s"] == 93 * 60
    assert [e["type"] for e in record["exercises"]] == ["two_chair", "rotating_role_play"]


def test_export_of_a_meeting_that_still_runs(folder: Path) -> None:
    assert exported(folder, "2")["supervision_session"]["status"] == "live"


@pytest.mark.parametrize("reader", [None, "Mirela", "Ben", "aditi", nasty.ARABIC, nasty.MARKUP])
def test_nobody_elses_export_holds_a_private_note(folder: Path, reader: str | None) -> None:
    record = json.dumps(exported(folder, "1", *(["--for", reader] if reader else [])))

    assert DAOS_PRIVATE_NOTE not in record
    assert ADITIS_OPEN_NOTE in record
    assert (BENS_NARRATION in record) is (reader == "Ben")


def test_ones_own_export_holds_ones_private_note(folder: Path) -> None:
    assert DAOS_PRIVATE_NOTE in json.dumps(exported(folder, "1", "--for", "Dao"))


def test_the_export_tells_of_no_pass_and_no_stop(folder: Path) -> None:
    record = json.dumps(exported(folder, "1"))

    for word in ("pass", "hold", "stop", "taken_later"):
        assert f'"{word}' not in record


def test_names_travel_as_they_are_written(folder: Path) -> None:
    trainees = exported(folder)["supervision_session"]["trainees"]

    assert set(nasty.NAMES) < set(trainees)


def test_an_export_goes_into_a_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "record.json"
    answer = command(folder, "export", "1", "--out", str(out))

    assert answer.stdout == ""
    assert json.loads(out.read_text("utf-8")) == exported(folder, "1")


def test_an_unknown_meeting_is_answered_with_those_there_are(folder: Path) -> None:
    said = refused(folder, "export", "77")

    assert "There is no meeting 77" in said
    assert re.search(r"1 .*closed .*Thursday group", said)
    assert re.search(r"2 .*under way ", said)


def test_an_unknown_reader_is_answered_with_who_there_was(folder: Path) -> None:
    said = refused(folder, "export", "1", "--for", "Zeno")

    assert "Zeno" in said
    assert "Dao" in said
    assert nasty.HEBREW in said


def test_a_site_without_meetings_has_nothing_to_export(tmp_path: Path) -> None:
    assert "No meeting has begun yet" in refused(tmp_path, "export")


def test_a_file_that_cannot_be_written_is_said_in_words(folder: Path, tmp_path: Path) -> None:
    said = refused(folder, "export", "1", "--out", str(tmp_path / "nowhere" / "x.json"))

    assert "cannot be written" in said


@pytest.mark.parametrize(
    "words", [("Anna Maria",), ("Bo", "van", "Dijk"), ("  Chloë ",), ("Ștefan",)]
)
def test_an_account_may_have_spaces_in_its_name(folder: Path, words: tuple[str, ...]) -> None:
    name = " ".join(" ".join(words).split())
    made = command(folder, "account", *words)
    again = command(folder, "link", name.upper())

    assert re.search(r"http://localhost:8614/link/\S+\nIt works once", made.stdout)
    assert re.search(r"/link/\S+", again.stdout)
    assert "there already" in command(folder, "account", *words).stdout


def test_a_link_is_made_by_the_name_in_the_group_too(folder: Path) -> None:
    assert "/link/" in command(folder, "link", nasty.HEBREW).stdout
    assert "/link/" in command(folder, "link", "MIRELA").stdout


def test_a_link_for_nobody_names_the_accounts_there_are(folder: Path) -> None:
    said = refused(folder, "link", "nobody", "here")

    assert "nobody here" in said
    assert "eszter" in said


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_what_is_no_name_makes_no_account(folder: Path, name: str) -> None:
    assert "1 to 80 characters" in refused(folder, "account", name)


def test_phones_go_into_no_room_that_is_not_open(folder: Path, tmp_path: Path) -> None:
    assert "afttrainer demo" in refused(tmp_path, "phones", "--count", "2")
    assert "Open: 2 (Thursday group (demo), demo)" in refused(folder, "phones", "--session", "1")
