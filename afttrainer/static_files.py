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
    journey after the other, where a page that names all of them needs two or three. It opens six
    connections and no more, so what is needed soon is named first, and the rest when that is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], tuple[list[str], list[str]]] = {}

    def first(self, entry: str, kind: str) -> list[str]:
        """Names below the folder, in the order in which they are needed: all that `entry` imports,
        then what it lists under its first `kind: [`, with what that imports."""
        return self._found(entry, kind)[0]

    def then(self, entry: str, kind: str) -> list[str]:
        """What it lists under the second `kind: [`, whatever is imported before whoever does so."""
        return self._found(entry, kind)[1]

    def _found(self, entry: str, kind: str) -> tuple[list[str], list[str]]:
        if (entry, kind) not in self._known:
            lists = [_named(entry, one, _SCRIPT) for one in _lists(self._text(entry), kind)]
            first, then = (*lists, [], [])[:2]
            begun = self._closely([*self._imports(entry), *first], {entry})
            self._known[entry, kind] = begun, self._needed_first(then, {entry, *begun})
        return self._known[entry, kind]

    def _closely(self, names: list[str], seen: set[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            waiting = [name]
            while waiting:
                if (one := waiting.pop(0)) not in seen:
                    seen.add(one)
                    found.append(one)
                    waiting += self._imports(one)
        return found

    def _needed_first(self, names: list[str], seen: set[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            if name not in seen:
                seen.add(name)
                found += [*self._needed_first(self._imports(name), seen), name]
        return found

    def _imports(self, name: str) -> list[str]:
        return _named(name, self._text(name), _NEEDED)

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text("utf-8")


def _named(name: str, text: str, how: re.Pattern[str]) -> list[str]:
    return [normpath(join(dirname(name), to)) for to in how.findall(text)]


def _lists(text: str, kind: str) -> list[str]:
    return re.findall(rf"^\s*{kind}: \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
