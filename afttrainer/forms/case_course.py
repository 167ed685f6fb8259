"""How the work with a patient goes on: what the two agreed on, how it ends, what comes up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from afttrainer.content.codes import CaseEnding, CasePhase, CaseTheme
from afttrainer.forms import base
from afttrainer.models import case_course, stuck
from afttrainer.models.case_course import CaseCourse


class AgreedForm(base.RoomForm):
    agreed_tasks = base.words(_l("What the two of you do together"), case_course.WORDS_AT_MOST)
    agreed_goals = base.words(_l("What it is for"), case_course.WORDS_AT_MOST)


class EndingForm(base.RoomForm):
    phase = base.code(_l("Where is the treatment?"), CasePhase, required=True)
    sessions_left = base.number(_l("How many sessions are left?"), case_course.SESSIONS_LEFT)
    ended_how = base.code(_l("How did it end?"), CaseEnding)


class ThemesForm(base.RoomForm):
    themes = base.several(_l("What comes up between the two"), CaseTheme)
    #: Somebody would like to think of the ending before it comes.
    ending_too = BooleanField()

    def offer(self, course: CaseCourse) -> None:
        offered = course.themes_offered(ending_too=bool(self.ending_too.data))
        self.themes.choices = [c for c in self.themes.choices or [] if c.value in offered]


class LimitsForm(base.RoomForm):
    limits = base.words(
        _l("What does this patient wish for that nobody could give? What is it like to know that?"),
        case_course.WORDS_AT_MOST,
    )


class StuckForm(base.RoomForm):
    words = base.words(_l("What is it like, in a few words, if you like?"), stuck.WORDS_AT_MOST)
