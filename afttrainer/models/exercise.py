"""An exercise: what it was made from, who plays in it, and how it went from type to type."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import PLAYED, Component, ExerciseStatus, ExerciseType, Seat
from afttrainer.models import dyad, exercise_rest, lesson, rotation, turns, two_chair
from afttrainer.models.base import Base
from afttrainer.models.exercise_clock import ExerciseClock
from afttrainer.models.exercise_state import ExerciseState
from afttrainer.models.hold import end_with_the_role, refuse_others_while_held
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL
from afttrainer.models.rights import leads
from afttrainer.models.rupture import RuptureEvent

if TYPE_CHECKING:
    from afttrainer.models.attempt import MetacommunicationAttempt
    from afttrainer.models.distress import Distress
    from afttrainer.models.dyad import DyadPlace
    from afttrainer.models.inner_word import InnerWord
    from afttrainer.models.parsed_moment import ParsedMoment
    from afttrainer.models.participant import Participant
    from afttrainer.models.pathway import PathwayTap
    from afttrainer.models.rotation import TurnSlot
    from afttrainer.models.supervision import SupervisionSession
    from afttrainer.models.two_chair import SeatSpan

#: Characters of what the presenter fears or expects.
SAID_AT_MOST = 300


class Exercise(Base, ExerciseState, ExerciseClock):
    """planned -> running (or held a while) -> ended or switched; or withdrawn before it ran.

    Where somebody plays the patient it is made from a rupture and asks for that person's yes; what
    all do alike may be made from one. Verbs are those of `me`; each refuses whoever may not.
    """

    __tablename__ = "exercise"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    rupture_id: Mapped[int | None] = mapped_column(ForeignKey("rupture_event.id"))
    position: Mapped[int]
    script_key: Mapped[str | None] = mapped_column(String(80))
    #: What its minutes count as, where its script says so; None stands for what its type does.
    component: Mapped[Component | None]
    #: The presenter: plays self and patient in turn, or the patient for the others. None where
    #: nobody plays.
    patient_player_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    #: The presenter's own yes to this exercise; nothing runs without it.
    agreed_at: Mapped[datetime | None]
    #: Two-chair only, if the presenter says them: what they fear and what they expect.
    fear: Mapped[str] = mapped_column(default="")
    expectation: Mapped[str] = mapped_column(default="")
    #: The step that the supervisor put on the wall, out of the usual order; None follows the order.
    prompt_key: Mapped[str | None] = mapped_column(String(40))
    #: When that step was put there.
    prompt_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="exercises")
    rupture: Mapped[RuptureEvent | None] = relationship()
    patient_player: Mapped[Participant | None] = relationship()
    seat_spans: Mapped[list[SeatSpan]] = relationship(
        back_populates="exercise", order_by="SeatSpan.id", cascade="all, delete-orphan"
    )
    slots: Mapped[list[TurnSlot]] = relationship(
        back_populates="exercise", order_by="TurnSlot.position", cascade="all, delete-orphan"
    )
    attempts: Mapped[list[MetacommunicationAttempt]] = relationship(
        back_populates="exercise",
        order_by="MetacommunicationAttempt.made_at",
        cascade="all, delete-orphan",
    )
    pathway: Mapped[list[PathwayTap]] = relationship(
        back_populates="exercise", order_by="PathwayTap.id", cascade="all, delete-orphan"
    )
    dyad_places: Mapped[list[DyadPlace]] = relationship(
        back_populates="exercise", order_by="DyadPlace.id", cascade="all, delete-orphan"
    )
    parsed_moments: Mapped[list[ParsedMoment]] = relationship(
        back_populates="exercise", order_by="ParsedMoment.id", cascade="all, delete-orphan"
    )
    distresses: Mapped[list[Distress]] = relationship(
        back_populates="exercise", order_by="Distress.id", cascade="all, delete-orphan"
    )
    inner_words: Mapped[list[InnerWord]] = relationship(
        back_populates="exercise", order_by="InnerWord.id", cascade="all, delete-orphan"
    )

    @classmethod
    def plan(
        cls,
        me: Participant,
        rupture_id: int | None,
        type_: ExerciseType,
        script_key: str | None,
        component: Component | None = None,
    ) -> Exercise:
        """Offer an exercise. One in which the patient is played is made from a rupture, and is the
        presenter's to accept. It takes the place of one that has not begun."""
        leads(me)
        room = me.supervision
        if type_ in PLAYED and not room.ruptures:
            raise Refused(
                _("First describe what happened between them: an exercise is made from a rupture.")
            )
        if type_ in PLAYED and rupture_id is None:
            words = _("Choose the rupture that the exercise is made from.")
            raise Refused(words, fields={"rupture": [words]}, status=422)
        rupture = RuptureEvent.found(room, rupture_id) if rupture_id is not None else None
        before = room.exercises[-1] if room.exercises else None
        if before is not None and before.is_running:
            raise Refused(_("An exercise is under way. Switch from it, or end it first."))
        if before is not None and before.is_planned:
            before.status = ExerciseStatus.WITHDRAWN
        return cls._planned(room, rupture, type_, script_key, component)

    @classmethod
    def _planned(
        cls,
        room: SupervisionSession,
        rupture: RuptureEvent | None,
        type_: ExerciseType,
        script_key: str | None,
        component: Component | None,
    ) -> Exercise:
        exercise = cls(
            rupture=rupture,
            type=type_,
            script_key=script_key,
            component=component,
            status=ExerciseStatus.PLANNED,
            patient_player=cls._player_of(rupture) if type_ in PLAYED else None,
            position=len(room.exercises) + 1,
            fear="",
            expectation="",
            held_s=0.0,
        )
        room.exercises.append(exercise)
        if exercise.rotates:
            turns.line_up(exercise)
        if exercise.type is ExerciseType.DYAD:
            dyad.sit_down(exercise)
        room.touch_everybody()
        return exercise

    @staticmethod
    def _player_of(rupture: RuptureEvent | None) -> Participant:
        if rupture is None:
            raise Refused(_("For this one, choose the rupture that it is made from."))
        player = rupture.queued_clip.presenter
        if player is None or not player.takes_part:
            raise Refused(
                _(
                    "%(name)s is not in the room. It is their exercise, so it waits for them.",
                    name=rupture.queued_clip.therapist.name,
                )
            )
        return player

    # --- The presenter's yes ---------------------------------------------------------------

    def agree(self, me: Participant, now: datetime) -> None:
        self._only_the_player(me)
        if not self.is_planned:
            raise Refused(_("This exercise is not being offered any more."))
        self.agreed_at = self.agreed_at or now
        self.supervision.touch_everybody()

    def leave(self, me: Participant, now: datetime) -> None:
        """The presenter would rather not, or has had enough: at any time, and without a reason.
        Nobody can tell it from an exercise that was over."""
        self._only_the_player(me)
        if self.is_planned:
            self.status = ExerciseStatus.WITHDRAWN
        else:
            self.close(now)
        end_with_the_role(self.supervision)
        self.supervision.touch_everybody()

    # --- Running it ------------------------------------------------------------------------

    def begin(self, me: Participant, now: datetime, starting_seat: Seat = Seat.SELF) -> None:
        leads(me)
        if self.is_running:
            return
        if not self.is_planned:
            raise Refused(_("This exercise is over. Another can be made."))
        if self.patient_player is not None and self.agreed_at is None:
            words = _("%(name)s has not agreed to it yet.", name=self.patient_player.name)
            raise Refused(words)
        refuse_others_while_held(me)
        self.status, self.began_at = ExerciseStatus.RUNNING, now
        lesson.end(self.supervision, now)
        if self.rotates:
            turns.call_next(self, now)
        elif self.type is ExerciseType.TWO_CHAIR:
            two_chair.take_seat(self, starting_seat, now)
        self.supervision.touch_everybody()

    def end(self, me: Participant, now: datetime) -> None:
        """Over; or, where it has not begun, not to be."""
        leads(me)
        if self.is_planned:
            self.status = ExerciseStatus.WITHDRAWN
        else:
            self.close(now)
        end_with_the_role(self.supervision)
        self.supervision.touch_everybody()

    def switch(
        self,
        me: Participant,
        now: datetime,
        type_: ExerciseType,
        script_key: str | None,
        component: Component | None = None,
    ) -> Exercise:
        """Give way to an exercise of another type, made from the same rupture. All that was
        entered stays; the presenter is asked anew."""
        leads(me)
        if not self.is_running:
            raise Refused(_("This exercise is not under way."))
        refuse_others_while_held(me)
        self.close(now)
        self.status = ExerciseStatus.SWITCHED
        return self._planned(self.supervision, self.rupture, type_, script_key, component)

    def close(self, now: datetime) -> None:
        """End what runs; nothing that was entered goes. The caller touches."""
        if not self.is_running:
            return
        exercise_rest.over(self, now)
        two_chair.rise(self, now)
        turns.break_off(self, now)
        self.status, self.ended_at = ExerciseStatus.ENDED, now

    def show_prompt(self, me: Participant, prompt_key: str | None, now: datetime) -> None:
        """Put that step of the script on the wall; None goes back to the usual order."""
        leads(me)
        refuse_others_while_held(me)
        self.prompt_key, self.prompt_at = prompt_key, now
        self.supervision.touch(*ALL)

    def step_out(self, me: Participant, now: datetime) -> None:
        """The presenter is themselves again. The supervisor may say so too: a phone can be off."""
        if self.patient_player is None:
            raise Refused(_("Nobody plays anybody here."))
        if me is not self.patient_player and not me.supervises:
            raise NotYours(_("Only the presenter or the supervisor says this."))
        if self.is_running:
            raise Refused(_("The exercise is still under way."))
        for exercise in self.supervision.exercises:
            if exercise.in_role and exercise.patient_player is self.patient_player:
                exercise.de_roled_at = now
        self.supervision.touch_everybody()

    def _only_the_player(self, me: Participant) -> None:
        if me is not self.patient_player:
            raise NotYours(_("Only the presenter can say this, on their own device."))

    # --- What it is now --------------------------------------------------------------------

    @property
    def players(self) -> list[Participant]:
        """Whoever acts in a role just now: any of them may stop it (C-75, F5)."""
        trying = rotation.current(self) if self.rotates else None
        acting = [self.patient_player, trying.participant if trying else None]
        return [who for who in acting if who is not None] if self.is_running else []

    @property
    def seat(self) -> Seat | None:
        """The chair that is taken now."""
        last = self.seat_spans[-1] if self.seat_spans else None
        return last.seat if last is not None and last.ended_at is None else None

    def seconds_in(self, seat: Seat, now: datetime) -> float:
        return two_chair.seconds_in(self, seat, now)
