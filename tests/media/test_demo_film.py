"""The committed demo film: a browser plays it, its captions fit it, its note says what it shows."""

from __future__ import annotations

import json
import re
from array import array
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from afttrainer.content.codes import DIRECTION_OF, DIRECTIONS_OF, Direction, Family, Marker
from afttrainer.media.captions import read_captions

DEMO = Path(__file__).parents[2] / "video_segments" / "demo"
SCENES = sorted(path.stem for path in DEMO.glob("*.mp4"))
FRAME_MS = 40
MOST_BYTES_TOGETHER = 15_000_000

each_scene = pytest.mark.parametrize("scene", SCENES)


def note_of(scene: str) -> dict[str, Any]:
    note: dict[str, Any] = json.loads((DEMO / f"{scene}.ruptures.json").read_text(encoding="utf-8"))
    return note


def main_rupture(scene: str) -> dict[str, Any]:
    [main] = [rupture for rupture in note_of(scene)["ruptures"] if rupture["main"]]
    return dict(main)


def outer_boxes(film: Path) -> list[bytes]:
    """Names of the MP4's outermost boxes in order (ISO/IEC 14496-12, 4.2)."""
    data, at, names = film.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        names.append(data[at + 4 : at + 8])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        at += size or len(data)
    return names


def loudness_of(scene: str) -> list[tuple[float, float]]:
    """(milliseconds, highest sample from 0 to 1) of each frame of sound, a fiftieth of a second."""
    heard = []
    with av.open(DEMO / f"{scene}.mp4") as film:
        for frame in film.decode(audio=0):
            assert frame.format.name == "fltp"
            assert frame.time is not None
            samples = array("f", bytes(frame.planes[0])[: frame.samples * 4])
            heard.append((frame.time * 1000, max(map(abs, samples))))
    return heard


def test_there_are_two_scenes_and_together_they_are_small() -> None:
    assert len(SCENES) == 2
    assert sum((DEMO / f"{scene}.mp4").stat().st_size for scene in SCENES) <= MOST_BYTES_TOGETHER


@each_scene
def test_any_browser_plays_it(scene: str) -> None:
    with av.open(DEMO / f"{scene}.mp4") as film:
        [picture], [sound] = film.streams.video, film.streams.audio
        assert picture.codec_context.name == "h264"
        assert picture.codec_context.profile in ("High", "Main", "Constrained Baseline")
        assert picture.codec_context.pix_fmt == "yuv420p"
        assert (picture.width, picture.height, picture.average_rate) == (1280, 720, 25)
        assert sound.codec_context.name == "aac"
        assert (sound.codec_context.profile, sound.sample_rate) == ("LC", 48_000)


@each_scene
def test_it_lasts_as_long_as_its_note_says(scene: str) -> None:
    with av.open(DEMO / f"{scene}.mp4") as film:
        assert film.duration is not None
        lasts_ms = film.duration / 1000
    assert 120_000 <= lasts_ms <= 240_000
    assert abs(lasts_ms - note_of(scene)["duration_ms"]) <= 2 * FRAME_MS


@each_scene
def test_it_starts_before_it_has_all_arrived(scene: str) -> None:
    boxes = outer_boxes(DEMO / f"{scene}.mp4")
    assert boxes.index(b"moov") < boxes.index(b"mdat")


@each_scene
def test_one_can_seek_to_within_two_seconds(scene: str) -> None:
    with av.open(DEMO / f"{scene}.mp4") as film:
        keys = [
            float(packet.pts * packet.time_base)
            for packet in film.demux(video=0)
            if packet.is_keyframe and packet.pts is not None and packet.time_base is not None
        ]
    assert keys[0] == pytest.approx(0, abs=0.1)
    assert max(later - earlier for earlier, later in pairwise(keys)) <= 2.0


@each_scene
def test_its_silences_are_a_room_and_not_nothing(scene: str) -> None:
    """A digital zero sounds like a broken cable; a few seconds without a voice must not."""
    middle = [peak for _, peak in loudness_of(scene)][50:-50]  # it fades in and out
    assert min(middle) > 0.0001
    assert 0.3 < max(middle) <= 1.0


@each_scene
def test_its_captions_lie_within_it_and_name_who_speaks(scene: str) -> None:
    cues = read_captions(DEMO / f"{scene}.vtt")
    assert len(cues) > 20
    assert all(0 <= cue.start_ms < cue.end_ms <= note_of(scene)["duration_ms"] for cue in cues)
    speakers = [re.findall(r"^<v (\w+)>\S", cue.text) for cue in cues]
    assert all(speakers)
    assert len({name for [name] in speakers}) == 2


@each_scene
def test_a_voice_is_heard_under_every_caption(scene: str) -> None:
    heard = loudness_of(scene)
    for cue in read_captions(DEMO / f"{scene}.vtt"):
        loudest = max(peak for at_ms, peak in heard if cue.start_ms <= at_ms < cue.end_ms)
        assert loudest > 0.05, cue


@each_scene
def test_its_ruptures_lie_within_it_in_the_words_of_the_field(scene: str) -> None:
    note = note_of(scene)
    assert note["ruptures"]
    for rupture in note["ruptures"]:
        assert 0 <= rupture["start_ms"] <= rupture["anchor_ms"] <= rupture["end_ms"]
        assert rupture["end_ms"] <= note["duration_ms"]
        assert Direction(rupture["direction"]) in DIRECTIONS_OF[Family(rupture["family"])]
        assert DIRECTION_OF[Marker(rupture["marker"])] == rupture["direction"]
        assert rupture["reason"].endswith(".")


def test_one_is_written_around_a_withdrawal_and_one_around_a_confrontation() -> None:
    families = sorted(main_rupture(scene)["family"] for scene in SCENES)
    assert families == ["confrontation", "withdrawal"]


@each_scene
def test_nobody_real_is_in_it(scene: str) -> None:
    note = note_of(scene)
    assert note["origin"] == "simulated"
    assert re.fullmatch(r"P-1\d\d", note["case_code"])


def test_the_two_are_two_cases() -> None:
    assert len({note_of(scene)["case_code"] for scene in SCENES}) == len(SCENES)
