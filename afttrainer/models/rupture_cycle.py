"""The circle in which both are caught without knowing: four steps, and where one could step out.

S2, Defining ruptures (an enactment) and Figure 16.1's prose (disembedding from the relational
matrix).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.content.codes import CycleStep


@dataclass(frozen=True)
class Circle:
    """As the group says it; any step may still be open."""

    patient_does: str = ""
    therapist_feels: str = ""
    therapist_does: str = ""
    patient_feels: str = ""
    #: Where the therapist could step out, and how that might sound.
    disembedding_step: CycleStep | None = None
    disembedding: str = ""


class CycleMixin:
    patient_does: Mapped[str] = mapped_column(default="")
    therapist_feels: Mapped[str] = mapped_column(default="")
    therapist_does: Mapped[str] = mapped_column(default="")
    patient_feels: Mapped[str] = mapped_column(default="")
    disembedding_step: Mapped[CycleStep | None]
    disembedding: Mapped[str] = mapped_column(default="")

    @property
    def cycle(self) -> list[tuple[CycleStep, str]]:
        """All four, in their order, each with its words or none."""
        return [(step, getattr(self, step.value)) for step in CycleStep]
