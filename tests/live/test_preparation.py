"""A presenter prepares; the supervisor reads it; the group only what it is meant to read."""

from __future__ import annotations

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import Preparation, SupervisionSession
from tests.people import Phone, Site, queued_clip


def _ready(site: Site) -> int:
    def queue(room: SupervisionSession) -> int:
        queued = queued_clip(room)
        room.clip = None
        room.touched.clear()
        from sqlalchemy.orm import object_session

        object_session(room).flush()
        return queued.id

    number: int = site.in_room(queue)
    site.begin(Phase.CASE_SELECTION)
    return number


def _prepare(phone: Phone, clip: int, **said: object) -> dict[str, object]:
    words = {"wish": "Stay with me", "feared": "That I bore him", "stretch": "The silence"}
    return phone.do("preparation.save", clip=clip, **(words | said))


def _kept(site: Site) -> list[Preparation]:
    return site.look(lambda room: [q.preparation for q in room.queue if q.preparation])


def test_what_a_presenter_prepares_is_read_by_them_and_the_supervisor(site: Site) -> None:
    clip = _ready(site)
    ben, aditi = site.phone("Ben"), site.phone("Aditi")

    assert _prepare(ben, clip)["ok"]

    assert "That I bore him" in site.console().page("console")
    site.in_room(lambda room: setattr(room.queue[0], "status", ClipStatus.OFFERED))
    assert "That I bore him" in ben.page()
    assert "Stay with me" not in aditi.page()


def test_the_wish_reaches_the_group_only_with_both_yeses(site: Site) -> None:
    clip = _ready(site)
    ben, aditi = site.phone("Ben"), site.phone("Aditi")
    _prepare(ben, clip, wish_for_group="y")
    assert "Stay with me" not in aditi.page()

    site.console().do("queue.offer", clip=clip)
    assert ben.do("queue.accept", clip=clip)["ok"]

    page = aditi.page()
    assert "Stay with me" in page
    assert "That I bore him" not in page


def test_nobody_prepares_for_somebody_else(site: Site) -> None:
    clip = _ready(site)
    for phone in (site.phone("Aditi"), site.console()):
        answer = _prepare(phone, clip)
        assert not answer["ok"]
        assert "Only whoever shows this clip" in str(answer["words"])
    assert _kept(site) == []


def test_it_can_be_written_at_home_and_is_no_page_for_others(site: Site) -> None:
    clip = _ready(site)
    address = f"/supervisions/{site.supervision_id}/queue/{clip}/preparation"
    ben = site.browser("Ben")
    assert address in ben.get("/").get_data(as_text=True)

    assert ben.post(address, data={"feared": "That I bore him"}).status_code == 303
    assert "That I bore him" in ben.get(address).get_data(as_text=True)
    assert [one.feared for one in _kept(site)] == ["That I bore him"]
    for name in ("Aditi", "Mirela"):
        assert site.browser(name).get(address).status_code == 404


def test_what_is_too_long_stays_in_the_form(site: Site) -> None:
    clip = _ready(site)
    address = f"/supervisions/{site.supervision_id}/queue/{clip}/preparation"
    answer = site.browser("Ben").post(address, data={"wish": "w" * 501})
    assert answer.status_code == 422
    assert "w" * 501 in answer.get_data(as_text=True)
    assert _kept(site) == []
