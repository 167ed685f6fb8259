"""Films that come in bit by bit: what the protocol says, and what the site says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.film_house import film_house
from afttrainer.models import Upload
from afttrainer.web.arrivals import arriving
from tests.people import Site
from tests.web.library import stocked
from tests.web.sending import BODY, FILM, TUS, begin, come, part, torn, where


def kept(site: Site) -> list[tuple[int, str | None]]:
    """Size and fingerprint of every upload that is noted."""
    with site.app.app_context():
        return [(u.size_bytes, u.sha256) for u in db.session.scalars(select(Upload))]


def lying_about(site: Site) -> list[Path]:
    folder = film_house(site.app).store.root / "incoming"
    return [p for p in folder.rglob("*") if p.is_file()]


def with_settings(site: Site, **changed: Any) -> None:
    site.app.extensions["settings"] = replace(site.app.extensions["settings"], **changed)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> Callable[[], None]:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + by)
    return lambda: monkeypatch.setattr(clock, "now", real)


def test_it_says_what_it_can(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    answer = ben.options(f"/groups/{ids.group}/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert answer.headers["Tus-Max-Size"] == str(8 * 1024**3)


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_is_not_spoken(site: Site, version: str) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = {"Upload-Length": "10", "Tus-Resumable": version}
    answer = ben.post(f"/groups/{ids.group}/uploads", headers=sent)
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert kept(site) == []


def test_a_film_comes_in_parts_and_its_fingerprint_with_it(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    begun = begin(ben, ids.group, len(FILM), "2018-1-aa")
    assert begun.status_code == 201
    assert begun.headers["Tus-Resumable"] == "1.0.0"
    assert begun.headers["Upload-Expires"].endswith("GMT")
    at = begun.headers["Location"]
    first = where(ben, at)
    assert (first.headers["Upload-Offset"], first.headers["Upload-Length"]) == ("0", "2012")
    assert first.headers["Cache-Control"] == "no-store"

    answer = part(ben, at, 0, FILM[:700])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "700")
    assert come(ben, at) == 700
    assert part(ben, at, 700, FILM[700:]).status_code == 204
    assert where(ben, at).headers["Upload-Offset"] == "2012"

    (film,) = lying_about(site)
    assert film.read_bytes() == FILM
    import hashlib

    assert kept(site) == [(2012, hashlib.sha256(FILM).hexdigest())]


def test_the_fingerprint_is_right_where_another_worker_had_a_part(site: Site) -> None:
    import hashlib

    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    part(ben, at, 0, FILM[:700])
    site.app.extensions.pop("arriving")
    part(ben, at, 700, FILM[700:])
    assert kept(site) == [(2012, hashlib.sha256(FILM).hexdigest())]


def test_what_had_come_before_the_connection_broke_is_kept(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    torn(ben, at, 0, FILM[:900], len(FILM))
    assert come(ben, at) == 900
    assert kept(site) == [(2012, None)]
    part(ben, at, 900, FILM[900:])
    (film,) = lying_about(site)
    assert film.read_bytes() == FILM


def test_a_part_that_goes_on_elsewhere_is_not_taken(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    part(ben, at, 0, FILM[:700])
    for wrong in (0, 699, 701):
        answer = part(ben, at, wrong, FILM[wrong:])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "700")
    for nonsense in ("", "-1", "x", "7e2", "9" * 30, "²"):
        assert part(ben, at, nonsense, b"x").status_code == 400
    assert come(ben, at) == 700


def test_of_two_at_once_only_one_lays_down_a_piece(site: Site) -> None:
    from afttrainer.media.arriving import Elsewhere

    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    with site.app.app_context():
        here = arriving()
        ticket = at.rsplit("/", 1)[1]
        assert here.add(ticket, 0, FILM[:10]) == 10
        with pytest.raises(Elsewhere) as now:
            here.add(ticket, 0, FILM[:10])
    assert now.value.length == 10
    assert come(ben, at) == 10


def test_only_a_films_bytes_are_taken_and_no_more_than_was_said(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 100).headers["Location"]
    headers = TUS | {"Upload-Offset": "0"}
    assert ben.patch(at, data=b"x", content_type="text/plain", headers=headers).status_code == 415
    assert part(ben, at, 0, b"x" * 101).status_code == 413
    assert come(ben, at) == 0


def test_where_nothing_but_post_gets_through(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 3).headers["Location"]
    override = {"X-HTTP-Method-Override": "PATCH"}
    assert part(ben, at, 0, b"abc", "POST", **override).status_code == 204
    assert ben.post(at, headers=TUS).status_code == 405
    assert ben.post(at, headers=TUS | {"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert kept(site) == []


@pytest.mark.parametrize("size", ["", "-1", "ten", "1.5", "9" * 19])
def test_without_a_size_nothing_begins(site: Site, size: str) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = TUS | ({"Upload-Length": size} if size else {"Upload-Defer-Length": "1"})
    assert ben.post(f"/groups/{ids.group}/uploads", headers=sent).status_code == 400
    assert kept(site) == []


def test_an_empty_file_is_no_film(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    answer = begin(ben, ids.group, 0)
    assert (answer.status_code, "empty" in answer.get_data(as_text=True)) == (422, True)


def test_another_persons_film_is_nobodys(site: Site) -> None:
    ids, ben, dao = stocked(site), site.browser("Ben"), site.browser("Dao")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    for other in (dao, site.browser("Mirela")):
        assert where(other, at).status_code == 404
        assert part(other, at, 0, FILM).status_code == 404
        assert other.delete(at, headers=TUS).status_code == 404
        assert other.get(f"{at}/card").status_code == 404
    nobody = site.app.test_client()
    assert where(nobody, at).status_code == 401
    assert part(nobody, at, 0, FILM).status_code == 401
    assert begin(nobody, ids.group, 10).status_code == 401
    assert come(ben, at) == 0


def test_whoever_was_removed_cannot_go_on(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    part(ben, at, 0, FILM[:700])

    def remove(room: Any) -> None:
        group = room.group
        mirela, ben = (next(m for m in group.members if m.name == n) for n in ("Mirela", "Ben"))
        ben.remove(mirela, clock.now())

    site.in_room(remove)
    assert part(ben, at, 700, FILM[700:]).status_code == 404


def test_dropping_it_leaves_nothing(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    part(ben, at, 0, FILM[:700])
    assert ben.delete(at, headers=TUS).status_code == 204
    assert (where(ben, at).status_code, kept(site), lying_about(site)) == (404, [], [])


def test_after_a_week_of_nothing_it_is_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    back = later(monkeypatch, timedelta(days=6))
    assert part(ben, at, 0, FILM[:700]).status_code == 204, "going on gives it a week again"
    back()
    back = later(monkeypatch, timedelta(days=12))
    assert come(ben, at) == 700
    back()
    later(monkeypatch, timedelta(days=14))
    assert where(ben, at).status_code == 410
    assert part(ben, at, 700, FILM[700:]).status_code == 410


def test_a_film_over_the_limit_does_not_begin(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    with_settings(site, upload_limit_bytes=2_000_000)
    answer = begin(ben, ids.group, 2_000_001)
    assert answer.status_code == 413
    assert answer.get_data(as_text=True) == (
        "This film is larger than 2 MB, the most this site takes."
    )
    assert kept(site) == []


def test_the_films_of_a_group_have_their_share_of_the_disk(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    with_settings(site, group_films_bytes=5_000_000)
    at = begin(ben, ids.group, 3_000_000).headers["Location"]
    answer = begin(site.browser("Dao"), ids.group, 3_000_000)
    assert answer.status_code == 413
    assert "may take 5 MB and take 3 MB" in answer.get_data(as_text=True)
    # It holds while a film comes, too.
    with_settings(site, group_films_bytes=2_000_000)
    assert part(ben, at, 0, b"x").status_code == 413
    with_settings(site, group_films_bytes=0)
    assert part(ben, at, 0, b"x").status_code == 204


def test_too_little_space_is_said_before_and_a_full_disk_in_between(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    part(ben, at, 0, FILM[:700])
    with monkeypatch.context() as full:
        full.setattr("afttrainer.media.workplaces.SPARE_BYTES", 2**62)
        answer = begin(ben, ids.group, 100)
        assert answer.status_code == 507
        assert "too little space" in answer.get_data(as_text=True)
        stopped = part(ben, at, 700, FILM[700:])
        assert stopped.status_code == 507
        assert "goes on by itself" in stopped.get_data(as_text=True)
        assert come(ben, at) == 700
    assert part(ben, at, 700, FILM[700:]).status_code == 204


def test_what_is_on_its_way_counts_as_if_it_were_here(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from afttrainer.media.workplaces import SPARE_BYTES

    ids, ben = stocked(site), site.browser("Ben")
    usage = shutil.disk_usage("/")._replace(free=SPARE_BYTES + 1_000_000)
    monkeypatch.setattr("afttrainer.media.workplaces.shutil.disk_usage", lambda _where: usage)
    assert begin(ben, ids.group, 700_000).status_code == 201
    assert begin(ben, ids.group, 700_000).status_code == 507
    assert begin(ben, ids.group, 200_000).status_code == 201


def test_nobody_begins_without_end(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    statuses = [begin(ben, ids.group, 10).status_code for _ in range(21)]
    assert statuses == [201] * 20 + [429]


@pytest.mark.parametrize(
    "metadata",
    [
        "mark",
        "mark ???",
        "mark ../../etc",
        "filename QW5uYSBCZXJn",
        "mark w6k=",
        ",,,",
        "mark " * 900,
    ],
)
def test_of_what_a_browser_may_say_only_a_mark_is_heard(site: Site, metadata: str) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = TUS | {"Upload-Length": "10", "Upload-Metadata": metadata}
    assert ben.post(f"/groups/{ids.group}/uploads", headers=sent).status_code == 201
    with site.app.app_context():
        assert db.session.scalars(select(Upload.mark)).all() == [""]


def test_no_other_sites_page_can_send_one(site: Site) -> None:
    """A browser sends a header like this one to another site only after that has agreed."""
    ids, ben = stocked(site), site.browser("Ben")
    site.app.config["WTF_CSRF_ENABLED"] = True
    assert begin(ben, ids.group, 10).status_code == 201
    asked = ben.options(
        f"/groups/{ids.group}/uploads", headers={"Origin": "https://elsewhere.example"}
    )
    assert not [name for name, _value in asked.headers if name.startswith("Access-Control")]
    plain = ben.post(f"/groups/{ids.group}/uploads", data={"Upload-Length": "10"})
    assert plain.status_code == 412


def test_a_film_whose_last_part_was_laid_down_just_before_the_power_went(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 3).headers["Location"]
    with site.app.app_context():
        arriving().add(at.rsplit("/", 1)[1], 0, b"abc")
    assert kept(site) == [(3, None)]
    assert come(ben, at) == 3
    ((_size, sha256),) = kept(site)
    assert sha256 is not None


def test_bodies_that_are_no_number_of_bytes_leave_no_trace(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 10).headers["Location"]
    headers = TUS | {"Upload-Offset": "0"}
    assert ben.patch(at, data=b"", content_type=BODY, headers=headers).status_code == 204
    assert come(ben, at) == 0
