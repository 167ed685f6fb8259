"""What goes with the demo film: captions, where the ruptures lie, and a page for people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FPS = 25
CAPTION_LINGERS_S = 0.15
Scene = dict[str, Any]
ABOUT = """\
# The demo film

Made by `make_demo.py`, which also writes this page: change a scene's YAML file and run it again.

Two short acted scenes, written for this project. The people are invented, the voices are synthetic
(flite), the figures are drawn, and nothing is burned into the picture. Origin: `simulated`. Each
scene has its captions (`.vtt`) and, for programs, the list below (`.ruptures.json`, times in
milliseconds of film).

The list is how we meant the scenes, not an answer key: a group may well see them otherwise. In
**bold** is the one each scene was written around."""


@dataclass(frozen=True)
class Line:
    """One sentence placed in the film."""

    role: str
    start_s: float
    utterance: Any

    @property
    def end_s(self) -> float:
        return self.start_s + float(self.utterance.seconds)


@dataclass(frozen=True)
class Placed:
    """One beat placed in the film; words_s is where its words begin, or the middle of its quiet."""

    beat: Scene
    start_s: float
    words_s: float
    end_s: float


def captions(scene: Scene, spoken: list[Line]) -> str:
    """WebVTT, one cue a sentence, each with its speaker's name as a voice."""
    cues = [
        "WEBVTT",
        f"NOTE {scene['title']}: an acted scene with invented people and synthetic voices.",
    ]
    followed = [line.start_s for line in spoken[1:]] + [math.inf]
    for line, next_s in zip(spoken, followed, strict=True):
        name = scene["people"][line.role]["name"]
        until = min(line.end_s + CAPTION_LINGERS_S, next_s)
        times = f"{_stamp(line.start_s)} --> {_stamp(until)}"
        cues.append(f"{times}\n<v {name}>{line.utterance.words}")
    return "\n\n".join(cues) + "\n"


def _stamp(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def ruptures(scene: Scene, stem: str, placed: list[Placed]) -> Scene:
    """What the film holds and where, in milliseconds of film."""
    by_id = {p.beat["id"]: p for p in placed if "id" in p.beat}
    found = []
    for mark in scene["ruptures"]:
        begin, end, anchor = (by_id[mark[key]] for key in ("from", "to", "anchor"))
        times = {"start_ms": begin.start_s, "end_ms": end.end_s, "anchor_ms": anchor.words_s}
        codes = {key: mark[key] for key in ("family", "direction", "marker", "reason")}
        found.append(
            {k: round(v * 1000) for k, v in times.items()}
            | codes
            | {"main": mark.get("main", False)}
        )
    return {
        "title": scene["title"],
        "summary": scene["summary"],
        "film": f"{stem}.mp4",
        "captions": f"{stem}.vtt",
        "case_code": scene["case_code"],
        "origin": "simulated",
        "duration_ms": round(frame_count(placed) * 1000 / FPS),
        "ruptures": found,
    }


def frame_count(placed: list[Placed]) -> int:
    return int(placed[-1].end_s * FPS)


def readme(scenes: Iterable[Scene]) -> str:
    """The note for people: what each scene shows and where its ruptures lie."""
    parts = [ABOUT]
    for scene in scenes:
        parts.append(f"## {scene['title']} ({scene['case_code']}, {_clock(scene['duration_ms'])})")
        parts.append(f"`{scene['film']}`. {scene['summary']}")
        rows = [
            "| from | to | anchor | family | direction | marker | why |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for found in scene["ruptures"]:
            times = [_clock(found[key]) for key in ("start_ms", "end_ms", "anchor_ms")]
            marker = f"**{found['marker']}**" if found["main"] else found["marker"]
            cells = [*times, found["family"], found["direction"], marker, found["reason"]]
            rows.append("| " + " | ".join(cells) + " |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
