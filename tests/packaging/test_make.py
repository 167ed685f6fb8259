"""What `make` would do, asked with `make -n`, which does nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def would_do(*words: str, **environment: str) -> str:
    # What an outer `make test T=…` was told must not reach this one.
    alone = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    for typed_outside in ("T", "HOST", "PORT", "HTTP", "N", "M"):
        alone.pop(typed_outside, None)
    answer = subprocess.run(
        ["make", "-n", *words],
        cwd=TOP,
        env=alone | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return answer.stdout


def test_run_listens_on_this_machine_only() -> None:
    assert would_do("run").rstrip().endswith("afttrainer run")


@pytest.mark.parametrize(
    ("typed", "option"),
    [("HOST=0.0.0.0", "--host 0.0.0.0"), ("PORT=8080", "--port 8080"), ("HTTP=1", "--http")],
)
def test_run_passes_on_what_was_typed(typed: str, option: str) -> None:
    assert option in would_do("run", typed)


def test_a_shell_that_names_its_machine_in_HOST_does_not_open_the_room() -> None:
    assert "--host" not in would_do("run", HOST="laptop", PORT="80")


def test_the_quick_path_runs_what_it_is_given_and_nothing_else() -> None:
    quick = would_do("test", "T=tests/models")

    assert "pytest tests/models" in quick
    assert not any(check in quick for check in ("ruff", "mypy", "djlint", "scripts.chromium"))


def test_continuous_integration_runs_what_everyone_runs() -> None:
    lines = (TOP / ".ci" / "run").read_text("utf-8").splitlines()

    assert lines[-1] == "exec make test"
    assert len(lines) == 3


def test_a_cluster_is_started_with_the_same_words() -> None:
    assert would_do("run-cluster").rstrip().endswith("scripts.cluster")
    assert (
        would_do("run-cluster", "HOST=0.0.0.0", "PORT=8080")
        .rstrip()
        .endswith("scripts.cluster --host 0.0.0.0 --port 8080")
    )
