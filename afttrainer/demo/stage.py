"""A demo meeting played through the room's own verbs, by a clock that the story sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from afttrainer.content.codes import (
    Dimension,
    Family,
    Form,
    Marker,
    PathwayState,
    Phase,
    Visibility,
    WishToPresent,
)
from afttrainer.content.codes import Introduction as Preface
from afttrainer.models import (
    AffectEntry,
    CheckIn,
    Clip,
    Exercise,
    Group,
    NarrationLine,
    Participant,
    PathwayTap,
    Playback,
    QueuedClip,
    RuptureEvent,
    RuptureTag,
    SupervisionSession,
    offer,
    plan,
    reveal,
    rotation,
    stay,
    turns,
)
from afttrainer.models.rupture_description import Description

#: name, calm 0-10, word, since we last met, wish to present
Arrival = tuple[str, int | None, str, str, WishToPresent | None]
#: name, ms within the clip, family, marker, intensity 1-5, note, who may read the note
Tap = tuple[str, int, Family, Marker | None, int | None, str, Visibility]
#: name, feeling, place in the body, words
Felt = tuple[str, str, str, str]


@dataclass(frozen=True)
class Try:
    """One turn: what was said, what came back, where it stands, −3 to +3, and the state that the
    supervisor saw them in after it; no words is a pass."""

    name: str
    dimension: Dimension | None = None
    form: Form | None = None
    words: str = ""
    answer: str = ""
    felt: int | None = None
    state: PathwayState | None = None


class Stage:
    """One meeting. `now` only moves forward, and everything is on disk before it moves."""

    def __init__(self, session: Session, group: Group, began: datetime) -> None:
        self._session = session
        self._began = began
        self.now = began
        leader = next(m for m in group.members if m.supervises)
        parts = plan.usual_parts({Phase.MINDFULNESS_INDUCTION: "mindfulness_arriving_together"})
        self.room: SupervisionSession = plan.plan_meeting(group, leader, parts, began)
        session.flush()
        plan.open_room(self.room, leader, began - timedelta(minutes=10))

    def __call__(self, name: str) -> Participant:
        return next(p for p in self.room.participants if p.name == name)

    @property
    def leader(self) -> Participant:
        return next(p for p in self.room.participants if p.supervises)

    def at(self, minutes: float) -> datetime:
        """So many minutes after the first phase began."""
        self._session.flush()
        self.now = max(self.now, self._began + timedelta(minutes=minutes))
        return self.now

    def after(self, seconds: float) -> datetime:
        self._session.flush()
        self.now += timedelta(seconds=seconds)
        return self.now

    def go_to(self, kind: Phase, minutes: float) -> None:
        self.at(minutes)
        phase = next(p for p in self.room.phases if p.kind is kind)
        self.room.move_to(phase.id, self.now, shown=self.room.phase_id)

    # --- Arriving ----------------------------------------------------------------------------

    def all_join(self) -> None:
        for member in self.room.group.members:
            stay.comes(Participant.join(self.room, member, self.now), self.now)

    def all_leave(self) -> None:
        for person in self.room.participants:
            stay.goes(person, self.now)

    def practise(self) -> None:
        phase = self.room.phase
        if phase is not None and phase.script_key is not None:
            phase.begin_practice(self.after(20), phase.script_key)

    def check_in(self, arrivals: Iterable[Arrival]) -> None:
        for name, calm, word, progress, wish in arrivals:
            CheckIn.say(
                self(name), self.after(17), calm=calm, word=word, progress=progress, wish=wish
            )

    # --- The film ----------------------------------------------------------------------------

    def queue(self, clip: Clip) -> QueuedClip:
        """Into the queue, also while the film worker is still busy with it."""
        queued = QueuedClip(clip=clip, position=len(self.room.queue))
        self.room.queue.append(queued)
        self._session.flush()
        return queued

    def take_up(self, queued: QueuedClip, *, narrates: bool) -> None:
        presenter = self(queued.therapist.name)
        offer.ask(queued, self.after(20))
        offer.accept(presenter, queued, self.after(25))
        offer.choose(presenter, queued, introduction=Preface.NONE, narrates=narrates)

    @property
    def clip(self) -> QueuedClip:
        clip = self.room.clip
        if clip is None:
            raise LookupError("the story has not come to a film yet")
        return clip

    def play(self) -> None:
        Playback.of(self.clip, self.now).play(self.after(5))

    def film(self, ms: int) -> datetime:
        """The instant at which the running film comes to `ms`."""
        self._session.flush()
        playback = Playback.of(self.clip, self.now)
        gone = timedelta(milliseconds=ms - playback.position_ms)
        self.now = max(self.now, playback.changed_at + gone)
        return self.now

    def tag(self, taps: Sequence[Tap]) -> None:
        for name, ms, family, marker, intensity, note, readers in taps:
            touched = self.film(ms)
            tag = RuptureTag.place(self(name), self.clip, family, touched, touched)
            if marker is not None:
                tag.mark(marker=marker, now=touched)
            if intensity is not None or note:
                tag.say(intensity=intensity, note=note, note_visibility=readers, now=touched)

    def narrate(self, lines: Iterable[tuple[int, str]]) -> None:
        presenter = self(self.clip.therapist.name)
        for ms, words in lines:
            NarrationLine.add(presenter, self.clip, words, self.film(ms), self.now)

    def feel(self, felt: Iterable[Felt]) -> None:
        for name, feeling, place, words in felt:
            AffectEntry.say(self(name), self.after(9), feeling=feeling, place=place, words=words)

    # --- What happened between them ----------------------------------------------------------

    def reveal(self) -> None:
        reveal.reveal(self.leader, self.clip.id, self.after(15))

    def define(self, said: Description, agreeing: Iterable[str]) -> RuptureEvent:
        rupture = RuptureEvent.define(self.leader, said, self.after(70))
        for name in agreeing:
            self.after(4)
            rupture.see(self(name))
        return rupture

    # --- The exercise ------------------------------------------------------------------------

    def line_up(self, exercise: Exercise, names: Sequence[str]) -> None:
        """The supervisor has these try first, in this order."""
        self._session.flush()
        for place, name in enumerate(names):
            waiting = [slot.participant.name for slot in rotation.in_order(exercise)]
            slot = rotation.turn_of(exercise, self(name))
            if slot is None:
                raise LookupError(f"{name} has no turn")
            for _step in range(waiting.index(name) - place):
                turns.move_turn(self.leader, exercise, slot.id, earlier=True)

    def begin(self, exercise: Exercise) -> Exercise:
        exercise.agree(player_of(exercise), self.after(20))
        exercise.begin(self.leader, self.after(10))
        self._session.flush()
        return exercise

    def turn(self, exercise: Exercise, tried: Try, seconds: float) -> None:
        """The person's own turn, from beginning to end; without words they let it go by."""
        me = self(tried.name)
        slot = rotation.current(exercise)
        if slot is None or slot.participant is not me:
            raise LookupError(f"it is not the turn of {tried.name}")
        if not tried.words:
            turns.pass_turn(me, exercise, slot.id, self.after(6))
            return
        self.speak(exercise, tried, seconds)
        turns.finish_turn(me, exercise, slot.id, self.after(5))

    def speak(self, exercise: Exercise, tried: Try, seconds: float) -> None:
        """What is written of the turn that is under way."""
        me, player = self(tried.name), player_of(exercise)
        attempt = exercise.attempts[-1]
        attempt.say(me, tried.words)
        if tried.dimension is not None and tried.form is not None:
            attempt.place(me, tried.dimension, tried.form)
        self.after(seconds)
        if tried.answer:
            attempt.hear(player, tried.answer)
        if tried.felt is not None:
            attempt.feel(player, tried.felt)
        if tried.state is not None:
            PathwayTap.tap(self.leader, exercise, tried.state, self.after(3), shown=None)


def player_of(exercise: Exercise) -> Participant:
    """Whoever plays the patient in it."""
    if exercise.patient_player is None:
        raise LookupError("nobody plays in it")
    return exercise.patient_player
