"""How a rupture went on: what the therapist did, what that may have meant, and how it ended.

The thread from rupture to repair (S2, A stage-process model, Figure 16.1). A rupture that nobody
has spoken of is as worth describing as one that was resolved.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.content.codes import ResolutionStatus, Strategy
from afttrainer.models.refusal import Refused


@dataclass(frozen=True)
class Repair:
    """As the group says it. Times in ms within the clip."""

    noticed_ms: int | None = None
    strategy: Strategy | None = None
    new_experience: bool = False
    meant: str = ""
    eased_ms: int | None = None
    resolution_status: ResolutionStatus | None = None
    learned: str = ""


class RepairMixin:
    #: When the therapist on film seems to notice it, and when it has eased; film time.
    noticed_ms: Mapped[int | None]
    eased_ms: Mapped[int | None]
    #: What the therapist did, of the four (S2); a new experience may come with any of them.
    strategy: Mapped[Strategy | None]
    new_experience: Mapped[bool] = mapped_column(default=False)
    #: What that might have meant to the patient: how and what cannot be parted (C-05: S2).
    meant: Mapped[str] = mapped_column(default="")
    #: None where nobody has said.
    resolution_status: Mapped[ResolutionStatus | None]
    #: What could be learned here (C-11: S2).
    learned: Mapped[str] = mapped_column(default="")
    start_ms: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Not said to be resolved."""
        return self.resolution_status is not ResolutionStatus.RESOLVED

    @property
    def time_to_notice_ms(self) -> int | None:
        """From where it begins."""
        return _since(self.start_ms, self.noticed_ms)

    @property
    def time_to_repair_ms(self) -> int | None:
        """From where it begins."""
        return _since(self.start_ms, self.eased_ms)


def _since(start_ms: int | None, later_ms: int | None) -> int | None:
    """None as well where the beginning was moved behind it since."""
    if start_ms is None or later_ms is None or later_ms < start_ms:
        return None
    return later_ms - start_ms


def check_repair(said: Repair, start_ms: int | None, duration_ms: int) -> None:
    """Raises Refused, with words for each field, for times outside the film or before it began."""
    wrong: dict[str, list[str]] = {}
    for field, ms in (("noticed", said.noticed_ms), ("eased", said.eased_ms)):
        if ms is None:
            continue
        if start_ms is None:
            wrong[field] = [_("This one was not on film.")]
        elif ms < start_ms:
            wrong[field] = [_("The rupture has not begun by then.")]
        elif ms > duration_ms:
            wrong[field] = [_("The clip is over by then.")]
    if wrong:
        raise Refused(_("Not saved yet: please look at what is marked."), fields=wrong, status=422)
