"""Live door of the log of practice at home: at check-in one's own phone keeps a line of it too."""

from __future__ import annotations

from afttrainer.forms.home_practice import ChangeLineForm, HomePracticeForm, LineForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import HomePractice


@command("home_practice.keep", HomePracticeForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def keep(room: Room, form: HomePracticeForm) -> None:
    said = form.said(room.touched_at.astimezone().date())
    HomePractice.keep(room.me.membership, room.now, said)


@command("home_practice.change", ChangeLineForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def change(room: Room, form: ChangeLineForm) -> None:
    line = HomePractice.own(room.me.membership, form.line.data or 0)
    line.change(room.now, form.said(line.day, line))


@command("home_practice.forget", LineForm, by=By.ANYONE, judged=Judged.WHENEVER)
def forget(room: Room, form: LineForm) -> None:
    HomePractice.own(room.me.membership, form.line.data or 0).forget(room.now)
