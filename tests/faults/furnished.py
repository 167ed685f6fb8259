"""A site that is furnished once, and a copy of it for every test: for conftests to import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.site import Site, furnish


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return furnish(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def site(furnished: Site, tmp_path: Path) -> Site:
    """The Thursday group watches Ben's film."""
    return furnished.copied(tmp_path / "site").as_of_now()
