"""Live door of the presenter's check-out. Whoever has shown a film today may use it, and nobody
else: the model looks, since there may have been several."""

from __future__ import annotations

from afttrainer.forms.presenter_checkout import CaseStepForm, DeclineForm, GroupStepForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import PresenterCheckout


@command("presenter_checkout.group", GroupStepForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def about_the_group(room: Room, form: GroupStepForm) -> None:
    PresenterCheckout.about_the_group(
        room.me,
        room.now,
        closeness_before=form.closeness_before.data,
        closeness=form.closeness.data,
        shame_before=form.shame_before.data,
        shame_after=form.shame_after.data,
        words=form.group_words.data or "",
    )


@command("presenter_checkout.case", CaseStepForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def about_the_case(room: Room, form: CaseStepForm) -> None:
    PresenterCheckout.about_the_case(
        room.me,
        room.now,
        words=form.case_words.data or "",
        next_step=form.next_step.data or "",
    )


@command("presenter_checkout.decline", DeclineForm, by=By.ANYONE, judged=Judged.WHENEVER)
def decline(room: Room, _form: DeclineForm) -> None:
    PresenterCheckout.decline(room.me, room.now)
