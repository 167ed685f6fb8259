"""The page of what a group has tried: to find what has not been, and to compare nobody."""

from __future__ import annotations

from typing import Any

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from afttrainer.models.closing import close
from tests.live.after_film import described, exercise_id, rupture_id
from tests.people import TRAINEES, Site
from tests.web.library import words


def test_what_was_tried_is_there_without_a_name(site: Site) -> None:
    """C-03, C-50, C-52."""
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    console, script = site.console(), "rotating_first_words"
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    ben = site.phone("Ben")
    assert ben.do("exercise.agree", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(site))["ok"]
    attempt = site.look(lambda room: room.exercises[-1].attempts[-1].id)
    said: dict[str, Any] = {"exercise": exercise_id(site), "attempt": attempt}
    aditi = site.phone("Aditi")
    assert aditi.do("attempt.save", **said, cell="patient_self.question", words="What was it?")
    page = f"/groups/{site.look(lambda room: room.group_id)}/practised"
    assert "Nothing yet." in words(site.browser("Dao").get(page))

    ben.live.disconnect()

    def over(room: SupervisionSession) -> None:
        close(room, clock.now(), without_checkout=True)

    site.in_room(over)
    for name in ("Dao", "Mirela"):
        answer = site.browser(name).get(page)
        main = words(answer).split("What we have tried", 2)[-1]
        assert "Yourself" not in main
        assert not [one for one in TRAINEES if one in main]
        assert main.count("not yet") == 5 + 4
    assert "Yourself" in words(site.browser("Aditi").get(page))
