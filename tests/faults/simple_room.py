"""The room as anybody would describe it in a minute: what a sequence of commands should leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from afttrainer.content.codes import Phase

ORDER = list(Phase)
#: Where a film can run and marks be shown: from the viewing on.
FROM_VIEWING = frozenset(ORDER[ORDER.index(Phase.VIEWING) :])
PRESENTER = "Ben"


class Says(Enum):
    YES = "done"
    NO = "refused in words"
    EITHER = "a matter of milliseconds, or of a rule that has its own tests"


@dataclass
class Mark:
    who: str
    came_after_reveal: bool


@dataclass
class SimpleRoom:
    """Each verb tells what is to be answered, and `was_done` afterwards what it has changed."""

    phase: Phase = Phase.VIEWING
    held: bool = False
    revealed: bool = False
    played: bool = False
    words: dict[str, str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    #: Commands that were answered, with their answers, by id.
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def expects_mark(self) -> Says:
        if not self.played:
            return Says.NO
        # Elsewhere it depends on whether the film runs, which it does from half a second on.
        return Says.YES if self.phase is Phase.VIEWING and not self.held else Says.EITHER

    def expects_undo(self, mark: str) -> Says:
        gone = mark not in self.marks
        if gone or (self.revealed and not self.marks[mark].came_after_reveal):
            return Says.NO
        return Says.YES

    def expects_move(self, to: Phase, shown: Phase) -> Says:
        if shown is not self.phase or to is self.phase:
            return Says.NO
        return Says.EITHER if self.held else Says.YES

    def expects_reveal(self) -> Says:
        if self.revealed:
            return Says.YES
        return Says.NO if self.held or self.phase not in FROM_VIEWING else Says.YES

    def expects_stop(self, who: str) -> Says:
        return Says.YES if who == PRESENTER else Says.NO

    def expects_play(self, is_up_to_date: bool) -> Says:
        may = not self.held and self.phase in FROM_VIEWING and is_up_to_date
        return Says.YES if may else Says.NO

    def was_marked(self, who: str, name: str) -> None:
        self.marks[name] = Mark(who, self.revealed)

    def marks_of(self, who: str) -> list[str]:
        return [name for name, mark in self.marks.items() if mark.who == who]
