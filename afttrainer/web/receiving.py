"""A film on its way in: streamed to the film store as it comes, never held in memory or in /tmp."""

from __future__ import annotations

import errno
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from flask import abort, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser
from wtforms import ValidationError

from afttrainer.accounts import off_the_loop
from afttrainer.media.captions import MOST_BYTES as CAPTIONS_MOST_BYTES
from afttrainer.media.refusals import NoRoom, megabytes
from afttrainer.media.store import FilmStore

#: Beyond so many times what is taken in, not even the words typed beside it are read.
READ_AT_MOST = 4
CAPTIONS = "captions.vtt"
FORM_PARTS_AT_MOST = 50


@dataclass
class Received:
    """What came: the typed fields, the film and captions (None where none was chosen), and what is
    wrong with the film, in words."""

    ticket: str
    form: MultiDict[str, str] = field(default_factory=MultiDict)
    film: Path | None = None
    captions: Path | None = None
    problem: str = ""


class Sink:
    """A file that is written off the loop, and only up to its limit; what goes beyond is read and
    forgotten, so that the sender gets an answer in words and keeps what they typed."""

    def __init__(self, path: Path | None, most_bytes: int) -> None:
        self.path = path
        self.size = 0
        self.is_too_large = False
        self.is_disk_full = False
        self._most = most_bytes
        self._file = path.open("wb", buffering=0) if path else None

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self._file is not None and self.size > self._most:
            self.is_too_large = True
            self._give_up()
        if self._file is not None:
            try:
                off_the_loop(self._file.write, bytes(data))
            except OSError as mistake:
                self.is_disk_full = mistake.errno == errno.ENOSPC
                self._give_up()
                if not self.is_disk_full:
                    raise
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - what a file has
        return 0

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _give_up(self) -> None:
        if self._file is not None and self.path is not None:
            self._file.close()
            self.path.unlink(missing_ok=True)
            self._file = None


def receive(store: FilmStore, most_bytes: int) -> Received:
    """Read the request's form, its film and captions going straight to `store`.

    Raises CSRFError and HTTP errors; whatever is raised, nothing of the film is left.
    """
    received = Received(secrets.token_hex(16))
    sinks: dict[str, Sink] = {}
    request.max_content_length = READ_AT_MOST * most_bytes
    try:
        received.problem = _no_room(store, most_bytes)
        _read(received, sinks, store, most_bytes)
        _check_token(received.form)
    except BaseException:
        _close(sinks)
        store.discard(received.ticket)
        raise
    _close(sinks)
    _judge(received, sinks, most_bytes)
    if received.problem or received.film is None:
        store.discard(received.ticket)
        received.film = received.captions = None
    return received


def _read(received: Received, sinks: dict[str, Sink], store: FilmStore, most_bytes: int) -> None:
    def sink_for(filename: str | None = None, **_told: object) -> IO[bytes]:
        name = "captions" if (filename or "").casefold().endswith(".vtt") else "film"
        sink = Sink(None, most_bytes)
        if filename and name not in sinks and not received.problem:
            film = store.incoming(received.ticket)
            sink = sinks[name] = (
                Sink(film, most_bytes)
                if name == "film"
                else Sink(film.with_name(CAPTIONS), CAPTIONS_MOST_BYTES)
            )
        return cast(IO[bytes], sink)

    parser = FormDataParser(
        stream_factory=cast(Any, sink_for),
        max_form_memory_size=current_app.config["MAX_FORM_MEMORY_SIZE"],
        max_form_parts=FORM_PARTS_AT_MOST,
        silent=False,
    )
    try:
        _stream, received.form, _files = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
    except ValueError:
        abort(400, _("This did not arrive whole. Please try again."))


def _judge(received: Received, sinks: dict[str, Sink], most_bytes: int) -> None:
    film, captions = sinks.get("film"), sinks.get("captions")
    if film is not None and film.is_too_large:
        received.problem = too_large(most_bytes)
    elif any(sink.is_disk_full for sink in sinks.values()):
        received.problem = _("The disk of this computer filled up. Nothing was kept.")
    elif captions is not None and captions.is_too_large:
        received.problem = _("These captions are larger than 1 MB. Please use a shorter file.")
    elif film is not None and film.size:
        received.film = film.path
        received.captions = captions.path if captions is not None else None


def too_large(most_bytes: int) -> str:
    most = megabytes(most_bytes)
    return str(_("This film is larger than %(most)s, the most this site takes.", most=most))


def _no_room(store: FilmStore, most_bytes: int) -> str:
    """Why not even to begin, in words."""
    coming = request.content_length or 0
    if coming > most_bytes + CAPTIONS_MOST_BYTES:
        return too_large(most_bytes)
    try:
        store.need_room(coming)
    except NoRoom as why:
        return str(_(why.template) % why.details)
    return ""


def _check_token(form: MultiDict[str, str]) -> None:
    """The usual protection reads the whole request first; here it would hold the film in memory."""
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(form.get("csrf_token"))
    except ValidationError as wrong:
        raise CSRFError(wrong.args[0]) from wrong


def _close(sinks: dict[str, Sink]) -> None:
    for sink in sinks.values():
        sink.close()
