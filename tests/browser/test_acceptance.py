"""One whole meeting, from an empty site to its record: its ninety minutes, only shorter."""

from __future__ import annotations

import pytest

from tests.browser import play_beginning as beginning
from tests.browser import play_end as end
from tests.browser import play_exercise as exercise
from tests.browser import play_film as film
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
    film.they_watch_and_mark(play)
    film.the_marks_are_blind(play)
    film.ben_stops_the_film(play)
    film.ben_lets_it_go_on(play)
    film.femi_is_out_of_contact(play)
    play.everybody_reloads()
    film.they_watch_to_the_end(play)
    film.they_say_how_it_feels(play)

    exercise.the_marks_are_shown(play)
    exercise.a_moment_is_played_again(play)
    exercise.they_define_r1(play)
    exercise.they_define_r2(play)
    exercise.ben_takes_two_chairs(play)
    exercise.mirela_switches(play)
    exercise.aditi_tries(play)
    exercise.dao_passes_and_the_house_goes_dark(play)
    exercise.femi_and_dao_try(play)
    exercise.ben_is_himself_again(play)

    end.they_debrief(play)
    end.ben_checks_out(play)
    end.they_answer_the_questions(play)
    end.mirela_closes(play)
    end.each_finds_their_own_record(play)
