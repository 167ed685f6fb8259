"""Who may read what: every reader, every level, and every way of being addressed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import pytest

from afttrainer.content.codes import Visibility
from afttrainer.models.visibility import WALL, Reader, may_read, may_read_note, reader_for
from tests.models.room import Room

AUTHOR, OTHER, SUPERVISOR, PRESENTER = 1, 2, 3, 4
#: Everybody who may look, by what they are called in the tests.
READERS = {
    "author": Reader(AUTHOR),
    "another": Reader(OTHER),
    "supervisor": Reader(SUPERVISOR, supervises=True),
    "presenter": Reader(PRESENTER, presents=True),
    "wall": WALL,
}
MAY_READ = {
    Visibility.PRIVATE: {"author"},
    Visibility.SUPERVISOR: {"author", "supervisor"},
    Visibility.PRESENTER: {"author", "supervisor", "presenter"},
    Visibility.GROUP: set(READERS),
}


@dataclass(frozen=True)
class Said:
    """Something that one person entered."""

    visibility: Visibility
    author_id: int = AUTHOR
    addressed_to_id: int | None = None
    note: str = ""
    note_visibility: Visibility = Visibility.PRIVATE


@pytest.mark.parametrize(("level", "who"), list(product(Visibility, READERS)))
def test_each_level_is_read_by_those_it_names_and_nobody_else(level: Visibility, who: str) -> None:
    assert may_read(READERS[who], Said(level)) is (who in MAY_READ[level])


def test_every_level_there_is_has_its_rule() -> None:
    assert set(MAY_READ) == set(Visibility)


@pytest.mark.parametrize("level", Visibility)
def test_whom_it_is_addressed_to_reads_it_and_that_opens_it_to_nobody_else(
    level: Visibility,
) -> None:
    said = Said(level, addressed_to_id=OTHER)
    assert may_read(READERS["another"], said)
    for who in set(READERS) - {"another"}:
        assert may_read(READERS[who], said) is (who in MAY_READ[level])


def test_the_wall_is_nobody_even_for_an_entry_addressed_to_nobody() -> None:
    assert not may_read(WALL, Said(Visibility.PRIVATE, addressed_to_id=None))


def test_one_who_supervises_and_presents_reads_no_more_than_both() -> None:
    both = Reader(SUPERVISOR, supervises=True, presents=True)
    assert not may_read(both, Said(Visibility.PRIVATE))


@pytest.mark.parametrize(("level", "note", "who"), list(product(Visibility, Visibility, READERS)))
def test_a_note_is_never_read_without_its_tag_nor_beyond_its_own_level(
    level: Visibility, note: Visibility, who: str
) -> None:
    tag = Said(level, note="the patient's jaw", note_visibility=note)
    assert may_read_note(READERS[who], tag) is (who in MAY_READ[level] & MAY_READ[note])


def test_revealing_a_tag_reveals_no_private_note() -> None:
    blind = Said(Visibility.PRIVATE, note="mine", note_visibility=Visibility.PRIVATE)
    shown = replace(blind, visibility=Visibility.GROUP)
    assert [who for who in READERS if may_read_note(READERS[who], shown)] == ["author"]


def test_who_presents_is_told_by_the_clip_at_work(room: Room) -> None:
    ben, aditi, mirela = room.ben, room.aditi, room.mirela
    assert reader_for(ben, ben) == Reader(ben.id, presents=True)
    assert reader_for(aditi, ben) == Reader(aditi.id)
    assert reader_for(mirela, ben) == Reader(mirela.id, supervises=True)
    assert reader_for(aditi, None) == Reader(aditi.id)
