"""`afttrainer import`: files of this computer into the inbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from afttrainer import import_films
from tests.web.sending import FILM

if TYPE_CHECKING:
    from config import Config


def lying(config: Config) -> list[str]:
    return sorted(p.name for p in (config.film_folder / "inbox").iterdir())


def test_a_film_is_copied_with_its_captions_and_stays_where_it_was(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "room 4.mp4"
    film.write_bytes(FILM)
    film.with_suffix(".vtt").write_text("WEBVTT\n")
    import_films.bring(config, [film])
    assert lying(config) == ["room 4.mp4", "room 4.vtt"]
    assert (config.film_folder / "inbox" / "room 4.mp4").read_bytes() == FILM
    assert film.read_bytes() == FILM
    assert "room 4.mp4 lies in the inbox now." in capsys.readouterr().out


@pytest.mark.parametrize("ending", [".srt", ".SRT", ".VTT"])
def test_captions_of_either_kind_come_along(config: Config, tmp_path: Path, ending: str) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(FILM)
    film.with_suffix(ending).write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    import_films.bring(config, [film])
    assert lying(config) == ["film.mp4", f"film{ending.lower()}"]


def test_captions_do_not_stay_without_their_film(config: Config, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(FILM)
    film.with_suffix(".vtt").write_text("WEBVTT\n")
    in_the_way = config.film_folder / "inbox" / "film.mp4.part"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.symlink_to("nowhere")
    with pytest.raises(click.exceptions.Exit):
        import_films.bring(config, [film])
    assert lying(config) == []


def test_what_is_no_film_is_said_and_the_others_are_taken(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, letter = tmp_path / "film.mp4", tmp_path / "letter.mp4"
    film.write_bytes(FILM)
    letter.write_bytes(b"%PDF-1.7 Dear Anna")
    gone, folder = tmp_path / "gone.mp4", tmp_path
    with pytest.raises(click.exceptions.Exit) as ended:
        import_films.bring(config, [letter, gone, folder, film])
    assert ended.value.exit_code == 1
    assert lying(config) == ["film.mp4"]
    said = capsys.readouterr().out
    assert "letter.mp4 was not taken: This file is a PDF, not a film." in said
    assert "gone.mp4 was not taken: There is no such file." in said


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("README.mp4", "film README.mp4"),
        (".hidden.mp4", "hidden.mp4"),
        ("..\\..\\evil.mp4", "evil.mp4"),
        ("a\nb\x1b[31m.mp4", "a_b__31m.mp4"),
        ("session.part", "session.film"),
        ("no ending", "no ending.film"),
        ("\u202e4pm.exe", "4pm.exe"),
        ("x" * 200 + ".mp4", "x" * 100 + ".mp4"),
        ("שיחה.mp4", "שיחה.mp4"),
        ("-rf.mp4", "-rf.mp4"),
    ],
)
def test_names_do_no_harm(config: Config, tmp_path: Path, name: str, becomes: str) -> None:
    film = tmp_path / name
    film.write_bytes(FILM)
    import_films.bring(config, [film])
    assert lying(config) == [becomes]


def test_two_of_one_name_lie_beside_each_other(config: Config, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "film.mp4").write_bytes(FILM + folder.encode())
        import_films.bring(config, [tmp_path / folder / "film.mp4"])
    assert lying(config) == ["film 2.mp4", "film.mp4"]


def test_too_large_or_no_room_leaves_nothing(
    config: Config,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(FILM)
    small: Any = replace(config, upload_limit_bytes=1000)
    with pytest.raises(click.exceptions.Exit):
        import_films.bring(small, [film])
    assert "the most this site takes" in capsys.readouterr().out
    monkeypatch.setattr("afttrainer.media.workplaces.SPARE_BYTES", 2**62)
    with pytest.raises(click.exceptions.Exit):
        import_films.bring(config, [film])
    assert "too little space" in capsys.readouterr().out
    assert lying(config) == []


def test_a_copy_that_is_not_the_same_is_not_kept(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(FILM)
    sums = iter([b"one", b"another"])
    monkeypatch.setattr(import_films, "_sum", lambda *_files: next(sums))
    with pytest.raises(click.exceptions.Exit):
        import_films.bring(config, [film])
    assert lying(config) == []
