"""The scripts that come with the program can be used as they are."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from afttrainer.content.codes import FORMS_OF, ScriptType, Skill, StepKind
from afttrainer.content.script_fields import (
    LONGEST_ON_WALL,
    MODEL_OF,
    MindfulnessInduction,
    RotatingRolePlay,
    Script,
    Step,
    TwoChair,
)
from afttrainer.content.scripts import check_file, load_scripts

FOLDER = Path(__file__).resolve().parents[2] / "roleplay_scripts"
SHELF = load_scripts([FOLDER])
README = (FOLDER / "README.md").read_text(encoding="utf-8")

every_script = pytest.mark.parametrize("script", SHELF.scripts.values(), ids=lambda one: one.key)


def test_they_load_without_a_problem() -> None:
    assert [str(problem) for problem in SHELF.problems] == []


def test_there_are_enough_of_each_type() -> None:
    assert len(SHELF.of_type("two_chair")) >= 2
    assert len(SHELF.of_type("rotating_role_play")) >= 2
    inductions = SHELF.of_type("mindfulness_induction")
    assert {script.minutes for script in inductions} >= {3, 5, 6}


@every_script
def test_what_is_on_the_wall_reads_from_eight_metres(script: Script) -> None:
    texts = [step.prompt for step in script.steps]
    if isinstance(script, MindfulnessInduction):
        texts.append(script.your_choice)
    assert max(map(len, texts)) <= LONGEST_ON_WALL
    for text in texts:
        assert max(len(part) for part in re.split(r"[.?!]", text)) <= 80
        assert not re.search(r"\b(must|fail\w*|wrong|mistake|error)\b", text, re.I)


@every_script
def test_each_trains_a_skill(script: Script) -> None:
    assert set(script.skills) <= set(Skill)
    assert script.skills


def test_each_skill_is_trained_by_some() -> None:
    """C-46 to C-48: the three come together, and none is left to chance."""
    trained = [skill for script in SHELF.scripts.values() for skill in script.skills]
    assert {skill for skill in Skill if trained.count(skill) >= 2} == set(Skill)


@every_script
def test_every_role_play_ends_out_of_the_role(script: Script) -> None:
    if isinstance(script, TwoChair | RotatingRolePlay):
        assert script.steps[-1].kind is StepKind.STEP_OUT


@every_script
def test_suggested_ways_to_metacommunicate_are_among_the_six(script: Script) -> None:
    if isinstance(script, RotatingRolePlay):
        assert script.try_cells
        assert all(cell.form in FORMS_OF[cell.dimension] for cell in script.try_cells)


@every_script
def test_an_induction_leaves_silence_and_fills_its_minutes(script: Script) -> None:
    if isinstance(script, MindfulnessInduction):
        times = [at for at, _ in script.schedule()] + [script.minutes * 60]
        stands = [later - at for at, later in pairwise(times)]
        assert times[0] == 0
        assert all(20 <= seconds <= 60 for seconds in stands)
        assert "skip" in script.your_choice or "sit this" in script.your_choice


def test_the_readme_tells_of_every_field() -> None:
    fields = set(Step.model_fields).union(*(set(model.model_fields) for model in MODEL_OF.values()))
    assert [name for name in sorted(fields) if f"`{name}`" not in README] == []
    assert [code for code in ScriptType if f"`{code}`" not in README] == []


def test_the_readmes_example_can_be_used(tmp_path: Path) -> None:
    example = README.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "my_script.yaml").write_text(example, encoding="utf-8")
    assert check_file(tmp_path / "my_script.yaml") == []
