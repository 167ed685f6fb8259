"""SubRip captions (.srt), read leniently where players do: numbers, empty lines and endings differ
from one program to the next, but the times are always there.

Source: the SubRip format as VLC and ffmpeg read it; there is no standard. Bold, italic and
underlined stay; colours, fonts and places on the screen are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOCK = r"(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:[,.](\d{1,3}))?"
_TIMING = re.compile(rf"{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?")
_NUMBER = re.compile(r"\d{1,9}")
_PLACED = re.compile(r"\{\\[^{}]{0,100}\}")
_MARKUP = re.compile(r"<(/?)([a-zA-Z]{1,10})(?:[ \t][^<>]{0,200})?>")
_KEPT = frozenset("biu")


@dataclass(frozen=True)
class Block:
    """One caption with the number of its line of times. `text` is safe as WebVTT cue text."""

    line: int
    start_ms: int
    end_ms: int
    text: str


def is_subrip(lines: list[str]) -> bool:
    """Whether the first line that says something is a number before times, or times."""
    said = [line.strip() for line in lines if line.strip()][:2]
    return any(_TIMING.fullmatch(line) for line in said)


def blocks(lines: list[str]) -> Iterator[Block]:
    """Each caption reaches to the number and times of the next, whatever lies between."""
    starts = [at for at, line in enumerate(lines) if _TIMING.fullmatch(line.strip())]
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        stop = following
        if following < len(lines) and _NUMBER.fullmatch(lines[following - 1].strip()):
            stop = following - 1
        found = _TIMING.fullmatch(lines[at].strip())
        assert found is not None  # noqa: S101 - matched above
        text = [line.strip() for line in lines[at + 1 : stop] if line.strip()]
        if text:
            yield Block(at + 1, _ms(found, 1), _ms(found, 5), "\n".join(map(_as_cue_text, text)))


def _ms(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds = (int(found[first + place]) for place in range(3))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(
        (found[first + 3] or "0").ljust(3, "0")
    )


def _as_cue_text(line: str) -> str:
    line, parts, at = _PLACED.sub("", line.replace("\x00", "")), [], 0
    for tag in _MARKUP.finditer(line):
        parts.append(_escaped(line[at : tag.start()]))
        if tag[2].lower() in _KEPT:
            parts.append(f"<{tag[1]}{tag[2].lower()}>")
        elif tag[2].lower() != "font":
            parts.append(_escaped(tag[0]))
        at = tag.end()
    return "".join([*parts, _escaped(line[at:])])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
