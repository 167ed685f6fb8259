"""What has to be done to a film so that every browser plays it: as little as possible.

Pure decisions from a survey; `transcode` and `lay_out` carry them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .facts import Container
from .survey import Picture, Sound, Survey

#: What every current browser plays, by container.
PLAYED: dict[Container, tuple[frozenset[str], frozenset[str]]] = {
    "mp4": (frozenset({"h264"}), frozenset({"aac", "mp3"})),
    "webm": (frozenset({"vp8", "vp9", "av1"}), frozenset({"opus", "vorbis"})),
}
_EIGHT_BIT_420 = frozenset({"yuv420p", "yuvj420p"})

#: Faces need detail more than motion needs pictures: full HD, and no more than 30 a second.
LONG_SIDE, SHORT_SIDE = 1920, 1080
MOST_FPS = 31
#: A player that winds back lands on one of these, and a clip is cut without re-encoding between
#: them: every two seconds.
KEY_EVERY_S = 2
_USUAL_RATES = [Fraction(n) for n in (10, 12, 15, 20, 24, 25, 30)]
_USUAL_RATES += [Fraction(n * 1000, 1001) for n in (24, 30)]
#: A film without a picture is heard over a dark one.
BLANK_SIZE = (640, 360)
BLANK_FPS = Fraction(10)

Work = Literal["keep", "encode", "none"]


@dataclass(frozen=True)
class NewPicture:
    """A picture to be made. `width`, `height` as shown, upright, even; `fps` constant."""

    width: int
    height: int
    fps: Fraction
    deinterlace: bool
    hdr: str | None

    @property
    def key_every(self) -> int:
        """Pictures from one that stands alone to the next."""
        return max(1, round(self.fps * KEY_EVERY_S))


@dataclass(frozen=True)
class Recipe:
    """`picture_track` and `sound_tracks` are tracks of the film as it came; several sound tracks
    are mixed into one. `picture` "none" means: dark, for the sound to have something to play over.
    """

    container: Container
    picture: Work
    sound: Work
    picture_track: int | None
    sound_tracks: tuple[int, ...]
    new_picture: NewPicture | None

    @property
    def only_laid_out_anew(self) -> bool:
        """Nothing is encoded: a matter of seconds."""
        return self.picture == "keep" and self.sound != "encode"


def recipe_for(film: Survey) -> Recipe:
    """Decide. Never raises: what cannot be taken in was refused by the survey."""
    shown, heard = film.picture, _to_hear(film.sounds)
    kept = _home_of(film, shown)
    container: Container = kept or "mp4"
    sound: Work = "none"
    if heard:
        fits = len(heard) == 1 and heard[0].codec in PLAYED[container][1]
        sound = "keep" if fits and film.kind not in ("avi", "mpeg") else "encode"
    tracks = tuple(track.track for track in heard)
    if shown is None:
        blank = NewPicture(*BLANK_SIZE, BLANK_FPS, deinterlace=False, hdr=None)
        return Recipe(container, "none", sound, None, tracks, blank)
    if kept:
        return Recipe(container, "keep", sound, shown.track, tracks, None)
    return Recipe(container, "encode", sound, shown.track, tracks, _new(shown))


def _home_of(film: Survey, shown: Picture | None) -> Container | None:
    """The container in which browsers play this picture untouched; None where it must change."""
    if shown is None or film.kind in ("avi", "mpeg"):  # whose times cannot be trusted
        return None
    if shown.pixels not in _EIGHT_BIT_420 or shown.interlaced or shown.hdr:
        return None
    for container, (pictures, _) in PLAYED.items():
        if shown.codec in pictures:
            # WebM cannot say that a picture is to be turned; only quarter turns are understood.
            turns = (0, 90, 180, 270) if container == "mp4" else (0,)
            return container if shown.turn in turns else None
    return None


def _to_hear(sounds: tuple[Sound, ...]) -> tuple[Sound, ...]:
    """One track, as the film says; or all of them where each is one person's microphone."""
    if len(sounds) > 1 and all(sound.channels == 1 for sound in sounds):
        return sounds
    chosen = [sound for sound in sounds if sound.chosen]
    return tuple((chosen or list(sounds))[:1])


def _new(shown: Picture) -> NewPicture:
    width, height = _fitted(*_as_shown(shown))
    return NewPicture(width, height, _constant(shown), shown.interlaced, shown.hdr)


def _as_shown(shown: Picture) -> tuple[Fraction, Fraction]:
    """Square pixels, upright."""
    aspect = shown.aspect if Fraction(1, 4) <= shown.aspect <= 4 else Fraction(1)
    width, height = shown.width * aspect, Fraction(shown.height)
    return (height, width) if shown.turn in (90, 270) else (width, height)


def _fitted(width: Fraction, height: Fraction) -> tuple[int, int]:
    """No larger than full HD, lying or standing, and even, as H.264 asks."""
    shrink = min(
        Fraction(1), LONG_SIDE / max(width, height), Fraction(SHORT_SIDE) / min(width, height)
    )
    return _even(width * shrink), _even(height * shrink)


def _even(length: Fraction) -> int:
    return max(16, round(length / 2) * 2)


def _constant(shown: Picture) -> Fraction:
    fps = shown.fps
    while fps > MOST_FPS:
        fps /= 2
    if not shown.steady:
        nearest = min(_USUAL_RATES, key=lambda usual: abs(usual - fps))
        # Where light was short a phone leaves pictures out: the next rate above loses none.
        above = [usual for usual in _USUAL_RATES if usual >= fps * Fraction(99, 100)]
        fps = min(above, default=nearest)
    return fps
