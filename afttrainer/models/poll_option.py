"""One of the answers that a question to the room gives to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import CommonThought
from afttrainer.content.words import label
from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.poll import Poll

OPTION_AT_MOST = 60  # characters


class PollOption(Base):
    __tablename__ = "poll_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    #: In the order asked, from 0; also once it is shown, so that nothing is ranked.
    position: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    #: In place of words, where it is one of the shipped list.
    thought: Mapped[CommonThought | None]
    #: How many chose it; None until it is shown.
    count: Mapped[int | None]
    poll: Mapped[Poll] = relationship(back_populates="options")

    @property
    def text(self) -> str:
        return str(label(self.thought)) if self.thought is not None else self.words
