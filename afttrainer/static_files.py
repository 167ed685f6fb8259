"""One short name for the present state of all static files, and which scripts a screen needs."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from posixpath import dirname, join, normpath

#: `import … from "./x.js"`, `export … from "./x.js"` and `import "./x.js"`, over several lines too.
_NEEDED = re.compile(r"""^(?:import|export)\b[^"';]*?["'](\.[^"']+)["']""", re.MULTILINE)
_SCRIPT = re.compile(r'"(\.[^"]+\.js)"')


def fingerprint(folder: Path) -> str:
    """Ten hexadecimal characters that change whenever a file below `folder` does, the same wherever
    the same files lie: what one worker's page asks for, any worker gives."""
    told = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        told.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()[:10]


class Modules:
    """The scripts below `folder`, as they ask for one another.

    A browser learns of a script only from the one that imports it; over a slow line that is one
    journey after the other, where a page that names all of them needs two or three.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], list[str]] = {}

    def of(self, first: str, kind: str) -> list[str]:
        """Names below the folder of all that `first` comes to load on a screen of that kind, itself
        left out: all that it imports, then what it lists under `kind: [`, each with what that
        imports. Browsers fetch them in this order, so what is needed soon stands early."""
        found = self._known.get((first, kind))
        if found is None:
            found = self._known[first, kind] = self._found(first, kind)
        return found

    def _found(self, first: str, kind: str) -> list[str]:
        text = self._text(first)
        listed = re.search(rf"^\s*{kind}: \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
        seen = {first: None}
        for begun in (self._imports(first), *_each(first, listed)):
            waiting = [*begun]
            while waiting:
                name = waiting.pop(0)
                if name not in seen:
                    seen[name] = None
                    waiting += self._imports(name)
        return list(seen)[1:]

    def _imports(self, name: str) -> list[str]:
        return _named(name, self._text(name), _NEEDED)

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text("utf-8")


def _named(name: str, text: str, how: re.Pattern[str]) -> list[str]:
    return [normpath(join(dirname(name), to)) for to in how.findall(text)]


def _each(first: str, listed: re.Match[str] | None) -> list[list[str]]:
    return [[name] for name in _named(first, listed[1], _SCRIPT)] if listed else []
