"""The acceptance script's evening at the doors, with everything that any screen was ever sent.

Seven people and a wall. What is said in private, to one person or to those who lead is said in
words that occur nowhere else (`SAID`), so that it can be looked for wherever it must not be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase, Role
from afttrainer.models import Membership, SupervisionSession, User
from tests.live.film_room import Wall, film_is_at, revision
from tests.people import Site, queued_clip

TURNS, CHAIRS = "rotating_first_words", "two_chair_both_sides"
NAMES = ("Mirela", "Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")
EVERYONE = frozenset(NAMES)
#: What was said, and who may ever read it (domain F2). The wall may read none of these.
SAID: dict[str, frozenset[str]] = {
    "note: I go blank when someone is polite": frozenset({"Dao"}),
    "inner: I wanted to win": frozenset({"Eszter"}),
    "lane: he sounded far away": frozenset({"Femi"}),
    "body: behind the eyes": frozenset({"Chiara"}),
    "pull: I would have soothed him": frozenset({"Aditi"}),
    "advice: drop the homework": frozenset({"Chiara"}),
    "narrated: I speed up here": frozenset({"Ben", "Mirela"}),
    "feared: that you laugh": frozenset({"Ben", "Mirela"}),
    "strain: I feel left out": frozenset({"Femi", "Mirela"}),
    "contact: I am afraid of her": frozenset({"Dao", "Ruth"}),
    "observed: you leaned in": frozenset({"Chiara", "Aditi"}),
    "inside:cornered": frozenset({"Ben"}),
}
#: What the whole group may read.
SHARED = ("progress: named a silence", "feels: tight throat", "debrief: I hear how fast I am")


class Evening:
    def __init__(self, site: Site) -> None:
        self.site = site
        site.write(self._ruth)
        site.in_room(self._clips)
        self.phones = {name: site.phone(name) for name in NAMES}
        self.console = site.console()
        self.wall = Wall(site)
        #: By screen, everything it was sent: pushes of every kind, answers, pages.
        self.sent: dict[str, list[str]] = {name: [] for name in (*NAMES, "wall")}
        #: The wall's pages, by what the room was doing.
        self.walls: dict[str, str] = {}

    @staticmethod
    def _ruth(session: Session) -> None:
        """The site contact, outside of the group."""
        room = session.query(SupervisionSession).one()
        now = clock.now()
        ruth = Membership(
            name="Ruth", role=Role.SITE_CONTACT, added_at=now, user=User(username="ruth")
        )
        ruth.claimed_at = ruth.confirmed_at = now
        room.group.memberships.append(ruth)

    @staticmethod
    def _clips(room: SupervisionSession) -> None:
        queued_clip(room, "Chiara", "P-022")
        queued_clip(room)
        room.clip = None

    # -- pressing and looking

    def does(self, name: str, command: str, **body: Any) -> Any:
        """One command, which must be done; its answer is something that the screen was sent."""
        at = body.pop("at", None)
        ack = self.phones[name].do(command, at=at, **body)
        assert ack["ok"], (name, command, ack)
        self.sent[name].append(json.dumps(ack))
        return ack

    def leads(self, command: str, **body: Any) -> Any:
        ack = self.console.do(command, **body)
        assert ack["ok"], (command, ack)
        self.sent["Mirela"].append(json.dumps(ack))
        return ack

    def refused(self, name: str, command: str, **body: Any) -> None:
        ack = self.phones[name].do(command, **body)
        assert not ack["ok"], (name, command)
        self.sent[name].append(json.dumps(ack))

    def look(self, doing: str) -> None:
        """Gather what every screen was pushed, and have each open its page anew."""
        for name, phone in self.phones.items():
            self._heard(name, phone.live)
            self.sent[name].append(phone.page())
        self._heard("Mirela", self.console.live)
        self.sent["Mirela"].append(self.console.page("console"))
        self._heard("wall", self.wall.live)
        self.walls[doing] = self.wall.page()
        self.sent["wall"].append(self.walls[doing])

    def _heard(self, name: str, live: Any) -> None:
        self.sent[name] += [json.dumps(m, ensure_ascii=False) for m in live.get_received()]

    def of_room(self, read: Callable[[SupervisionSession], Any]) -> Any:
        return self.site.look(read)

    def go_to(self, kind: Phase) -> None:
        shown, there = self.of_room(
            lambda r: (r.phase_id or "", next(p.id for p in r.phases if p.kind is kind))
        )
        self.leads("phase.move", phase=there, shown=shown)

    # -- the evening

    def pass_by(self) -> Iterator[str]:
        """Each state of the script, once the room is in it and all have looked."""
        for state in (
            self.lobby, self.arriving, self.check_in, self.choosing, self.asked, self.watching,
            self.stopped, self.marked, self.feeling, self.shown, self.defined, self.two_chairs,
            self.turns, self.stepping_out, self.debrief, self.check_out, self.questions,
            self.closed,
        ):  # fmt: skip
            state()
            self.look(state.__name__)
            yield state.__name__

    def lobby(self) -> None:
        self.clip = self.of_room(lambda r: r.queue[1].id)
        self.does(
            "Ben", "preparation.save", clip=self.clip, wish="", feared=_said("feared"), stretch="x"
        )

    def arriving(self) -> None:
        self.go_to(Phase.MINDFULNESS_INDUCTION)
        self.leads("phase.begin_practice", phase=self.of_room(lambda r: r.phase_id))

    def check_in(self) -> None:
        self.go_to(Phase.CHECK_IN)
        for name in NAMES[1:]:
            self.does(
                name, "check_in.save", calm=5, word="restless", progress=SHARED[0], wish="maybe"
            )
        self.does("Aditi", "safety.say", value=3)
        self.does("Femi", "strain.signal", dyad="trainee_group", words=_said("strain"))
        ruth = self.of_room(lambda r: r.group.contacts[0].id)
        self.does(
            "Dao",
            "strain.signal",
            dyad="supervisor_trainee",
            words=_said("contact"),
            to=f"contact-{ruth}",
        )

    def choosing(self) -> None:
        strain = self.of_room(lambda r: r.strains[0].id)
        self.leads("strain.attend", strain=strain)
        self.go_to(Phase.CASE_SELECTION)
        other = self.of_room(lambda r: r.queue[0].id)
        self.leads("queue.offer", clip=other, shown="")
        self.does("Chiara", "queue.decline", clip=other)

    def asked(self) -> None:
        self.leads(
            "queue.offer", clip=self.clip, shown=self.of_room(lambda r: r.queued_clip_id or "")
        )
        self.does("Ben", "queue.accept", clip=self.clip)
        self.does("Ben", "queue.choose", clip=self.clip, introduction="none", narrates="y")

    def watching(self) -> None:
        self.go_to(Phase.VIEWING)
        self.leads("playback.play", revision=revision(self.site))
        at = film_is_at(self.site, 331_000)
        tag = self.does("Dao", "tag.place", family="withdrawal", at=at)["tag"]
        note = _said("note")
        self.does("Dao", "tag.say", tag=tag, intensity=3, note=note, note_visibility="private")
        tag = self.does("Eszter", "tag.place", family="unsure", reaction="control", at=at)["tag"]
        note = _said("inner")
        self.does("Eszter", "tag.say", tag=tag, intensity=3, note=note, note_visibility="private")
        for name in ("Aditi", "Chiara", "Ben"):
            self.does(name, "tag.place", family="withdrawal", at=at)
        self.does("Ben", "narration.add", clip=self.clip, words=_said("narrated"))
        self.does("Femi", "two_lanes.write", clip=self.clip, said="yes", asked=_said("lane"))
        self.does("Chiara", "felt_sense.say", clip=self.clip, body_place=_said("body"))
        self.does("Chiara", "advice.park", clip=self.clip, words=_said("advice"))
        self.does("Ben", "pulse.say", state="unsure")

    def stopped(self) -> None:
        self.does("Ben", "hold.stop")

    def marked(self) -> None:
        self.does("Ben", "hold.lift")

        def seen(room: SupervisionSession) -> None:
            assert room.clip is not None
            room.clip.status = ClipStatus.PLAYED

        self.site.in_room(seen)

    def feeling(self) -> None:
        self.go_to(Phase.AFFECT_ROUND)
        self.does("Aditi", "affect.save", clip=self.clip, feeling=SHARED[1], place="throat")

    def shown(self) -> None:
        self.go_to(Phase.RUPTURE_DEFINITION)
        self.leads("reveal.show", clip=self.clip)

    def defined(self) -> None:
        described = {"start": "5:22", "anchor": "5:28", "end": "5:40", "family": "withdrawal"}
        self.leads("rupture.define", direction="away_from_other", **described)
        self.rupture = self.of_room(lambda r: r.ruptures[0].id)
        self.leads("rupture.show", rupture=self.rupture)
        pull = {"reaction": "over_accommodation", "words": _said("pull"), "visibility": "private"}
        self.does("Aditi", "rupture.pull", rupture=self.rupture, **pull)

    def _exercise(self, script: str) -> int:
        self.leads("exercise.plan", rupture=self.rupture, script=script)
        return self._begin()

    def _begin(self) -> int:
        exercise: int = self.of_room(lambda r: r.exercises[-1].id)
        self.does("Ben", "exercise.agree", exercise=exercise)
        self.leads("exercise.begin", exercise=exercise)
        return exercise

    def two_chairs(self) -> None:
        self.go_to(Phase.EXERCISE)
        self.chairs = self._exercise(CHAIRS)
        self.leads("two_chair.switch", exercise=self.chairs, seat="patient")
        turn = self.of_room(lambda r: r.exercises[-1].seat_spans[0].id)
        self.does("Ben", "inner_word.say", exercise=self.chairs, turn=turn, word=_said("inside"))

    def turns(self) -> None:
        self.leads("exercise.switch", exercise=self.chairs, script=TURNS)
        one = self._begin()
        # Aditi's is the first turn; the second is passed.
        while (turn := self._turn())[0] != "Aditi":
            self.does(turn[0], "rotation.pass", exercise=one, slot=turn[1])
        attempt = self.of_room(lambda r: r.exercises[-1].attempts[-1].id)
        self.does(
            "Aditi", "attempt.save", exercise=one, attempt=attempt, words="Your voice went quiet."
        )
        self.does(
            "Chiara",
            "attempt.observe",
            exercise=one,
            attempt=attempt,
            own_subjectivity_contribution="1",
            words=_said("observed"),
        )
        self.does("Aditi", "rotation.finish", exercise=one, slot=turn[1])
        self.does("Ben", "attempt.feel", exercise=one, attempt=attempt, felt_effect=-1)
        self.leads("pathway.tap", exercise=one, state="avoidance")

    def _turn(self) -> tuple[str, int]:
        found: tuple[str, int] = self.of_room(
            lambda r: next(
                (s.participant.name, s.id) for s in r.exercises[-1].slots if s.is_current
            )
        )
        return found

    def stepping_out(self) -> None:
        one = self.of_room(lambda r: r.exercises[-1].id)
        self.leads("exercise.end", exercise=one)
        self.does("Ben", "exercise.step_out", exercise=one)

    def debrief(self) -> None:
        self.go_to(Phase.DEBRIEF)
        self.does("Ben", "debrief.save", words=SHARED[2])

    def check_out(self) -> None:
        self.go_to(Phase.PRESENTER_CHECKOUT)
        self.does("Ben", "presenter_checkout.group", closeness=7, shame_before=8, shame_after=4)
        self.does("Ben", "presenter_checkout.case", case_words="I can say that I hurry him")

    def questions(self) -> None:
        self.go_to(Phase.RATINGS)
        for name in ("Aditi", "Ben", "Dao"):
            self.does(name, "rating.save", cohesion_1=6, alliance_1=5)

    def closed(self) -> None:
        self.leads("supervision.close")


def _said(kind: str) -> str:
    return next(words for words in SAID if words.startswith(f"{kind}:"))
