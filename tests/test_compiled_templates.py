"""A restart finds its templates compiled, and no disk can make a screen fail by them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment

from afttrainer import compiled_templates, create_app
from config import Config

SCREEN = "room/_wall.html"


@pytest.fixture
def started(app: Flask, config: Config) -> Callable[[], Flask]:
    """One more start on the same home."""
    return lambda: create_app(config)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was compiled."""
    names: list[str] = []
    compile_one = Environment._compile

    def told(env: Environment, source: str, filename: str) -> object:
        names.append(filename)
        return compile_one(env, source, filename)

    monkeypatch.setattr(Environment, "_compile", told)
    return names


def test_the_second_start_compiles_nothing(
    started: Callable[[], Flask], compiled: list[str]
) -> None:
    started().jinja_env.get_template(SCREEN)
    assert [name for name in compiled if name.endswith(SCREEN)]
    compiled.clear()
    started().jinja_env.get_template(SCREEN)
    assert compiled == []


@pytest.mark.parametrize("bytes_left", [0, 3, 40, 400])
def test_what_a_power_cut_has_damaged_is_compiled_anew(
    started: Callable[[], Flask], compiled: list[str], config: Config, bytes_left: int
) -> None:
    started().jinja_env.get_template(SCREEN)
    for file in kept_in(config).iterdir():
        file.write_bytes(file.read_bytes()[:bytes_left].ljust(bytes_left + 100, b"\0"))
    compiled.clear()
    started().jinja_env.get_template(SCREEN)
    assert compiled
    compiled.clear()
    started().jinja_env.get_template(SCREEN)
    assert compiled == [], "and kept again"


def test_a_disk_that_keeps_nothing_costs_no_screen(
    started: Callable[[], Flask], config: Config
) -> None:
    kept_in(config).write_text("a file where the folder would be")
    assert started().jinja_env.get_template(SCREEN)
    assert kept_in(config).is_file()


def test_another_version_compiles_its_own(
    started: Callable[[], Flask], compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started().jinja_env.get_template(SCREEN)
    compiled.clear()
    monkeypatch.setattr(compiled_templates, "__version__", "another")
    started().jinja_env.get_template(SCREEN)
    assert compiled


def kept_in(config: Config) -> Path:
    return config.home / "compiled_templates"
