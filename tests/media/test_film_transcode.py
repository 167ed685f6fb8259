"""Films in every form that clinics bring: what is done to them, and that it comes out right."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numbered
import pytest
from films import EITHER_FFMPEG
from forms import FORMS
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.boxes import layout_of
from afttrainer.media.codecs import PICTURES, SOUNDS
from afttrainer.media.ffmpeg import find_ffmpeg
from afttrainer.media.fragments import Fragments
from afttrainer.media.lay_out import Tracks, head_bytes, index_bytes, lay_out
from afttrainer.media.place import PlainPlace, SealedPlace
from afttrainer.media.recipe import PLAYED, Recipe, recipe_for
from afttrainer.media.survey import Picture, Sound, Survey, survey, survey_file
from afttrainer.media.transcode import transcode

HUNDRED = list(range(100))


@dataclass(frozen=True)
class Wanted:
    """What is to be done with a form, and how it looks afterwards."""

    picture: str = "keep"
    sound: str = "keep"
    container: str = "mp4"
    size: tuple[int, int] = (160, 90)
    fps: Fraction | None = Fraction(25)
    turn: int = 0
    #: Samples by which the sound may lie beside its place, for what its old codec put in front.
    beside: int = 1100
    pictures: list[int] | None = None


WANTED: dict[str, Wanted] = {
    "mp4": Wanted(beside=0),
    "mov, PCM, index behind": Wanted(sound="encode", beside=0),
    "mkv, AC-3": Wanted(sound="encode"),
    "webm": Wanted(container="webm"),
    "webm, AAC in mkv": Wanted(container="webm", sound="encode"),
    "phone, HEVC, on its side": Wanted(picture="encode", size=(90, 160), beside=0),
    "phone, H.264, on its side": Wanted(turn=90, beside=0),
    "phone, uneven rate": Wanted(fps=None, beside=0),
    "camcorder, interlaced MTS": Wanted(picture="encode", sound="encode", size=(160, 96)),
    "DVD recorder, MPEG-2": Wanted(picture="encode", sound="encode", size=(160, 96)),
    "transport stream, H.264": Wanted(),
    "AVI, MPEG-4": Wanted(picture="encode", sound="encode", pictures=[0, *HUNDRED], beside=1200),
    "no sound": Wanted(sound="none"),
    "no picture": Wanted(picture="none", size=(640, 360), fps=Fraction(10), beside=0),
    "sound begins later": Wanted(sound="encode"),
    "odd size": Wanted(picture="encode", sound="encode", size=(160, 92), beside=0),
    "squeezed picture": Wanted(picture="encode", size=(320, 90), beside=0),
    "HDR": Wanted(picture="encode", beside=0),
    "fragmented": Wanted(fps=None),
    "many sounds": Wanted(beside=0),
    "two microphones": Wanted(sound="encode"),
    "three hours": Wanted(sound="none", fps=None, pictures=list(range(101))),
    "damaged": Wanted(sound="none"),
    "60 a second": Wanted(fps=Fraction(60), beside=0),
    "29.97 a second": Wanted(fps=Fraction(30000, 1001), beside=0),
}


def quiet(share: float) -> None:
    assert 0 <= share <= 1


def laid_out(file: io.BufferedIOBase | io.RawIOBase, film: Survey, recipe: Recipe) -> io.BytesIO:
    made = io.BytesIO()
    tracks = Tracks(recipe.picture_track or 0, next(iter(recipe.sound_tracks), None))
    kind = film.kind
    lay_out(file, kind, made, recipe.container, tracks, index_bytes(film), quiet)  # type: ignore[arg-type]
    return made


def prepared(source: Path, folder: Path, program: Path | None = None) -> tuple[io.BytesIO, Recipe]:
    """The film as it would be served, and the recipe by which it came about."""
    film = survey_file(source)
    recipe = recipe_for(film)
    if recipe.only_laid_out_anew:
        with source.open("rb") as file:
            return laid_out(file, film, recipe), recipe
    stream = io.BytesIO()
    transcode(source, film, recipe, stream, folder=folder, tell=quiet, program=program)
    kind = "mov" if recipe.container == "mp4" else "matroska"
    between = survey(stream, kind, len(stream.getvalue()))  # type: ignore[arg-type]
    again = recipe_for(between)
    assert again.only_laid_out_anew, "what was made is played by every browser"
    assert again.container == recipe.container
    return laid_out(stream, between, again), recipe


def test_every_form_is_expected() -> None:
    assert set(WANTED) == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_prepared_with_as_little_as_possible(
    form: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    wanted = WANTED[name]
    job = tmp_path / "job"
    job.mkdir()
    made, recipe = prepared(form(name), job)
    assert (recipe.picture, recipe.sound) == (wanted.picture, wanted.sound)
    assert list(job.iterdir()) == []
    kind = "mov" if wanted.container == "mp4" else "matroska"
    after = survey(made, kind, 0)  # type: ignore[arg-type]
    assert after.picture is not None
    assert (after.picture.width, after.picture.height) == wanted.size
    assert after.picture.turn == wanted.turn
    assert not after.picture.interlaced
    assert after.picture.hdr is None
    if wanted.fps:
        assert after.picture.fps == wanted.fps
        assert after.picture.steady
    assert len(after.sounds) == (wanted.sound != "none")
    if wanted.container == "mp4":
        assert layout_of(made).plays_at_once
    path = tmp_path / "made"
    path.write_bytes(made.getvalue())
    if wanted.turn == 0 and name not in ("phone, HEVC, on its side", "no picture", "damaged"):
        assert numbered.numbers(path) == (wanted.pictures or HUNDRED)


def relative_delay(path: Path, at: int = 60_000) -> int:
    """By how many samples the sound comes later than the pictures, as a player shows them."""
    began, samples = numbered.sound_of(path)
    first = numbered.picture_times(path)[0]
    offset = round((began - first) * numbered.RATE)
    return at + offset - numbered.place_of(samples[at : at + 600], at + offset, 1500)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, wanted in WANTED.items()
        if wanted.sound != "none" and name not in ("sound begins later", "60 a second")
    ],
)
def test_sound_and_picture_stay_together(
    form: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "made"
    path.write_bytes(prepared(form(name), tmp_path)[0].getvalue())
    assert abs(relative_delay(path)) <= max(60, WANTED[name].beside)


def test_sound_that_begins_later_keeps_its_place(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "made"
    path.write_bytes(prepared(form("sound begins later"), tmp_path)[0].getvalue())
    began, samples = numbered.sound_of(path)
    assert max(samples[: round((0.45 - began) * 48000)]) < 0.01
    at = 72_000
    place = numbered.place_of(samples[at : at + 600], at - 24_000, 1200)
    assert abs(at - 24_000 - place) <= 300


def test_the_track_that_the_film_chooses_is_heard(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "made"
    path.write_bytes(prepared(form("many sounds"), tmp_path)[0].getvalue())
    assert max(numbered.sound_of(path)[1]) > 0.1


def test_each_microphone_is_heard(form: Callable[[str], Path], tmp_path: Path) -> None:
    film = survey_file(form("two microphones"))
    assert recipe_for(film).sound_tracks == (1, 2)


def test_a_picture_is_turned_upright(form: Callable[[str], Path], tmp_path: Path) -> None:
    """Lying bars stand: bit 15 is at the top, as a phone on its left side sees them."""
    path = tmp_path / "made"
    path.write_bytes(prepared(form("phone, HEVC, on its side"), tmp_path)[0].getvalue())
    with av.open(str(path)) as opened:
        frames = list(opened.decode(video=0))
    assert len(frames) == 100
    for number in (1, 37, 99):
        gray = frames[number].reformat(format="gray").planes[0]
        column = [bytes(gray)[y * gray.line_size + 45] for y in range(gray.height)]
        bits = [column[round((bit + 0.5) * 10)] > 125 for bit in range(16)]
        assert sum(bit << (15 - n) for n, bit in enumerate(bits)) == number


@pytest.mark.parametrize("which", EITHER_FFMPEG)
@pytest.mark.parametrize(
    "name",
    ["camcorder, interlaced MTS", "two microphones", "webm, AAC in mkv", "no picture", "HDR"],
)
def test_either_ffmpeg_will_do(
    form: Callable[[str], Path], tmp_path: Path, name: str, which: str
) -> None:
    made, _ = prepared(form(name), tmp_path, find_ffmpeg(which))  # type: ignore[arg-type]
    assert len(made.getvalue()) > 10_000


def test_where_and_with_what_it_was_filmed_stays_behind(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    source = form("phone, HEVC, on its side")
    assert b"+52.37+004.89/" in source.read_bytes()
    assert b"+52.37" not in prepared(source, tmp_path)[0].getvalue()


def test_what_a_camera_notes_between_the_pictures_stays_behind(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    """x264 notes its settings where camcorders note the date and the place."""
    for name in ("mp4", "transport stream, H.264"):
        assert b"x264 - core" in form(name).read_bytes()
        assert b"x264 - core" not in prepared(form(name), tmp_path)[0].getvalue()


def test_key_pictures_come_every_two_seconds(form: Callable[[str], Path], tmp_path: Path) -> None:
    path = tmp_path / "made"
    path.write_bytes(prepared(form("HDR"), tmp_path)[0].getvalue())
    with av.open(str(path)) as opened:
        keys = [
            n for n, p in enumerate(opened.demux(video=0)) if p.dts is not None and p.is_keyframe
        ]
    assert keys == [0, 50]


def test_a_film_plays_while_the_rest_of_it_is_made(
    form: Callable[[str], Path], tmp_path: Path
) -> None:
    """Sealed: what a player is fed while ffmpeg still works is the film from its beginning."""
    source = form("camcorder, interlaced MTS")
    film = survey_file(source)
    place = SealedPlace(tmp_path / "film", bytes(32), b"film")
    early: list[int] = []
    fragments = Fragments()

    class Watched:
        """Looks from outside each time that something was written."""

        def __init__(self, file: io.RawIOBase) -> None:
            self.file = file

        def write(self, data: bytes, /) -> None:
            for at in range(0, len(data), 20_000):
                self.file.write(data[at : at + 20_000])
                with place.open(growing=True) as reader:
                    early.append(len(fragments.look(reader, reader.seek(0, io.SEEK_END))))

    with place.writing() as sealed:
        watched = Watched(sealed)  # type: ignore[arg-type]
        recipe = recipe_for(film)
        transcode(source, film, recipe, watched, folder=tmp_path, tell=quiet)
        assert not place.path.exists()
    assert sum(early) >= 1
    with place.open() as whole:
        data = whole.read()
        fragments.look(whole, len(data))
    assert fragments.mime_type == 'video/mp4; codecs="avc1.64001f, mp4a.40.2"'
    assert [fragment.at_ms for fragment in fragments.found] == [0, 2000]
    first = fragments.found[0]
    (tmp_path / "first").write_bytes(data[: fragments.beginning] + data[first.start : first.stop])
    assert numbered.numbers(tmp_path / "first") == list(range(50))


@pytest.mark.parametrize("sealed", [True, False])
def test_a_film_is_laid_out_from_place_to_place(
    form: Callable[[str], Path], tmp_path: Path, sealed: bool
) -> None:
    source = form("mov, PCM, index behind")
    film = survey_file(form("mp4"))
    place = (
        SealedPlace(tmp_path / "film", bytes(32), b"x") if sealed else PlainPlace(tmp_path / "film")
    )
    index = index_bytes(film)
    with form("mp4").open("rb") as file, place.writing(head_bytes(index)) as target:
        lay_out(file, "mov", target, "mp4", Tracks(0, 1), index, quiet)
    with place.open() as made:
        assert layout_of(made).plays_at_once
        assert survey(made, "mov", 0).duration_ms == 4000
    assert [path.name for path in tmp_path.iterdir()] == ["film"]
    assert source.exists()


def test_breaking_off_leaves_no_film(form: Callable[[str], Path], tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def enough(share: float) -> None:
        raise Enough

    place = SealedPlace(tmp_path / "film", bytes(32), b"film")
    film = survey_file(form("HDR"))
    with pytest.raises(Enough), place.writing() as target:
        transcode(form("HDR"), film, recipe_for(film), target, folder=tmp_path, tell=enough)
    with pytest.raises(Enough), form("mp4").open("rb") as file, place.writing(10**6) as target:
        lay_out(file, "mov", target, "mp4", Tracks(0, 1), 10**5, enough)
    assert list(tmp_path.iterdir()) == []


def test_the_index_of_a_long_film_has_room_enough() -> None:
    """Four hours, 60 pictures and 48 kHz: what an MP4's tables take at the very most."""
    picture = Picture(
        0, "h264", "yuv420p", 1920, 1080, Fraction(1), 0, Fraction(60), False, False, None, 0
    )
    sound = Sound(1, "aac", 2, 48_000, True, 0)
    film = Survey("mov", 8 * 10**9, 4 * 3600_000, picture, (sound,), 864_000)
    assert 40 * 864_000 + 32 * 675_000 < index_bytes(film) < 100 * 10**6


def test_a_film_whose_index_needs_all_its_room(tmp_path: Path) -> None:
    """Each picture at a time of its own, each decoded out of order, each beside its sound."""
    times = [n * 33 + (n * 7) % 5 for n in range(550)]
    path = numbered.film(
        tmp_path / "f.mp4", 550, times=times, options={"bf": "3", "preset": "veryfast"}
    )
    made, _ = prepared(path, tmp_path)
    assert layout_of(made).plays_at_once


pictures = st.builds(
    Picture,
    track=st.just(0),
    codec=st.sampled_from(sorted(PICTURES)),
    pixels=st.sampled_from(["yuv420p", "yuvj420p", "yuv422p", "yuv420p10le"]),
    width=st.integers(2, 4096),
    height=st.integers(2, 4096),
    aspect=st.fractions(Fraction(1, 100), 100, max_denominator=100),
    turn=st.sampled_from([0, 90, 180, 270, 45]),
    fps=st.fractions(Fraction(1, 200), 250, max_denominator=1001),
    steady=st.booleans(),
    interlaced=st.booleans(),
    hdr=st.sampled_from([None, "smpte2084", "arib-std-b67"]),
    starts_ms=st.integers(0, 1000),
)
sounds = st.builds(
    Sound,
    track=st.integers(1, 9),
    codec=st.sampled_from(sorted(SOUNDS)),
    channels=st.integers(1, 8),
    rate=st.sampled_from([8000, 16000, 44100, 48000, 96000]),
    chosen=st.booleans(),
    starts_ms=st.integers(0, 1000),
)
films = st.builds(
    Survey,
    kind=st.sampled_from(["mov", "matroska", "avi", "mpegts", "mpeg"]),
    size_bytes=st.just(10**6),
    duration_ms=st.integers(1, 4 * 3600_000),
    picture=st.none() | pictures,
    sounds=st.lists(sounds, max_size=4).map(tuple),
    pictures=st.integers(0, 900_000),
).filter(lambda film: film.picture or film.sounds)


@given(films)
def test_whatever_comes_there_is_a_recipe_that_browsers_play(film: Survey) -> None:
    recipe = recipe_for(film)
    played_pictures, played_sounds = PLAYED[recipe.container]
    shown = film.picture
    if recipe.picture == "keep":
        assert shown is not None
        assert shown.codec in played_pictures
        assert shown.pixels in ("yuv420p", "yuvj420p")
        assert not shown.interlaced
        assert recipe.new_picture is None
    else:
        made = recipe.new_picture
        assert made is not None
        assert (recipe.picture == "none") == (shown is None)
        assert made.width % 2 == made.height % 2 == 0
        assert 16 <= min(made.width, made.height) <= 1080
        assert max(made.width, made.height) <= 1920
        assert 0 < made.fps <= 31
    heard = [sound for sound in film.sounds if sound.track in recipe.sound_tracks]
    assert bool(heard) == bool(film.sounds)
    if recipe.sound == "keep":
        assert len(recipe.sound_tracks) == 1
        assert any(sound.codec in played_sounds for sound in heard)


@given(films)
def test_nothing_is_encoded_that_could_be_kept(film: Survey) -> None:
    if film.picture is None or film.kind in ("avi", "mpeg"):
        return
    plain = replace(
        film.picture, codec="h264", pixels="yuv420p", turn=0, interlaced=False, hdr=None
    )
    sound = Sound(1, "aac", 2, 48_000, True, 0)
    assert recipe_for(replace(film, picture=plain, sounds=(sound,))).only_laid_out_anew
