"""What a file is by its first bytes. The name it came with proves nothing and is not looked at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from .refusals import N_, NotAFilm, NotPlayable

#: The demuxers a file may be opened with, by libav's own names: MP4 and QuickTime; Matroska and
#: WebM; AVI; transport streams (MTS, M2TS, TS); program streams (MPG, MOD, VOB).
Kind = Literal["mov", "matroska", "avi", "mpegts", "mpeg"]

HEAD_BYTES = 4096

_PICTURE = N_("This file is a picture, not a film.")
_SOUND = N_("This file is a sound recording, not a film.")
_TEXT = N_("This file is a text, not a film.")
_PLAYLIST = N_("This file is a list that points to other files, not a film.")
_ZIP = N_("This file is a ZIP archive or an office document, not a film.")
_UNKNOWN = N_("This file is not a film that AFT Trainer knows. Please use MP4 with H.264.")
CONVERT = N_(
    "A browser cannot play this kind of film yet (%(codec)s). "
    "Please convert it to MP4 with H.264 first."
)

_NOT_FILMS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("This file is a PDF, not a film.")),
    (b"PK\x03\x04", _ZIP),
    (b"\xd0\xcf\x11\xe0", _ZIP),
    (b"7z\xbc\xaf", _ZIP),
    (b"Rar!", _ZIP),
    (b"\x1f\x8b", _ZIP),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"ID3", _SOUND),
    (b"fLaC", _SOUND),
    (b"OggS", _SOUND),
    (b"MZ", N_("This file is a program, not a film.")),
    (b"\x7fELF", N_("This file is a program, not a film.")),
)

_OTHER_FILMS: tuple[tuple[bytes, str], ...] = (
    (b"\x30\x26\xb2\x75", "Windows Media"),
    (b"FLV", "Flash Video"),
    (b"\x00\x00\x01\xb3", "MPEG-2"),
    (b".RMF", "RealMedia"),
)

_BRANDS: dict[bytes, str] = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"), _PICTURE),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), _SOUND),
}

_PLAYLISTS = re.compile(
    rb"#EXTM3U|ffconcat|<\?xml[^>]*>\s*<MPD|<MPD|<SmoothStreaming|\[playlist\]|"
    rb"file\s+['\"]?[\w/.]|<ASX",
    re.IGNORECASE,
)

#: Old QuickTime files begin with one of these boxes and no `ftyp`.
_QUICKTIME_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip")


def sniff_file(path: Path) -> Kind:
    """The demuxer for this file. Raises NotAFilm or NotPlayable.

    A pipe, a device or a socket is not opened at all: reading it could have no end.
    """
    if not path.is_file():
        raise NotAFilm(N_("This is not an ordinary file. Please choose the film itself."))
    with path.open("rb") as file:
        return sniff(file.read(HEAD_BYTES))


def sniff(head: bytes) -> Kind:
    """The demuxer for a file that begins with these bytes. Raises NotAFilm or NotPlayable."""
    if not head:
        raise NotAFilm(N_("This file is empty."))
    if head[4:8] == b"ftyp":
        if words := _BRANDS.get(head[8:12]):
            raise NotAFilm(words)
        return "mov"
    if head[4:8] in _QUICKTIME_STARTS:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if kind := _older(head):
        return kind
    _refuse_known(head)
    _refuse_text(head)
    raise NotAFilm(_UNKNOWN)


def _older(head: bytes) -> Kind | None:
    """What camcorders and room systems write. No browser plays these as they are."""
    if head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"AVIX"):
        return "avi"
    if head.startswith(b"\x00\x00\x01\xba"):
        return "mpeg"
    # Transport streams repeat their mark every 188 bytes (192 on camcorder cards, offset 4).
    for first, step in ((0, 188), (4, 192)):
        if set(head[first : first + 8 * step : step]) == {0x47} and len(head) > first + step:
            return "mpegts"
    return None


def _refuse_known(head: bytes) -> None:
    for magic, words in _NOT_FILMS:
        if head.startswith(magic):
            raise NotAFilm(words)
    for magic, name in _OTHER_FILMS:
        if head.startswith(magic):
            raise NotPlayable(CONVERT, codec=name)
    if head.startswith(b"RIFF"):
        raise NotAFilm(_PICTURE if head[8:12] == b"WEBP" else _SOUND)


def _refuse_text(head: bytes) -> None:
    # A playlist handed to libav by its content can make it read other files of this machine.
    if _PLAYLISTS.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise NotAFilm(_PLAYLIST)
    if b"\x00" not in head:
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as mistake:
            if mistake.start < len(head) - 4:
                return
        raise NotAFilm(_TEXT)
