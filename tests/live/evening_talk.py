"""What was felt, the reveal, looking again, and what the group says of it."""

from __future__ import annotations

from afttrainer.content.codes import Phase
from tests.live.evening_screens import SHARED, Screens, said


class WhatHappened(Screens):
    def feeling(self) -> None:
        self.go_to(Phase.AFFECT_ROUND)
        self.does("Aditi", "affect.save", clip=self.clip, feeling=SHARED[1], place="throat")

    def shown(self) -> None:
        self.go_to(Phase.RUPTURE_DEFINITION)
        self.leads("reveal.show", clip=self.clip)

    def noted(self) -> None:
        """Comments on a moment, and lines that the group types together."""
        here = said("comment")
        self.does("Dao", "comment.say", clip=self.clip, clip_ms=self._moment(), words=here)
        self.does("Eszter", "group_note.add", words=said("for all"))

    def looked_again(self) -> None:
        self.leads("second_look.open", clip=self.clip, start=self._moment())
        look = self.of_room(lambda r: r.queue[1].second_looks[-1].id)
        self.does("Ben", "second_look.say", look=look, line="He takes care of her.")
        self.does("Ben", "second_look.see", look=look, seen="withdrawal.away_from_other")

    def replayed(self) -> None:
        look = self.of_room(lambda r: r.queue[1].second_looks[-1].id)
        self.leads("second_look.close", look=look)
        self.leads("reveal.replay", clip=self.clip, start=self._moment())

    def _moment(self) -> int:
        start: int = self.of_room(
            lambda r: min(t.clip_ms for t in r.queue[1].tags if not t.is_inner)
        )
        return start

    def defined(self) -> None:
        described = {"start": "5:22", "anchor": "5:28", "end": "5:40", "family": "withdrawal"}
        self.leads("rupture.define", direction="away_from_other", **described)
        self.rupture = self.of_room(lambda r: r.ruptures[0].id)
        self.leads("rupture.show", rupture=self.rupture)
        pull = {"reaction": "over_accommodation", "words": said("pull"), "visibility": "private"}
        self.does("Aditi", "rupture.pull", rupture=self.rupture, **pull)
        self.does("Aditi", "rupture.see", rupture=self.rupture)
        self.does("Aditi", "rupture.weigh", rupture=self.rupture, intensity=3)
        self.does(
            "Ben",
            "rupture.differ",
            rupture=self.rupture,
            family="withdrawal",
            direction="toward_other_away_from_self",
            words=said("seen otherwise"),
        )

    def both_sides(self) -> None:
        wanted = {"therapist_wanted": "to look capable", "patient_state": "small"}
        self.leads("rupture.sides", rupture=self.rupture, **wanted)
        self.leads("rupture.show", rupture=self.rupture, face="sides")

    def the_circle(self) -> None:
        steps = {"patient_does": "agrees", "therapist_feels": "relief", "therapist_does": "hurries"}
        self.leads("rupture.cycle", rupture=self.rupture, patient_feels="left alone", **steps)
        self.leads("rupture.show", rupture=self.rupture, face="cycle")
        self.does("Dao", "rupture.pin", rupture=self.rupture, step="therapist_does")

    def how_it_went_on(self) -> None:
        self.leads(
            "rupture.repair",
            rupture=self.rupture,
            strategy="change_task_or_goal",
            resolution_status="partly_resolved",
        )
        self.leads("rupture.show", rupture=self.rupture, face="repair")
