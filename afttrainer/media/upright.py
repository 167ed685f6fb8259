"""Turn pictures as the phone that took them asked. Runs in the film worker's process only."""

from __future__ import annotations

import av
from av.filter import Graph
from av.video.frame import VideoFrame

_STEPS = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}


class Upright:
    """Turns one picture after another, all of one size, anticlockwise by so many degrees."""

    def __init__(self, degrees: float) -> None:
        self._steps = _STEPS.get(round(degrees) % 360, [])
        self._graph: Graph | None = None

    def turned(self, frame: VideoFrame) -> VideoFrame:
        if not self._steps:
            return frame
        if self._graph is None:
            self._graph = self._for(frame)
        self._graph.push(frame)
        made = self._graph.pull()
        assert isinstance(made, VideoFrame)  # noqa: S101 - a picture goes in and comes out
        return made

    def _for(self, frame: VideoFrame) -> Graph:
        graph = av.filter.Graph()
        last = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        )
        for step in (*[("transpose", step) for step in self._steps], ("buffersink", None)):
            made = graph.add(*step)
            last.link_to(made)
            last = made
        graph.configure()
        return graph
