"""Who may send each command there is: one row a door, and a door without its row is no door.

Each row is asked in the state of the evening in which the command means something, by everybody,
and nothing that was asked is kept. A no is a refusal for not being theirs to say (403), and so is
whatever somebody who is not in the room at all gets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Phase, Role, WordPlace
from afttrainer.database import url_of
from afttrainer.live.doors import register
from afttrainer.live.envelope import Envelope
from afttrainer.live.protocol import COMMANDS, _once
from afttrainer.models import (
    FilmMoment,
    GroupWord,
    Hold,
    Membership,
    Participant,
    StrainSignal,
    SupervisionSession,
    User,
    lead,
)
from afttrainer.models.refusal import Refused
from tests.live.evening import Evening
from tests.live.evening_screens import SAID
from tests.people import Site, person

register()

#: Everybody in the room, by what they are in it.
PARTS = {
    "leader": "Mirela",
    "co": "Kofi",
    "presenter": "Ben",
    "scribe": "Eszter",
    "tries": "Aditi",
    "trainee": "Dao",
}
ALL = frozenset(PARTS)
LEADER = frozenset({"leader"})
LEADING = LEADER | {"co"}
WRITERS = LEADING | {"scribe"}
PRESENTER = frozenset({"presenter"})
TRAINEES = ALL - LEADING
TRIES = LEADING | {"scribe", "tries"}
NOBODY: frozenset[str] = frozenset()
#: Not in the room, whatever they are elsewhere.
OUTSIDE = ("Ruth", "Nia", "Olu")

Body = Mapping[str, object]
Room = SupervisionSession


@dataclass(frozen=True)
class Row:
    """`may` are those who are not told that it is not theirs. Where `finds` is said, what they name
    is found for them alone: to others it is as unknown as what is not there. `owner` is whose it
    is where that is none of PARTS."""

    state: str
    may: frozenset[str]
    body: Callable[[Room], Body] = lambda _room: {}
    before: Callable[[Room], None] = lambda _room: None
    finds: bool = False
    owner: str = ""


def scribe_is_let(room: Room) -> None:
    room.scribe = person(room, "Eszter")
    narrated = room.clip
    assert narrated is not None
    narrated.narrates, narrated.narration_scribe = True, room.scribe


def phase(kind: Phase) -> Callable[[Room], Body]:
    def body(room: Room) -> Body:
        there = next(p.id for p in room.phases if p.kind is kind)
        return {"phase": there, "shown": room.phase_id or "", "minutes": 5}

    return body


def clip(**more: object) -> Callable[[Room], Body]:
    return lambda room: {"clip": room.queue[1].id, "shown": room.queued_clip_id or "", **more}


def film(**more: object) -> Callable[[Room], Body]:
    return lambda room: {"revision": room.playback.revision if room.playback else 0, **more}


def rupture(**more: object) -> Callable[[Room], Body]:
    return lambda room: {"rupture": room.ruptures[0].id, **more}


def exercise(**more: object) -> Callable[[Room], Body]:
    return lambda room: {"exercise": room.exercises[-1].id, **more}


def turn(**more: object) -> Callable[[Room], Body]:
    def body(room: Room) -> Body:
        one = room.exercises[-1]
        slot = next(s for s in one.slots if s.participant.name == "Aditi")
        attempt = next(a for a in one.attempts if a.author.name == "Aditi")
        return {"exercise": one.id, "slot": slot.id, "attempt": attempt.id, **more}

    return body


def tag_of(name: str, **more: object) -> Callable[[Room], Body]:
    def body(room: Room) -> Body:
        return {"tag": next(t.id for t in room.queue[1].tags if t.author.name == name), **more}

    return body


def step_of(name: str) -> Callable[[Room], Body]:
    def body(room: Room) -> Body:
        step = next(one for one in room.queue[1].mark_steps if one.author.name == name)
        return {"tag": step.tag_id, "of": step.id}

    return body


def moment_of(name: str, kind: str, **more: object) -> Callable[[Room], Body]:
    def body(room: Room) -> Body:
        own: list[FilmMoment] = [m for m in room.queue[1].moments if m.author.name == name]
        return {"moment": next(m.id for m in own if m.kind == kind), **more}

    return body


def pin_of(name: str, **more: object) -> Row:
    """Of what somebody has marked in the first try, who is none of PARTS."""

    def body(room: Room) -> Body:
        pins = [pin for attempt in room.exercises[-1].attempts for pin in attempt.pins]
        return {"pin": next(pin.id for pin in pins if pin.author.name == name), **more}

    return Row("turns", NOBODY, body, finds=True, owner=name)


def of_one(name: str, kind: str, **more: object) -> Row:
    """Of what somebody has noticed in the film, who is none of PARTS."""
    return Row("watching", NOBODY, moment_of(name, kind, **more), finds=True, owner=name)


def advice_of(name: str, **more: object) -> Row:
    def body(room: Room) -> Body:
        kept = room.queue[1].advice
        return {"advice": next(a.id for a in kept if a.author.name == name), **more}

    return Row("watching", NOBODY, body, finds=True, owner=name)


def line_at_home(room: Room) -> Body:
    return {"line": person(room, "Dao").membership.home_practices[0].id, "practice": "as_before"}


def asking(room: Room) -> Body:
    nia = next(m for m in room.group.members if m.name == "Nia")
    assert nia.claimed_at is not None
    return {"member": nia.id, "asked": clock.to_ms(nia.claimed_at)}


def co(room: Room) -> Body:
    return {"participant": person(room, "Kofi").id}


def trainee(room: Room) -> Body:
    return {"participant": person(room, "Dao").id}


def handed(room: Room) -> None:
    lead.hand(person(room, "Mirela"), person(room, "Kofi").id)


def strained(room: Room) -> None:
    dyad = room.strains[0].dyad
    StrainSignal.signal(person(room, "Dao"), clock.now(), dyad=dyad, words="")
    room.strains[-1].id = 9_000


def held(room: Room) -> None:
    room.hold = Hold(wished_by=person(room, "Ben"), since=clock.now())


def own_word(room: Room) -> None:
    words = GroupWord(place=WordPlace.AGAINST_OTHER, words="x", added_at=clock.now())
    words.id = 9_000
    room.group.words.append(words)


def asked_of_all(**more: object) -> Callable[[Room], Body]:
    return lambda room: {"poll": room.polls[-1].id, **more}


DESCRIBED = {"start": "5:22", "anchor": "5:28", "end": "5:40", "family": "withdrawal"}
TABLE: dict[str, Row] = {
    "phase.move": Row("arriving", LEADER, phase(Phase.CHECK_IN)),
    "phase.introduce": Row("asked", LEADER, lambda r: {"shown": r.phase_id}),
    "phase.stretch": Row("arriving", LEADER, phase(Phase.EXERCISE)),
    "phase.replan": Row("arriving", LEADER, lambda _r: {"way": "later", "minutes": 5}),
    "phase.extend": Row("arriving", LEADER, lambda _r: {"minutes": 5}),
    "phase.choose_script": Row("arriving", LEADER, phase(Phase.MINDFULNESS_INDUCTION)),
    "phase.begin_practice": Row("arriving", LEADER, phase(Phase.MINDFULNESS_INDUCTION)),
    "lesson.begin": Row("arriving", LEADER, lambda _r: {"component": "manual"}),
    "lesson.end": Row("arriving", LEADER),
    "poll.ask": Row(
        "arriving", LEADER, lambda _r: {"question": "x", "answer_1": "y", "answer_2": "z"}
    ),
    "poll.ask_thoughts": Row("arriving", LEADER),
    "poll.answer": Row("question_asked", ALL, asked_of_all(option=1, fits="y")),
    "poll.take_back": Row("question_asked", ALL, asked_of_all()),
    "poll.show": Row("question_asked", LEADER, asked_of_all()),
    "poll.put_away": Row("question_asked", LEADER, asked_of_all(shown="open")),
    "membership.confirm": Row("lobby", LEADING, asking),
    "membership.give_back": Row("lobby", LEADING, asking),
    "lead.hand": Row("check_in", LEADER, co),
    "lead.take": Row("check_in", LEADING, before=handed),
    "scribe.appoint": Row("check_in", LEADING, trainee),
    "scribe.lay_down": Row("check_in", WRITERS),
    "agreement.agree": Row("lobby", ALL),
    "safety.say": Row("check_in", ALL, lambda _r: {"value": 3}),
    "safety.forget": Row("check_in", ALL),
    "check_in.save": Row("check_in", ALL, lambda _r: {"calm": 5}),
    "check_in.take_back": Row("check_in", ALL),
    "follow_up.save": Row("check_in", ALL, lambda _r: {"answer": "tried"}),
    "follow_up.take_back": Row("check_in", ALL),
    "home_practice.keep": Row(
        "check_in", ALL, lambda _r: {"practice": "mindfulness_eyes_open", "minutes": 5}
    ),
    "home_practice.change": Row(
        "check_in", frozenset({"trainee"}), lambda r: {**line_at_home(r), "minutes": 6}, finds=True
    ),
    "home_practice.forget": Row("check_in", frozenset({"trainee"}), line_at_home, finds=True),
    "strain.signal": Row("check_in", ALL, lambda _r: {"dyad": "trainee_group"}),
    "strain.take_back": Row(
        "choosing", frozenset({"trainee"}), lambda _r: {"strain": 9_000}, strained, finds=True
    ),
    "strain.attend": Row("choosing", LEADING, lambda _r: {"strain": 9_000}, strained, finds=True),
    "queue.offer": Row("choosing", LEADER, clip()),
    "queue.take_up": Row("asked", LEADER, clip()),
    "queue.put_aside": Row("asked", LEADER, clip()),
    "queue.accept": Row("asked", PRESENTER, clip()),
    "queue.decline": Row("asked", PRESENTER, clip()),
    "queue.choose": Row("asked", PRESENTER, clip(introduction="brief", narrates="y")),
    "queue.withdraw": Row("asked", PRESENTER, clip()),
    "queue.give_again": Row("asked", PRESENTER, clip()),
    "queue.enough": Row("watching", PRESENTER, clip()),
    "queue.more": Row("watching", PRESENTER, clip()),
    "preparation.save": Row("lobby", PRESENTER, clip(feared="x")),
    "playback.play": Row("watching", LEADER, film()),
    "playback.pause": Row("watching", LEADER, film()),
    "playback.seek": Row("watching", LEADER, film(to_ms=5_000)),
    "playback.rate": Row("watching", LEADER, film(rate=1.5)),
    "playback.loop": Row("watching", LEADER, film(on="y")),
    "playback.step": Row("watching", LEADER, film(pictures=1)),
    "playback.companions": Row("watching", LEADER, film(on="y")),
    "playback.captions": Row("watching", LEADER, film(on="y")),
    "hold.stop": Row("watching", PRESENTER),
    "hold.lift": Row("stopped", PRESENTER),
    "hold.skip": Row("stopped", PRESENTER, finds=True),
    "hold.open_again": Row("watching", PRESENTER, clip(start=0)),
    "hold.leave_exercise": Row("turns", PRESENTER, before=held, finds=True),
    "pulse.say": Row("watching", PRESENTER, lambda _r: {"state": "ok"}),
    "narration.add": Row("watching", PRESENTER, clip(words="x")),
    "narration.change": Row(
        "watching",
        PRESENTER,
        lambda r: {"line": r.queue[1].narration[0].id, "words": "y"},
        finds=True,
    ),
    "narration.remove": Row(
        "watching", PRESENTER, lambda r: {"line": r.queue[1].narration[0].id}, finds=True
    ),
    "narration.switch": Row("watching", PRESENTER, lambda _r: {"on": "y"}),
    "narration.aloud": Row("watching", PRESENTER, lambda _r: {"on": "y"}),
    "narration.let_scribe": Row("watching", PRESENTER, lambda _r: {"on": "y"}),
    "narration.write_down": Row(
        "watching", frozenset({"scribe"}), clip(words="x"), before=scribe_is_let
    ),
    "tag.place": Row("watching", ALL, clip(family="withdrawal")),
    "tag.mark": Row(
        "watching", frozenset({"trainee"}), tag_of("Dao", marker="silence"), finds=True
    ),
    "tag.say": Row(
        "watching",
        frozenset({"trainee"}),
        tag_of("Dao", note="x", note_visibility="group"),
        finds=True,
    ),
    "tag.show": Row(
        "shown", frozenset({"scribe"}), tag_of("Eszter", visibility="group"), finds=True
    ),
    "tag.undo": Row("watching", frozenset({"trainee"}), tag_of("Dao"), finds=True),
    "tag.put_back": Row("watching", frozenset({"trainee"}), step_of("Dao"), finds=True),
    "state_shift.mark": Row("watching", ALL, clip()),
    "state_shift.say": of_one("Chiara", "state_shift", from_state="x"),
    "contact.lost": Row("watching", ALL, clip()),
    "contact.back": of_one("Femi", "lost_contact"),
    "contact.not_back": of_one("Femi", "lost_contact"),
    "two_lanes.write": Row("watching", ALL, clip(said="x", asked="y")),
    "felt_sense.say": Row("watching", ALL, clip(body_place="x")),
    "relatedness.sample": Row("watching", ALL, clip(samples=["1:1"])),
    "moment.show": of_one("Chiara", "felt_sense", visibility="private"),
    "moment.take_away": of_one("Femi", "two_lanes"),
    "affect.save": Row("feeling", ALL, clip(feeling="x")),
    "affect.take_back": Row("feeling", ALL, clip()),
    "affect.answer": Row(
        "shown",
        PRESENTER,
        lambda r: {"clip": r.queue[1].id, "entry": r.queue[1].affects[0].id, "resonance": "same"},
    ),
    "advice.park": Row("watching", ALL, clip(words="x")),
    "advice.change": advice_of("Chiara", words="x"),
    "advice.take_back": advice_of("Chiara"),
    "advice.ask": Row("shown", PRESENTER, clip()),
    "reveal.show": Row("feeling", LEADER, clip()),
    "reveal.gap": Row("shown", LEADER, clip(seconds=5)),
    "reveal.replay": Row("shown", LEADER, clip(start=0)),
    "second_look.open": Row("shown", LEADER, clip(start=331_000)),
    "second_look.again": Row("shown", LEADER, lambda _r: {"look": 1}),
    "second_look.close": Row("shown", LEADER, lambda _r: {"look": 1}),
    "second_look.say": Row("shown", ALL, lambda _r: {"look": 1, "line": "x"}),
    "second_look.see": Row("shown", ALL, lambda _r: {"look": 1, "seen": "withdrawal"}),
    "comment.say": Row("shown", ALL, clip(clip_ms=331_000, words="x")),
    "comment.change": Row(
        "noted",
        frozenset({"trainee"}),
        lambda r: {"comment": r.queue[1].comments[0].id, "words": "x"},
        finds=True,
    ),
    "comment.take_back": Row(
        "noted",
        frozenset({"trainee"}),
        lambda r: {"comment": r.queue[1].comments[0].id},
        finds=True,
    ),
    "group_note.add": Row("shown", ALL, lambda _r: {"words": "x"}),
    "group_note.change": Row(
        "noted",
        frozenset({"scribe"}),
        lambda r: {"line": r.group_notes[0].id, "words": "x"},
        finds=True,
    ),
    "group_note.take_back": Row(
        "noted", frozenset({"scribe"}), lambda r: {"line": r.group_notes[0].id}, finds=True
    ),
    "rupture.define": Row("shown", LEADING, lambda _r: DESCRIBED),
    "rupture.open": Row("turns", WRITERS, turn(family="confrontation")),
    "rupture.take_back": Row("turns", WRITERS, rupture()),
    "rupture.describe": Row("defined", LEADING, rupture(**DESCRIBED)),
    "group_word.add": Row("watching", LEADING, lambda _r: {"place": "against_other", "words": "x"}),
    "group_word.change": Row(
        "watching", LEADING, lambda _r: {"group_word": 9_000, "words": "y"}, own_word
    ),
    "group_word.put_away": Row("watching", LEADING, lambda _r: {"group_word": 9_000}, own_word),
    "group_word.offer_again": Row("watching", LEADING, lambda _r: {"group_word": 9_000}, own_word),
    "rupture.describe_child": Row("defined", LEADING, rupture(family="confrontation")),
    "rupture.show": Row("defined", LEADER, rupture()),
    "rupture.hide": Row("defined", LEADER),
    "rupture.replay": Row("defined", LEADER, rupture()),
    "rupture.see": Row("defined", ALL, rupture()),
    "rupture.differ": Row("defined", ALL, rupture(family="confrontation", words="x")),
    "rupture.sides": Row("defined", LEADING, rupture()),
    "rupture.cycle": Row("defined", LEADING, rupture()),
    "rupture.repair": Row("defined", LEADING, rupture()),
    "rupture.weigh": Row("defined", ALL, rupture(intensity=3)),
    "rupture.pin": Row("the_circle", ALL, rupture(step="therapist_does")),
    "rupture.pull": Row("defined", ALL, rupture(reaction="control", visibility="private")),
    "exercise.plan": Row("defined", LEADER, rupture(script="two_chair_both_sides")),
    "exercise.agree": Row("two_chairs", PRESENTER, exercise()),
    "exercise.leave": Row("two_chairs", PRESENTER, exercise()),
    "exercise.begin": Row("two_chairs", LEADER, exercise()),
    "exercise.rest": Row("two_chairs", LEADER, exercise()),
    "exercise.go_on": Row("two_chairs", LEADER, exercise()),
    "exercise.end": Row("two_chairs", LEADER, exercise()),
    "exercise.switch": Row("two_chairs", LEADER, exercise(script="rotating_first_words")),
    "exercise.prompt": Row("two_chairs", LEADER, exercise(step="")),
    "exercise.step_out": Row("turns", LEADING | PRESENTER, exercise()),
    "distress.say": Row("two_chairs", PRESENTER, exercise(level=3)),
    "parsed_moment.save": Row("two_chairs", ALL, exercise(thoughts="x")),
    "two_chair.switch": Row("two_chairs", LEADING | PRESENTER, exercise(seat="self")),
    "two_chair.again": Row("two_chairs", LEADING | PRESENTER, exercise()),
    "two_chair.say": Row("two_chairs", PRESENTER, exercise(fear="x", expectation="y")),
    "two_chair.keep_phrase": Row(
        "two_chairs", WRITERS | PRESENTER, exercise(turn=1, key_phrase="x")
    ),
    "inner_word.say": Row("turns", frozenset({"tries"}), turn(word="x")),
    "rotation.add": Row("turns", LEADER, lambda r: {**exercise()(r), **trainee(r)}),
    "rotation.move": Row("turns", LEADER, turn(earlier="1")),
    "rotation.remove": Row("turns", LEADER, turn()),
    "rotation.finish": Row("turns", LEADING | {"tries"}, turn()),
    "rotation.pass": Row("turns", frozenset({"tries"}), turn()),
    "rotation.come_back": Row("turns", ALL, exercise()),
    "rotation.ask_for": Row("turns", frozenset({"tries"}), turn(difficulty="softer")),
    "dyad.pair_anew": Row("turns", LEADER, exercise()),
    "dyad.sit_out": Row("turns", ALL, exercise()),
    "dyad.come_in": Row("turns", ALL, exercise()),
    "attempt.save": Row("turns", TRIES, turn(words="x")),
    "attempt.feel": Row("turns", PRESENTER, turn(felt_effect=1)),
    "attempt.observe": Row("turns", ALL, turn(words="x", owns_part="1")),
    # Whoever is in it is told so: it is no right.
    "try_pin.place": Row("turns", ALL, exercise(client_uuid="x")),
    "try_pin.say": pin_of("Chiara", what="withdrawal"),
    "try_pin.undo": pin_of("Chiara"),
    "pathway.tap": Row("turns", WRITERS, exercise(state="avoidance", shown="")),
    "pathway.kind": Row("turns", WRITERS, exercise(tap=1)),
    "pathway.undo": Row("turns", WRITERS, exercise(tap=1)),
    "debrief.save": Row("debrief", ALL, lambda _r: {"words": "x"}),
    "debrief.take_back": Row("debrief", ALL),
    "presenter_checkout.group": Row("check_out", PRESENTER, lambda _r: {"closeness": 7}),
    "presenter_checkout.case": Row(
        "check_out", PRESENTER, lambda _r: {"case_words": "x"}, finds=True
    ),
    "presenter_checkout.decline": Row("check_out", PRESENTER),
    "rating.save": Row("questions", TRAINEES, lambda _r: {"cohesion_1": 5}),
    "supervision.close": Row("questions", LEADER),
}


def test_every_command_has_its_row_and_every_row_its_command() -> None:
    assert set(TABLE) == set(COMMANDS), "say in TABLE who may send a new command"


@pytest.fixture
def evening(site: Site) -> Evening:
    site.write(_more_people)
    begun = Evening(site)

    def write(room: Room) -> None:
        room.scribe = person(room, "Eszter")

    site.in_room(write)
    return begun


def _more_people(session: Session) -> None:
    """Kofi leads beside Mirela; Nia waits for her yes; Olu was removed."""
    room, now = session.query(SupervisionSession).one(), clock.now()
    for name, role in (
        ("Kofi", Role.CO_SUPERVISOR),
        ("Nia", Role.TRAINEE),
        ("Olu", Role.TRAINEE),
    ):
        member = Membership(name=name, role=role, added_at=now, claimed_at=now)
        member.user = User(username=name.lower())
        room.group.memberships.append(member)
        member.confirmed_at = None if name == "Nia" else now
        member.removed_at = now if name == "Olu" else None
        room.participants.append(Participant(membership=member, joined_at=now))


@pytest.fixture
def asked(evening: Evening) -> Iterator[Callable[[str, str, Row], tuple[bool, int]]]:
    """Send a command in somebody's name, and forget all that it did.

    What they are told of it holds nobody else's words, whosever numbers they have sent.
    """
    app = evening.site.app
    engine = create_engine(url_of(app.extensions["settings"]))
    room_id = evening.site.supervision_id

    def ask(name: str, command: str, row: Row) -> tuple[bool, int]:
        with app.test_request_context(), Session(engine) as session:
            room = session.get_one(SupervisionSession, room_id)
            row.before(room)
            session.flush()
            user = session.query(User).filter_by(username=name.lower()).one()
            body: dict[str, Any] = {
                key: [str(one) for one in value] if isinstance(value, list) else str(value)
                for key, value in row.body(room).items()
            }
            sent = {"id": f"{name}-asks-{command}", "name": command, "body": body}
            try:
                outcome = _once(
                    session,
                    lambda s: Participant.of(s, room_id, user.id),
                    Envelope.read(sent),
                    clock.now(),
                )
                _holds_nothing_of_others(name, command, json.dumps(outcome.ack))
            except Refused as no:
                _holds_nothing_of_others(name, command, f"{no} {no.fields}")
                return False, no.status if len(str(no).split()) > 2 else 0
            finally:
                session.rollback()
            return True, 200

    yield ask
    engine.dispose()


def _holds_nothing_of_others(name: str, command: str, told: str) -> None:
    leads = {name, "Mirela"} if name == "Kofi" else {name}
    for words, readers in SAID.items():
        assert leads & readers or words not in told, (name, command, words)


def test_who_may_send_what(
    evening: Evening, asked: Callable[[str, str, Row], tuple[bool, int]]
) -> None:
    wrong: list[str] = []
    met: set[str] = set()
    for state in evening.pass_by():
        for command, row in TABLE.items():
            if row.state != state:
                continue
            met.add(command)
            for part, name in PARTS.items():
                done, status = asked(name, command, row)
                may = done if row.finds else status != 403
                if may != (part in row.may):
                    wrong.append(f"{command}: {part} {'may' if may else 'may not'} ({status})")
            if row.owner and not asked(row.owner, command, row)[0]:
                wrong.append(f"{command}: {row.owner} may, it is theirs")
            for name in OUTSIDE:
                if asked(name, command, row) != (False, 403):
                    wrong.append(f"{command}: {name} is outside")
    assert not wrong, "\n".join(wrong)
    assert met == set(TABLE), "a row is asked in a state that comes up"
