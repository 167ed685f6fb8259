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
        _upright(small, frame.rotation).save(target, qscale=4)
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


def _upright(frame: VideoFrame, degrees: float) -> VideoFrame:
    """Turn as the phone asked. `degrees` counts anticlockwise, as PyAV gives it."""
    steps = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}.get(round(degrees) % 360, [])
    if not steps:
        return frame
    graph = av.filter.Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    for step in (*[("transpose", step) for step in steps], ("buffersink", None)):
        made = graph.add(*step)
        last.link_to(made)
        last = made
    graph.configure()
    graph.push(frame)
    turned_frame = graph.pull()
    assert isinstance(turned_frame, VideoFrame)  # noqa: S101 - a picture goes in and comes out
    return turned_frame
