"""How the work with one patient goes on: what the two agreed on, how it ends, and what comes up.

The two agree on what they do and what it is for before anything else, and again and again (C-33:
S2, Establishing the collaboration). Ending is a rupture of its own kind (C-43), and what a patient
wishes for may be what nobody could give (C-44).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ENDING_THEMES, CaseEnding, CasePhase, CaseTheme
from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership

WORDS_AT_MOST: Final = 500  # characters
#: Of a treatment that is coming to its end.
SESSIONS_LEFT: Final = range(61)
REVIEW_AFTER: Final = timedelta(weeks=8)


class CaseCourse(Base):
    """Read and written by the case's therapist and those who lead; `limits` by the therapist
    alone."""

    __tablename__ = "case_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    agreed_tasks: Mapped[str] = mapped_column(default="")
    agreed_goals: Mapped[str] = mapped_column(default="")
    #: When the words were last other words, and when the two last looked at them.
    agreed_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    phase: Mapped[CasePhase] = mapped_column(default=CasePhase.UNDER_WAY)
    ended_how: Mapped[CaseEnding | None]
    #: None where nobody has counted.
    sessions_left: Mapped[int | None]
    #: CaseTheme codes, in the order of their list.
    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: What the therapist thinks of what could not be given; theirs alone.
    limits: Mapped[str] = mapped_column(default="")
    case: Mapped[Case] = relationship(back_populates="course")

    def __init__(self, **values: Any) -> None:
        unsaid = {"agreed_tasks": "", "agreed_goals": "", "limits": "", "themes": []}
        super().__init__(**({"phase": CasePhase.UNDER_WAY, **unsaid} | values))

    @classmethod
    def of(cls, case: Case, by: Membership) -> CaseCourse:
        """To be changed by `by`. Raises NotYours for whoever the case is not open to."""
        case.must_be_open_to(by)
        if case.course is None:
            case.course = cls()
        return case.course

    def agree(self, tasks: str, goals: str, now: datetime) -> None:
        if (tasks, goals) != (self.agreed_tasks, self.agreed_goals):
            self.agreed_tasks, self.agreed_goals, self.agreed_at = tasks, goals, now
        self.reviewed_at = now if self.has_agreement else None

    def review(self, now: datetime) -> None:
        """The two have looked at it again, and it stands."""
        if not self.has_agreement:
            raise Refused(_("Write down first what the two of you have agreed on."), status=422)
        self.reviewed_at = now

    @property
    def has_agreement(self) -> bool:
        return bool(self.agreed_tasks or self.agreed_goals)

    def weeks_since_review(self, now: datetime) -> int | None:
        """Whole ones, where that is long enough to look at it again; None else."""
        is_over = self.phase is CasePhase.ENDED
        if is_over or self.reviewed_at is None or not self.has_agreement:
            return None
        since = now - self.reviewed_at
        return since // timedelta(weeks=1) if since > REVIEW_AFTER else None

    def end(
        self, phase: CasePhase, *, how: CaseEnding | None = None, sessions_left: int | None = None
    ) -> None:
        """Say where it is. How it ended is said of what is over, and sessions to come of what is
        coming to its end."""
        if sessions_left is not None and sessions_left not in SESSIONS_LEFT:
            words = _("From 0 to %(most)s, please.", most=SESSIONS_LEFT[-1])
            raise Refused(words, fields={"sessions_left": [words]}, status=422)
        self.phase = phase
        self.ended_how = how if phase is CasePhase.ENDED else None
        self.sessions_left = sessions_left if phase is CasePhase.ENDING else None

    def one_session_less(self) -> None:
        if not self.sessions_left:
            raise Refused(_("There is no session left to count."))
        self.sessions_left -= 1

    def themes_offered(self, *, ending_too: bool) -> list[CaseTheme]:
        """Those of an ending come with it, or by choice; what was chosen stays offered."""
        ends = self.phase is not CasePhase.UNDER_WAY or ending_too
        return [t for t in CaseTheme if ends or t not in ENDING_THEMES or t.value in self.themes]

    def name(self, themes: Collection[CaseTheme], *, ending_too: bool) -> None:
        offered = self.themes_offered(ending_too=ending_too)
        if any(theme not in offered for theme in themes):
            words = _("This is asked of a treatment that is coming to its end.")
            raise Refused(words, fields={"themes": [words]}, status=422)
        self.themes = [theme.value for theme in CaseTheme if theme in themes]

    @property
    def named(self) -> list[CaseTheme]:
        return [CaseTheme(code) for code in self.themes]

    def reflect(self, by: Membership, words: str) -> None:
        if by is not self.case.therapist:
            raise NotYours(_("This is the therapist’s own to think about."))
        self.limits = words
