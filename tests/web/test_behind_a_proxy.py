"""Where a proxy stands before the site it is believed, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request

from afttrainer import create_app
from afttrainer.live.lobby import join_base
from afttrainer.places import settings

if TYPE_CHECKING:
    from config import Config

TOLD = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "supervision.clinic.example",
}


@pytest.fixture
def seen_by(config: Config) -> Callable[[int], tuple[str, str | None, str]]:
    """With so many proxies set: the address, whoever asks, and where phones are told to go."""

    def ask(proxies: int) -> tuple[str, str | None, str]:
        app = create_app(replace(config, proxies=proxies))
        found: list[tuple[str, str | None, str]] = []

        def look() -> str:
            found.append((request.host_url, request.remote_addr, join_base()))
            return ""

        app.before_request_funcs.setdefault(None, []).insert(0, look)
        app.test_client().get("/", headers=TOLD)
        close(app)
        return found[0]

    return ask


def close(app: Flask) -> None:
    app.extensions["writer"].close()


def test_a_proxy_that_is_set_tells_the_address(
    seen_by: Callable[[int], tuple[str, str | None, str]],
) -> None:
    address = "https://supervision.clinic.example"

    assert seen_by(1) == (f"{address}/", "192.0.2.7", address)


def test_without_one_nobody_is_believed(
    seen_by: Callable[[int], tuple[str, str | None, str]],
) -> None:
    assert seen_by(0) == ("http://localhost/", "127.0.0.1", "http://localhost")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AFTTRAINER_ADDRESS", "supervision.clinic.example"),
        ("AFTTRAINER_ADDRESS", "https://clinic.example/supervision"),
        ("AFTTRAINER_PROXIES", "two"),
        ("AFTTRAINER_PROXIES", "10"),
        ("AFTTRAINER_SECRET", "short"),
    ],
)
def test_what_cannot_be_meant_is_said_in_words(name: str, value: str) -> None:
    with pytest.raises(settings().BadSetting, match=name):
        settings().from_environment({name: value})


def test_what_is_meant_is_taken() -> None:
    made = settings().from_environment(
        {
            "AFTTRAINER_ADDRESS": "https://supervision.clinic.example/",
            "AFTTRAINER_PROXIES": "1",
            "AFTTRAINER_SECRET": "s" * 32,
        }
    )

    assert (made.address, made.proxies) == ("https://supervision.clinic.example", 1)
    assert made.ensure_secret_key() == "s" * 32
