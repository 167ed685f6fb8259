"""What a worker looks after by itself goes on, whatever one look has met."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import film_house
from afttrainer.live.heartbeat import Watch
from afttrainer.live.workers import Doorkeeper
from afttrainer.retention import Keeper
from tests.people import Site

LOOKS = 3
MANY_PAUSES = 100


def a_desk(site: Site) -> Callable[[Callable[[float], None]], None]:
    """Its small database is shut: an error that is not the big database's."""
    film_house(site.app).queue.reports.close()
    return FilmDesk(site.app).run_forever


def a_keeper(site: Site) -> Callable[[Callable[[float], None]], None]:
    film_house(site.app).queue.reports.close()
    return Keeper(site.app).run_forever


def a_watch(site: Site) -> Callable[[Callable[[float], None]], None]:
    site.app.extensions["seen"] = 5  # a mistake of the program
    return Watch(site.app).run_forever


def a_doorkeeper(site: Site) -> Callable[[Callable[[float], None]], None]:
    keeper = Doorkeeper(site.app)
    keeper._unknown = None  # type: ignore[assignment]  # a mistake of the program
    return keeper.run_forever


class Enough(BaseException):
    """The worker leaves."""


@pytest.mark.parametrize("begin", [a_desk, a_keeper, a_watch, a_doorkeeper])
def test_one_that_meets_what_nobody_foresaw_looks_again(
    site: Site,
    begin: Callable[[Site], Callable[[Callable[[float], None]], None]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses: list[float] = []

    def told() -> list[logging.LogRecord]:
        return [one for one in caplog.records if one.name == "afttrainer.rounds"]

    def sleep(seconds: float) -> None:
        if len(told()) >= LOOKS or len(pauses) == MANY_PAUSES:
            raise Enough
        pauses.append(seconds)
        if begin is a_watch:
            begin(site)

    run = begin(site)
    with caplog.at_level(logging.WARNING), pytest.raises(Enough):
        run(sleep)
    assert len(told()) >= LOOKS
