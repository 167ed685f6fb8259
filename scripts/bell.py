"""Make the bell of the mindfulness induction: static/audio/bell.mp3, the same bytes each time.

Run from the top of the checkout: `.venv/bin/python -m scripts.bell`. A struck bowl is a few
partials that lie apart from the harmonic series, the higher dying sooner, each doubled a little
out of tune so that it beats (any text on the acoustics of bells).
"""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import av

RATE_HZ = 24_000
LASTS_S = 7.0
#: Frequency over the lowest, loudness, seconds until it has died to 1/e.
PARTIALS = ((1.0, 1.0, 2.6), (2.71, 0.55, 1.6), (5.15, 0.28, 0.8), (8.4, 0.12, 0.35))
LOWEST_HZ = 262.0
BEATS_HZ = 0.9
STRIKE_S = 0.006
FADES_S = 0.5
PEAK = 0.6
OUT = Path("static/audio/bell.mp3")


def sample(t: float) -> float:
    sounding = sum(
        loudness
        * math.exp(-t / dies_s)
        * 0.5
        * (
            math.sin(2 * math.pi * LOWEST_HZ * ratio * t)
            + math.sin(2 * math.pi * (LOWEST_HZ * ratio + BEATS_HZ) * t)
        )
        for ratio, loudness, dies_s in PARTIALS
    )
    ends = min(1.0, (LASTS_S - t) / FADES_S)
    return sounding * min(1.0, t / STRIKE_S) * ends


def main() -> None:
    heights = [sample(n / RATE_HZ) for n in range(int(LASTS_S * RATE_HZ))]
    loudest = max(map(abs, heights))
    pcm = array("h", (round(h / loudest * PEAK * 32767) for h in heights))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(OUT), "w", format="mp3", options={"write_xing": "0"}) as file:
        stream = file.add_stream("libmp3lame", rate=RATE_HZ, layout="mono", bit_rate=48_000)
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm))
        frame.sample_rate = RATE_HZ
        frame.planes[0].update(pcm.tobytes())
        resampler = av.AudioResampler("s16p", "mono", RATE_HZ, frame_size=stream.frame_size or 576)
        for part in (*resampler.resample(frame), *resampler.resample(None), None):
            for packet in stream.encode(part):
                file.mux(packet)
    print(f"{OUT}: {OUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
