"""A screen's page names every script that it will come to load, so that they come side by side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afttrainer.places import STATIC
from afttrainer.static_files import Modules
from tests.people import Site

ENTRY = "js/room/main.js"
KINDS = ("console", "wall", "companion")


def lay(folder: Path, **scripts: str) -> Modules:
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text)
    return Modules(folder)


def test_what_a_script_imports_is_found_however_it_is_written(tmp_path: Path) -> None:
    modules = lay(
        tmp_path,
        first='import {\n  one,\n} from "./one.js";\nimport "./two.js";\n'
        'export * from "./three.js";',
        one='import { two } from "./two.js";\nconst not = "./never.js";',
        two='import { one } from "./one.js";',
        three="",
    )
    assert modules.first("first.js", "wall") == ["one.js", "two.js", "three.js"]


def test_what_is_listed_for_another_kind_of_screen_is_left_out(tmp_path: Path) -> None:
    listed = 'const FIRST = {\n  wall: [\n    "./one.js",\n  ],\n  console: ["./two.js"],\n};'
    modules = lay(
        tmp_path,
        first='import "./four.js";\n' + listed,
        one="",
        two='import "./three.js";',
        three="",
        four='import "./five.js";',
        five="",
    )
    assert modules.first("first.js", "wall") == ["four.js", "five.js", "one.js"]
    assert modules.first("first.js", "console") == ["four.js", "five.js", "two.js", "three.js"]
    assert modules.first("first.js", "companion") == ["four.js", "five.js"]
    assert modules.then("first.js", "wall") == []


def test_what_comes_then_is_listed_after_what_it_needs(tmp_path: Path) -> None:
    modules = lay(
        tmp_path,
        first='const FIRST = {\n  wall: ["./one.js"],\n};\n'
        'const THEN = {\n  wall: ["./two.js", "./three.js"],\n};',
        one='import "./five.js";',
        two='import "./four.js";\nimport "./five.js";',
        three="",
        four='import "./two.js";',
        five="",
    )
    assert modules.first("first.js", "wall") == ["one.js", "five.js"]
    assert modules.then("first.js", "wall") == ["four.js", "two.js", "three.js"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_script_of_a_screen_is_there(kind: str) -> None:
    modules = Modules(STATIC)
    first, then = modules.first(ENTRY, kind), modules.then(ENTRY, kind)
    assert all((STATIC / name).is_file() for name in (*first, *then))
    assert not set(first) & set(then)
    assert {"js/room/socket.js", "js/playback/state.js"} <= set(first)
    assert {"js/room/room.js", "js/room/joined.js", "vendor/idb.js"} <= set(then)
    assert ("js/playback/wall.js" in first) == (kind == "wall")


def test_the_page_names_them(site: Site) -> None:
    page = site.browser("Ben").get(f"/supervision/{site.supervision_id}/companion").text
    named = re.findall(r'<link rel="modulepreload" href="/static/\w+/([^"]+)">', page)
    modules = Modules(STATIC)
    assert named == [*modules.first(ENTRY, "companion"), *modules.then(ENTRY, "companion")]
