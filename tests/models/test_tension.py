"""Whether there was a tension in a session, from three sides (R-08: S1)."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from afttrainer.content.codes import ClipOrigin, Perspective, Tension
from afttrainer.models import Membership, Recording, TensionView
from afttrainer.models.consent import Said
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.tension import SessionViews, may_say, note, views_of
from tests.models.room import Room
from tests.people import T0, at

PATIENT, THERAPIST, OBSERVER = Perspective
YES, NO, UNSURE = Tension


def film(room: Room) -> Recording:
    return room.clip.clip.recording


def views(room: Room) -> SessionViews:
    room.session.flush()
    (found,) = views_of(room.session, [film(room)])
    return found


def said(
    room: Room, patient: Tension | None, therapist: Tension | None, group: Tension | None
) -> SessionViews:
    ben, mirela = room.ben.membership, room.mirela.membership
    by: list[tuple[Membership, Perspective, Tension | None]] = [
        (ben, PATIENT, patient),
        (ben, THERAPIST, therapist),
        (mirela, OBSERVER, group),
    ]
    for who, side, seen in by:
        note(views(room), who, side, seen, at(95))
    return views(room)


def test_r08_each_side_is_kept_for_itself(room: Room) -> None:
    found = said(room, YES, NO, None)
    room.keep()
    assert found.sides == {PATIENT: YES, THERAPIST: NO, OBSERVER: None}
    assert said(room, None, UNSURE, None).sides == {
        PATIENT: None,
        THERAPIST: UNSURE,
        OBSERVER: None,
    }


def test_r08_what_the_group_has_described_is_its_side(room: Room) -> None:
    room.rupture()
    found = views(room)
    assert found.described == 1
    assert found.sides[OBSERVER] is YES
    with pytest.raises(Refused, match="described what it saw"):
        note(found, room.mirela.membership, OBSERVER, NO, at(95))


def test_r08_whose_side_it_is_to_say(room: Room) -> None:
    found = views(room)
    assert may_say(found, room.ben.membership) == [PATIENT, THERAPIST]
    assert may_say(found, room.mirela.membership) == [PATIENT, OBSERVER]
    assert may_say(found, room.dao.membership) == []
    for who, side in ((room.mirela, THERAPIST), (room.ben, OBSERVER), (room.dao, PATIENT)):
        with pytest.raises(NotYours):
            note(found, who.membership, side, YES, at(95))


@pytest.mark.parametrize("sides", [*itertools.product((YES, NO, UNSURE, None), repeat=3)])
def test_r08_sessions_flagged_by_one_side_only(
    sides: tuple[Tension | None, Tension | None, Tension | None],
) -> None:
    room = Room()
    try:
        found = said(room, *sides)
        saw = [side for side, seen in zip(Perspective, sides, strict=True) if seen is YES]
        assert found.only_for == (saw[0] if len(saw) == 1 and NO in sides else None)
    finally:
        room.close()


def test_r08_an_acted_scene_has_nobody_to_ask(room: Room) -> None:
    found = views(room)
    film(room).origin = ClipOrigin.SIMULATED
    assert views_of(room.session, [film(room)]) == []
    with pytest.raises(Refused, match="Nobody can be asked"):
        note(found, room.ben.membership, PATIENT, YES, at(95))


def test_r08_what_was_said_goes_with_the_film_that_is_removed(room: Room) -> None:
    ben = room.ben.membership
    other = Recording.bring_in(ben.cases[0], ben, "Two", "two", Said((), T0.date()), at(0))
    room.session.flush()
    (found,) = views_of(room.session, [other])
    note(found, ben, PATIENT, YES, at(95))
    room.session.flush()
    other.remove(ben)
    room.keep()
    assert room.session.scalars(select(TensionView)).all() == []
