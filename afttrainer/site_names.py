"""The site's own list of names: what is typed of a case or a film is looked through for them (F1).

A clinic keeps the list in a file of its own, one name a line; nothing of it comes into the
database.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

log = logging.getLogger(__name__)

#: The letters of a word: what joins names to codes and numbers stands between words.
_WORD = re.compile(r"[^\W\d_]+")
Words = tuple[str, ...]


def listed_name(typed: str, file: Path | None) -> str:
    """The first name of the list that stands in `typed`, as it was typed there; "" for none.

    Whole words count, in any case: “Ann” is not in “Anniversary”, and is in “Ann-3”.
    """
    names = _names(file) if file is not None else frozenset()
    if not names:
        return ""
    text = _plain(typed)
    found = list(_WORD.finditer(text))
    words = [one.group().casefold() for one in found]
    longest = max(map(len, names))
    for first in range(len(words)):
        for after in range(min(first + longest, len(words)), first, -1):
            if tuple(words[first:after]) in names:
                return text[found[first].start() : found[after - 1].end()]
    return ""


def _names(file: Path) -> frozenset[Words]:
    """Read anew when it has changed. What cannot be read is told in the log."""
    try:
        stamp = file.stat()
        return _read(file, stamp.st_mtime_ns, stamp.st_size)
    except OSError as mistake:
        log.warning("The site's list of names could not be read: %s", mistake)
        return frozenset()


@lru_cache(maxsize=1)
def _read(file: Path, _written_ns: int, _size_bytes: int) -> frozenset[Words]:
    """A line that begins with # is a remark. Raises OSError."""
    lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return frozenset(
        words
        for line in lines
        if not line.startswith("#")
        and (words := tuple(word.casefold() for word in _WORD.findall(_plain(line))))
    )


def _plain(text: str) -> str:
    """Composed, without the marks of direction and joining that cannot be seen."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c) != "Cf")
