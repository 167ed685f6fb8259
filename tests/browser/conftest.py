"""A real Chromium and a real server: nothing here is a stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.stage import Stage

RESULTS = Path(__file__).parents[2] / "test-results"


@pytest.fixture(scope="session")
def first_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """What a first start leaves: the demo group, its room open, its films prepared."""
    made = House(tmp_path_factory.mktemp("first-house")).start()
    made.finishes_its_films()
    made.stop()
    return made


@pytest.fixture
def make_house(tmp_path: Path, first_house: House) -> Iterator[Callable[..., House]]:
    """Start a house as the first start has left it, with further options of `afttrainer run`."""
    houses: list[House] = []

    def make(*options: str) -> House:
        houses.append(first_house.once_more(tmp_path / f"house-{len(houses)}", *options))
        return houses[-1].start()

    yield make
    for house in houses:
        house.pull_the_plug()


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()


@pytest.fixture
def make_stage(
    browser: Browser, make_house: Callable[..., House], request: pytest.FixtureRequest
) -> Iterator[Callable[[House], Stage]]:
    stages: list[Stage] = []

    def make(house: House) -> Stage:
        stages.append(Stage(browser, house))
        return stages[-1]

    yield make
    for stage in stages:
        report = request.node.stash.get(FAILED, None)
        if report or stage.watch.troubles:
            _keep_for_later(stage, request.node.name)
        stage.close()
    troubles = [trouble for stage in stages for trouble in stage.watch.troubles]
    assert not troubles, "The screens complained:\n" + "\n".join(troubles)


@pytest.fixture
def stage(make_stage: Callable[[House], Stage], house: House) -> Stage:
    return make_stage(house)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _keep_for_later(stage: Stage, name: str) -> None:
    folder = RESULTS / "".join(c if c.isalnum() else "_" for c in name)
    stage.keep_pictures(folder)
    (folder / "server.log").write_text(stage.house.said)
    print(f"Pictures of all screens and the server's words: {folder}")
