"""What is taken for a film, what is not, and what the person is told."""

from __future__ import annotations

import re
from pathlib import Path

import av
import pytest
from films import break_off, make_film, outer_boxes

import afttrainer.media
from afttrainer.media.facts import FilmFacts
from afttrainer.media.libav import open_film
from afttrainer.media.make_ready import expected_facts
from afttrainer.media.recipe import recipe_for
from afttrainer.media.refusals import NotAFilm, NotPlayable
from afttrainer.media.sniff import sniff
from afttrainer.media.survey import MOST_TRACKS
from afttrainer.media.survey import survey_file as probe

PACKAGE = Path(afttrainer.media.__file__).parents[1]


def test_an_ordinary_mp4_is_known_by_its_content(tmp_path: Path) -> None:
    path = make_film(tmp_path / "no ending at all")
    film = probe(path)
    assert (film.kind, film.duration_ms, film.size_bytes) == ("mov", 2000, path.stat().st_size)
    assert film.picture is not None
    assert (film.picture.codec, film.picture.width, film.picture.height) == ("h264", 320, 180)
    assert (film.picture.fps, film.picture.steady) == (25, True)
    assert [sound.codec for sound in film.sounds] == ["aac"]
    facts = expected_facts(film, recipe_for(film))
    assert FilmFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize(
    ("made", "container"),
    [
        ({"sound": None}, "mp4"),
        ({"sound": "libmp3lame"}, "mp4"),
        ({"container": "mov"}, "mp4"),
        ({"container": "matroska"}, "mp4"),
        ({"codec": "libvpx-vp9", "sound": "libopus", "container": "webm"}, "webm"),
        ({"codec": "libsvtav1", "sound": None, "container": "webm"}, "webm"),
    ],
)
def test_what_browsers_play_is_not_encoded(
    tmp_path: Path, made: dict[str, str], container: str
) -> None:
    recipe = recipe_for(probe(make_film(tmp_path / "film", **made)))
    assert (recipe.container, recipe.only_laid_out_anew) == (container, True)


@pytest.mark.parametrize(
    ("made", "encoded"),
    [
        ({"codec": "libx265"}, ("encode", "keep")),
        ({"pixels": "yuv444p"}, ("encode", "keep")),
        ({"sound": "ac3"}, ("keep", "encode")),
        ({"sound": "pcm_s16le", "container": "mov"}, ("keep", "encode")),
    ],
)
def test_only_what_no_browser_plays_is_encoded(
    tmp_path: Path, made: dict[str, str], encoded: tuple[str, str]
) -> None:
    recipe = recipe_for(probe(make_film(tmp_path / "film.mp4", pictures=10, **made)))
    assert (recipe.picture, recipe.sound) == encoded


def test_a_picture_beyond_all_screens_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPlayable, match="too large"):
        probe(make_film(tmp_path / "film.mp4", pictures=10, size=(4160, 128)))


def test_a_film_on_its_side_may_be_as_tall_as_a_lying_one_is_wide(tmp_path: Path) -> None:
    film = probe(make_film(tmp_path / "film", size=(64, 2400), pictures=5, sound=None))
    assert film.picture is not None
    assert film.picture.height == 2400


def test_a_film_of_more_than_four_hours_is_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "long", sound=None, pictures=3, every=25 * 3600 * 2)
    with pytest.raises(NotPlayable, match="longer than 4 hours"):
        probe(film)


def test_a_film_with_too_many_tracks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracks.mp4"
    with (
        av.open(str(make_film(tmp_path / "one.mp4", sound=None))) as one,
        av.open(str(path), "w", format="mp4") as many,
    ):
        copies = [
            many.add_stream_from_template(one.streams.video[0]) for _ in range(MOST_TRACKS + 1)
        ]
        packets = [packet for packet in one.demux(video=0) if packet.dts is not None]
        for packet, copy in zip(packets, copies, strict=False):
            packet.stream = copy
            many.mux(packet)
    with pytest.raises(NotPlayable, match="33 tracks"):
        probe(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("faststart", [True, False])
def test_a_film_that_was_only_partly_copied_is_refused(
    tmp_path: Path, share: float, faststart: bool
) -> None:
    film = break_off(make_film(tmp_path / "film.mp4", faststart=faststart), share)
    with pytest.raises(NotPlayable, match="only partly copied"):
        probe(film)


def test_padding_behind_a_whole_film_does_no_harm(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    with film.open("ab") as file:
        file.write(bytes(100))
    assert outer_boxes(make_film(tmp_path / "b.mp4"))[0] == b"ftyp"
    assert probe(film).duration_ms == 2000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 and so on", "PDF"),
        (b"PK\x03\x04" + bytes(60), "ZIP archive or an office document"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture"),
        (bytes(4) + b"ftypheic" + bytes(60), "picture"),
        (bytes(4) + b"ftypM4A " + bytes(60), "sound recording"),
        (b"RIFF" + bytes(4) + b"WAVEfmt ", "sound recording"),
        (b"Notes from Tuesday: he was quiet.", "a text"),
        ("Gespräch am Dienstag: er schwieg.".encode() * 200, "a text"),
        (bytes(range(256)) * 4, "not a film that AFT Trainer knows"),
        (b"MZ" + bytes(60), "program"),
    ],
)
def test_a_file_that_is_not_a_film_is_named_for_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(NotAFilm, match=words):
        sniff(content[:4096])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"FLV\x01", "Flash Video"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
    ],
)
def test_an_older_kind_of_film_is_named_too(content: bytes, name: str) -> None:
    with pytest.raises(NotPlayable, match=re.escape(f"({name})")):
        sniff(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"RIFF" + bytes(4) + b"AVI LIST", "avi"),
        (b"G" + bytes(187) + b"G" + bytes(187), "mpegts"),
        ((bytes(4) + b"G" + bytes(187)) * 9, "mpegts"),
        (b"\x00\x00\x01\xba" + bytes(60), "mpeg"),
    ],
)
def test_what_a_camcorder_writes_is_known_by_its_first_bytes(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    assert sniff(content) == kind
    (tmp_path / "film").write_bytes(content)
    with pytest.raises(NotPlayable, match="cannot be read"):
        probe(tmp_path / "film")


def test_sound_alone_is_heard_over_a_dark_picture(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w", format="mp4") as made:
        heard = made.add_stream("aac", rate=48000)
        silence = av.AudioFrame(format="fltp", layout=heard.layout.name, samples=1024)
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        silence.sample_rate, silence.pts = 48000, 0
        made.mux(heard.encode(silence))
        made.mux(heard.encode(None))
    film = probe(path)
    assert film.picture is None
    assert recipe_for(film).new_picture is not None


def _lists(folder: Path) -> dict[str, bytes]:
    """Lists that make an unguarded libav read another file of this machine."""
    target = (folder / "target.mp4").resolve()
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="1" bandwidth="1"><BaseURL>{target}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    )
    return {
        "hls, a file of this machine": playlist.format(target).encode(),
        "hls, an address": playlist.format("http://127.0.0.1:9/segment.ts").encode(),
        "ffconcat, a neighbour": b"ffconcat version 1.0\nfile target.mp4\n",
        "ffconcat, a file of this machine": f"ffconcat version 1.0\nfile '{target}'\n".encode(),
        "dash": dash.encode(),
    }


@pytest.mark.parametrize("name", list(_lists(Path())))
def test_a_list_dressed_as_a_film_opens_nothing(tmp_path: Path, name: str) -> None:
    make_film(tmp_path / "target.mp4")
    attack = tmp_path / "session.mp4"
    attack.write_bytes(_lists(tmp_path)[name])
    with pytest.raises(NotAFilm, match="points to other files"):
        probe(attack)
    # And should the sniffing ever let one through, the forced demuxer does not follow it.
    for kind in ("mov", "matroska"):
        with attack.open("rb") as file, pytest.raises(av.FFmpegError):
            open_film(file, kind)
    # With the head of a film in front it is not a list to anybody.
    attack.write_bytes(b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + attack.read_bytes())
    with pytest.raises(NotPlayable):
        probe(attack)


def test_a_film_cannot_send_libav_to_another_file_by_a_reference(tmp_path: Path) -> None:
    """QuickTime allows a track's pictures to lie in another file, named in its `dref` box."""
    film = make_film(tmp_path / "film.mov", container="mov", sound=None)
    data = film.read_bytes()
    at = data.index(b"dref")
    film.write_bytes(data.replace(b"url \x00\x00\x00\x01", b"alis\x00\x00\x00\x00"))
    assert data[at:] != film.read_bytes()[at:]
    with film.open("rb") as file, open_film(file, "mov") as opened:
        assert opened.open_files is None or not list(opened.open_files)


def test_libav_is_opened_in_one_place_only() -> None:
    calls = re.compile(
        r"\bav\.open\b|from av import.*\bopen\b|import ffmpeg|ffmpeg\.(?:input|probe|run)\(|ffprobe"
    )
    found = {
        source.relative_to(PACKAGE).as_posix()
        for source in PACKAGE.rglob("*.py")
        if calls.search(re.sub(r'""".*?"""', "", source.read_text(encoding="utf-8"), flags=re.S))
    }
    assert found == {"media/libav.py", "media/ffmpeg.py"}


def _needed(module: str) -> set[str]:
    """The modules of this package that one needs, itself included."""
    needed, left = set(), [module]
    while left:
        name = left.pop()
        if name not in needed:
            needed.add(name)
            text = (PACKAGE / "media" / f"{name}.py").read_text(encoding="utf-8")
            left += re.findall(r"^from \.(\w+) import", text, re.M)
    return needed


#: What the server's own process uses, which a crash in a codec must not end.
SERVER_SIDE = [
    *("captions", "decrypt", "encrypt", "film_keys", "fragments", "inbox", "place", "quiet"),
    *("ranges", "reports", "serve", "site_key", "sniff", "store", "tasks", "waveform", "worker"),
]


@pytest.mark.parametrize("module", SERVER_SIDE)
def test_the_server_side_of_film_knows_no_libav(module: str) -> None:
    for name in _needed(module):
        text = (PACKAGE / "media" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"^(?:import|from) av\b(?!c)", text, re.M), name


def test_film_knows_no_flask() -> None:
    for source in (PACKAGE / "media").glob("*.py"):
        assert not re.search(r"^\s*(?:import|from) flask", source.read_text("utf-8"), re.M)
