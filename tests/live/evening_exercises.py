"""Exercises of all six kinds."""

from __future__ import annotations

from afttrainer.content.codes import Phase
from tests.live.evening_screens import Screens, said

TURNS, CHAIRS = "rotating_first_words", "two_chair_both_sides"
#: What all do together, without anybody's playing anybody.
PAIRS, CENTERING = "dyad_sensing_the_contact", "centering_three_minutes"
PARSE, OUR_OWN = "parse_one_moment", "free_saying_goodbye"


class Exercises(Screens):
    def exercise_offered(self) -> None:
        self.go_to(Phase.EXERCISE)
        self.leads("exercise.plan", rupture=self.rupture, script=CHAIRS)

    def two_chairs(self) -> None:
        self.chairs = self._begin()
        self.leads("two_chair.switch", exercise=self.chairs, seat="patient")

        turn = self.of_room(lambda r: r.exercises[-1].seat_spans[0].id)
        word = {"exercise": self.chairs, "turn": turn, "word": said("word")}
        self.does("Ben", "inner_word.say", **word, visibility="private")

    def resting(self) -> None:
        self.leads("exercise.rest", exercise=self.chairs)

    def turns(self) -> None:
        self.leads("exercise.go_on", exercise=self.chairs)
        self.leads("exercise.switch", exercise=self.chairs, script=TURNS)
        self.turned = one = self._begin()
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
            words=said("observed"),
        )
        for what, word in (("withdrawal", "marked"), ("something_in_me", "in me")):
            self.does("Chiara", "try_pin.place", exercise=one, shown=attempt, client_uuid=word)
            self.does("Chiara", "try_pin.say", pin=word, what=what, word=said(word))
        self.does("Aditi", "rotation.finish", exercise=one, slot=turn[1])
        self.does("Ben", "attempt.feel", exercise=one, attempt=attempt, felt_effect=-1)
        self.leads("pathway.tap", exercise=one, state="avoidance")

    def new_rupture(self) -> None:
        """It has come up in the try that is over."""
        tried = self.of_room(lambda r: r.exercises[-1].attempts[0].id)
        it = {"exercise": self.turned, "attempt": tried}
        self.leads("rupture.open", **it, family="confrontation")

    def out_of_the_role(self) -> None:
        """The exercise is over, and Ben is in his role still."""
        self.leads("exercise.end", exercise=self.turned)

    def stepping_out(self) -> None:
        self.does("Ben", "exercise.step_out", exercise=self.turned)

    def in_pairs(self) -> None:
        self._together(PAIRS)

    def centering(self) -> None:
        self._together(CENTERING)

    def taking_apart(self) -> None:
        one = self._together(PARSE)
        self.does("Dao", "parsed_moment.save", exercise=one, thoughts=said("parsed"))

    def our_own(self) -> None:
        self._together(OUR_OWN)

    def exercises_over(self) -> None:
        self._end_of_the_last()
        self._of_the_case()

    def _together(self, script: str) -> int:
        self._end_of_the_last()
        self.leads("exercise.plan", script=script)
        exercise: int = self.of_room(lambda r: r.exercises[-1].id)
        self.leads("exercise.begin", exercise=exercise)
        return exercise

    def _end_of_the_last(self) -> None:
        last, running = self.of_room(lambda r: (r.exercises[-1].id, r.exercises[-1].is_running))
        if running:
            self.leads("exercise.end", exercise=last, shown="running")

    def _begin(self) -> int:
        exercise: int = self.of_room(lambda r: r.exercises[-1].id)
        self.does("Ben", "exercise.agree", exercise=exercise)
        self.leads("exercise.begin", exercise=exercise)
        return exercise

    def _turn(self) -> tuple[str, int]:
        found: tuple[str, int] = self.of_room(
            lambda r: next(
                (s.participant.name, s.id) for s in r.exercises[-1].slots if s.is_current
            )
        )
        return found

    def _of_the_case(self) -> None:
        """How the work with Ben's patient goes on: on its pages, and in no room."""
        case = self.of_room(lambda r: r.queue[1].clip.recording.case.id)
        ben = self.site.browser("Ben")
        for page, words in (
            ("agreed", {"agreed_tasks": said("agreed")}),
            ("stuck", {"words": said("stuck")}),
            ("limits", {"limits": said("limits")}),
        ):
            answer = ben.post(f"/cases/{case}/course/{page}", data=words, follow_redirects=True)
            assert answer.status_code == 200, page
            self.sent["Ben"].append(answer.get_data(as_text=True))
