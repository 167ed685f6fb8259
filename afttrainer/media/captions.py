"""Captions from WebVTT, read strictly, or SubRip; written anew, so that only cues reach a browser.

Source: W3C WebVTT, section 4 (syntax). Comments, styles and regions of the original are dropped:
comments are often private notes, and a style may name an address.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import subrip
from .refusals import N_, BadCaptions

MOST_BYTES = 1024**2
MOST_CUES = 20_000

_CLOCK = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_CLOCK}[ \t]+-->[ \t]+{_CLOCK}(?:[ \t]+(.*))?")
_SETTING = re.compile(r"(?:vertical|line|position|size|align):[a-z0-9.,%-]+")


@dataclass(frozen=True)
class Cue:
    """One caption, shown from `start_ms` up to `end_ms` of the film's time."""

    start_ms: int
    end_ms: int
    text: str
    settings: str = ""


def read_captions(path: Path) -> list[Cue]:
    """The cues of a file in order of time. Raises BadCaptions (with the line), OSError."""
    with path.open("rb") as file:
        return captions_in(file.read(MOST_BYTES + 1))


def captions_in(raw: bytes) -> list[Cue]:
    """The cues of a file's bytes. Raises BadCaptions. Letters are never guessed at: what is no
    Unicode is refused, since a wrong guess would show other words than were said."""
    if len(raw) > MOST_BYTES:
        raise BadCaptions(N_("These captions are larger than 1 MB. Please use a shorter file."))
    try:
        return parse_captions(raw.decode(_encoding(raw)))
    except UnicodeDecodeError as mistake:
        raise BadCaptions(
            N_("These captions are not plain text in UTF-8. Please save them as UTF-8 first.")
        ) from mistake


def _encoding(raw: bytes) -> str:
    """As the first bytes say; Windows' Notepad says it."""
    return "utf-16" if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def parse_captions(text: str) -> list[Cue]:
    """Raises BadCaptions naming the line."""
    lines = re.split(r"\r\n|\n|\r", text)
    if re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        cues = [_cue(first, block) for first, block in _blocks(lines)]
    elif subrip.is_subrip(lines):
        cues = [_cue_of(block) for block in subrip.blocks(lines)]
    else:
        raise BadCaptions(
            N_(
                "These captions are neither WebVTT, whose first line is WEBVTT, nor SRT, which "
                "begins with times like 00:00:01,000 --> 00:00:04,000."
            )
        )
    if not cues:
        raise BadCaptions(N_("These captions hold no line to show."))
    if len(cues) > MOST_CUES:
        raise BadCaptions(N_("These captions hold more than %(most)s lines."), most=MOST_CUES)
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def render_captions(cues: list[Cue]) -> str:
    """The cues as a WebVTT file of our own."""
    parts = ["WEBVTT\n"]
    for cue in cues:
        timing = f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)} {cue.settings}".rstrip()
        parts.append(f"{timing}\n{cue.text}\n")
    return "\n".join(parts)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Cue blocks with the number of their first line; other blocks are passed over."""
    block: list[str] = []
    header = True
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
            continue
        if block and not header and not re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
            yield number - len(block), block
        block, header = [], False


def _cue(number: int, block: list[str]) -> Cue:
    if "-->" not in block[0] and len(block) > 1:
        block, number = block[1:], number + 1  # the first line names the cue
    found = _TIMING.fullmatch(block[0].strip())
    if not found:
        raise BadCaptions(
            N_("Line %(line)s of the captions should be a time like 00:01.000 --> 00:04.000."),
            line=number,
        )
    start_ms, end_ms = _milliseconds(found, 1), _milliseconds(found, 5)
    if end_ms <= start_ms:
        raise BadCaptions(N_("Line %(line)s of the captions ends before it begins."), line=number)
    for offset, line in enumerate(block[1:], start=1):
        if "-->" in line or "\x00" in line:
            raise BadCaptions(
                N_("Line %(line)s of the captions is missing an empty line before it."),
                line=number + offset,
            )
    settings = " ".join(part for part in (found[9] or "").split() if _SETTING.fullmatch(part))
    return Cue(start_ms, end_ms, "\n".join(block[1:]), settings)


def _cue_of(block: subrip.Block) -> Cue:
    if block.end_ms <= block.start_ms:
        raise BadCaptions(
            N_("Line %(line)s of the captions ends before it begins."), line=block.line
        )
    return Cue(block.start_ms, block.end_ms, block.text)


def _milliseconds(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds, thousandths = (int(found[first + place] or 0) for place in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(time_ms: int) -> str:
    seconds, thousandths = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
