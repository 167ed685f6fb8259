"""One whole meeting, from an empty site to the day after its record: ninety minutes, only shorter.

Seven people, a wall, and what each of them types and marks as `tests/scenario.py` has it. Where the
script waits for weeks or hours, `earlier.py` lets them have passed.
"""

from __future__ import annotations

import pytest

from tests.browser import play_after as after
from tests.browser import play_beginning as beginning
from tests.browser import play_end as end
from tests.browser import play_exercise as exercise
from tests.browser import play_film as film
from tests.browser import play_rupture as rupture
from tests.browser.meeting import Meeting
from tests.browser.stage import Stage


@pytest.mark.browser
def test_a_whole_meeting(stage: Stage) -> None:
    play = Meeting(stage)

    beginning.mirela_prepares(play)
    beginning.mirela_plans(play)
    beginning.they_join(play)
    beginning.dao_comes_back_on_a_remembered_phone(play)
    beginning.they_arrive(play)
    beginning.they_check_in(play)
    beginning.femi_joins_in_the_middle(play)

    film.ben_says_yes(play)
    film.ben_chooses_how(play)
    film.they_watch(play)
    film.they_mark_until_the_stop(play)
    film.the_marks_are_blind(play)
    film.ben_stops_the_film(play)
    film.ben_lets_it_go_on(play)
    film.eszter_is_out_of_contact(play)
    play.everybody_reloads()
    film.they_watch_to_the_end(play)
    film.they_say_how_it_feels(play)

    rupture.the_marks_are_shown(play)
    rupture.a_moment_is_played_again(play)
    rupture.they_define_r1(play)
    rupture.each_says_how_they_see_it(play)
    rupture.both_had_a_part_in_it(play)
    rupture.they_define_r2(play)

    exercise.ben_takes_two_chairs(play)
    exercise.mirela_switches(play)
    exercise.aditi_tries(play)
    exercise.the_house_goes_dark_under_chiara(play)
    exercise.dao_passes(play)
    exercise.eszters_try_makes_a_new_rupture(play)
    exercise.mirela_asks_ben_how_it_is(play)
    exercise.they_go_on_from_it(play)
    exercise.ben_is_himself_again(play)

    end.they_debrief(play)
    end.ben_checks_out(play)
    end.the_planned_end_passes(play)
    end.chiara_must_go(play)
    end.they_answer_the_questions(play)
    end.mirela_closes(play)

    after.each_finds_their_own_record(play)
    after.chiara_answers_at_home(play)
    after.a_day_later_there_are_averages(play)
    after.the_patient_takes_the_consent_back(play)
