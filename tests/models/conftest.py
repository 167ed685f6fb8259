"""Rules are tested without a running site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.models.room import Room


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.close()
