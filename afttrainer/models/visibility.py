"""Who may read what: the one place that decides (rule 11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from afttrainer.content.codes import Visibility
from afttrainer.models.participant import Participant

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership


@dataclass(frozen=True)
class Reader:
    """Whoever looks: a participant, or the wall (`participant_id` None, never supervising)."""

    participant_id: int | None
    supervises: bool = False
    #: The participant whose clip the entry is about, if it is this reader.
    presents: bool = False


WALL = Reader(participant_id=None)


class Entry(Protocol):
    """Anything a person entered; `addressed_to_id` where it is for one other person."""

    @property
    def author_id(self) -> int: ...
    @property
    def visibility(self) -> Visibility: ...
    @property
    def addressed_to_id(self) -> int | None: ...


E = TypeVar("E", bound=Entry)


def may_read(reader: Reader, entry: Entry) -> bool:
    """Default deny. The author always may; then whom the entry is addressed to; then by level:
     `group` is everyone in the room and the wall, `presenter` adds the supervisors, as a presenter
     is never left alone with what was said of their clip, and `supervisor` is supervisors only
    ."""
    if reader.participant_id is not None and reader.participant_id in (
        entry.author_id,
        entry.addressed_to_id,
    ):
        return True
    match entry.visibility:
        case Visibility.GROUP:
            return True
        case Visibility.PRESENTER:
            return reader.presents or reader.supervises
        case Visibility.SUPERVISOR:
            return reader.supervises
        case Visibility.PRIVATE:
            return False


def readable(entries: Iterable[E], reader: Reader) -> list[E]:
    """Those of them that the reader may read, in their order."""
    return [entry for entry in entries if may_read(reader, entry)]


class NotedTag(Entry, Protocol):
    """A tag, whose note has a level of its own."""

    @property
    def note(self) -> str: ...
    @property
    def note_visibility(self) -> Visibility: ...


@dataclass(frozen=True)
class _AsEntry:
    """What is no entry itself, as one: the note of a tag, a line from between two meetings."""

    author_id: int
    visibility: Visibility
    addressed_to_id: int | None


def may_read_note(reader: Reader, tag: NotedTag) -> bool:
    """Whether the note of a tag may be read, too: never without its tag, and only as far as the
    note's own level goes. So a reveal, which widens tags, shows no private note."""
    note = _AsEntry(tag.author_id, tag.note_visibility, tag.addressed_to_id)
    return may_read(reader, tag) and may_read(reader, note)


class BetweenMeetings(Protocol):
    """What a member has entered outside of any meeting, where nobody is a participant."""

    @property
    def membership(self) -> Membership: ...
    @property
    def visibility(self) -> Visibility: ...


def may_read_between_meetings(me: Membership, entry: BetweenMeetings) -> bool:
    """The same by places in a group and not by parts in a meeting: for members of one group only,
    and for as long as its author is one of them. There is no wall, and nobody presents."""
    whose = entry.membership
    if not (me.belongs and whose.belongs) or me.group_id != whose.group_id:
        return False
    reader = Reader(me.id, supervises=me.supervises)
    return may_read(reader, _AsEntry(whose.id, entry.visibility, None))


def reader_for(participant: Participant, presenter: Participant | None) -> Reader:
    return Reader(
        participant_id=participant.id,
        supervises=participant.supervises,
        presents=presenter is not None and presenter.id == participant.id,
    )
