"""Leaving well: debrief, check-out, past the planned end, ratings, closing."""

from __future__ import annotations

from datetime import timedelta

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from tests.live.evening_screens import Screens, said

RATERS = ("Aditi", "Ben", "Dao")
ASKED = "How sure are we by now of what he felt?"
#: Of the answers to it, by whom.
CHOSEN = {"Mirela": 0, "Ben": 1, "Chiara": 1, "Dao": 1, "Femi": 2}


class Leaving(Screens):
    def debrief(self) -> None:
        self.go_to(Phase.DEBRIEF)
        self.does("Ben", "debrief.save", words=said("debrief"))

    def question_asked(self) -> None:
        asked = {"question": ASKED, "answer_1": "less than before", "answer_2": "as before"}
        self.leads("poll.ask", answer_3="more than before", **asked)
        one = self.of_room(lambda r: r.polls[-1].id)
        for name, option in CHOSEN.items():
            self.does(name, "poll.answer", poll=one, option=option, fits="y")

    def question_shown(self) -> None:
        self.leads("poll.show", poll=self.of_room(lambda r: r.polls[-1].id))

    def check_out(self) -> None:
        one = self.of_room(lambda r: r.polls[-1].id)
        self.leads("poll.put_away", poll=one, shown="counts")
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
