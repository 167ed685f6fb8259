"""The Chromium of a run: one for all tests, who have devices of their own in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import executable

#: Nothing goes to the network but to the house.
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARGUMENTS = (
    *QUIETLY,
    # A wall sounds without having been touched, as one does that was opened by a click.
    "--autoplay-policy=no-user-gesture-required",
    # Whoever is allowed to use a microphone has one, which hums.
    "--use-fake-device-for-media-stream",
    # Several people's screens are open at once, and only one can be in front.
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
)


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        yield browser
        browser.close()
