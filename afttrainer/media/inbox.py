"""The inbox: a folder into which a clinician drops films with the computer's own means."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .refusals import N_, Refusal

NOTE_ENDING = ".why.txt"
CAPTION_ENDINGS = (".vtt", ".srt")
_SIGNED = "AFT Trainer wrote this note."
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")
_NOT_OURS = ("desktop.ini", "thumbs.db")


@dataclass(frozen=True)
class Stamp:
    """What tells whether a file has changed."""

    size_bytes: int
    written_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns)

    def __str__(self) -> str:
        seconds, rest = divmod(self.written_ns, 10**9)
        written = datetime.fromtimestamp(seconds, UTC)
        return f"{self.size_bytes} bytes, written {written:%Y-%m-%d %H:%M:%S}.{rest:09} UTC"


@dataclass(frozen=True)
class Arrival:
    """A film that lies in the inbox, fully written, with its captions if it has some."""

    film: Path
    captions: Path | None
    ticket: str


class Inbox:
    """Knows what it saw at the last scan: a file is whole when two scans see it the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, Stamp] = {}

    def scan(self) -> list[Arrival]:
        """Films that have not changed since the last scan and bear no note that still holds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        now = dict(_stamps(self.folder))
        before, self._seen = self._seen, now
        self._clear_orphaned_notes(now)
        still = {path: stamp for path, stamp in now.items() if before.get(path) == stamp}
        arrivals = []
        for path, stamp in sorted(still.items()):
            captions = captions_beside(path, now)
            if path.suffix.lower() in CAPTION_ENDINGS or (captions and captions not in still):
                continue
            if not _refused_before(path, stamp):
                arrivals.append(Arrival(path, captions, _ticket(path, captions, now)))
        return arrivals

    def _clear_orphaned_notes(self, now: dict[Path, Stamp]) -> None:
        for note in self.folder.glob(f"*{NOTE_ENDING}"):
            subject = note.with_name(note.name.removesuffix(NOTE_ENDING))
            if subject not in now:
                take_back_note(subject)


def captions_beside(film: Path, among: dict[Path, Stamp]) -> Path | None:
    """The .vtt, else the .srt, of the same stem, whatever its case."""
    for ending in (*CAPTION_ENDINGS, *map(str.upper, CAPTION_ENDINGS)):
        if film.with_suffix(ending) in among and film.suffix != ending:
            return film.with_suffix(ending)
    return None


def leave_note(file: Path, why: Refusal, stamp: Stamp) -> None:
    """Say beside a file, in words, why it was not taken in. It is not tried again until changed."""
    again = N_(
        "The file was left as it is. To have it looked at again, replace it, or delete this note."
    )
    text = f"{file.name}\n\n{why.message}\n\n{again}\n\n{_SIGNED}\n{stamp}\n"
    with contextlib.suppress(OSError):
        _note(file).write_text(text, encoding="utf-8")


def take_back_note(file: Path) -> None:
    """Remove our note beside a file; a note somebody else wrote stays."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if _SIGNED in _note(file).read_text(encoding="utf-8"):
            _note(file).unlink()


def take_out(file: Path) -> None:
    """Remove a file that is in the store now. Where it is held open, the next scan tries again."""
    with contextlib.suppress(OSError):
        file.unlink()
    take_back_note(file)


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    for path in folder.iterdir():
        name = path.name.lower()
        if name.startswith((".", "readme")) or name.endswith((*_UNFINISHED, NOTE_ENDING)):
            continue
        if name in _NOT_OURS or path.is_symlink() or not _speakable(path.name):
            continue
        with contextlib.suppress(OSError):
            if path.is_file():
                yield path, Stamp.of(path)


def _speakable(name: str) -> bool:
    """Whether the name is text at all; another could be neither shown nor noted down."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _refused_before(path: Path, stamp: Stamp) -> bool:
    try:
        return str(stamp) in _note(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _ticket(film: Path, captions: Path | None, now: dict[Path, Stamp]) -> str:
    """The same for the same file unchanged, so that a restart takes nothing in twice."""
    told = f"{film.name}|{now[film]}|{now[captions] if captions else ''}"
    return f"inbox-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _note(file: Path) -> Path:
    return file.with_name(file.name + NOTE_ENDING)
