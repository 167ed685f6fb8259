"""What a presenter took home last time comes back to them at check-in, for one tap."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import object_session

from afttrainer import clock
from afttrainer.content.codes import (
    Dimension,
    ExerciseStatus,
    ExerciseType,
    Family,
    Form,
    Phase,
    RuptureSource,
    SessionStatus,
    Strategy,
    Visibility,
)
from afttrainer.models import (
    Exercise,
    MetacommunicationAttempt,
    PresenterCheckout,
    RuptureEvent,
    SupervisionSession,
)
from tests.models.room import R1
from tests.people import Site, open_room, person, queued_clip


def _showed_last_week(room: SupervisionSession) -> None:
    """A closed meeting in which Ben has shown his work and named a step."""
    session = object_session(room)
    assert session is not None
    with session.no_autoflush:
        before = open_room(room.group)
        session.add(before)
    before.status = SessionStatus.CLOSED
    before.planned_for = clock.now() - timedelta(days=7)
    queued_clip(before).first_played_at = before.planned_for
    before.clip = None
    ben = person(before, "Ben")
    step = PresenterCheckout(
        author=ben, made_at=before.planned_for, group_saved_at=before.planned_for
    )
    step.next_step = "Say that I hurry"
    before.checkouts.append(step)


def _practised(type_: ExerciseType, rupture: RuptureEvent, when: datetime) -> Exercise:
    return Exercise(
        rupture=rupture,
        type=type_,
        status=ExerciseStatus.ENDED,
        position=1,
        began_at=when,
        fear="",
        expectation="",
        held_s=0.0,
    )


def _at_check_in(site: Site) -> None:
    site.in_room(_showed_last_week)
    site.begin(Phase.CHECK_IN)


def test_a_presenter_meets_their_own_step_again_and_nobody_elses(site: Site) -> None:
    _at_check_in(site)
    assert "Say that I hurry" in site.phone("Ben").page()
    assert "Say that I hurry" not in site.phone("Aditi").page()


def test_the_card_names_what_was_on_film_and_what_was_practised_and_no_rupture_of_a_try(
    site: Site,
) -> None:
    """What came up in a role play happened in the group, not between Ben and his patient."""

    def last_week(room: SupervisionSession) -> None:
        _showed_last_week(room)
        before = next(m for m in room.group.supervisions if m is not room)
        when, [queued] = before.planned_for, before.queue
        on_film = RuptureEvent(queued_clip=queued, number=1, defined_at=when, family=R1.family)
        on_film.take(R1)
        in_a_try = RuptureEvent(
            queued_clip=queued,
            number=2,
            defined_at=when,
            family=Family.CONFRONTATION,
            source=RuptureSource.EXERCISE,
            parent=on_film,
        )
        before.ruptures.extend([on_film, in_a_try])
        before.exercises.append(_practised(ExerciseType.TWO_CHAIR, on_film, when))
        before.exercises.append(_practised(ExerciseType.ROTATING_ROLE_PLAY, in_a_try, when))

    site.in_room(last_week)
    site.begin(Phase.CHECK_IN)
    card = site.phone("Ben").page().split('id="last-time"')[1].split("</section>")[0]
    assert "away from the other" in card
    assert "confrontation" not in card
    assert "against" not in card
    assert card.index("two chairs") < card.index("role play")


def _rehearsed_last_week(room: SupervisionSession) -> None:
    """Aditi has tried twice in the same way, and a third time where only she and who leads read."""
    _showed_last_week(room)
    before = next(m for m in room.group.supervisions if m is not room)
    [queued], when = before.queue, before.planned_for
    rupture = RuptureEvent(queued_clip=queued, number=1, defined_at=when, family=R1.family)
    rupture.take(R1)
    before.ruptures.append(rupture)
    rotation = _practised(ExerciseType.ROTATING_ROLE_PLAY, rupture, when)
    before.exercises.append(rotation)
    tries = (
        (Dimension.INTERPERSONAL_FIELD, Form.QUESTION, Visibility.GROUP),
        (Dimension.INTERPERSONAL_FIELD, Form.QUESTION, Visibility.GROUP),
        (Dimension.THERAPIST_SELF, Form.SELF_DISCLOSURE, Visibility.SUPERVISOR),
    )
    for dimension, form, visibility in tries:
        attempt = MetacommunicationAttempt(author=person(before, "Aditi"), made_at=when)
        attempt.dimension, attempt.form, attempt.visibility = dimension, form, visibility
        attempt.strategy = Strategy.EXPLORE_CORE_RELATIONAL_THEME
        rotation.attempts.append(attempt)


def test_the_card_names_each_move_that_was_rehearsed_once_and_whose_it_was_nowhere(
    site: Site,
) -> None:
    site.in_room(_rehearsed_last_week)
    site.begin(Phase.CHECK_IN)
    card = site.phone("Ben").page().split('id="last-time"')[1].split("</section>")[0]
    assert card.count("what is between us: a question") == 1
    assert card.count("explore a deeper theme") == 1
    assert "self-disclosure" not in card
    assert "Aditi" not in card


def test_whoever_prepares_at_home_has_it_before_them(site: Site) -> None:
    site.in_room(_rehearsed_last_week)
    site.in_room(queued_clip)
    room, clip = site.look(lambda room: (room.id, room.queue[-1].id))
    address = f"/supervisions/{room}/queue/{clip}/preparation"
    page = site.browser("Ben").get(address).text
    assert "what is between us: a question" in page
    assert "Say that I hurry" in page
    assert site.browser("Aditi").get(address).status_code == 404


def test_one_tap_tells_the_supervisor_and_not_the_group(site: Site) -> None:
    _at_check_in(site)
    ben = site.phone("Ben")
    assert ben.do("follow_up.save", answer="otherwise", words="He laughed")["ok"]

    console = site.console().page("console")
    assert "it went otherwise" in console
    assert "He laughed" in console
    assert "He laughed" not in site.phone("Aditi").page()


def test_it_can_be_said_otherwise_and_taken_back(site: Site) -> None:
    _at_check_in(site)
    ben = site.phone("Ben")
    ben.do("follow_up.save", answer="not_yet")
    ben.do("follow_up.save", answer="tried")
    assert site.look(lambda room: [f.answer for f in room.follow_ups]) == ["tried"]

    assert ben.do("follow_up.take_back")["ok"]
    assert site.look(lambda room: list(room.follow_ups)) == []


def test_who_has_not_shown_anything_has_nothing_to_answer(site: Site) -> None:
    _at_check_in(site)
    answer = site.phone("Aditi").do("follow_up.save", answer="tried")
    assert not answer["ok"]
    assert "not shown your work" in answer["words"]
