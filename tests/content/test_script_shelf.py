"""The shelf: what is on it, whose copy wins, and how a script is used once it is there."""

from pathlib import Path

import pytest

from afttrainer.content.__main__ import main
from afttrainer.content.codes import Seat
from afttrainer.content.script_advice import EXPECTED
from afttrainer.content.script_fields import MODEL_OF, Cell, Step
from afttrainer.content.scripts import (
    MindfulnessInduction,
    RotatingRolePlay,
    ScriptShelf,
    TwoChair,
    load_scripts,
)

FREE = """\
type: free
title: {title}
summary: Ours.
minutes: 5
skills: [self_awareness]
steps:
  - prompt: Begin.
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return _folder(tmp_path / "shipped", a="Zebra", b="apple")


def _folder(folder: Path, **titles: str) -> Path:
    folder.mkdir()
    for key, title in titles.items():
        (folder / f"{key}.yaml").write_text(FREE.format(title=title))
    return folder


def test_scripts_of_a_type_come_by_title(shipped: Path) -> None:
    shelf = load_scripts([shipped])
    assert [script.title for script in shelf.of_type("free")] == ["apple", "Zebra"]
    assert shelf.of_type("two_chair") == shelf.of_type("unheard of") == []
    assert shelf.get("nothing") is None


def test_the_sites_own_copy_wins(shipped: Path, tmp_path: Path) -> None:
    site = _folder(tmp_path / "site", a="Ours")
    shelf = load_scripts([shipped, site])
    assert {key: script.title for key, script in shelf.scripts.items()} == {
        "a": "Ours",
        "b": "apple",
    }


def test_a_site_copy_with_a_mistake_leaves_the_original_in_use(
    shipped: Path, tmp_path: Path
) -> None:
    site = _folder(tmp_path / "site", a="Ours")
    (site / "a.yaml").write_text("title: [")
    shelf = load_scripts([shipped, site])
    original = shelf.get("a")
    assert original is not None
    assert original.title == "Zebra"
    assert [problem.file for problem in shelf.problems] == ["a.yaml"]


def test_one_file_with_a_mistake_hides_no_other(shipped: Path) -> None:
    (shipped / "0_broken.yaml").write_bytes(b"\xff\xfe\x00")
    (shipped / "c.yml").write_text("")
    shelf = load_scripts([shipped])
    assert set(shelf.scripts) == {"a", "b"}
    assert [problem.file for problem in shelf.problems] == ["0_broken.yaml", "c.yml"]


def test_two_files_of_one_name_in_one_folder_are_told(shipped: Path) -> None:
    (shipped / "a.yml").write_text(FREE.format(title="Twin"))
    shelf = load_scripts([shipped])
    script = shelf.get("a")
    assert script is not None
    assert script.title == "Zebra"
    assert "same name" in str(shelf.problems[0])


def test_what_is_no_script_of_ours_is_passed_over(shipped: Path) -> None:
    for name in ("README.md", "._a.yaml", "a.yaml~", "notes.txt"):
        (shipped / name).write_bytes(b"\xff")
    assert load_scripts([shipped]).problems == ()


def test_a_folder_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    assert load_scripts([tmp_path / "nowhere"]).scripts == {}
    assert ScriptShelf().of_type("free") == []


def test_a_script_cannot_be_changed_once_it_is_loaded(shipped: Path) -> None:
    shelf = load_scripts([shipped])
    with pytest.raises(TypeError):
        shelf.scripts["a"] = shelf.scripts["b"]  # type: ignore[index]  # what is refused is the test
    with pytest.raises(ValueError, match="frozen"):
        shelf.scripts["a"].title = "Other"


@pytest.mark.parametrize(
    ("lines", "direction"),
    [
        ("", "ltr"),
        ("language: ar\n", "rtl"),
        ('language: "he-IL"\n', "rtl"),
        ("language: xx\n", "ltr"),
        ("language: ar\ndirection: ltr\n", "ltr"),
    ],
)
def test_a_script_is_read_in_the_direction_of_its_language(
    tmp_path: Path, lines: str, direction: str
) -> None:
    (tmp_path / "a.yaml").write_text(lines + FREE.format(title="T"))
    shelf = load_scripts([tmp_path])
    assert shelf.problems == ()
    assert shelf.scripts["a"].reading_direction == direction


def test_steps_without_a_key_are_known_by_their_position(shipped: Path) -> None:
    assert [step.key for step in load_scripts([shipped]).scripts["a"].steps] == ["step_1"]


def _step(key: str, **fields: object) -> Step:
    return Step.model_validate({"key": key, "prompt": "Begin.", **fields})


def _fields(**fields: object) -> dict[str, object]:
    return {
        "key": "x",
        "title": "T",
        "summary": "S",
        "minutes": 3,
        "skills": ("self_awareness",),
        **fields,
    }


def test_a_sentence_stands_until_the_next_one_is_due() -> None:
    steps = (_step("a", seconds=40), _step("b", seconds="1:00"), _step("c", seconds=20))
    script = MindfulnessInduction.model_validate(
        _fields(type="mindfulness_induction", your_choice="Skip it.", steps=steps)
    )
    assert [at for at, _ in script.schedule()] == [0, 40, 100]
    shown = {at: script.sentence_at(at).key for at in (-1, 0, 39.9, 40, 99, 100, 1000)}
    assert shown == {-1: "a", 0: "a", 39.9: "a", 40: "b", 99: "b", 100: "c", 1000: "c"}


def test_sentences_may_be_given_by_the_second_they_appear_at() -> None:
    steps = (_step("a", at=0), _step("b", at="1:30"))
    script = MindfulnessInduction.model_validate(
        _fields(type="mindfulness_induction", your_choice="Skip it.", steps=steps)
    )
    assert [at for at, _ in script.schedule()] == [0, 90]


def test_each_chair_has_its_own_prompts() -> None:
    steps = (
        _step("ready", kind="prepare"),
        _step("a", seat="self"),
        _step("b", seat="patient"),
        _step("c", seat="self"),
        _step("out", kind="step_out"),
    )
    script = TwoChair.model_validate(
        _fields(type="two_chair", starting_seat="self", seconds_per_seat=90, steps=steps)
    )
    assert [step.key for step in script.prompts_for(Seat.SELF)] == ["a", "c"]
    assert [step.key for step in script.prompts_for(Seat.PATIENT)] == ["b"]


def test_prompts_of_a_rotation_begin_again_when_they_are_used_up() -> None:
    steps = (_step("ready", kind="prepare"), _step("a"), _step("b"), _step("out", kind="step_out"))
    script = RotatingRolePlay.model_validate(
        _fields(
            type="rotating_role_play",
            setting_up="You play the patient.",
            opening_line="Fine.",
            seconds_per_turn=90,
            steps=steps,
        )
    )
    assert [script.prompt_for_turn(i).key for i in range(5)] == ["a", "b", "a", "b", "a"]


def test_every_field_that_can_be_written_has_words_for_what_it_takes() -> None:
    fields = set(Step.model_fields) | set(Cell.model_fields)
    for model in MODEL_OF.values():
        fields |= set(model.model_fields)
    assert fields == set(EXPECTED)


def test_the_checking_command_names_what_to_mend(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(shipped)]) == 0
    (shipped / "a.yaml").write_text("")
    assert main([str(shipped)]) == 1
    assert "a.yaml, line 1: the file is empty" in capsys.readouterr().out
    assert main([]) == 2
