"""A clinician who makes a mistake in a script hears where it is and what to write."""

import re
from pathlib import Path

import pytest

from afttrainer.content.scripts import check_file, load_scripts

GOOD = """\
type: two_chair
title: The held breath
summary: For a moment in which both held their breath.
minutes: 8
skills: [self_awareness, affect_regulation]
starting_seat: self
seconds_per_seat: 90
steps:
  - key: mine
    seat: self
    prompt: What do you feel?
    seconds: 60
  - key: theirs
    seat: patient
    prompt: What is it like to sit here?
  - key: out
    kind: step_out
    prompt: Say your own name.
"""
ROTATING = """\
type: rotating_role_play
title: One more try
summary: A try each.
minutes: 20
skills: [interpersonal_sensitivity]
setting_up: You play the patient.
opening_line: Fine.
seconds_per_turn: 120
try_cells:
  - {dimension: therapist_self, form: self_disclosure}
steps:
  - prompt: What is between you?
  - prompt: Say your own name.
    kind: step_out
"""
INDUCTION = """\
type: mindfulness_induction
title: Two sentences
summary: Short.
minutes: 1
skills: [affect_regulation]
your_choice: Eyes may stay open. You may skip this.
steps:
  - prompt: Sit.
    seconds: 30
  - prompt: Stand.
    seconds: 30
"""


def said_of(folder: Path, text: str | bytes, name: str = "mine.yaml") -> list[str]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in check_file(path)]


@pytest.mark.parametrize("text", [GOOD, ROTATING, INDUCTION])
def test_a_script_without_mistakes_is_used(tmp_path: Path, text: str) -> None:
    assert said_of(tmp_path, text) == []
    assert load_scripts([tmp_path]).get("mine") is not None


FIELD_MISTAKES = [
    (GOOD, "seconds: 60", "seconds: soon", 12, "steps → 1 → seconds", "seconds between 5 and 1800"),
    (GOOD, "seconds: 60", "seconds: 4", 12, "steps → 1 → seconds", "between 5 and 1800"),
    (GOOD, "seconds: 60", "seconds: 60.5", 12, "steps → 1 → seconds", "between 5 and 1800"),
    (GOOD, "seconds: 60", "seconds: yes", 12, "steps → 1 → seconds", "between 5 and 1800"),
    (GOOD, "seconds: 60", "seconds: 1:75", 12, "steps → 1 → seconds", "between 5 and 1800"),
    (GOOD, "minutes: 8", "minutes: 8\ncomponent: rôle", 5, "component", "metacommunication_teach"),
    (GOOD, "minutes: 8", "minutes: 8\ncomponent: manuel", 5, "component", 'mean "manual"'),
    (INDUCTION, "minutes: 1", "minutes: 1\ncomponent: manual", 5, "component", "counts as mind"),
    (GOOD, "seconds: 60", "secondes: 60", 12, "steps → 1 → secondes", 'did you mean "seconds"'),
    (GOOD, "seconds: 60", "seconds:", 12, "steps → 1 → seconds", "nothing is written here"),
    (GOOD, "seconds: 60", "at: 60", 12, "steps → 1 → at", "remove this"),
    (GOOD, "seat: patient", "seat: pateint", 14, "steps → 2 → seat", 'did you mean "patient"'),
    (GOOD, "key: theirs", "key: mine", 13, "steps → 2 → key", "step 1 has this key"),
    (GOOD, "key: theirs", "key: step 2", 13, "steps → 2 → key", "a short name"),
    (GOOD, "What do you feel?", "x" * 111, 11, "steps → 1 → prompt", "has 111 characters"),
    (GOOD, "What do you feel?", "yes", 11, "steps → 1 → prompt", "in quotes"),
    (GOOD, "What do you feel?", '"  "', 11, "steps → 1 → prompt", "one sentence"),
    (GOOD, "    seat: self\n", "", 9, "steps → 1", "add seat: self or seat: patient"),
    (GOOD, "seat: patient", "seat: self", 8, "steps", "at least one step with seat: patient"),
    (GOOD, "starting_seat: self", "starting_seat: patient", 6, "starting_seat", "seat: self"),
    (GOOD, "    kind: step_out\n", "    seat: self\n", 8, "steps", "kind step_out"),
    (GOOD, "minutes: 8\n", "", 1, "minutes", "this is missing"),
    (GOOD, "minutes: 8", "minutes: 61", 4, "minutes", "between 1 and 60"),
    (GOOD, "minutes: 8", "minutes: '8'", 4, "minutes", "whole number"),
    (GOOD, "minutes: 8", "minutes: 8\nminutes: 9", 5, "minutes", "already written on line 4"),
    (GOOD, "[self_awareness, affect_regulation]", "[]", 5, "skills", "one or more of"),
    (GOOD, "[self_awareness, aff", "[courage, aff", 5, "skills → 1", "one or more of"),
    (GOOD, "[self_awareness, aff", "[affect_regulation, aff", 5, "skills → 2", "remove one"),
    (GOOD, "The held breath", "y" * 61, 2, "title", "at most 60 characters"),
    (GOOD, "type: two_chair", "type: two chairs", 1, "type", 'did you mean "two_chair"'),
    (GOOD, "type: two_chair\n", "", 1, "type", "this is missing"),
    (GOOD, "minutes: 8", "minutes: 8\nlanguage: no", 5, "language", "in quotes"),
    (GOOD, "minutes: 8", "minutes: 8\ndirection: up", 5, "direction", "ltr"),
    (GOOD, "minutes: 8", "minutes: 8\nkey: x", 5, "key", "name of its file"),
    (GOOD, "minutes: 8", "minutes: 8\nopening_line: x", 5, "opening_line", "rotating_role_play"),
    (ROTATING, "form: self_dis", "form: dis", 10, "try_cells → 1 → form", "self_disclosure"),
    (
        ROTATING,
        "form: self_disclosure",
        "form: observation",
        10,
        "try_cells → 1 → form",
        "question",
    ),
    (ROTATING, "therapist_self", "patient_self", 10, "try_cells → 1 → form", "observation"),
    (ROTATING, "  - prompt: What is between you?\n", "", 11, "steps", "the one who tries"),
    (ROTATING, "kind: step_out", "kind: step_out\n  - prompt: On.", 15, "steps → 3", "move this"),
    (ROTATING, "    kind: step_out", "    note: x", 11, "steps", "step_out"),
    (ROTATING, "minutes: 20", "minutes: 20\nwatch_for: [3]", 5, "watch_for → 1", "in quotes"),
    (INDUCTION, "seconds: 30\n  - prompt: St", "seconds: 31\n  - prompt: St", 4, "minutes", "61"),
    (INDUCTION, "    seconds: 30\n  -", "  -", 8, "steps → 1", "how long"),
    (INDUCTION, "seconds: 30\n  -", "at: 0\n  -", 11, "steps → 2 → seconds", "not both"),
    (
        INDUCTION,
        "seconds: 30\n  -",
        "seat: self\n    seconds: 30\n  -",
        9,
        "steps → 1 → seat",
        "remo",
    ),
    (INDUCTION, "minutes: 1", "minutes: 1\nbell_at_end: loud", 5, "bell_at_end", "yes or no"),
    (
        INDUCTION,
        "your_choice: Eyes may stay open. You may skip this.\n",
        "",
        1,
        "your_choice",
        "miss",
    ),
]


@pytest.mark.parametrize(("text", "old", "new", "line", "field", "words"), FIELD_MISTAKES)
def test_a_mistake_is_told_with_its_line_and_field(
    tmp_path: Path, text: str, old: str, new: str, line: int, field: str, words: str
) -> None:
    assert old in text
    said = said_of(tmp_path, text.replace(old, new, 1))
    fitting = [one for one in said if one.startswith(f"mine.yaml, line {line}, {field}: ")]
    assert [one for one in fitting if words in one], said
    assert len(said) == 1, said


BROKEN_FILES = [
    ("title: a\nsteps:\n\t- prompt: x\n", 3, "tab"),
    ("type: free\ntitle: 'abc\nsummary: x\n", 2, "never closed"),
    ('type: free\ntitle: "abc\nsummary: x\n', 2, "never closed"),
    ("title: He said: go\n", 1, "quotes"),
    ('title: "Go" he said\n', 1, "quotes"),
    ("title: a\nsummary\nminutes: 3\n", 2, "a colon and a space"),
    ("skills: [a, b\ntitle: x\n", 1, "bracket"),
    ("title: a\nsteps:\n  - prompt: x\n   seat: y\n", 4, "line up"),
    ("title: @home\n", 1, "quotes"),
    ("a: 1\n---\nb: 2\n", 2, "one script"),
    ("a: 1\nb: x\x00y\n", 2, "invisible"),
    ('a: 1\nb: "x\\0y"\n', 2, "invisible"),
    ('a: 1\nb: "\\ud800"\n', 2, "invisible"),
    ('a: 1\nb: "\\UFFFFFFFF"\n', 1, "cannot be read"),
    (b"a: 1\nb: caf\xe9\n", 2, "UTF-8"),
    ("a: 1\n".encode("utf-16"), 1, "UTF-8"),
    ("", 1, "empty"),
    ("# only a remark\n", 1, "empty"),
    ("just words\n", 1, "fields"),
    ("- one\n- two\n", 1, "fields"),
    ("a: &all 1\nb: 2\n", 1, "anchors"),
    ("a: *really* do\n", 1, "anchors"),
    ("a: !!python/object/apply:os.getcwd []\n", 1, "tags"),
    ("a: !now\n", 1, "tags"),
    ("[" * 5000, 1, "inside one another"),
    ("? " * 5000, 1, "inside one another"),
    ("? [a]\n: b\n", 1, "name of a field"),
    ("a: " + "x" * 70_000, 1, "64 kB"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN_FILES)
def test_a_file_that_is_no_script_is_told_in_plain_words(
    tmp_path: Path, text: str | bytes, line: int, words: str
) -> None:
    said = said_of(tmp_path, text)
    there = [one for one in said if re.match(rf"mine\.yaml, line {line}[,:]", one)]
    assert [one for one in there if words in one], said


def test_aliases_that_would_unfold_without_end_are_refused(tmp_path: Path) -> None:
    bomb = ["a0: &a0 [x]"]
    bomb += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert "anchors" in said_of(tmp_path, "\n".join(bomb))[0]


def test_a_list_without_end_is_told_in_few_words(tmp_path: Path) -> None:
    said = said_of(tmp_path, "type: free\nskills: [" + "a," * 30_000 + "]\n")
    assert "mine.yaml, line 2, skills: write at most 200 in one list" in said
    assert len(said) < 500


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("title: The", "titel: The")
        .replace("minutes: 8", "minutes: many")
        .replace("seconds: 60", "seconds: 2")
        .replace("key: theirs", "key: mine")
        .replace("    kind: step_out\n", "")
    )
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    problems = check_file(path)
    lines = [problem.line for problem in problems]
    assert lines == sorted(line for line in lines if line is not None)
    assert {problem.field for problem in problems} == {
        "title",
        "titel",
        "minutes",
        "steps",
        "steps → 1 → seconds",
        "steps → 2 → key",
        "steps → 3",
    }


def test_a_file_that_is_cut_off_anywhere_gives_words_and_never_an_exception(
    tmp_path: Path,
) -> None:
    for text in (GOOD, ROTATING, INDUCTION):
        for end in range(len(text) - 1):
            for said in said_of(tmp_path, text[:end] + "\x85" * (end % 2)):
                assert said.startswith("mine.yaml, line ")


@pytest.mark.parametrize("name", ["My Script.yaml", "Ü.yaml", "UPPER.yaml"])
def test_a_name_that_no_session_could_remember_is_told(tmp_path: Path, name: str) -> None:
    assert "name the file with small letters" in said_of(tmp_path, GOOD, name)[0]


def test_a_missing_file_and_a_folder_named_like_a_script_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name in ("folder.yaml", "nowhere.yaml"):
        (problem,) = check_file(tmp_path / name)
        assert str(problem) == f"{name}: the file could not be opened"
