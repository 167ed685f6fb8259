"""Moving through the plan at the live door, and arriving together."""

from __future__ import annotations

from datetime import datetime, timedelta

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from tests.people import Site


def part(room: SupervisionSession, kind: Phase) -> int:
    return next(p.id for p in room.phases if p.kind is kind)


def test_a_trainee_cannot_move_the_room(site: Site) -> None:
    check_in = site.look(lambda room: part(room, Phase.CHECK_IN))
    aditi = site.phone("Aditi")
    for command in ("phase.move", "phase.stretch", "phase.begin_practice", "supervision.close"):
        ack = aditi.do(command, phase=check_in, minutes=5, shown="")
        assert not ack["ok"]
        assert "supervisor" in ack["words"]
    assert site.look(lambda room: room.phase_id) is None


def test_the_second_supervisor_hears_where_the_room_is(site: Site) -> None:
    first, second = site.console(), site.console()
    arriving, check_in = (
        site.look(lambda room, kind=kind: part(room, kind))
        for kind in (Phase.MINDFULNESS_INDUCTION, Phase.CHECK_IN)
    )
    assert first.do("phase.move", phase=arriving, shown="")["ok"]
    second.heard()
    ack = second.do("phase.move", id="second-press", phase=check_in, shown="")
    assert not ack["ok"]
    assert "already" in ack["words"]
    assert site.look(lambda room: room.phase_id) == arriving


def test_the_plan_offers_one_next_step_and_asks_before_any_other(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    page = site.console().page("console")
    assert "Go on: Choosing a case" in page
    assert "Go to “Debrief” now?" in page
    assert "Go to “Choosing a case” now?" not in page
    assert "kept free" in page


def test_in_the_debrief_it_says_how_long_the_check_out_needs_and_by_when(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    before = site.console().page("console")
    assert "To leave time for debrief and check-out, go on to them by" in before
    site.begin(Phase.DEBRIEF)

    def began_80_minutes_ago(room: SupervisionSession) -> datetime:
        room.started_at = clock.now() - timedelta(minutes=80)
        return room.started_at

    began = site.in_room(began_80_minutes_ago)
    page = site.console().page("console")
    hint = page.split('id="leave-by">')[1].split("</p>")[0]
    assert "check-out needs 7 minutes: go on to it by" in hint
    # 90 less the check-out's 7 and the questions' 2.
    assert f'data-time-of="{clock.to_ms(began + timedelta(minutes=81))}"' in hint
    site.begin(Phase.PRESENTER_CHECKOUT)
    assert "leave-by" not in site.console().page("console")
    assert "leave-by" not in site.phone("Ben").page()


def test_past_its_planned_end_the_plan_says_so_and_the_room_stays_open(site: Site) -> None:
    site.begin(Phase.DEBRIEF)

    def began_long_ago(room: SupervisionSession) -> None:
        room.started_at = clock.now() - timedelta(minutes=96, seconds=5)

    site.in_room(began_long_ago)
    assert "6 minutes past the planned end" in site.console().page("console")
    assert site.phone("Dao").do("debrief.save", words="I came back.")["ok"]


def test_minutes_of_a_part_can_be_changed(site: Site) -> None:
    exercise = site.look(lambda room: part(room, Phase.EXERCISE))
    console = site.console()
    assert console.do("phase.stretch", phase=exercise, minutes=5)["ok"]
    assert not console.do("phase.stretch", phase=exercise, minutes=1000)["ok"]
    minutes = site.look(lambda room: {p.id: p.planned_minutes for p in room.phases})
    assert minutes[exercise] == 36


def test_a_late_joiner_lands_in_the_present_sentence(site: Site) -> None:
    site.begin(Phase.MINDFULNESS_INDUCTION)
    console, phase = site.console(), site.look(lambda room: room.phase_id)
    script = site.app.extensions["scripts"].of_type("mindfulness_induction")[-1]
    assert console.do("phase.choose_script", phase=phase, script=script.key)["ok"]
    assert script.your_choice in site.phone("Aditi").page()

    assert console.do("phase.begin_practice", phase=phase)["ok"]

    late = site.phone("Femi").page()
    assert f'data-sentence dir="ltr" lang="en">{script.steps[0].prompt}<' in late
    assert 'data-began="' in late
    again = console.do("phase.begin_practice", phase=phase)
    assert not again["ok"]


def test_only_a_practice_of_the_shelf_can_be_chosen(site: Site) -> None:
    site.begin(Phase.MINDFULNESS_INDUCTION)
    phase = site.look(lambda room: room.phase_id)
    for key in ("../../etc/passwd", "two_chair_both_sides", ""):
        assert not site.console().do("phase.choose_script", phase=phase, script=key)["ok"]


def test_skipping_is_no_command(site: Site) -> None:
    site.begin(Phase.MINDFULNESS_INDUCTION)
    page = site.phone("Dao").page()
    begins = page.index("aside-")
    part_ = page[begins : page.index("</details>", begins)]
    assert "Skip this" in part_
    assert "data-command" not in part_
