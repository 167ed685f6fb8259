"""Live door of a question to the room."""

from __future__ import annotations

from afttrainer.forms.poll import AnswerPollForm, OnePollForm, PollForm, PutAwayForm
from afttrainer.forms.rupture import NothingForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import Poll, poll


def _poll(room: Room, form: OnePollForm) -> Poll:
    return poll.found(room.supervision, form.poll.data or 0)


@command("poll.ask", PollForm, by=By.SUPERVISOR, judged=Judged.NOW)
def ask(room: Room, form: PollForm) -> None:
    several = bool(form.several.data)
    Poll.ask(room.me, form.question.data or "", form.options, room.now, several=several)


@command("poll.ask_thoughts", NothingForm, by=By.SUPERVISOR, judged=Judged.NOW)
def ask_thoughts(room: Room, _form: NothingForm) -> None:
    Poll.ask_thoughts(room.me, room.now)


@command("poll.show", OnePollForm, by=By.SUPERVISOR, judged=Judged.NOW)
def show(room: Room, form: OnePollForm) -> None:
    _poll(room, form).show(room.me, room.now)


@command("poll.put_away", PutAwayForm, by=By.SUPERVISOR, judged=Judged.NOW)
def put_away(room: Room, form: PutAwayForm) -> None:
    _poll(room, form).put_away(room.me, room.now, shown=form.shown.data == "counts")


@command("poll.answer", AnswerPollForm, by=By.ANYONE, judged=Judged.WHENEVER, secret=True)
def answer(room: Room, form: AnswerPollForm) -> None:
    fits = bool(form.fits.data)
    _poll(room, form).answer(room.me, form.option.data or 0, room.now, fits=fits)


@command("poll.take_back", OnePollForm, by=By.ANYONE, judged=Judged.WHENEVER, secret=True)
def take_back(room: Room, form: OnePollForm) -> None:
    _poll(room, form).take_back(room.me)
