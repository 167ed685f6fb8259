"""The forms in which clinics bring their films, each four seconds long or as good as free."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numbered

from afttrainer.media.ffmpeg import find_ffmpeg

PICTURES = 100


def convert(source: Path, target: Path, *options: str, before: tuple[str, ...] = ()) -> Path:
    """ffmpeg, as it comes, to make a test's own film out of another."""
    command = [str(find_ffmpeg()), "-v", "error", "-y", *before, "-i", str(source), *options]
    subprocess.run([*command, str(target)], check=True, stdin=subprocess.DEVNULL)
    return target


def _plain(folder: Path) -> Path:
    return numbered.film(folder / "plain.mp4", PICTURES)


def _from(plain: Callable[[Path], Path], name: str, *options: str) -> Callable[[Path], Path]:
    return lambda folder: convert(plain(folder), folder / name, *options)


def _uneven(folder: Path) -> Path:
    """As a phone in a dim room: 30 a second, dropping to 15 and back."""
    times, at = [], 0
    for number in range(PICTURES):
        times.append(at)
        at += 67 if 30 <= number < 60 else 33
    return numbered.film(folder / "uneven.mp4", PICTURES, times=times)


def _on_its_side(folder: Path) -> Path:
    """A phone held upright: HEVC, lying pictures, and the wish to be turned."""
    hevc = convert(
        _plain(folder), folder / "hevc.mp4", "-c:v", "libx265", "-x265-params", "log-level=none",
        "-tag:v", "hvc1", "-c:a", "copy",
    )  # fmt: skip
    return convert(
        hevc, folder / "on_its_side.mov", "-c", "copy", "-metadata:s:v", "rotate=90",
        "-metadata", "com.apple.quicktime.location.ISO6709=+52.37+004.89/",
        "-movflags", "use_metadata_tags",
        before=_turn(),
    )  # fmt: skip


def _turn() -> tuple[str, ...]:
    """ffmpeg 6 wants the turn before the input; 5 takes it from the old metadata."""
    from afttrainer.media.ffmpeg import version_of

    number = version_of(find_ffmpeg()).lstrip("n").split(".")[0]
    return ("-display_rotation:v", "90") if number.isdigit() and int(number) >= 6 else ()


def _turned_h264(folder: Path) -> Path:
    return convert(
        _plain(folder), folder / "turned.mp4", "-c", "copy", "-metadata:s:v", "rotate=90",
        before=_turn(),
    )  # fmt: skip


def _late_sound(folder: Path) -> Path:
    plain = _plain(folder)
    command = [str(find_ffmpeg()), "-v", "error", "-y", "-i", str(plain), "-itsoffset", "0.5"]
    command += ["-i", str(plain), "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "ac3"]
    target = folder / "late_sound.mkv"
    subprocess.run([*command, str(target)], check=True, stdin=subprocess.DEVNULL)
    return target


def _several(folder: Path, name: str, tracks: int, *options: str) -> Path:
    maps = [part for _ in range(tracks) for part in ("-map", "0:a")]
    return convert(_plain(folder), folder / name, "-map", "0:v", *maps, "-c:v", "copy", *options)


def _many_sounds(folder: Path) -> Path:
    """Three stereo tracks; the second is the one to be heard."""
    marks = ("-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "0")
    quiet = ("-filter:a:0", "volume=0", "-filter:a:2", "volume=0", "-ac", "2", "-c:a", "aac")
    return _several(folder, "many_sounds.mp4", 3, *quiet, *marks)


def _two_microphones(folder: Path) -> Path:
    """A room system: a mono track for each person, in PCM."""
    return _several(folder, "two_microphones.mov", 2, "-c:a", "pcm_s16le", "-ac", "1")


def _no_picture(folder: Path) -> Path:
    return convert(_plain(folder), folder / "no_picture.mp4", "-vn", "-c:a", "copy")


def _long(folder: Path) -> Path:
    """Three hours in a handful of pictures."""
    times = [number * 108_000 for number in range(101)]
    return numbered.film(folder / "long.mp4", 101, times=times, sound=False)


def _damaged(folder: Path) -> Path:
    """Whole on the outside; a tenth of the pictures' bytes are rubbish."""
    path = numbered.film(folder / "damaged.mp4", PICTURES, sound=False)
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 4
    length = int.from_bytes(data[at - 8 : at - 4], "big") - 8
    begin = at + length // 2
    data[begin : begin + length // 10] = os.urandom(length // 10)
    path.write_bytes(data)
    return path


def _fast(folder: Path) -> Path:
    return numbered.film(folder / "fast.mp4", PICTURES, fps=60, options={"g": "30"})


def _ntsc(folder: Path) -> Path:
    return numbered.film(folder / "ntsc.mp4", PICTURES, fps=Fraction(30000, 1001))


_INTERLACED = ("-vf", "scale=160:96,setfield=tff", "-flags", "+ilme+ildct")
_HDR = (
    *("-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-color_primaries", "bt2020"),
    *("-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-tag:v", "hvc1", "-c:a", "copy"),
    *("-x265-params", "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"),
)

FORMS: dict[str, Callable[[Path], Path]] = {
    "mp4": _plain,
    "mov, PCM, index behind": _from(_plain, "f.mov", "-c:v", "copy", "-c:a", "pcm_s16le"),
    "mkv, AC-3": _from(_plain, "f.mkv", "-c:v", "copy", "-c:a", "ac3"),
    "webm": _from(
        _plain, "f.webm", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus"
    ),
    "webm, AAC in mkv": _from(
        _plain, "vp9.mkv", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "copy"
    ),
    "phone, HEVC, on its side": _on_its_side,
    "phone, H.264, on its side": _turned_h264,
    "phone, uneven rate": _uneven,
    "camcorder, interlaced MTS": _from(
        _plain, "f.mts", *_INTERLACED, "-c:v", "libx264", "-x264opts", "tff=1", "-c:a", "ac3",
        "-mpegts_m2ts_mode", "1", "-f", "mpegts",
    ),
    "DVD recorder, MPEG-2": _from(
        _plain, "f.mpg", *_INTERLACED, "-c:v", "mpeg2video", "-b:v", "1M", "-c:a", "mp2"
    ),
    "transport stream, H.264": _from(_plain, "f.ts", "-c", "copy"),
    "AVI, MPEG-4": _from(_plain, "f.avi", "-c:v", "mpeg4", "-q:v", "3", "-c:a", "mp3"),
    "no sound": lambda folder: numbered.film(folder / "silent.mp4", PICTURES, sound=False),
    "no picture": _no_picture,
    "sound begins later": _late_sound,
    "odd size": _from(
        _plain, "odd.avi", "-vf", "scale=161:91", "-c:v", "mjpeg", "-pix_fmt", "yuvj444p",
        "-q:v", "2", "-c:a", "pcm_s16le",
    ),
    "squeezed picture": _from(
        _plain, "sar.mp4", "-vf", "setsar=2/1", "-c:v", "mpeg4", "-q:v", "3", "-c:a", "copy"
    ),
    "HDR": _from(_plain, "hdr.mp4", *_HDR),
    "fragmented": _from(
        _plain, "frag.mp4", "-c", "copy", "-movflags", "+frag_keyframe+empty_moov"
    ),
    "many sounds": _many_sounds,
    "two microphones": _two_microphones,
    "three hours": _long,
    "damaged": _damaged,
    "60 a second": _fast,
    "29.97 a second": _ntsc,
}  # fmt: skip
