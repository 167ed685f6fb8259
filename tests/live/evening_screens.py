"""What is said in the evening of the walker, and the screens before which it is said.

What is private, or for one person, or for those who lead is said in words that occur nowhere else
(`SAID`), so that it can be looked for wherever it must not be.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Phase, Role
from afttrainer.models import Membership, SupervisionSession, User
from tests.live.film_room import Wall
from tests.people import Site, queued_clip

NAMES = ("Mirela", "Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")
EVERYONE = frozenset(NAMES)
#: What was said, and who may ever read it (domain F2). The wall may read none of these.
SAID: dict[str, frozenset[str]] = {
    "note: I go blank when someone is polite": frozenset({"Dao"}),
    "changed: I was bored by him": frozenset({"Dao"}),
    "inner: I wanted to win": frozenset({"Eszter"}),
    "lane: he sounded far away": frozenset({"Femi"}),
    "shift: he went numb": frozenset({"Chiara"}),
    "body: behind the eyes": frozenset({"Chiara"}),
    "pull: I would have soothed him": frozenset({"Aditi"}),
    "advice: drop the homework": frozenset({"Chiara"}),
    "narrated: I speed up here": frozenset({"Ben", "Mirela"}),
    "feared: that you laugh": frozenset({"Ben", "Mirela"}),
    "strain: I feel left out": frozenset({"Femi", "Mirela"}),
    "contact: I am afraid of her": frozenset({"Dao", "Ruth"}),
    "observed: you leaned in": frozenset({"Chiara", "Aditi"}),
    "marked: your hand on the chair": frozenset({"Chiara", "Aditi"}),
    "in me: I held my breath": frozenset({"Chiara"}),
    "parsed: he takes me for a machine": frozenset({"Dao"}),
    "stance: let her find it herself": frozenset({"Mirela"}),
    "word:cornered-and-small": frozenset({"Ben"}),
    "home: on the stairs before work": frozenset({"Dao"}),
    "agreed: we look at the homework": frozenset({"Ben", "Mirela"}),
    "stuck: since the summer": frozenset({"Ben", "Mirela"}),
    "limits: he wants me at the weekend": frozenset({"Ben"}),
}
#: What the whole group may read.
SHARED = (
    "progress: named a silence",
    "feels: tight throat",
    "comment: here he turned away",
    "for all: we waited for him",
    "debrief: I hear how fast I am",
)
#: Of these the wall says that they are there, or nothing: each is read on one's own screen.
ON_NO_WALL = (
    "progress: named a silence",
    "feels: tight throat",
    "comment: here he turned away",
    "for all: we waited for him",
    "seen otherwise: I would not say away",
    "debrief: I hear how fast I am",
)


def with_ruth(session: Session) -> None:
    """The site contact, outside of the group."""
    room = session.query(SupervisionSession).one()
    now = clock.now()
    ruth = Membership(name="Ruth", role=Role.SITE_CONTACT, added_at=now, user=User(username="ruth"))
    ruth.claimed_at = ruth.confirmed_at = now
    room.group.memberships.append(ruth)


class Screens:
    """Seven people's and the wall, with everything that any of them was ever sent."""

    def __init__(self, site: Site) -> None:
        self.site = site
        site.write(with_ruth)
        site.in_room(self._clips)
        self.phones = {name: site.phone(name) for name in NAMES}
        self.console = site.console()
        self.wall = Wall(site)
        #: By screen, everything it was sent: pushes of every kind, answers, pages.
        self.sent: dict[str, list[str]] = {name: [] for name in (*NAMES, "wall")}
        #: Every page of every state, by screen; the supervisor's other one is the "console".
        self.pages: dict[str, dict[str, str]] = {}
        #: The numbers of what the evening goes on with.
        self.clip = self.rupture = self.chairs = self.turned = 0

    @property
    def walls(self) -> dict[str, str]:
        """The wall's pages, by what the room was doing."""
        return {state: pages["wall"] for state, pages in self.pages.items()}

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
        self._heard("Mirela", self.console.live)
        self._heard("wall", self.wall.live)
        pages = {name: phone.page() for name, phone in self.phones.items()}
        pages |= {"console": self.console.page("console"), "wall": self.wall.page()}
        for name, page in pages.items():
            self.sent["Mirela" if name == "console" else name].append(page)
        self.pages[doing] = pages

    def _heard(self, name: str, live: Any) -> None:
        self.sent[name] += [json.dumps(m, ensure_ascii=False) for m in live.get_received()]

    def of_room(self, read: Callable[[SupervisionSession], Any]) -> Any:
        return self.site.look(read)

    def go_to(self, kind: Phase) -> None:
        shown, there = self.of_room(
            lambda r: (r.phase_id or "", next(p.id for p in r.phases if p.kind is kind))
        )
        self.leads("phase.move", phase=there, shown=shown)


def said(kind: str) -> str:
    return next(one for one in (*SAID, *SHARED, *ON_NO_WALL) if one.startswith(f"{kind}:"))
