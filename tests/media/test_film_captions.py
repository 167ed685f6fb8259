"""Captions are cues and nothing else, or they are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from films import CAPTIONS
from hypothesis import given
from hypothesis import strategies as st

from afttrainer.media.captions import (
    Cue,
    captions_in,
    parse_captions,
    read_captions,
    render_captions,
)
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
        ("", "neither WebVTT"),
        ("Dear all, here are the captions.", "neither WebVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nHello\n", "neither WebVTT"),
        ("1\n00:00:02,000 --> 00:00:01,000\nHello\n", "Line 2 .* ends before it begins"),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", "no line to show"),
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


SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Ana:</i> I am <font color="#fff">not</font> sure.

2
0:00:03,5 --> 0:00:04,000  X1:40 X2:600 Y1:20 Y2:50
{\\an8}Are you <here> & now?

He waits.
3
01:00:02.040 --> 01:00:03.000
עליי
"""


def test_subrip_as_programs_write_it() -> None:
    cues = parse_captions(SRT)
    assert cues == [
        Cue(1000, 2500, "<i>Ana:</i> I am not sure."),
        Cue(3500, 4000, "Are you &lt;here&gt; &amp; now?\nHe waits."),
        Cue(3_602_040, 3_603_000, "עליי"),
    ]
    assert parse_captions(render_captions(cues)) == cues


@pytest.mark.parametrize(
    "raw",
    [
        SRT.encode("utf-8-sig"),
        SRT.encode("utf-16"),
        b"\xfe\xff" + SRT.encode("utf-16-be"),
        SRT.replace("\n", "\r\n").encode(),
        SRT.replace("\n", "\r").encode(),
        b"\n\n" + SRT.encode(),
    ],
)
def test_encodings_and_line_ends_that_say_what_they_are(raw: bytes) -> None:
    assert captions_in(raw) == parse_captions(SRT)


@pytest.mark.parametrize("encoding", ["cp1255", "utf-16-le", "shift_jis", "utf-32"])
def test_letters_are_never_guessed_at(encoding: str) -> None:
    said = SRT if encoding != "shift_jis" else SRT.replace("עליי", "はい")
    with pytest.raises(BadCaptions):
        captions_in(said.encode(encoding))


@given(st.one_of(st.text(), st.binary().map(lambda raw: SRT + raw.decode("latin-1"))))
def test_whatever_comes_only_cues_go_on(text: str) -> None:
    try:
        cues = parse_captions(text)
    except BadCaptions:
        return
    again = parse_captions(render_captions(cues))
    assert [(cue.start_ms, cue.end_ms) for cue in again] == [(c.start_ms, c.end_ms) for c in cues]
    for cue in again:
        assert "-->" not in cue.text


def test_subrip_cannot_bring_markup_of_its_own() -> None:
    (cue,) = parse_captions(
        "00:00:01,000 --> 00:00:02,000\n<script>x</script><c.a>y<b onclick=z>\n"
    )
    assert cue.text == "&lt;script&gt;x&lt;/script&gt;&lt;c.a&gt;y<b>"
