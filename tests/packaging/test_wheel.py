"""What `pip install .` gives a clinic: everything inside the package, and a room that opens."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel made from that sdist and nothing else."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder, TOP], check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def contents(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_nothing_lands_in_site_packages_but_the_package(contents: list[str]) -> None:
    tops = {name.split("/")[0] for name in contents}

    assert "afttrainer" in tops
    assert all(top == "afttrainer" or top.endswith(".dist-info") for top in tops)
    assert "afttrainer/config.py" in contents


@pytest.mark.parametrize(
    "folder",
    ["migrations", "roleplay_scripts", "static", "templates", "video_segments/demo"],
)
def test_every_file_of_a_folder_travels_in_the_wheel(folder: str, contents: list[str]) -> None:
    lies_in = "afttrainer/migrations" if folder == "migrations" else folder
    answer = subprocess.run(
        ["git", "-C", TOP, "ls-files", "-z", lies_in], check=True, capture_output=True, text=True
    )
    committed = [name for name in answer.stdout.split("\0") if name]

    assert committed
    for name in committed:
        assert f"afttrainer/{name.removeprefix('afttrainer/')}" in contents


def test_browser_libraries_and_their_licences_travel_in_the_wheel(contents: list[str]) -> None:
    vendored = {name for name in contents if name.startswith("afttrainer/static/vendor/")}

    for library in (
        "socket.io.esm.min.js",
        "idiomorph.esm.js",
        "idb.js",
        "pico.min.css",
        "tus.min.js",
    ):
        assert f"afttrainer/static/vendor/{library}" in vendored
    for package in ("socket.io-client", "idiomorph", "idb", "picocss-pico", "tus-js-client"):
        assert f"afttrainer/static/vendor/licences/{package}.txt" in vendored
    assert not any("axe" in name for name in vendored), "axe-core is for tests only"


def test_no_data_of_a_clinic_and_no_library_travels_in_the_sdist(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = archive.getnames()

    for folder in ("/var/", "/video_segments/inbox/", "/video_segments/store/", "/static/vendor/"):
        assert not any(folder in name for name in names)


def test_an_empty_environment_opens_a_room(wheel: Path, tmp_path: Path) -> None:
    python = make_environment(tmp_path / "venv")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    subprocess.run([*pip, "-c", TOP / "constraints.txt", wheel], check=True)

    with server(python.with_name("afttrainer"), tmp_path) as (address, process, log):
        style = re.search(r'href="(/static/(?:.*/)?)css/', first_page(address, process, log))
        assert style, "the first page has no style sheet"
        with urlopen(f"{address}{style[1]}vendor/socket.io.esm.min.js") as library:
            assert library.status == 200

        # As a terminal does on Ctrl-C: to the server and to all that it started.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait() == 0, log.read_text()
    assert not re.search("Traceback|ERROR", log.read_text()), log.read_text()


def make_environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


@contextmanager
def server(command: Path, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """`afttrainer run` in a folder that is no checkout, its home there and its words in a file."""
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    away = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    away["AFTTRAINER_HOME"] = str(folder / "home")
    log = folder / "log.txt"
    with log.open("wb") as words:
        process = subprocess.Popen(
            [command, "run", "--port", str(port)],
            cwd=folder,
            env=away,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield f"http://127.0.0.1:{port}", process, log
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def first_page(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    """Asks until the server answers; a server that has ended will not, so it says what it said."""
    while process.poll() is None:
        with suppress(URLError), urlopen(address) as page:
            return str(page.read(), "utf-8")
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    pytest.fail(f"afttrainer run ended:\n{log.read_text()}")
