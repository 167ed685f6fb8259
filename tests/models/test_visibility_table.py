"""Whatever anybody enters, at whatever level, for whomever: nobody's record has what the table of
the field denies them (domain F2)."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afttrainer.content.codes import Family, Visibility
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Base, Debrief, Participant, RuptureTag
from afttrainer.models.entry import EntryMixin
from afttrainer.models.visibility import WALL, Reader, reader_for
from tests.models.room import Room
from tests.people import at

PRIVATE, SUPERVISOR = Visibility.PRIVATE, Visibility.SUPERVISOR
PRESENTER, GROUP = Visibility.PRESENTER, Visibility.GROUP
#: How each kind of entry begins, before its author says anything else. A new kind takes its place.
BEGINS = {
    "AffectEntry": GROUP,
    "CheckIn": GROUP,
    "CyclePin": GROUP,
    "Debrief": GROUP,
    "Distress": SUPERVISOR,
    "FeltSafety": PRIVATE,
    "FeltSense": PRIVATE,
    "FilmMoment": PRIVATE,
    "FollowUp": SUPERVISOR,
    "GroupNote": GROUP,
    "InnerWord": PRIVATE,
    "LostContact": PRIVATE,
    "MarkStep": PRIVATE,
    "MetacommunicationAttempt": GROUP,
    "MomentComment": GROUP,
    "NarrationLine": PRESENTER,
    "NarrationSound": PRESENTER,
    "Observation": PRIVATE,
    "ParkedAdvice": PRIVATE,
    "ParsedMoment": PRIVATE,
    "PathwayTap": GROUP,
    "PollAnswer": PRIVATE,
    "PresenterCheckout": GROUP,
    "Pull": PRIVATE,
    "Rating": PRIVATE,
    "RelatednessTrace": PRIVATE,
    "RuptureTag": PRIVATE,
    "SecondView": GROUP,
    "StateShift": PRIVATE,
    "StrainSignal": SUPERVISOR,
    "TryPin": PRIVATE,
    "TwoLaneNote": PRIVATE,
}


def test_every_kind_of_entry_begins_as_the_table_says() -> None:
    kinds = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, EntryMixin)]
    assert {kind.__name__: kind.starts_visible_to for kind in kinds} == BEGINS


@dataclass(frozen=True)
class Said:
    """One thing entered, by the first names of who is concerned."""

    author: str
    level: Visibility
    note_level: Visibility
    to: str | None


PEOPLE = ("mirela", "aditi", "ben", "chiara", "dao")
SAID = st.builds(
    Said,
    author=st.sampled_from(PEOPLE),
    level=st.sampled_from(list(Visibility)),
    note_level=st.sampled_from(list(Visibility)),
    to=st.one_of(st.none(), st.sampled_from(PEOPLE)),
)


def may(who: str | None, author: str, level: Visibility, to: str | None) -> bool:
    """The table in one breath: Mirela leads, Ben presents, and None is the wall."""
    if who is not None and who in (author, to):
        return True
    return (
        who
        in {
            GROUP: (*PEOPLE, None),
            PRESENTER: ("ben", "mirela"),
            SUPERVISOR: ("mirela",),
            PRIVATE: (),
        }[level]
    )


@pytest.mark.sqlite
@settings(max_examples=30)
@given(
    tags=st.lists(SAID, max_size=8), lines=st.lists(SAID, max_size=5, unique_by=lambda s: s.author)
)
def test_nobodys_record_has_what_the_table_denies(tags: list[Said], lines: list[Said]) -> None:
    room = Room()
    try:
        room.clip.first_played_at = at(17)
        people = {name: getattr(room, name) for name in PEOPLE}
        for number, said in enumerate(tags):
            room.clip.tags.append(tag(people, number, said))
        for number, said in enumerate(lines):
            line = Debrief.say(people[said.author], at(80), words=f"line-{number}.", to_use="")
            line.visibility = said.level
            line.addressed_to_id = people[said.to].id if said.to else None
        room.session.flush()
        for who in (*PEOPLE, None):
            reader = reader_for(people[who], people["ben"]) if who else WALL
            held = as_read_by(room, reader)
            for number, said in enumerate(lines):
                expected = may(who, said.author, said.level, said.to)
                assert (f"line-{number}." in held) == expected, (who, said)
            for number, said in enumerate(tags):
                seen = may(who, said.author, said.level, said.to)
                note = seen and may(who, said.author, said.note_level, said.to)
                assert (f"note-{number}." in held) == note, (who, said)
    finally:
        room.close()


def tag(people: dict[str, Participant], number: int, said: Said) -> RuptureTag:
    return RuptureTag(
        author=people[said.author],
        clip_ms=1_000 * number,
        family=Family.WITHDRAWAL,
        visibility=said.level,
        note=f"note-{number}.",
        note_visibility=said.note_level,
        addressed_to_id=people[said.to].id if said.to else None,
        made_at=at(20),
        came_after_reveal=False,
    )


def as_read_by(room: Room, reader: Reader) -> str:
    return json.dumps(session_document(room.supervision, reader, at(100)))
