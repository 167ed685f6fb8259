"""Several workers of one site: one of them looks after the films, and any other takes over."""

from __future__ import annotations

from afttrainer.film_desk import FilmDesk
from tests.network import until
from tests.people import Site
from tests.serving import left_over


def a_desk(site: Site) -> FilmDesk:
    """As in a process of its own."""
    site.app.extensions.pop("film_house", None)
    return FilmDesk(site.app)


def film_workers(site: Site) -> int:
    return len(left_over(site.app.extensions["settings"].home))


def test_of_two_workers_one_has_the_film_worker_and_the_other_takes_over(site: Site) -> None:
    first, second = a_desk(site), a_desk(site)
    try:
        first.poll()
        second.poll()
        until(lambda: film_workers(site) > 0)
        assert film_workers(site) == 1

        first.stop()
        assert film_workers(site) == 0, "it leaves with its server"
        second.poll()
        until(lambda: film_workers(site) == 1)
    finally:
        second.stop()
