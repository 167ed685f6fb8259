"""A film store in an empty folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from afttrainer.media.store import FilmStore


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore(tmp_path / "store")


@pytest.fixture
def open_files() -> Callable[[], int]:
    """How many files this process holds open. Linux and macOS."""

    def count() -> int:
        gc.collect()
        return len(os.listdir("/dev/fd"))

    return count
