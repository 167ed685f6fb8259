"""Any order of commands, repetitions, lost screens and restarts leaves what a simple room would."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from afttrainer import clock, places
from afttrainer.content.codes import Phase
from afttrainer.database import url_of
from afttrainer.extensions import db
from afttrainer.models import CommandRecord, RuptureTag, SupervisionSession
from tests import databases, sites
from tests.faults.conftest import SOAK
from tests.faults.simple_room import PRESENTER, Says, SimpleRoom
from tests.live import film_room
from tests.people import Phone, Site

EXAMPLES, STEPS = round(12 * SOAK), 30
TRAINEES = ("Aditi", PRESENTER, "Chiara")
SUPERVISOR = "Mirela"
PARTS = (Phase.CHECK_IN, Phase.VIEWING, Phase.RUPTURE_DEFINITION, Phase.DEBRIEF)
SCREENS_EACH = 2

a_trainee = st.sampled_from(TRAINEES)
anybody = st.sampled_from((*TRAINEES, SUPERVISOR))
a_part = st.sampled_from(PARTS)


class AnyOrder(RuleBasedStateMachine):
    @initialize()
    def opens_the_room(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.config = places.settings().Config(
            home=self.folder / "home", films=self.folder / "video_segments", testing=True
        )
        self.config.home.mkdir()
        databases.make_tables(url_of(self.config))
        self.site = Site(sites.opened(self.config))
        self.clip = film_room.watch(self.site)
        self.room = SimpleRoom()
        self.made = 0
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self._no_screens()

    def _no_screens(self) -> None:
        self.screens: dict[str, list[Phone]] = {name: [] for name in (*TRAINEES, SUPERVISOR)}
        #: What each screen has drawn last, of each of its audiences.
        self.drawn: dict[int, dict[str, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            sites.closed(self.site.app)
            shutil.rmtree(self.folder)

    # --- Screens -----------------------------------------------------------------------------

    @rule(name=anybody)
    def somebody_opens_a_screen(self, name: str) -> None:
        if len(self.screens[name]) < SCREENS_EACH:
            self._opened(name)

    @rule(name=anybody)
    def somebody_closes_a_screen(self, name: str) -> None:
        if self.screens[name]:
            phone = self.screens[name].pop()
            del self.drawn[id(phone)]
            phone.live.disconnect()

    @rule()
    def the_server_is_restarted(self) -> None:
        """Whatever it had in memory is gone, and every screen has to come back."""
        sites.closed(self.site.app)
        self.site.app = sites.opened(self.config)
        self._no_screens()

    def _opened(self, name: str) -> Phone:
        phone = self.site.phone(name, "console" if name == SUPERVISOR else "companion")
        self.screens[name].append(phone)
        self.drawn[id(phone)] = self._shown_to(name)
        return phone

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
        ids = self.site.look(lambda room: {phase.kind: phase.id for phase in room.phases})
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
        revision = film_room.revision(self.site) + (0 if is_up_to_date else -1)
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
        again = self._emit(who, name, sent["id"], sent["body"])
        assert again == self.room.answers[sent["id"]]
        assert self._revisions() == before, "nothing has changed for anybody"

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def another_comes_under_its_name(self, data: st.DataObject) -> None:
        who, name, sent = data.draw(st.sampled_from(self.sent))
        before = self._revisions()
        other = self._emit(who, name, sent["id"], sent["body"] | {"word": "something else"})
        assert not other["ok"], other
        assert other["words"]
        assert self._revisions() == before

    def _sends(self, who: str, name: str, expected: Says, **body: str) -> bool:
        """Whether it was done; it must be where it should be, and be refused in words elsewhere."""
        self.made += 1
        command_id, before = f"command-{self.made:05}", self._revisions()
        answer = self._emit(who, name, command_id, body)
        assert not answer.get("again"), answer
        done: bool = answer["ok"]
        assert expected is Says.EITHER or done is (expected is Says.YES), (name, body, answer)
        if not done:
            assert answer["words"]
            assert self._revisions() == before, "what is refused changes nothing"
        self.sent.append((who, name, {"id": command_id, "body": body}))
        self.room.answers[command_id] = answer
        return done

    def _emit(self, who: str, name: str, command_id: str, body: dict[str, str]) -> dict[str, Any]:
        phone = self.screens[who][-1] if self.screens[who] else self._opened(who)
        at = clock.to_ms(clock.now())
        answer: dict[str, Any] = phone.do(name, id=command_id, at=at, **body)
        return answer

    # --- What always holds ---------------------------------------------------------------------

    @invariant()
    def the_record_is_what_a_simple_room_would_hold(self) -> None:
        def read(room: SupervisionSession) -> None:
            assert room.phase is not None
            assert room.phase.kind is self.room.phase
            assert (room.hold is not None) is self.room.held
            assert room.queue[0].is_revealed is self.room.revealed
            words = {c.author.name: c.word for c in room.check_ins}
            assert words == self.room.words
            tags = db.session.scalars(select(RuptureTag)).all()
            assert sorted(str(tag.client_uuid) for tag in tags) == sorted(self.room.marks)
            for tag in tags:
                mark = self.room.marks[str(tag.client_uuid)]
                assert tag.author.name == mark.who
                assert tag.came_after_reveal is mark.came_after_reveal
            ledger = db.session.scalars(select(CommandRecord)).all()
            assert {row.command_id: row.ack for row in ledger} == self.room.answers

        self.site.look(read)

    @invariant()
    def whoever_has_a_screen_open_is_here(self) -> None:
        here = self.site.look(lambda room: {p.name for p in room.participants if p.is_here})
        assert here >= {name for name, open_ in self.screens.items() if open_}

    @invariant()
    def every_screen_has_drawn_what_is_so(self) -> None:
        """Pushes alone have brought it there; nothing older came after something newer."""
        for name, phones in self.screens.items():
            now = self._shown_to(name)
            for phone in phones:
                drawn = self.drawn[id(phone)]
                for push in phone.heard():
                    if push["audience"] in drawn:
                        assert push["revision"] >= drawn[push["audience"]]
                    drawn[push["audience"]] = push["revision"]
                assert {audience: drawn[audience] for audience in now} == now, name

    def _revisions(self) -> dict[str, int]:
        def read(room: SupervisionSession) -> dict[str, int]:
            return {row.audience: row.number for row in room.revisions}

        # Who is here changes by itself, and only the console's tells of it.
        return {a: n for a, n in self.site.look(read).items() if a != "supervisor"}

    def _shown_to(self, name: str) -> dict[str, int]:
        def read(room: SupervisionSession) -> dict[str, int]:
            me = next(p for p in room.participants if p.name == name)
            shared = ("everyone", "supervisor") if name == SUPERVISOR else ("everyone",)
            own = f"participant:{me.id}"
            return {audience: room.revision_of(audience) for audience in (*shared, own)}

        return self.site.look(read)

    def _only_moved(self, before: dict[str, int], who: str) -> None:
        """A blind mark moves nobody's screen but its author's."""
        moved = {a for a, number in self._revisions().items() if before.get(a, 0) != number}
        (own,) = [audience for audience in self._shown_to(who) if audience.startswith("part")]
        assert moved <= {own}, moved


def test_any_order_leaves_what_a_simple_room_would() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            # A failing order is told as it was found; under AFTTRAINER_SOAK it is made shorter too.
            phases=list(Stage) if SOAK > 1 else [Stage.explicit, Stage.generate],
            derandomize=SOAK == 1,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
