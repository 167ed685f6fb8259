"""What every entry of a person shares: whose it is, who may read it, when it was made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from afttrainer.content.codes import Visibility

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant


class EntryMixin:
    """Columns that `visibility.may_read` decides by, and the relation to the author."""

    #: What a new entry starts as; only its author widens it.
    starts_visible_to = Visibility.GROUP

    @declared_attr
    def author_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("participant.id"), index=True)

    @declared_attr
    def addressed_to_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("participant.id"))

    @declared_attr
    def visibility(cls) -> Mapped[Visibility]:
        return mapped_column(default=cls.starts_visible_to)

    @declared_attr
    def made_at(cls) -> Mapped[datetime]:
        return mapped_column()

    @declared_attr
    def author(cls) -> Mapped[Participant]:
        return relationship("Participant", foreign_keys=[cls.author_id])  # type: ignore[list-item]
