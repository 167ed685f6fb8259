"""One picture out of the film, for the film page. Runs in the film worker's process only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
from av.video.frame import VideoFrame

from .facts import FilmFacts
from .libav import open_film
from .probe import picture_of, turned
from .refusals import DAMAGED, NotPlayable
from .sniff import Kind
from .upright import Upright

STILL_WIDTH = 640
#: Pictures read at most to reach the moment asked for; beyond it the latest one serves.
MOST_FRAMES = 400


def make_still(source: Path, kind: Kind, facts: FilmFacts, target: Path) -> FilmFacts:
    """Write the picture a tenth into the film as a JPEG, 640 px wide, upright.

    Returns the facts with width and height as shown, should the film ask to be turned. Raises
    NotPlayable where no picture can be decoded: then no browser would show one either.
    """
    try:
        frame = _frame_at(source, kind, facts.duration_ms // 10)
        if turned(frame.rotation):
            facts = replace(facts, width=facts.height, height=facts.width)
        height = max(2, round(facts.height * STILL_WIDTH / facts.width / 2) * 2)
        size = (height, STILL_WIDTH) if turned(frame.rotation) else (STILL_WIDTH, height)
        small = frame.reformat(*size, format="yuvj420p")
        Upright(frame.rotation).turned(small).save(target, qscale=4)
    except av.FFmpegError as mistake:
        raise NotPlayable(DAMAGED) from mistake
    return facts


def _frame_at(source: Path, kind: Kind, at_ms: int) -> VideoFrame:
    latest: VideoFrame | None = None
    with source.open("rb") as file, open_film(file, kind) as film:
        picture = picture_of(film)
        picture.codec_context.thread_count = 1
        wanted_us = at_ms * 1000 + (film.start_time or 0)
        film.seek(wanted_us)
        for count, frame in enumerate(film.decode(picture)):
            latest = frame
            if count >= MOST_FRAMES or (frame.time or 0) * 1_000_000 >= wanted_us:
                break
    if latest is None:
        raise NotPlayable(DAMAGED)
    return latest
