"""The store: one film a file, whole or not there, under names of its own."""

from __future__ import annotations

import errno
import hashlib
import io
import shutil
from pathlib import Path
from threading import Event

import av
import pytest
from films import CAPTIONS, break_off, make_film

from afttrainer.media import alongside
from afttrainer.media.boxes import layout_of
from afttrainer.media.earlier import bring_up_to_date
from afttrainer.media.film_keys import FilmKeys, KeyGone
from afttrainer.media.prepare import Prepared, prepare_film
from afttrainer.media.refusals import NoRoom, NotAFilm, NotPlayable
from afttrainer.media.site_key import SiteKey
from afttrainer.media.store import FilmStore
from afttrainer.media.workplaces import ABANDONED_AFTER_S, SPARE_BYTES


def prepare(store: FilmStore, source: Path, captions: Path | None = None) -> Prepared:
    return prepare_film(store, "ticket", source, captions, lambda stage, share: None)


def files_of(store: FilmStore) -> set[str]:
    return {p.relative_to(store.root).as_posix() for p in store.root.rglob("*") if p.is_file()}


def brightness(still: bytes, left: bool) -> int:
    with av.open(io.BytesIO(still)) as opened:
        frame = next(opened.decode(video=0))
    plane = frame.planes[0]
    return bytes(plane)[plane.line_size * (frame.height // 2) + (10 if left else frame.width - 10)]


def test_a_film_lies_under_the_fingerprint_of_what_was_brought(
    store: FilmStore, tmp_path: Path
) -> None:
    source = make_film(tmp_path / "Ben & Ana, session 3.mp4")
    film = prepare(store, source)
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    assert film.sha256 == sha256
    assert film.stored == f"{sha256[:2]}/{sha256}/film.mp4"
    with store.place(film.stored).open() as stored, av.open(stored) as opened:
        assert len(list(opened.decode(video=0))) == 50
    assert film.captions is None
    assert film.remark is None
    assert not any("Ben" in name for name in files_of(store))


@pytest.mark.parametrize(
    "made",
    [
        {"faststart": False},
        {"fragmented": True},
        {"container": "mov"},
        {"container": "matroska"},
        {"where": "+52.37+004.89/"},
    ],
)
def test_a_film_laid_out_anew_starts_at_once_and_is_the_same_film(
    store: FilmStore, tmp_path: Path, made: dict[str, bool | str]
) -> None:
    film = prepare(store, make_film(tmp_path / "film", **made))
    stored = store.place(film.stored)
    assert film.facts.size_bytes == stored.path.stat().st_size
    with stored.open() as opened:
        assert layout_of(opened).plays_at_once
    data = store.read(film.stored)
    assert abs(film.facts.duration_ms - 2000) <= 60
    assert b"+52.37" not in data
    with av.open(io.BytesIO(data)) as opened:
        assert len(list(opened.decode(video=0))) == 50


def test_a_browsers_own_recording_gets_a_length(store: FilmStore, tmp_path: Path) -> None:
    source = make_film(
        tmp_path / "film", codec="libvpx-vp9", sound="libopus", container="webm", live=True
    )
    film = prepare(store, source)
    assert film.stored.endswith("film.webm")
    assert film.facts.mime_type == "video/webm"
    assert abs(film.facts.duration_ms - 2000) <= 60
    with store.place(film.stored).open() as opened, av.open(opened) as made:
        assert made.duration is not None


@pytest.mark.parametrize(("turn", "size"), [(0, (320, 180)), (90, (180, 320)), (180, (320, 180))])
def test_the_still_is_upright_and_of_one_width(
    store: FilmStore, tmp_path: Path, turn: int, size: tuple[int, int]
) -> None:
    film = prepare(store, make_film(tmp_path / "film", turn=turn))
    assert (film.facts.width, film.facts.height) == size
    with av.open(io.BytesIO(store.read(film.still))) as opened:
        picture = opened.streams.video[0]
        assert picture.width == 640
        assert abs(picture.height - 640 * size[1] / size[0]) <= 2
    left, right = (brightness(store.read(film.still), side) for side in (True, False))
    assert {0: left > right, 90: abs(left - right) < 20, 180: left < right}[turn]


def test_the_same_file_twice_is_one_film(store: FilmStore, tmp_path: Path) -> None:
    source = make_film(tmp_path / "one.mp4", faststart=False)
    first = prepare(store, source)
    before = files_of(store)
    again = prepare(store, Path(shutil.copy(source, tmp_path / "other name.mp4")))
    assert again == first
    assert files_of(store) == before


def test_captions_lie_beside_the_film(store: FilmStore, tmp_path: Path) -> None:
    captions = tmp_path / "any.vtt"
    captions.write_text(CAPTIONS)
    film = prepare(store, make_film(tmp_path / "film"), captions)
    assert film.captions is not None
    text = store.read(film.captions).decode()
    assert "I am not sure." in text
    assert "private remark" not in text
    assert Path(film.captions).parent == Path(film.stored).parent


def test_bad_captions_do_not_cost_the_film(store: FilmStore, tmp_path: Path) -> None:
    captions = tmp_path / "any.vtt"
    captions.write_text("not captions")
    film = prepare(store, make_film(tmp_path / "film"), captions)
    assert film.captions is None
    assert "neither WebVTT" in str(film.remark)


def test_what_is_refused_leaves_nothing(store: FilmStore, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("He was quiet on Tuesday.")
    with pytest.raises(NotAFilm):
        prepare(store, text)
    with pytest.raises(NotPlayable):
        prepare(store, break_off(make_film(tmp_path / "film"), 0.2))
    assert files_of(store) == set()
    assert not list((tmp_path / "keys").glob("*"))


def test_a_film_without_a_picture_to_decode_is_refused(store: FilmStore, tmp_path: Path) -> None:
    film = make_film(tmp_path / "film", sound=None)
    data = bytearray(film.read_bytes())
    at = data.index(b"mdat") + 4
    data[at:] = bytes(len(data) - at)
    film.write_bytes(data)
    with pytest.raises(NotPlayable, match="cannot be read"):
        prepare(store, film)
    assert files_of(store) == set()


def test_breaking_off_leaves_nothing(store: FilmStore, tmp_path: Path) -> None:
    class LeavingError(Exception):
        pass

    def leave(stage: str, share: float) -> None:
        if stage == "copying" and share > 0:
            raise LeavingError

    for faststart in (True, False):
        source = make_film(tmp_path / f"film {faststart}", faststart=faststart)
        with pytest.raises(LeavingError):
            prepare_film(store, "ticket", source, None, leave)
        assert files_of(store) == set()
        assert source.exists()


def test_a_file_still_being_written_is_not_taken(store: FilmStore, tmp_path: Path) -> None:
    source = make_film(tmp_path / "film")

    def write_on(stage: str, share: float) -> None:
        if stage == "copying":
            with source.open("ab") as file:
                file.write(bytes(8))

    with pytest.raises(NotPlayable, match="still being written"):
        prepare_film(store, "ticket", source, None, write_on)
    assert files_of(store) == set()


def test_a_full_disk_is_said_in_sizes(store: FilmStore) -> None:
    free = shutil.disk_usage(Path(store.root.anchor)).free
    with pytest.raises(NoRoom, match=r"needs [\d.]+ GB, and [\d.]+ (?:GB|MB) are free"):
        store.need_room(free + SPARE_BYTES)
    store.need_room(1)


def test_a_film_is_removed_with_all_that_lies_beside_it(store: FilmStore, tmp_path: Path) -> None:
    captions = tmp_path / "any.vtt"
    captions.write_text(CAPTIONS)
    film = prepare(store, make_film(tmp_path / "film"), captions)
    assert store.remove(film.sha256)
    assert store.find(film.sha256) is None
    assert files_of(store) == set()
    assert store.remove(film.sha256)


def test_a_removal_that_was_interrupted_does_not_bar_the_film_for_ever(
    store: FilmStore, tmp_path: Path
) -> None:
    source = make_film(tmp_path / "film")
    first = prepare(store, source)
    (store.home(first.sha256) / "facts.json").unlink()
    assert store.find(first.sha256) is None
    assert prepare(store, source) == first


@pytest.mark.parametrize(
    "name",
    [
        "",
        "film.mp4",
        "../film.mp4",
        "/etc/passwd",
        f"ab/{'ab' * 32}/../film.mp4",
        f"ab/{'ab' * 32}/facts.json",
        f"ab/{'ab' * 32}/film.mp4.sealed",
        f"cd/{'ab' * 32}/film.mp4",
        f"ab/{'ab' * 32}/film.mp4\n",
    ],
)
def test_no_other_path_can_be_asked_of_the_store(store: FilmStore, name: str) -> None:
    with pytest.raises(ValueError, match="not a name of the film store"):
        store.path(name)


@pytest.mark.parametrize("ticket", ["", "..", "a/b", "a" * 65, "a b", "ä"])
def test_a_ticket_cannot_lead_out_of_the_store(store: FilmStore, ticket: str) -> None:
    with pytest.raises(ValueError, match="ticket"):
        store.incoming(ticket)


def test_sweeping_clears_what_was_left_lying_and_keeps_what_waits(store: FilmStore) -> None:
    for ticket in ("waits", "abandoned"):
        store.incoming(ticket).write_bytes(b"film")
    (store.preparing("broken") / "film.mp4").write_bytes(b"half")
    now_s = store.incoming("waits").stat().st_mtime
    store.sweep({"waits"}, now_s + 10)
    assert files_of(store) == {"incoming/waits/film", "incoming/abandoned/film"}
    store.sweep({"waits"}, now_s + ABANDONED_AFTER_S + 10)
    assert files_of(store) == {"incoming/waits/film"}


def plain_words(root: Path) -> set[str]:
    """What of a film can be recognised in any file there."""
    signs = (b"ftyp", b"moov", b"JFIF", b"WEBVTT", b"every_ms", b"quiet")
    files = [path for path in root.rglob("*") if path.is_file()]
    return {sign.decode() for path in files for sign in signs if sign in path.read_bytes()}


def test_nothing_of_a_sealed_film_lies_open_at_any_moment(tmp_path: Path) -> None:
    store = FilmStore(tmp_path / "store", FilmKeys(tmp_path / "keys", SiteKey(bytes(32))))
    captions = tmp_path / "any.vtt"
    captions.write_text(CAPTIONS)
    source = make_film(tmp_path / "film", codec="mpeg4", sound="mp2", container="avi")
    stages: list[str] = []

    def tell(stage: str, share: float) -> None:
        stages.append(stage)
        assert plain_words(store.root) == set()

    film = prepare_film(store, "ticket", source, captions, tell)
    assert {"looking", "encoding", "copying", "listening"} <= set(stages)
    assert plain_words(store.root) == set()
    assert {path.rpartition("/")[2] for path in files_of(store)} == {
        "facts.json",
        "film.mp4.sealed",
        "still.jpg.sealed",
        f"{(film.captions or '').rpartition('/')[2]}.sealed",
        "sound.json.sealed",
        "thumbnails.json.sealed",
        "thumbnails-0.jpg.sealed",
        "waveform.dat.sealed",
    }


def test_what_lies_beside_a_film_is_read_by_the_server(store: FilmStore, tmp_path: Path) -> None:
    film = prepare(store, make_film(tmp_path / "film"))
    assert alongside.is_there(store, film.sha256)
    waveform = alongside.waveform_of(store, film.sha256)
    assert waveform is not None
    assert waveform.count in (20, 21)
    assert alongside.quiet_of(store, film.sha256) == []
    pictures = alongside.small_pictures_of(store, film.sha256)
    assert pictures is not None
    assert (pictures.count, pictures.sheets) == (1, 1)
    sheet = store.read(alongside.sheet_name(store, film.sha256, 0))
    assert sheet.startswith(b"\xff\xd8\xff")


def test_a_silent_film_has_pictures_and_no_waveform(store: FilmStore, tmp_path: Path) -> None:
    film = prepare(store, make_film(tmp_path / "film", sound=None))
    assert alongside.is_there(store, film.sha256)
    assert alongside.waveform_of(store, film.sha256) is None
    assert alongside.quiet_of(store, film.sha256) is None
    assert alongside.small_pictures_of(store, film.sha256) is not None


def test_what_a_worker_left_undone_beside_a_film_is_made_by_the_next(
    store: FilmStore, tmp_path: Path
) -> None:
    class LeavingError(Exception):
        pass

    def leave(stage: str, share: float) -> None:
        if stage == "listening":
            raise LeavingError

    source, shown = make_film(tmp_path / "film"), []
    with pytest.raises(LeavingError):
        prepare_film(store, "ticket", source, None, leave, shown.append)
    assert store.read(shown[-1].stored)
    assert not alongside.is_there(store, shown[-1].sha256)
    assert prepare(store, source) == shown[-1]
    assert alongside.is_there(store, shown[-1].sha256)


def test_an_erased_film_does_not_open_from_a_copy(tmp_path: Path) -> None:
    store = FilmStore(tmp_path / "store", FilmKeys(tmp_path / "keys", SiteKey(bytes(32))))
    film = prepare(store, make_film(tmp_path / "film"))
    shutil.copytree(store.home(film.sha256), tmp_path / "backup")
    assert store.remove(film.sha256)
    shutil.copytree(tmp_path / "backup", store.home(film.sha256))
    assert store.find(film.sha256) is None
    with pytest.raises(KeyGone):
        store.place(film.stored)
    again = prepare(store, tmp_path / "film")
    assert store.read(again.stored)


def test_films_of_an_earlier_version_are_sealed_and_none_is_lost(tmp_path: Path) -> None:
    before = FilmStore(tmp_path / "store")
    captions = tmp_path / "any.vtt"
    captions.write_text(CAPTIONS)
    film = prepare(before, make_film(tmp_path / "film"), captions)
    for name in ("sound.json", "waveform.dat", "thumbnails.json"):
        (before.home(film.sha256) / name).unlink()  # an earlier version made none
    was = {name: before.read(name) for name in (film.stored, film.still, film.captions) if name}
    store = FilmStore(tmp_path / "store", FilmKeys(tmp_path / "keys", SiteKey(bytes(32))))
    assert store.read(film.stored) == was[film.stored], "it can be shown before it is sealed"
    bring_up_to_date(store, Event())
    assert {name: store.read(name) for name in was} == was
    assert alongside.waveform_of(store, film.sha256) is not None
    assert plain_words(store.root) == set()
    assert all(name.endswith((".sealed", "facts.json")) for name in files_of(store))
    assert prepare(store, tmp_path / "film").sha256 == film.sha256


def test_sealing_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    before = FilmStore(tmp_path / "store")
    film = prepare(before, make_film(tmp_path / "film"))
    was = before.read(film.stored)
    store = FilmStore(tmp_path / "store", FilmKeys(tmp_path / "keys", SiteKey(bytes(32))))
    leaving = Event()
    leaving.set()
    bring_up_to_date(store, leaving)
    assert store.path(film.stored).exists()
    with store.new_place(store.home(film.sha256), film.sha256, "film.mp4").writing() as target:
        target.write(was)
    assert store.read(film.stored) == was, "both lie there after a crash"
    bring_up_to_date(store, Event())
    assert not store.path(film.stored).exists()
    assert store.read(film.stored) == was


def test_a_site_that_leaves_films_plain_still_shows_those_it_sealed(tmp_path: Path) -> None:
    keys = FilmKeys(tmp_path / "keys", SiteKey(bytes(32)))
    film = prepare(FilmStore(tmp_path / "store", keys), make_film(tmp_path / "film"))
    store = FilmStore(tmp_path / "store", keys, plain=True)
    bring_up_to_date(store, Event())
    assert store.read(film.stored)
    plain = prepare(store, make_film(tmp_path / "other", pictures=30))
    assert store.path(plain.stored).exists()
    bring_up_to_date(store, Event())
    assert store.path(plain.stored).exists()


def test_a_disk_that_fills_up_beside_a_film_costs_it_nothing(
    store: FilmStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for keeps in ("keep_pictures", "keep_sound"):
        monkeypatch.setattr(f"afttrainer.media.alongside.{keeps}", full)
    film = prepare_film(store, "t", make_film(tmp_path / "film.mp4"), None, lambda *_: None)
    assert store.read(film.stored)[4:8] == b"ftyp"
