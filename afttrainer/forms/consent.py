"""What a patient has consented to, as the clinic's form says it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from afttrainer import clock
from afttrainer.content.codes import ConsentScope, OnBehalf
from afttrainer.content.words import label
from afttrainer.forms.base import RoomForm, line
from afttrainer.models import Consent, Membership
from afttrainer.models.consent import Said
from afttrainer.models.on_behalf import WHO_AT_MOST

OTHER = "other"
PATIENT = "patient"
METHODS = {"signed": _l("on a signed form"), "recorded": _l("said on the film or a recording")}


class DayField(DateField):
    """A day; what is no day is answered in words and kept."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Please write a day as 2026-03-05.")) from None


def _scope(scope: ConsentScope) -> BooleanField:
    return BooleanField(label(scope))


class ConsentForm(RoomForm):
    """Every scope is ticked by itself and none is ticked beforehand (docs/privacy.md)."""

    supervisor_review = _scope(ConsentScope.SUPERVISOR_REVIEW)
    group_supervision = _scope(ConsentScope.GROUP_SUPERVISION)
    teaching_beyond_group = _scope(ConsentScope.TEACHING_BEYOND_GROUP)
    research = _scope(ConsentScope.RESEARCH)
    given_on = DayField(
        _l("Given on"),
        default=lambda: today(),
        validators=[InputRequired(_l("Please say when it was given."))],
    )
    method = RadioField(
        _l("How was it given?"),
        choices=[
            *(SelectChoice(key, words) for key, words in METHODS.items()),
            SelectChoice(OTHER, _l("otherwise")),
        ],
        validate_choice=False,
        validators=[Optional()],
    )
    method_other = line(_l("If otherwise, how?"), 80)
    on_behalf = RadioField(
        _l("Who gave it?"),
        choices=[
            SelectChoice(PATIENT, _l("the patient")),
            *(SelectChoice(code.value, label(code)) for code in OnBehalf),
        ],
        default=PATIENT,
        validators=[Optional()],
    )
    agreed_by = line(_l("If not the patient, who was it to them?"), WHO_AT_MOST)
    witnessed_by = line(_l("Witnessed by"), 80)
    form_version = line(_l("Version of your consent form"), 40)
    expires_on = DayField(_l("Holds until"), validators=[Optional()])
    named_only = BooleanField(_l("The patient leaves somebody out: only those ticked may see it"))
    people = SelectMultipleField(
        _l("Who of the group may see it"),
        coerce=int,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer_people(self, members: Iterable[Membership]) -> None:
        """Those who lead, and the therapist, are part of it in any case."""
        self.people.choices = [
            SelectChoice(m.id, m.name) for m in members if not m.supervises and m.belongs
        ]

    @property
    def said(self) -> Said:
        """What was entered. Of a form that validated only."""
        assert self.given_on.data is not None  # noqa: S101 - it is required
        return Said(
            scopes=[scope for scope in ConsentScope if self[scope.value].data],
            given_on=self.given_on.data,
            method=self._method(),
            witnessed_by=self.witnessed_by.data or "",
            form_version=self.form_version.data or "",
            expires_on=self.expires_on.data,
            people=self.people.data or () if self.named_only.data else None,
            on_behalf=self._on_behalf(),
            agreed_by=self.agreed_by.data or "",
            wants_second=current_app.extensions["settings"].second_approver,
        )

    def _on_behalf(self) -> OnBehalf | None:
        if self.on_behalf.data in (None, PATIENT):
            return None
        return OnBehalf(self.on_behalf.data)

    def _method(self) -> str:
        if self.method.data in METHODS:
            return str(self.method.data)
        return self.method_other.data or "" if self.method.data == OTHER else ""


def filled_from(consent: Consent | None) -> ConsentForm:
    """The form with what is noted; after a withdrawal an empty one, as nothing of it goes on."""
    if consent is None or consent.withdrawn_at is not None:
        return ConsentForm(formdata=None)
    known = consent.method in METHODS or not consent.method
    noted: dict[str, object] = {
        name: getattr(consent, name)
        for name in (
            *ConsentScope,
            "given_on",
            "witnessed_by",
            "form_version",
            "expires_on",
            "agreed_by",
        )
    }
    noted["on_behalf"] = consent.on_behalf or PATIENT
    noted["named_only"] = consent.named_only
    noted["people"] = [member.id for member in consent.people]
    noted["method"] = consent.method if known else OTHER
    noted["method_other"] = "" if known else consent.method
    return ConsentForm(formdata=None, data=noted)


def method_words(method: str) -> str:
    """How consent was given, as people say it."""
    return str(METHODS.get(method, method))


def today() -> date:
    return clock.now().astimezone().date()
