"""A Chromium for the browser tests: the machine's own, else Debian's, else Playwright's.

    python -m scripts.chromium        installs one where there is none

Tests take `executable()` for Playwright's `executable_path`; None means Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

QUIETLY = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def executable() -> str | None:
    """The machine's Chromium, where it has one that starts (Ubuntu's may be an empty shell)."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    return None


def playwright_has_its_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


def is_root_with_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_from_debian() -> None:
    # Without a font the pages would be drawn as empty boxes, and nothing else here brings one.
    for arguments in (
        ["update"],
        ["install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"],
    ):
        subprocess.run(["apt-get", "-qq", *arguments], env=QUIETLY, stdout=subprocess.DEVNULL)


def install_from_playwright() -> int:
    its_libraries_too = ["--with-deps"] if is_root_with_apt() else []
    command = [sys.executable, "-m", "playwright", "install", *its_libraries_too, "chromium"]
    return subprocess.run(command, env=QUIETLY).returncode


def main() -> int:
    if executable() or playwright_has_its_own():
        return 0
    print("Installing Chromium for the browser tests…", flush=True)
    if is_root_with_apt():
        install_from_debian()
        if executable():
            return 0
    return install_from_playwright()


if __name__ == "__main__":
    sys.exit(main())
