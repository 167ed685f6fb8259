"""Make a film ready to be served: from a file in any form to its place, as little as need be.

What browsers play is laid out anew at once. Anything else is encoded into a stream, playable from
its beginning while it grows, and then laid out. Runs in the film worker's process only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from .facts import Container, FilmFacts
from .lay_out import Tracks, head_bytes, index_bytes, lay_out
from .on_disk import on_its_way_to_disk
from .place import Place
from .probe import turned
from .recipe import Recipe, recipe_for
from .refusals import N_, NotPlayable
from .running import Turn
from .sniff import Kind
from .survey import Survey, survey
from .transcode import transcode

Step = Literal["encoding", "copying"]
#: Hears the step and the share of it done, 0 to 1; may raise to break off.
Tell = Callable[[Step, float], None]

#: By so much a film's length may differ from what it said of itself.
LENGTH_MAY_DIFFER_MS = 1_000
_KINDS: dict[Container, Kind] = {"mp4": "mov", "webm": "matroska"}


def make_ready(
    source: Path,
    film: Survey,
    place: Place,
    growing: Place,
    *,
    folder: Path,
    tell: Tell,
    threads: int | None = None,
    program: Path | None = None,
    turn: Turn | None = None,
) -> FilmFacts:
    """Bring `source`, of which `film` is the survey, into `place`; returns the facts of what lies
    there then.

    While something must be encoded, `growing.open(growing=True)` can be read as far as it is
    (`fragments` tells how far that plays); it is gone when this returns. `folder` is where ffmpeg
    runs, and stays empty; `turn` says when it goes on. Raises NotPlayable, FfmpegError where there
    is no ffmpeg, OSError, or what `tell` raises; neither place holds anything then.
    """
    recipe = recipe_for(film)
    if recipe.only_laid_out_anew:
        with source.open("rb") as file:
            return _of(film, _laid_out(file, film, recipe, place, tell))
    try:
        with growing.writing() as stream:
            transcode(
                source,
                film,
                recipe,
                stream,
                folder=folder,
                tell=lambda share: tell("encoding", share),
                threads=threads,
                program=program,
                turn=turn,
            )
        with growing.open() as made:
            between = survey(made, _KINDS[recipe.container], growing.path.stat().st_size)
            _same_length(film, between, recipe)
            return _of(film, _laid_out(made, between, recipe_for(between), place, tell))
    finally:
        with contextlib.suppress(FileNotFoundError):
            growing.path.unlink()


def container_kind(container: Container) -> Kind:
    """The demuxer of a film that was made ready."""
    return _KINDS[container]


def expected_facts(film: Survey, recipe: Recipe) -> FilmFacts:
    """What is known beforehand of the film that a recipe will make; its size is not."""
    made, shown = recipe.new_picture, film.picture
    if made is not None:
        width, height, fps = made.width, made.height, made.fps
    elif shown is not None:
        return _of(film, replace(facts_of(film, recipe), size_bytes=0))
    else:
        raise _changed()
    expected = FilmFacts(
        duration_ms=film.duration_ms,
        width=width,
        height=height,
        fps=round(float(fps), 3),
        video_codec="h264",
        audio_codec="aac" if recipe.sound != "none" else None,
        container=recipe.container,
        size_bytes=0,
    )
    return _of(film, expected)


def _of(came: Survey, facts: FilmFacts) -> FilmFacts:
    """With what was lost on the way, as far as anybody could miss it."""
    return replace(facts, unheard=came.unheard)


def _laid_out(file: BinaryIO, film: Survey, recipe: Recipe, place: Place, tell: Tell) -> FilmFacts:
    if not recipe.only_laid_out_anew or recipe.picture_track is None:
        raise _changed()
    tracks = Tracks(recipe.picture_track, next(iter(recipe.sound_tracks), None))
    index = index_bytes(film)
    with place.writing(head_bytes(index), waits=False) as target:
        lay_out(
            file,
            film.kind,
            target,
            recipe.container,
            tracks,
            index,
            lambda share: tell("copying", share),
        )
    try:
        with on_its_way_to_disk(place.path), place.open() as made:
            size = place.path.stat().st_size
            after = survey(made, _KINDS[recipe.container], size, looked_at=1)
        _same_length(film, after, recipe)
        return facts_of(after, recipe)
    except BaseException:
        place.path.unlink(missing_ok=True)
        raise


def facts_of(film: Survey, recipe: Recipe) -> FilmFacts:
    """The facts of a film that was made ready. Raises NotPlayable where it has no picture."""
    shown = film.picture
    if shown is None:
        raise _changed()
    width, height = max(1, round(shown.width * shown.aspect)), shown.height
    if turned(shown.turn):
        width, height = height, width
    return FilmFacts(
        duration_ms=film.duration_ms,
        width=width,
        height=height,
        fps=round(float(shown.fps), 3),
        video_codec=shown.codec,
        audio_codec=film.sounds[0].codec if film.sounds else None,
        container=recipe.container,
        size_bytes=film.size_bytes,
    )


def _same_length(before: Survey, after: Survey, recipe: Recipe) -> None:
    """Raises NotPlayable where a part of the film got lost, or its sound did."""
    differs_ms = abs(after.duration_ms - before.duration_ms)
    heard = bool(after.sounds) == (recipe.sound != "none")
    if differs_ms > max(LENGTH_MAY_DIFFER_MS, before.duration_ms // 1_000) or not heard:
        raise _changed()


def _changed() -> NotPlayable:
    return NotPlayable(
        N_(
            "This film could not be made ready without losing a part of it. "
            "Please convert it to MP4 with H.264 first."
        )
    )
