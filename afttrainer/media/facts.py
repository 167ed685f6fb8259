"""What is known of a film that was looked at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

Container = Literal["mp4", "webm"]

MIME_TYPES: dict[str, str] = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "jpg": "image/jpeg",
    "vtt": "text/vtt",
}


@dataclass(frozen=True)
class FilmFacts:
    """A film as it lies in the store.

    `width` and `height` are those of the picture as shown, after the turn a phone may have asked
    for. `fps` is the average; a phone's film may vary around it. `audio_codec` is None for a
    silent film; `unheard` is then the codec of a sound that it came with and that is not taken in
    (`codecs.SOUNDS`), None where it had none. Films taken in before this was noted have None.
    """

    duration_ms: int
    width: int
    height: int
    fps: float
    video_codec: str
    audio_codec: str | None
    container: Container
    size_bytes: int
    unheard: str | None = None

    @property
    def mime_type(self) -> str:
        return MIME_TYPES[self.container]

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> FilmFacts:
        return cls(**json.loads(text))
