"""Leaving well: debrief, check-out, past the planned end, ratings, closing."""

from __future__ import annotations

from datetime import timedelta

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from tests.live.evening_screens import Screens, said

RATERS = ("Aditi", "Ben", "Dao")


class Leaving(Screens):
    def debrief(self) -> None:
        self.go_to(Phase.DEBRIEF)
        self.does("Ben", "debrief.save", words=said("debrief"))

    def check_out(self) -> None:
        self.go_to(Phase.PRESENTER_CHECKOUT)
        self.does("Ben", "presenter_checkout.group", closeness=7, shame_before=8, shame_after=4)

    def checked_out(self) -> None:
        self.does("Ben", "presenter_checkout.case", case_words="I can say that I hurry him")

    def past_the_end(self) -> None:
        def began_long_ago(room: SupervisionSession) -> None:
            room.started_at = clock.now() - timedelta(minutes=95)

        self.site.in_room(began_long_ago)

    def questions(self) -> None:
        self.go_to(Phase.RATINGS)
        self.leads("phase.extend", minutes=5)
        for name in RATERS:
            self.does(name, "rating.save", cohesion_1=6, alliance_1=5)

    def closed(self) -> None:
        self.leads("supervision.close")
