"""Live door of the follow-up: one tap about what was taken home last time."""

from __future__ import annotations

from afttrainer.forms.follow_up import FollowUpForm, TakeBackForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import FollowUp


@command("follow_up.save", FollowUpForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: FollowUpForm) -> None:
    FollowUp.say(room.me, room.now, answer=form.answer.data, words=form.words.data)


@command("follow_up.take_back", TakeBackForm, by=By.ANYONE, judged=Judged.WHENEVER)
def take_back(room: Room, _form: TakeBackForm) -> None:
    FollowUp.take_back(room.me)
