"""Live door of the reveal."""

from __future__ import annotations

from afttrainer.forms.reveal import GapForm, ReplayForm, RevealForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import reveal


@command("reveal.show", RevealForm, by=By.SUPERVISOR, judged=Judged.NOW)
def show(room: Room, form: RevealForm) -> None:
    reveal.reveal(room.me, form.clip.data or 0, room.now)


@command("reveal.gap", GapForm, by=By.SUPERVISOR, judged=Judged.NOW)
def gap(room: Room, form: GapForm) -> None:
    reveal.choose_gap(room.me, form.clip.data or 0, (form.seconds.data or 0) * 1000)


@command("reveal.replay", ReplayForm, by=By.SUPERVISOR, judged=Judged.NOW)
def replay(room: Room, form: ReplayForm) -> None:
    start_ms = -1 if form.start.data is None else form.start.data
    reveal.replay_cluster(room.me, form.clip.data or 0, start_ms, room.now)
