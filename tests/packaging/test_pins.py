"""Two clinics that install on different days get the same thing, from wherever they fetch it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> set[str]:
    lines = (TOP / "constraints.txt").read_text("utf-8").splitlines()
    return {plain(line.split("==")[0]) for line in lines if "==" in line}


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {plain(re.split(r"[\s\[<>=!~;]", requirement)[0]) for requirement in required}

    assert names - pinned() == set(), "make constraints writes them"


def test_browser_libraries_are_exact_versions() -> None:
    wanted = json.loads((TOP / "package.json").read_text("utf-8"))
    versions = wanted["dependencies"] | wanted["devDependencies"]
    locked = json.loads((TOP / "package-lock.json").read_text("utf-8"))["packages"]

    for name, version in versions.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"]


@pytest.mark.parametrize("name", ["package-lock.json", "constraints.txt", ".npmrc"])
def test_no_pin_says_where_to_fetch_it(name: str) -> None:
    text = (TOP / name).read_text("utf-8")

    assert "://" not in text
    assert '"resolved"' not in text
