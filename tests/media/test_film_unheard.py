"""A film whose sound is not taken in: it plays without, and that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from films import make_film
from forms import convert

from afttrainer.media.facts import FilmFacts
from afttrainer.media.prepare import Prepared, prepare_film
from afttrainer.media.refusals import NotPlayable
from afttrainer.media.store import FilmStore
from afttrainer.media.survey import survey_file

QUICK, LONG = ("-c:v", "copy"), ("-c:v", "mpeg4", "-q:v", "3")


def prepared(store: FilmStore, film: Path, shown: list[Prepared]) -> Prepared:
    return prepare_film(store, "ticket", film, None, lambda *_: None, shown.append)


@pytest.mark.parametrize("pictures", [QUICK, LONG])
def test_what_was_not_taken_in_is_kept_with_the_film(
    store: FilmStore, form: Callable[[str], Path], tmp_path: Path, pictures: tuple[str, ...]
) -> None:
    film = convert(form("mp4"), tmp_path / "film.mkv", *pictures, "-c:a", "wmav2")
    shown: list[Prepared] = []
    made = prepared(store, film, shown)
    assert (made.facts.audio_codec, made.facts.unheard) == (None, "wmav2")
    assert {known.facts.unheard for known in shown} == {"wmav2"}, "also while it grows"
    assert len(shown) == (2 if pictures is LONG else 1)
    found = store.find(made.sha256)
    assert found is not None
    assert found[1] == made.facts
    again = prepared(store, film, shown)
    assert again.facts.unheard == "wmav2"


def test_a_sound_that_libav_does_not_know_is_one_as_well(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    data = film.read_bytes()
    assert data.count(b"mp4a") == data.count(b"esds") == 1
    film.write_bytes(data.replace(b"mp4a", b"xxxx").replace(b"esds", b"free"))
    assert survey_file(film).unheard is not None


def test_nobody_misses_a_track_beside_one_that_is_heard(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    """Telephones write the sound twice: as always, and in a form of their own."""
    tracks = ("-map", "0:v", "-map", "0:a", "-map", "0:a", "-c:v", "copy")
    codecs = ("-c:a:0", "wmav2", "-c:a:1", "aac")
    film = survey_file(convert(form("mp4"), tmp_path / "film.mkv", *tracks, *codecs))
    assert film.left_out == ("wmav2",)
    assert [sound.codec for sound in film.sounds] == ["aac"]
    assert film.unheard is None


@pytest.mark.parametrize("name", ["no sound", "mp4", "AVI, MPEG-4"])
def test_of_other_films_nothing_is_said(
    store: FilmStore, form: Callable[[str], Path], name: str
) -> None:
    assert prepared(store, form(name), []).facts.unheard is None


def test_such_a_sound_alone_is_refused_in_words(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    film = convert(form("mp4"), tmp_path / "film.mkv", "-vn", "-c:a", "wmav2")
    with pytest.raises(NotPlayable, match="sound of a kind that is not taken in"):
        survey_file(film)


def test_facts_of_films_that_were_taken_in_before_are_read() -> None:
    earlier = (
        '{"duration_ms": 1, "width": 2, "height": 3, "fps": 25.0, "video_codec": "h264",'
        ' "audio_codec": null, "container": "mp4", "size_bytes": 4}'
    )
    assert FilmFacts.from_json(earlier).unheard is None
