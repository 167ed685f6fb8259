"""What every test starts from: a site of its own, in a folder of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as examples

from afttrainer.database import url_of
from afttrainer.places import settings
from scripts.servers import NotInstalled
from tests import databases, sites
from tests.people import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from config import Config

# Several people's tests may share a computer: how long an example takes says nothing of it.
examples.register_profile("room", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("room")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=databases.KINDS,
        default="sqlite",
        help="where sites of tests keep what they know",
    )


#: Long, and with no server behind it: it is begun by whichever process is done with its folder.
AT_THE_END = "tests/browser/test_states.py"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """`--dist=loadscope` is by folders here: each of them is one process's, from end to end."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(AT_THE_END):
                return AT_THE_END
            return "/".join(nodeid.split("/")[:2])

    return ByFolder(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks for a database: the rest would do the same once more."""
    if config.getoption("--database") == "sqlite":
        return
    config.hook.pytest_deselected(items=[one for one in items if not _asks_for_a_database(one)])
    items[:] = filter(_asks_for_a_database, items)


def _asks_for_a_database(item: pytest.Item) -> bool:
    return "database_url" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """What is there by now stays to the end, and need not be gone through at each collection."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("sqlite") and item.config.getoption("--database") != "sqlite":
        pytest.skip("needs the freedoms of a SQLite file")


@pytest.fixture(scope="session", autouse=True)
def _done_once_for_all_sites() -> Iterator[None]:
    with (
        sites.shipped_scripts_read_once(),
        sites.statements_compiled_once(),
        sites.routes_compiled_once(),
        sites.drawn_when_looked_at(),
    ):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: Playwright knows no second one beside it."""
    from tests.browser import chromium

    with chromium.launched() as launched:
        yield launched


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    """Started when the first test asks for it."""
    with ExitStack() as until_the_end:
        try:
            yield until_the_end.enter_context(databases.server())
        except NotInstalled as missing:
            pytest.skip(str(missing))


@pytest.fixture
def on_postgresql(postgresql: databases.Server) -> Iterator[str]:
    """The address of an empty site's PostgreSQL database."""
    with postgresql.database() as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """As the setting of this name: nothing for a file, else an empty site's PostgreSQL database."""
    if request.config.getoption("--database") != "postgresql":
        return ""
    url: str = request.getfixturevalue("on_postgresql")
    return url


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    made: Config = settings().Config(
        home=tmp_path / "home",
        films=tmp_path / "video_segments",
        database_url=database_url,
        testing=True,
    )
    made.home.mkdir()
    return made


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    if not config.database_url:
        databases.make_tables(url_of(config))
    app = sites.opened(config)
    yield app
    sites.closed(app)


@pytest.fixture
def site(app: Flask) -> Site:
    """The Thursday group in its open room, with everybody joined: see tests/people.py."""
    return Site(app)
