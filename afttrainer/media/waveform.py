"""The outline of a film's sound, small enough to be sent at once: its highest and lowest values.

Kept in audiowaveform's binary format, version 2, eight bits, one channel, which waveform players
read. Source: BBC, audiowaveform, "Data Format".
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass, field

#: What the sound is brought down to before it is measured; speech keeps its shape.
SAMPLE_RATE = 8_000
#: Ten outlines a second: 110 kB for an hour and a half.
A_SECOND = 10
_SAMPLES_EACH = SAMPLE_RATE // A_SECOND
_HEAD = struct.Struct("<iIiiIi")
_EIGHT_BITS = 1
_MOST_BYTES = 4 * 1024**2


@dataclass(frozen=True)
class Waveform:
    """`pairs` holds lowest and highest, -128 to 127, for every tenth of a second."""

    pairs: bytes

    @property
    def count(self) -> int:
        return len(self.pairs) // 2

    def peaks(self) -> list[tuple[float, float]]:
        """Lowest and highest, -1 to 1."""
        values = memoryview(self.pairs).cast("b")
        return [(values[n] / 128, values[n + 1] / 128) for n in range(0, len(values), 2)]

    def to_bytes(self) -> bytes:
        head = _HEAD.pack(2, _EIGHT_BITS, SAMPLE_RATE, _SAMPLES_EACH, self.count, 1)
        return head + self.pairs

    @classmethod
    def from_bytes(cls, data: bytes) -> Waveform:
        """Raises ValueError for anything that `to_bytes` does not write."""
        if len(data) < _HEAD.size or len(data) > _MOST_BYTES:
            raise ValueError("not a waveform")
        told = _HEAD.unpack_from(data)
        made = cls(data[_HEAD.size :])
        if told != (2, _EIGHT_BITS, SAMPLE_RATE, _SAMPLES_EACH, made.count, 1):
            raise ValueError("not a waveform of this kind")
        return made


@dataclass
class WaveformWriter:
    """Takes sound as it comes, 16 bits, one channel, 8 kHz, and keeps its outline."""

    _rest: bytearray = field(default_factory=bytearray)
    _pairs: array[int] = field(default_factory=lambda: array("b"))

    def write(self, data: bytes, /) -> int:
        self._rest += data
        whole = len(self._rest) // (2 * _SAMPLES_EACH) * (2 * _SAMPLES_EACH)
        self._measure(bytes(self._rest[:whole]))
        del self._rest[:whole]
        return len(data)

    def close(self) -> Waveform:
        self._measure(bytes(self._rest[: len(self._rest) // 2 * 2]))
        self._rest.clear()
        return Waveform(self._pairs.tobytes())

    def _measure(self, data: bytes) -> None:
        samples = memoryview(data).cast("h")
        for at in range(0, len(samples), _SAMPLES_EACH):
            piece = samples[at : at + _SAMPLES_EACH].tolist()
            self._pairs.extend((min(piece) >> 8, max(piece) >> 8))
