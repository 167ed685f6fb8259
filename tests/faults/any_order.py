"""Commands in any order, and what a simple room would make of each: for machines that draw them.

Where they run, and what may go wrong meanwhile, is for each machine to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import object_session

from afttrainer.content.codes import Phase
from afttrainer.models import CommandRecord, RuptureTag, SupervisionSession
from tests.faults.simple_room import PRESENTER, Says, SimpleRoom

T = TypeVar("T")

TRAINEES = ("Aditi", PRESENTER, "Chiara")
SUPERVISOR = "Mirela"
EVERYBODY = (*TRAINEES, SUPERVISOR)
PARTS = (Phase.CHECK_IN, Phase.VIEWING, Phase.RUPTURE_DEFINITION, Phase.DEBRIEF)

a_trainee = st.sampled_from(TRAINEES)
anybody = st.sampled_from(EVERYBODY)
a_part = st.sampled_from(PARTS)


class Orders(RuleBasedStateMachine):
    """Whoever inherits it calls `begins`, and has `look` and `emits`."""

    def begins(self, clip_id: int, room: SimpleRoom) -> None:
        self.clip, self.room, self.made = clip_id, room, 0
        self.sent: list[tuple[str, str, dict[str, Any]]] = []

    def look(self, read: Callable[[SupervisionSession], T]) -> T:
        """Read the room as it lies on disk."""
        raise NotImplementedError

    def emits(self, who: str, name: str, command_id: str, body: dict[str, str]) -> dict[str, Any]:
        """Send it from a screen of theirs; the answer."""
        raise NotImplementedError

    # --- Commands ----------------------------------------------------------------------------

    @rule(who=anybody, word=st.sampled_from(("calm", "tired", "\u202eodd", "")))
    def says_how_they_arrive(self, who: str, word: str) -> None:
        if self._sends(who, "check_in.save", Says.YES, calm="4", word=word):
            self.room.words[who] = word

    @rule(who=a_trainee, family=st.sampled_from(("withdrawal", "confrontation", "unsure")))
    def marks_the_film(self, who: str, family: str) -> None:
        name, before = f"mark-{self.made}", self._revisions()
        body = {"family": family, "clip": str(self.clip), "client_uuid": name}
        if self._sends(who, "tag.place", self.room.expects_mark(), **body):
            self.room.was_marked(who, name)
            if not self.room.revealed:
                self._only_moved(before, who)

    @rule(who=a_trainee, whose=a_trainee)
    def takes_a_mark_back(self, who: str, whose: str) -> None:
        """Somebody else's is as unknown as none."""
        mark = next(iter(self.room.marks_of(whose)), "mark-of-nobody")
        expected = self.room.expects_undo(mark) if who == whose else Says.NO
        if self._sends(who, "tag.undo", expected, tag=mark):
            del self.room.marks[mark]

    @rule(to=a_part, shown=a_part)
    def moves_the_room(self, to: Phase, shown: Phase) -> None:
        ids = self.look(lambda room: {phase.kind: phase.id for phase in room.phases})
        body = {"phase": str(ids[to]), "shown": str(ids[shown])}
        if self._sends(SUPERVISOR, "phase.move", self.room.expects_move(to, shown), **body):
            self.room.phase = to

    @rule(who=anybody)
    def plays(self, who: str) -> None:
        self._plays(who, is_up_to_date=True)

    @precondition(lambda self: self.room.played)
    @rule()
    def plays_what_they_saw_a_while_ago(self) -> None:
        self._plays(SUPERVISOR, is_up_to_date=False)

    def _plays(self, who: str, *, is_up_to_date: bool) -> None:
        now: int = self.look(lambda room: room.playback.revision if room.playback else 0)
        revision = now + (0 if is_up_to_date else -1)
        expected = self.room.expects_play(is_up_to_date) if who == SUPERVISOR else Says.NO
        if self._sends(who, "playback.play", expected, revision=str(revision)):
            self.room.played = True

    @rule()
    def shows_the_marks(self) -> None:
        expected = self.room.expects_reveal()
        if self._sends(SUPERVISOR, "reveal.show", expected, clip=str(self.clip)):
            self.room.revealed = True

    @rule(who=anybody)
    def asks_for_a_stop(self, who: str) -> None:
        if self._sends(who, "hold.stop", self.room.expects_stop(who)):
            self.room.held = True

    @rule(who=anybody)
    def says_to_go_on(self, who: str) -> None:
        if self._sends(who, "hold.lift", self.room.expects_stop(who)):
            self.room.held = False

    # --- The same once more --------------------------------------------------------------------

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_command_comes_again(self, data: st.DataObject) -> None:
        """From any screen of theirs, however long ago it was; perhaps after a restart."""
        who, name, sent = data.draw(st.sampled_from(self.sent))
        before = self._revisions()
        again = self.emits(who, name, sent["id"], sent["body"])
        assert again == self.room.answers[sent["id"]]
        assert self._revisions() == before, "nothing has changed for anybody"

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def another_comes_under_its_name(self, data: st.DataObject) -> None:
        who, name, sent = data.draw(st.sampled_from(self.sent))
        before = self._revisions()
        other = self.emits(who, name, sent["id"], sent["body"] | {"word": "something else"})
        assert not other["ok"], other
        assert other["words"]
        assert self._revisions() == before

    def _sends(self, who: str, name: str, expected: Says, **body: str) -> bool:
        """Whether it was done; it must be where it should be, and be refused in words elsewhere."""
        self.made += 1
        command_id, before = f"command-{self.made:05}", self._revisions()
        answer = self.emits(who, name, command_id, body)
        assert not answer.get("again"), answer
        done: bool = answer["ok"]
        assert expected is Says.EITHER or done is (expected is Says.YES), (name, body, answer)
        if not done:
            assert answer["words"]
            assert self._revisions() == before, "what is refused changes nothing"
        self.sent.append((who, name, {"id": command_id, "body": body}))
        self.room.answers[command_id] = answer
        return done

    # --- What always holds ---------------------------------------------------------------------

    @invariant()
    def the_record_is_what_a_simple_room_would_hold(self) -> None:
        def read(room: SupervisionSession) -> None:
            session = object_session(room)
            assert session is not None
            assert room.phase is not None
            assert room.phase.kind is self.room.phase
            assert (room.hold is not None) is self.room.held
            assert room.queue[0].is_revealed is self.room.revealed
            words = {c.author.name: c.word for c in room.check_ins}
            assert words == self.room.words
            tags = session.scalars(select(RuptureTag)).all()
            assert sorted(str(tag.client_uuid) for tag in tags) == sorted(self.room.marks)
            for tag in tags:
                mark = self.room.marks[str(tag.client_uuid)]
                assert tag.author.name == mark.who
                assert tag.came_after_reveal is mark.came_after_reveal
            ledger = session.scalars(select(CommandRecord)).all()
            assert {row.command_id: row.ack for row in ledger} == self.room.answers

        self.look(read)

    def _revisions(self) -> dict[str, int]:
        def read(room: SupervisionSession) -> dict[str, int]:
            return {row.audience: row.number for row in room.revisions}

        # Who is here changes by itself, and only the console's tells of it.
        return {a: n for a, n in self.look(read).items() if a != "supervisor"}

    def _only_moved(self, before: dict[str, int], who: str) -> None:
        """A blind mark moves nobody's screen but its author's."""
        moved = {a for a, number in self._revisions().items() if before.get(a, 0) != number}
        mine = next(p.id for p in self.look(lambda room: room.participants) if p.name == who)
        assert moved <= {f"participant:{mine}"}, moved
