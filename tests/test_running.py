"""`afttrainer run` as people start and stop it: real processes, both web servers."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from afttrainer import addresses
from tests.serving import HTTPError, Served, Visitor, left_over, served

#: gevent's own is the way on Windows, where gunicorn does not run.
SERVERS = ("gunicorn", "gevent")
PEOPLE = {"supervisor", "aditi", "ben", "chiara", "dao", "eszter", "femi"}


@pytest.fixture(params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=SERVERS)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A site started for the first time, for tests that leave it as they found it."""
    with served(tmp_path_factory.mktemp("opened"), "--server", request.param) as server:
        yield server.wait_until_ready()


@pytest.fixture
def first(kind: str, tmp_path: Path) -> Iterator[Served]:
    """A site of the test's own, started for the first time."""
    with served(tmp_path, "--server", kind) as server:
        yield server.wait_until_ready()


def join_code(said: str) -> str:
    found = re.search(r"/join/(\w{6})\s", said)
    assert found, said
    return found[1]


def test_a_first_start_opens_and_its_links_work_once(opened: Served) -> None:
    visitor = Visitor(opened.base)

    assert 'name="password"' in visitor.get("/"), "a stranger is asked to sign in"
    assert set(opened.links) == PEOPLE
    assert "Thursday group" in visitor.post(opened.links["ben"])
    assert "Thursday group" in visitor.get("/")
    with pytest.raises(HTTPError, match="410"):
        Visitor(opened.base).get(opened.links["ben"])


@pytest.mark.parametrize("accepted", ["zstd", "br", "deflate"])
def test_what_pages_are_made_of_travels_compressed(opened: Served, accepted: str) -> None:
    page = Visitor(opened.base).get("/")
    sheet = re.search(r'href="(/static/\S+/css/base.css)"', page)
    assert sheet, page

    asked = Request(opened.base + sheet[1], headers={"Accept-Encoding": accepted})
    with urlopen(asked) as plain, urlopen(opened.base + sheet[1]) as whole:
        assert plain.headers["Content-Encoding"] == accepted
        assert len(plain.read()) < len(whole.read()) / 2


def test_the_printed_join_address_leads_into_the_open_room(opened: Served) -> None:
    visitor = Visitor(opened.base)
    visitor.post(opened.links["dao"])

    assert 'data-screen="companion"' in visitor.get(f"/join/{join_code(opened.said)}")


def test_ctrl_c_stops_everything_cleanly(first: Served, tmp_path: Path) -> None:
    Visitor(first.base).get("/")

    assert first.stop() == 0, first.said
    assert not left_over(tmp_path), "the film worker leaves with its server"
    assert not re.search("Traceback|ERROR|WARNING", first.said), first.said
    with (
        pytest.raises(ConnectionRefusedError),
        closing(socket.create_connection(("127.0.0.1", first.port))),
    ):
        pass


def test_a_second_start_keeps_the_data_and_prints_no_links(kind: str, tmp_path: Path) -> None:
    with served(tmp_path, "--server", kind) as server:
        server.wait_until_ready()
        signed_in = Visitor(server.base)
        signed_in.post(server.links["chiara"])
        before, port = server.said, server.port
        assert server.stop() == 0
    with served(tmp_path, "--server", kind, port=port) as again:
        again.wait_until_ready()

        assert not again.links
        assert join_code(again.said) == join_code(before)
        assert "Thursday group" in signed_in.get("/"), "the device is remembered"


def test_what_was_acknowledged_outlives_a_power_cut(kind: str, tmp_path: Path) -> None:
    with served(tmp_path, "--server", kind) as server:
        server.wait_until_ready()
        visitor = Visitor(server.base)
        visitor.post(server.links["eszter"])
        visitor.get(f"/join/{join_code(server.said)}")
        move_to_check_in(server)
        for word in ("one", "two", "three"):
            said = visitor.command(1, "check_in.save", f"command-{word}", calm="4", word=word)
            assert said["ok"], said
        port = server.port
        server.kill()
    with served(tmp_path, "--server", kind, port=port) as again:
        again.wait_until_ready()

        assert 'value="three"' in visitor.get("/supervision/1/companion")
        repeated = visitor.command(1, "check_in.save", "command-three", calm="4", word="three")
        assert repeated == said, "sent again, it is answered as before and done once"


def move_to_check_in(server: Served) -> None:
    """By the supervisor, on the console."""
    console = Visitor(server.base)
    console.post(server.links["supervisor"])
    page = console.get("/supervision/1/console")
    phases = set(re.findall(r'name="phase" value="(\d+)"', page))
    moved = console.command(1, "phase.move", "to-check-in", phase=sorted(phases, key=int)[1])
    assert moved["ok"], moved


def test_a_port_in_use_is_said_in_words(kind: str, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        served(tmp_path, "--server", kind, port=taken.getsockname()[1]) as server,
    ):
        assert server.process.wait() != 0
        assert "cannot be used" in server.said
        assert "--port" in server.said
        assert "Traceback" not in server.said


def test_a_script_with_a_mistake_is_named_and_the_room_opens_all_the_same(tmp_path: Path) -> None:
    own = tmp_path / "home" / "roleplay_scripts"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("title: [unclosed", "utf-8")
    with served(tmp_path) as server:
        server.wait_until_ready()
        assert "mine.yaml, line 1: " in server.said


def test_in_a_network_it_is_encrypted_and_verifies(kind: str, tmp_path: Path) -> None:
    with served(tmp_path, "--server", kind, "--host", "0.0.0.0") as server:
        server.wait_until_ready()
        authority = tmp_path / "home" / "tls" / "authority.crt"

        assert server.base == f"https://{addresses.shown_host('0.0.0.0')}:{server.port}"
        assert str(authority) in server.said, "how to trust it is told"
        for stranger in (server.base, server.base.replace("https:", "http:")):
            with pytest.raises(OSError, match=r"CERTIFICATE_VERIFY_FAILED|reset|closed"):
                Visitor(stranger).get("/")
        visitor = Visitor(server.base, authority)
        assert "Thursday group" in visitor.post(server.links["femi"])
        assert all(cookie.secure for cookie in visitor.cookies)
        assert server.stop() == 0, server.said
        assert not re.search("Traceback|ERROR", server.said), server.said


def test_plain_http_in_a_network_is_warned_of_plainly(kind: str, tmp_path: Path) -> None:
    with served(tmp_path, "--server", kind, "--host", "0.0.0.0", "--http") as server:
        server.wait_until_ready()

        assert "Plain HTTP: whoever is in this network can read along" in server.said
        assert server.base == f"http://{addresses.shown_host('0.0.0.0')}:{server.port}"
        assert "Thursday group" in Visitor(server.base).post(server.links["aditi"])


def test_without_a_demo_a_new_site_is_empty(tmp_path: Path) -> None:
    with served(tmp_path, "--no-demo") as server:
        server.wait_until_ready()

        assert set(server.links) == {"supervisor"}
        assert re.search(r"/join\s", server.said), "there is no room yet, so no code"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AFTTRAINER_PORT", "eighty", "from 1 to 65535"),
        ("AFTTRAINER_LANGUAGE", "Klingon", "such as en, de or pt-BR"),
    ],
)
def test_a_wrong_setting_is_said_in_words(
    name: str, value: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import serving

    own = serving.environment(tmp_path)
    monkeypatch.setattr(serving, "environment", lambda _folder: own | {name: value})
    answer = serving.command(tmp_path, "run")

    assert answer.returncode != 0
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
