"""Who may read what: the one place that decides (rule 11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from afttrainer.content.codes import Visibility
from afttrainer.models.participant import Participant


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
class _Note:
    """The note of a tag as an entry of its own."""

    author_id: int
    visibility: Visibility
    addressed_to_id: int | None


def may_read_note(reader: Reader, tag: NotedTag) -> bool:
    """Whether the note of a tag may be read, too: never without its tag, and only as far as the
    note's own level goes. So a reveal, which widens tags, shows no private note."""
    note = _Note(tag.author_id, tag.note_visibility, tag.addressed_to_id)
    return may_read(reader, tag) and may_read(reader, note)


def reader_for(participant: Participant, presenter: Participant | None) -> Reader:
    return Reader(
        participant_id=participant.id,
        supervises=participant.supervises,
        presents=presenter is not None and presenter.id == participant.id,
    )
