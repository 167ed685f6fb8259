"""A group's own word for what can be marked, beside those that everyone has.

What one looks for together is found together, and no list holds it all (B3). A word stands in one
place of the tag pad, belongs to one group and is never read in another. It is put away and not
deleted: marks that carry it keep its words, and nobody is told whether one does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import MARKERS_OF, TherapistReaction, WordPlace
from afttrainer.content.words import SUGGESTED, label
from afttrainer.models.base import Base, session_of
from afttrainer.models.membership import Membership, folded
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.group import Group
    from afttrainer.models.supervision import SupervisionSession

WORDS_AT_MOST: Final = 40  # characters
#: Of one place: with more a pad would be read and not tapped.
OFFERED_AT_MOST: Final = 6
#: What its code begins with, in commands and in files.
CODE: Final = "group_word_"


class GroupWord(Base):
    __tablename__ = "group_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), index=True)
    place: Mapped[WordPlace]
    words: Mapped[str] = mapped_column(String(WORDS_AT_MOST))
    added_at: Mapped[datetime]
    #: No pad offers it any more.
    put_away_at: Mapped[datetime | None]
    group: Mapped[Group] = relationship(back_populates="words")

    @classmethod
    def add(cls, by: Membership, place: WordPlace, words: str, now: datetime) -> GroupWord:
        """On the pads from now on, at its place. One that was put away comes back as it was.

        `words` are 1-40 characters. Raises NotYours, and Refused with the field to correct where
        they stand on the pad already or the place is full.
        """
        group = by.group
        by.must_lead(group)
        words = _good(group, words)
        away = (one for one in group.words if one.place is place and not one.is_offered)
        word = next((one for one in away if folded(one.words) == folded(words)), None)
        if word is not None:
            word.offer_again(by)
            return word
        _must_have_room(group, place)
        word = cls(place=place, words=words, added_at=now)
        group.words.append(word)
        _tell(group)
        return word

    @classmethod
    def of(cls, group: Group, number: int) -> GroupWord:
        """One of that group's. Raises Refused: another group's is as unknown as none."""
        word = next((one for one in group.words if one.id == number), None)
        if word is None:
            raise Refused(_("This is not among the words of your group."), status=404)
        return word

    @classmethod
    def chosen(cls, room: SupervisionSession, code: StrEnum | str | None) -> GroupWord | None:
        """The word that a tap has named by its code, be it put away by now: the tap was made on a
        pad that still had it. None for a code of everybody's list. Raises Refused."""
        if code is None or isinstance(code, StrEnum):
            return None
        number = int(code.removeprefix(CODE))
        own = select(cls).where(cls.id == number, cls.group_id == room.group_id)
        word = session_of(room).scalar(own) if number <= LARGEST_ID else None
        if word is None:
            raise Refused(_("This is not among the words of your group."), status=404)
        return word

    def reword(self, by: Membership, words: str, now: datetime) -> GroupWord:
        """Correct how it is written, also where it has been marked in a meeting that is open.

        No record says tomorrow what it did not say today: one that has been on the pads of a
        meeting that is closed is put away, and the new one stands in its place. That goes by dates
        alone, so it tells nobody whether it was marked. Raises NotYours, Refused.
        """
        by.must_lead(self.group)
        words = _good(self.group, words, but=self)
        if words == self.words:
            return self
        closed = (one.closed_at for one in self.group.supervisions)
        if any(at is not None and at > self.added_at for at in closed):
            self.put_away(by, now)
            return GroupWord.add(by, self.place, words, now)
        self.words = words
        _tell(self.group, EVERYONE)
        return self

    def put_away(self, by: Membership, now: datetime) -> None:
        """No pad offers it any more; twice is once."""
        by.must_lead(self.group)
        self.put_away_at = self.put_away_at or now
        _tell(self.group)

    def offer_again(self, by: Membership) -> None:
        """Raises NotYours, and Refused where its place is full or its words stand there by now."""
        by.must_lead(self.group)
        if not self.is_offered:
            _good(self.group, self.words, but=self)
            _must_have_room(self.group, self.place)
            self.put_away_at = None
            _tell(self.group)

    @property
    def is_offered(self) -> bool:
        return self.put_away_at is None

    @property
    def code(self) -> str:
        """Stable, and no other group's."""
        return f"{CODE}{self.id}"


def offered(group: Group, place: WordPlace | str) -> list[GroupWord]:
    """What pads show at that place, in the order of adding."""
    return [one for one in group.words if one.place == place and one.is_offered]


def offered_with(group: Group, place: WordPlace | str, chosen: object) -> list[GroupWord]:
    """The same, and the one that has been chosen there already, though it was put away since."""
    return [one for one in group.words if one.place == place and (one.is_offered or one is chosen)]


def put_away(group: Group) -> list[GroupWord]:
    return [one for one in group.words if not one.is_offered]


def suggested(group: Group) -> list[tuple[WordPlace, str]]:
    """Ready words that the group does not have, nor has put away."""
    own = {folded(one.words) for one in group.words}
    return [(place, str(said)) for place, said in SUGGESTED if folded(str(said)) not in own]


def _good(group: Group, words: str, but: GroupWord | None = None) -> str:
    """As they may stand on the pad, where nothing else reads the same. Raises Refused."""
    words = " ".join(words.split())
    if not 1 <= len(words) <= WORDS_AT_MOST:
        raise _wrong(_("Please write 1 to %(most)s characters.", most=WORDS_AT_MOST))
    own = (one.words for one in group.words if one.is_offered and one is not but)
    if any(folded(said) == folded(words) for said in (*_of_everyone(), *own)):
        raise _wrong(_("This stands on the pad already. Say it in words that tell the two apart."))
    return words


def _of_everyone() -> Iterable[str]:
    markers = (marker for of in MARKERS_OF.values() for marker in of)
    return [str(label(code)) for code in (*markers, *TherapistReaction)]


def _must_have_room(group: Group, place: WordPlace) -> None:
    if len(offered(group, place)) >= OFFERED_AT_MOST:
        raise _wrong(
            _(
                "There are %(most)s words of your own there already, and more would not be found "
                "with a thumb. Put one away first.",
                most=OFFERED_AT_MOST,
            )
        )


def _wrong(words: str) -> Refused:
    return Refused(words, fields={"words": [words]}, status=422)


def _tell(group: Group, *others: str) -> None:
    """The pads of all who are in the group's open meeting, and the console's list."""
    room = group.open_room
    if room is not None:
        room.touch(SUPERVISOR, *others, *(mine(person) for person in room.participants))
