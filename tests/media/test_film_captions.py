"""Captions are cues and nothing else, or they are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from films import CAPTIONS

from afttrainer.media.captions import Cue, parse_captions, read_captions, render_captions
from afttrainer.media.refusals import BadCaptions


def test_cues_are_kept_and_private_remarks_are_not() -> None:
    cues = parse_captions(CAPTIONS)
    assert cues == [Cue(200, 1500, "<v Ana>I am not sure.")]
    assert "private" not in render_captions(cues)


def test_written_anew_they_read_the_same() -> None:
    cues = parse_captions(
        "WEBVTT - scene 1\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "second\r\n01:00:02.500 --> 01:00:03.000 align:start line:80% onclick:evil()\r\n"
        "two\r\nlines\r\n\r\n00:01.000 --> 00:02.000\r\none\r\n"
    )
    assert cues == [
        Cue(1000, 2000, "one"),
        Cue(3_602_500, 3_603_000, "two\nlines", "align:start line:80%"),
    ]
    assert parse_captions(render_captions(cues)) == cues


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "first line must be WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHello\n", "first line must be WEBVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nHello\n", "first line must be WEBVTT"),
        ("WEBVTT\n\nNOTE nothing else\n", "no line to show"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nHello\n", "Line 3 .* should be a time"),
        ("WEBVTT\n\nname\n00:01 --> 00:02\nHello\n", "Line 4 .* should be a time"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nHello\n", "Line 3 .* should be a time"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n", "Line 3 .* ends before it begins"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n00:03.000 --> 00:04.000\nthere\n",
            "Line 5 .* empty line",
        ),
    ],
)
def test_a_mistake_is_named_by_its_line(text: str, words: str) -> None:
    with pytest.raises(BadCaptions, match=words):
        parse_captions(text)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "captions.vtt"
    path.write_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe\n")
    with pytest.raises(BadCaptions, match="UTF-8"):
        read_captions(path)
    path.write_bytes(b"WEBVTT\n\n" + b"x" * 1024**2)
    with pytest.raises(BadCaptions, match="1 MB"):
        read_captions(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "captions.vtt"
    path.write_bytes(CAPTIONS.encode("utf-8-sig"))
    assert len(read_captions(path)) == 1
