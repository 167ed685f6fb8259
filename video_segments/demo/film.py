"""The film itself: every frame drawn, and picture and sound put into one MP4."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import imageio_ffmpeg
import skia
from acting import Actor
from figures import draw_person
from looks import PEOPLE
from notes import FPS, Line, Placed, Scene, frame_count
from room import FIGURE_SCALE, HEIGHT, PATIENT_AT, THERAPIST_AT, WIDTH, draw_room
from voices import RATE_HZ, Sound

KEYFRAME_EVERY_FRAMES = 2 * FPS
PICTURE = (
    "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709 "
    "-color_primaries bt709 -color_trc bt709 -c:v libx264 -profile:v high -level 3.1 "
    f"-preset slower -tune animation -crf 30 -g {KEYFRAME_EVERY_FRAMES}"
)
SOUND = "-c:a aac -b:a 80k"
WRAPPER = "-movflags +faststart -map_metadata -1 -fflags +bitexact -shortest"


def pictures(
    scene: Scene, placed: list[Placed], spoken: list[Line], loudness: Sound
) -> Iterator[bytes]:
    """Every frame in turn as BGRA bytes; loudness is the voices' envelope, one value a frame."""
    surface = skia.Surface.MakeRaster(
        skia.ImageInfo.Make(WIDTH, HEIGHT, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    )
    draw_room(surface.getCanvas(), scene["light"])
    empty = surface.makeImageSnapshot()
    stage = [("patient", Actor(3), PATIENT_AT, 1), ("therapist", Actor(8), THERAPIST_AT, -1)]
    waiting = list(placed)
    for frame in range(frame_count(placed)):
        t = frame / FPS
        while waiting and waiting[0].start_s <= t:
            beat = waiting.pop(0).beat
            for role, actor, _, _ in stage:
                actor.direct(beat.get(role, []), at_once=frame == 0)
        canvas = surface.getCanvas()
        canvas.drawImage(empty, 0, 0)
        for role, actor, at, way in stage:
            opening, rounding = _mouth(spoken, role, t)
            voice = float(loudness[frame]) if opening or rounding else 0.0
            pose = actor.step(t, 1 / FPS, voice, opening * (0.45 + 0.55 * voice), rounding)
            canvas.save()
            canvas.translate(*at)
            canvas.scale(way * FIGURE_SCALE, FIGURE_SCALE)
            draw_person(canvas, PEOPLE[scene["people"][role]["look"]], pose)
            canvas.restore()
        yield surface.makeImageSnapshot().tobytes()


def _mouth(spoken: list[Line], role: str, t: float) -> tuple[float, float]:
    """The mouth's opening and rounding, evened over four instants so that it does not flicker."""
    line = next(
        (s for s in spoken if s.role == role and s.start_s - 0.06 <= t < s.end_s + 0.06), None
    )
    if line is None:
        return 0.0, 0.0
    shapes = [line.utterance.mouth(t - line.start_s + step) for step in (-0.04, 0.0, 0.03, 0.06)]
    return sum(s[0] for s in shapes) / 4, sum(s[1] for s in shapes) / 4


def encode(film: Path, frames: Iterator[bytes], sound: Sound) -> None:
    """H.264 High and AAC in an MP4 that starts at once; written whole or not at all.

    Raises SystemExit, in words, when ffmpeg cannot write it.
    """
    with tempfile.TemporaryDirectory() as folder:
        raw, draft = Path(folder) / "sound.f32", Path(folder) / film.name
        raw.write_bytes(sound.tobytes())
        command = [
            *[imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"],
            *f"-f rawvideo -pix_fmt bgra -s {WIDTH}x{HEIGHT} -r {FPS} -i -".split(),
            *f"-f f32le -ar {RATE_HZ} -ac 1 -i".split(),
            *[str(raw), *PICTURE.split(), *SOUND.split(), *WRAPPER.split(), str(draft)],
        ]
        # If ffmpeg stops early, its own message and return code say why; a broken pipe does not.
        with suppress(BrokenPipeError), subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
            assert ffmpeg.stdin is not None
            for picture in frames:
                ffmpeg.stdin.write(picture)
        if ffmpeg.returncode:
            raise SystemExit(f"ffmpeg could not write {film.name} (see its message above).")
        shutil.move(draft, film)
