"""Debrief, the presenter's check-out, ratings and closing, at their live doors."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.extensions import db
from afttrainer.models import CommandRecord, SupervisionSession
from afttrainer.retention import sweep
from tests.live import film_room
from tests.people import TRAINEES, Phone, Site, queued_clip

GROUP_STEP = {"closeness": 7, "shame_before": 8, "shame_after": 4, "group_words": "less alone"}


def shows_bens_film(site: Site) -> None:
    def show(room: SupervisionSession) -> None:
        queued_clip(room).first_played_at = clock.now()

    site.in_room(show)


def fragment(phone: Phone, audience: str) -> str:
    return str([m["html"] for m in phone.heard() if m["audience"] == audience][-1])


def test_a_debrief_line_is_read_by_the_group_and_counted_without_a_name(site: Site) -> None:
    site.begin(Phase.DEBRIEF)
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    assert dao.do("debrief.save", words="I went blank, then I came back.")["ok"]
    assert "I went blank" in fragment(aditi, "everyone")
    assert dao.do("debrief.save", words="I came back.")["ok"]
    lines = site.look(lambda room: [d.words for d in room.debriefs])
    assert lines == ["I came back."]


def test_a_line_of_the_debrief_is_taken_back(site: Site) -> None:
    site.begin(Phase.DEBRIEF)
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    dao.do("debrief.save", words="I went blank, then I came back.")
    aditi.do("debrief.save", words="I was curious.")
    assert dao.do("debrief.take_back")["ok"]
    assert "I went blank" not in aditi.page()
    assert site.look(lambda room: [d.words for d in room.debriefs]) == ["I was curious."]
    assert "debrief.take_back" not in dao.page()


def test_an_empty_debrief_is_answered_in_words(site: Site) -> None:
    site.begin(Phase.DEBRIEF)
    ack = site.phone("Dao").do("debrief.save", words="   ")
    assert not ack["ok"]
    assert ack["fields"]["words"]
    assert site.look(lambda room: len(room.debriefs)) == 0


def test_everybody_is_asked_for_a_line_and_may_leave_it(site: Site) -> None:
    """C-92; and what is asked: of needs (C-17), and of what is one's own to use (C-91)."""
    site.begin(Phase.DEBRIEF)
    for name in TRAINEES:
        page = site.phone(name).page()
        assert 'data-command="debrief.save"' in page
        assert "How was it to stand for what you need, and to stay with the others?" in page
        assert "What helped the group need not be your way." in page
        assert "I would rather only listen" in page
    # To listen is between a person and their phone: nothing is sent for it.
    sent = re.findall(r'data-command="(debrief[^"]*)"', site.phone("Dao").page())
    assert sent == ["debrief.save"]
    eszter = site.phone("Eszter")
    said = {"words": "My honesty landed.", "to_use": "To own the hurry, in my words."}
    assert eszter.do("debrief.save", **said)["ok"]
    assert site.look(lambda room: [d.to_use for d in room.debriefs]) == [said["to_use"]]
    assert said["to_use"] in site.phone("Dao").page()


def test_the_second_step_is_not_on_the_screen_before_the_first(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    ben = site.phone("Ben")
    assert "presenter_checkout.case" not in ben.page()
    assert not ben.do("presenter_checkout.case", case_words="I hurry him")["ok"]

    assert ben.do("presenter_checkout.group", **GROUP_STEP)["ok"]

    assert "presenter_checkout.case" in ben.page()
    assert ben.do("presenter_checkout.case", case_words="I hurry him")["ok"]
    said = site.look(lambda room: [(c.closeness, c.case_words) for c in room.checkouts])
    assert said == [(7, "I hurry him")]


def test_nobody_checks_out_or_declines_for_the_presenter(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    for who in (site.phone("Dao"), site.console()):
        assert not who.do("presenter_checkout.decline")["ok"]
        assert not who.do("presenter_checkout.group", **GROUP_STEP)["ok"]
    assert "presenter_checkout" not in site.phone("Dao").page()
    assert site.look(lambda room: len(room.checkouts)) == 0


def test_the_wall_has_the_presenters_name_and_none_of_their_words(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    site.phone("Ben").do("presenter_checkout.group", **GROUP_STEP)
    with site.app.test_request_context():
        from afttrainer.live import fragments

        wall = site.look(lambda room: fragments.render(room, "wall").html)
    assert "Ben" in wall
    assert "less alone" not in wall


def test_closing_waits_for_ben_until_he_says_no_himself(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    console, ben = site.console(), site.phone("Ben")
    no = console.do("supervision.close", without_checkout="yes")
    assert not no["ok"]
    assert "Ben" in no["words"]
    assert ben.do("presenter_checkout.decline")["ok"]
    assert console.do("supervision.close")["ok"]
    # Which nobody can tell from a meeting that Ben was gone from at its end.
    assert site.look(lambda room: room.closed_without_checkout) is True


def test_a_check_out_left_half_done_is_within_reach_where_closing_waits_for_it(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    console, ben = site.console(), site.phone("Ben")
    assert ben.do("presenter_checkout.group", **GROUP_STEP)["ok"]
    assert "still open" not in ben.page()
    site.begin(Phase.RATINGS)
    assert not console.do("supervision.close")["ok"]
    page = ben.page()
    assert page.index("Your check-out is still open") < page.index('data-command="rating.save"')
    assert "presenter_checkout.case" in page
    assert "presenter_checkout.decline" in page
    assert "still open" not in site.phone("Dao").page() + console.page("console")
    assert ben.do("presenter_checkout.case", case_words="I hurry him")["ok"]
    assert "still open" not in ben.page()
    assert console.do("supervision.close")["ok"]


def test_without_ben_the_console_offers_a_close_that_is_written_down(site: Site) -> None:
    shows_bens_film(site)
    site.begin(Phase.PRESENTER_CHECKOUT)
    console = site.console()
    assert "Close without the check-out" in console.page("console")
    assert not console.do("supervision.close")["ok"]
    assert console.do("supervision.close", without_checkout="yes")["ok"]
    assert site.look(lambda room: room.closed_without_checkout) is True


def ledger(site: Site) -> list[tuple[str, str, dict[str, Any], datetime]]:
    def read(_room: SupervisionSession) -> list[tuple[str, str, dict[str, Any], datetime]]:
        rows = db.session.scalars(select(CommandRecord))
        return [(row.command_id, row.body_hash, row.ack, row.done_at) for row in rows]

    return site.look(read)


def test_an_answer_lost_in_the_last_moment_is_given_again_after_closing(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    console, dao = site.console(), site.phone("Dao")
    assert dao.do("check_in.save", id="its-answer-was-lost", calm=5, word="tired")["ok"]
    assert not dao.do("check_in.save", id="it-was-refused", calm=11)["ok"]
    assert console.do("supervision.close")["ok"]

    again = dao.do("check_in.save", id="its-answer-was-lost", calm=5, word="tired")
    assert again == {"id": "its-answer-was-lost", "ok": True}
    assert not dao.do("check_in.save", id="it-was-refused", calm=11)["ok"]
    assert not site.phone("Aditi").do("check_in.save", id="its-answer-was-lost", calm=5)["ok"]
    assert site.look(lambda room: [c.word for c in room.check_ins]) == ["tired"]


def test_what_closing_leaves_of_the_ledger_tells_nothing_and_goes_after_a_day(site: Site) -> None:
    film_room.watch(site)
    console, ben = site.console(), site.phone("Ben")
    for name in ("check_in.save", "hold.stop", "hold.lift"):
        body = {"calm": 5, "word": "tired"} if name == "check_in.save" else {}
        assert ben.do(name, id=f"this-is-{name}", **body)["ok"], name
    assert console.do("supervision.close")["ok"]

    closed_at = site.look(lambda room: room.closed_at)
    assert closed_at is not None
    assert ledger(site) == [("this-is-check_in.save", "", {"ok": True}, closed_at)]
    for after, left in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        with site.app.app_context():
            sweep(closed_at + after)
        assert len(ledger(site)) == left


def test_the_ledger_of_a_meeting_that_goes_on_is_kept(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    site.phone("Dao").do("check_in.save", calm=5)
    with site.app.app_context():
        sweep(clock.now() + timedelta(days=2))
    assert len(ledger(site)) == 1


def test_a_closed_room_thanks_everyone_and_refuses_all(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    console, dao = site.console(), site.phone("Dao")
    dao.do("check_in.save", calm=5, word="tired")
    dao.heard()

    assert console.do("supervision.close")["ok"]

    assert "Thank you" in fragment(dao, "everyone")
    ack = dao.do("check_in.save", calm=6, word="later")
    assert not ack["ok"]
    assert "closed" in ack["words"]
    assert not console.do("phase.move", phase=1, shown="")["ok"]
    assert len(ledger(site)) == 1, "of what came after it nothing is kept"
    assert site.look(lambda room: [c.word for c in room.check_ins]) == ["tired"]
    assert "To the record" in dao.page()


def test_ratings_reach_no_screen_but_the_raters(site: Site) -> None:
    site.begin(Phase.RATINGS)
    console, aditi, dao = site.console(), site.phone("Aditi"), site.phone("Dao")
    for one in (console, aditi):
        one.heard()
    assert dao.do("rating.save", cohesion_1=7, alliance_4=6)["ok"]
    assert console.heard() == []
    assert aditi.heard() == []
    kept = site.look(lambda room: [(r.cohesion, r.alliance) for r in room.ratings])
    assert kept == [([7, None, None, None], [None, None, None, 6])]
    assert not dao.do("rating.save", cohesion_1=8)["ok"]


def test_the_same_save_sent_twice_is_kept_once(site: Site) -> None:
    site.begin(Phase.DEBRIEF)
    dao = site.phone("Dao")
    first = dao.do("debrief.save", id="the-same-id", words="I came back.")
    assert dao.do("debrief.save", id="the-same-id", words="I came back.") == first
    assert site.look(lambda room: len(room.debriefs)) == 1
