"""A film store in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from afttrainer.media.store import FilmStore


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore(tmp_path / "store")
