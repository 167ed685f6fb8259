"""A browser that sends a film bit by bit, as far as it is told to."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TUS = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"
FILM = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 2000


def begin(browser: FlaskClient, group: int, size: int, mark: str = "", **more: str) -> TestResponse:
    metadata = {"Upload-Metadata": f"mark {b64encode(mark.encode()).decode()}"} if mark else {}
    headers = TUS | {"Upload-Length": str(size)} | metadata | more
    return browser.post(f"/groups/{group}/uploads", headers=headers)


def part(
    browser: FlaskClient, address: str, at: object, data: bytes, method: str = "PATCH", **more: str
) -> TestResponse:
    headers = TUS | {"Upload-Offset": str(at)} | more
    return browser.open(address, method=method, data=data, content_type=BODY, headers=headers)


def torn(browser: FlaskClient, address: str, at: int, data: bytes, promised: int) -> TestResponse:
    """The connection breaks after `data`, of more that was promised."""
    environ: dict[str, Any] = {"wsgi.input": BytesIO(data), "CONTENT_LENGTH": str(promised)}
    headers = TUS | {"Upload-Offset": str(at)}
    return browser.patch(address, content_type=BODY, headers=headers, environ_overrides=environ)


def where(browser: FlaskClient, address: str) -> TestResponse:
    return browser.head(address, headers=TUS)


def come(browser: FlaskClient, address: str) -> int:
    return int(where(browser, address).headers["Upload-Offset"])


@dataclass
class Sent:
    """A film of which all has been sent."""

    address: str

    @property
    def ticket(self) -> str:
        return self.address.rsplit("/", 1)[1]


def send(browser: FlaskClient, group: int, film: bytes = FILM) -> Sent:
    address = begin(browser, group, len(film)).headers["Location"]
    answer = part(browser, address, 0, film)
    assert answer.status_code == 204, answer.get_data(as_text=True)
    return Sent(address)


def say(browser: FlaskClient, group: int, ticket: str, **typed: Any) -> TestResponse:
    """What is said of a film, while it comes or afterwards."""
    sent = {"case": "", "title": "Session 12", "given_on": "2026-03-01"} | typed
    captions = sent.pop("captions", None)
    data = {f"{ticket}-{name}": value for name, value in sent.items()}
    if captions is not None:
        data["captions"] = captions
    return browser.post(
        f"/groups/{group}/films/arriving/{ticket}", data=data, content_type="multipart/form-data"
    )
