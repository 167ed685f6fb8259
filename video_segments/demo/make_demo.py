"""Makes the demo film: two short acted therapy scenes, their captions and a note of their ruptures.

Run it as `python video_segments/demo/make_demo.py [scene ...]` on a Debian machine. It needs
flite (apt-get install flite) and, in the Python that runs it, imageio-ffmpeg, numpy, pyyaml and
skia-python (pip install imageio-ffmpeg numpy pyyaml skia-python). The product itself needs none of
these: what this script makes is committed beside it. Both scenes take a few minutes.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from notes import FPS, Line, Placed, Scene, captions, frame_count, readme, ruptures

HERE = Path(__file__).resolve().parent
GAP_S = 0.45  # before a line that says nothing of its own silence
PYTHON_PARTS = {
    "imageio_ffmpeg": "imageio-ffmpeg",
    "numpy": "numpy",
    "skia": "skia-python",
    "yaml": "pyyaml",
}


def missing() -> list[str]:
    """What this machine lacks, in words."""
    lacking = [
        f"the Python package {name}"
        for part, name in PYTHON_PARTS.items()
        if not importlib.util.find_spec(part)
    ]
    if lacking:
        return lacking
    from voices import missing_tools

    return missing_tools()


def read_scene(stem: str) -> Scene:
    """The scene as written. Raises SystemExit, in words, if it is not there or not actable."""
    import yaml
    from acting import NAMES
    from looks import PEOPLE

    path = HERE / f"{stem}.yaml"
    if not path.is_file():
        raise SystemExit(f"There is no scene {path.name} beside this script.")
    scene: Scene = yaml.safe_load(path.read_text(encoding="utf-8"))
    asked = {
        name for beat in scene["beats"] for role in scene["people"] for name in beat.get(role, [])
    }
    looks = {person["look"] for person in scene["people"].values()}
    unknown = sorted((asked - NAMES.keys()) | (looks - PEOPLE.keys()))
    if unknown:
        raise SystemExit(
            f"{path.name}: nothing in acting.py or looks.py is called {', '.join(unknown)}."
        )
    return scene


def lay_out(scene: Scene) -> tuple[list[Placed], list[Line]]:
    """Speak every beat and place it after the one before."""
    from voices import BREATH_BETWEEN_SENTENCES_S, sentences, speak

    placed: list[Placed] = []
    spoken: list[Line] = []
    clock = 0.0
    for beat in scene["beats"]:
        start = clock
        clock += float(beat.get("wait", GAP_S))
        words = clock if "say" in beat else (start + clock) / 2
        pieces = sentences(beat["say"]) if "say" in beat else []
        person = scene["people"][beat["who"]] if pieces else {}
        for number, piece in enumerate(pieces):
            clock += BREATH_BETWEEN_SENTENCES_S if number else 0.0
            pace = float(beat.get("pace", person["pace"]))
            voice = speak(
                piece, person["voice"], float(person["pitch"]), pace, float(beat.get("loud", 0.0))
            )
            spoken.append(Line(beat["who"], clock, voice))
            clock = spoken[-1].end_s
        placed.append(Placed(beat, start, words, clock))
    return placed, spoken


def make(stem: str) -> None:
    """One scene: film, captions and its note of ruptures."""
    import numpy as np
    from film import encode, pictures
    from voices import RATE_HZ, envelope, in_the_room

    scene = read_scene(stem)
    placed, spoken = lay_out(scene)
    frames = frame_count(placed)
    track = np.zeros(frames * RATE_HZ // FPS, dtype=np.float32)
    for line in spoken:
        at = round(line.start_s * RATE_HZ)
        track[at : at + len(line.utterance.sound)] += line.utterance.sound[: len(track) - at]
    encode(
        HERE / f"{stem}.mp4",
        pictures(scene, placed, spoken, envelope(track, frames, FPS)),
        in_the_room(track),
    )
    (HERE / f"{stem}.vtt").write_text(captions(scene, spoken), encoding="utf-8")
    note = ruptures(scene, stem, placed)
    (HERE / f"{stem}.ruptures.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    print(f"{stem}.mp4: {note['duration_ms'] / 1000:.1f} s")


def main(stems: list[str]) -> None:
    lacking = missing()
    if lacking:
        raise SystemExit(
            "The demo film cannot be made yet. Please install: " + "; ".join(lacking) + "."
        )
    for stem in stems or sorted(path.stem for path in HERE.glob("*.yaml")):
        make(stem)
    made = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(HERE.glob("*.ruptures.json"))
    ]
    (HERE / "README.md").write_text(readme(made), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
