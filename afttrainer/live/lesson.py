"""Live door of a lesson: reading, coding, learning to metacommunicate."""

from __future__ import annotations

from afttrainer.forms.lesson import LessonForm
from afttrainer.forms.rupture import NothingForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Lesson


@command("lesson.begin", LessonForm, by=By.SUPERVISOR, judged=Judged.NOW)
def begin(room: Room, form: LessonForm) -> None:
    Lesson.begin(room.me, form.component.data, room.now)


@command("lesson.end", NothingForm, by=By.SUPERVISOR, judged=Judged.NOW)
def end(room: Room, _form: NothingForm) -> None:
    Lesson.back_to_the_plan(room.me, room.now)
