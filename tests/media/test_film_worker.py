"""The film worker as a real process: films in by both ways, crashes, restarts, leaving."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import av
import numbered
import pytest
from film_room import FilmRoom
from films import CAPTIONS, make_film, wait_until
from forms import convert

from afttrainer.media import alongside
from afttrainer.media.film_keys import FilmKeys
from afttrainer.media.job import MOST_TRIES
from afttrainer.media.lanes import SMALL_BYTES
from afttrainer.media.refusals import FILM_GONE, Refusal
from afttrainer.media.site_key import SiteKey
from afttrainer.media.store import FilmStore, clip_file
from afttrainer.media.worker import PAUSE_S, FilmWorker, start_worker

TOP = Path(__file__).parents[2]
#: Large enough that reading it takes a while, on a disk that keeps holes for what is empty.
LARGE_BYTES = 600 * 1024**2


def test_an_uploaded_film_is_taken_in(room: FilmRoom) -> None:
    source = room.upload("upload-1", faststart=False)
    captions = source.with_name("captions.vtt")
    captions.write_text(CAPTIONS)
    room.queue.prepare("upload-1", str(source), str(captions), origin_name="Ben.mp4")
    assert room.report("upload-1").stage == "waiting"
    room.worker.ensure_alive()
    report = room.finished("upload-1")
    assert report.stage == "ready"
    assert report.message is None
    assert report.facts.duration_ms == 2000
    assert report.origin_name == "Ben.mp4"
    for name in (report.stored, report.still, report.captions):
        assert room.store.read(name)
    assert alongside.is_there(room.store, report.sha256)
    wait_until(lambda: not source.parent.exists(), "the upload is gone")
    assert list((room.store.root / "preparing").glob("*")) == []


def test_a_film_brought_in_while_the_worker_waits_is_taken_in(room: FilmRoom) -> None:
    room.queue.prepare("first", str(room.upload("first")), None)
    room.worker.ensure_alive()
    room.finished("first")
    room.queue.prepare("second", str(room.upload("second")), None)
    assert room.finished("second").stage == "ready"


def test_a_film_from_elsewhere_stays_where_it_is(room: FilmRoom, tmp_path: Path) -> None:
    demo = make_film(tmp_path / "demo.mp4")
    room.worker.ensure_alive()
    room.queue.prepare("demo", str(demo), None)
    assert room.finished("demo").stage == "ready"
    assert demo.exists()


def test_where_the_site_says_so_originals_stay_in_the_inbox(room: FilmRoom) -> None:
    room.worker.inbox_keeps = True
    kept = make_film(room.inbox / "kept.mp4")
    room.worker.ensure_alive()
    assert room.from_inbox("kept.mp4").stage == "ready"
    make_film(room.inbox / "after it.mp4", pictures=40)
    assert room.from_inbox("after it.mp4").stage == "ready"
    assert kept.exists()
    taken = [r for r in room.queue.reports.since(0) if r.origin == "inbox"]
    assert len(taken) == 2, "none is taken in twice"


def test_an_original_whose_film_is_gone_is_not_taken_in_again(room: FilmRoom) -> None:
    room.worker.inbox_keeps = True
    kept = make_film(room.inbox / "kept.mp4")
    room.worker.ensure_alive()
    told, taken = room.queue.reports, room.from_inbox("kept.mp4")
    told.change(taken.ticket, "refused", refusal=Refusal(FILM_GONE), sha256=None)
    make_film(room.inbox / "after it.mp4", pictures=40)
    assert room.from_inbox("after it.mp4").stage == "ready"
    now = told.get(taken.ticket)
    assert now is not None
    assert (now.stage, now.template) == ("refused", FILM_GONE)
    assert kept.exists()


def test_films_dropped_into_the_inbox_are_offered(room: FilmRoom) -> None:
    film = make_film(room.inbox / "Ana, session 3.mp4")
    film.with_suffix(".vtt").write_text(CAPTIONS)
    bill = room.inbox / "bill.mp4"
    bill.write_bytes(b"%PDF-1.7 and so on")
    room.worker.ensure_alive()
    report = room.from_inbox("Ana, session 3.mp4")
    assert (report.stage, report.origin) == ("ready", "inbox")
    assert report.captions is not None
    refused = room.from_inbox("bill.mp4")
    assert refused.stage == "refused"
    assert refused.message == "This file is a PDF, not a film."
    assert refused.words(str.upper) == "THIS FILE IS A PDF, NOT A FILM."
    note = room.inbox / "bill.mp4.why.txt"
    wait_until(
        lambda: set(room.inbox.iterdir()) == {bill, note}, "only the bill and its note are left"
    )
    make_film(bill)
    wait_until(lambda: not list(room.inbox.iterdir()), "the bill that became a film is taken")


def test_captions_with_a_mistake_stay_in_the_inbox_with_a_note(room: FilmRoom) -> None:
    make_film(room.inbox / "a.mp4").with_suffix(".vtt").write_text("Hello")
    room.worker.ensure_alive()
    report = room.from_inbox("a.mp4")
    assert report.stage == "ready"
    assert report.captions is None
    assert "WEBVTT" in report.message
    wait_until(
        lambda: {path.name for path in room.inbox.iterdir()} == {"a.vtt", "a.vtt.why.txt"},
        "the captions are left with a note",
    )


def test_a_refused_upload_is_deleted_and_spoken_of(room: FilmRoom) -> None:
    source = room.store.incoming("notes")
    source.write_text("He was quiet on Tuesday.")
    room.queue.prepare("notes", str(source), None)
    room.queue.prepare("gone", str(source.with_name("nothing")), None)
    room.worker.ensure_alive()
    assert room.finished("notes").message == "This file is a text, not a film."
    wait_until(lambda: not source.parent.exists(), "the upload is gone")
    assert room.finished("gone").message == "This file is no longer where it was."


def test_a_worker_killed_half_way_finishes_the_film_after_its_restart(
    room: FilmRoom, tmp_path: Path
) -> None:
    film = make_film(tmp_path / "large.mp4", grain=LARGE_BYTES)
    room.worker.ensure_alive()
    room.queue.prepare("large", str(film), None)
    room.queue.prepare("next", str(make_film(tmp_path / "next.mp4")), None)
    wait_until(lambda: room.report("large").share > 0, "the large film is being looked at")
    assert room.worker.process is not None
    room.worker.process.kill()
    room.worker.process.wait()
    assert not room.report("large").finished
    wait_until(room.worker.ensure_alive, "the worker is started again")
    assert room.finished("large").stage == "ready"
    assert room.finished("large").tries == 2
    assert room.finished("next").stage == "ready"
    assert list((room.store.root / "preparing").glob("*")) == []


def test_a_worker_told_to_leave_puts_the_film_back(room: FilmRoom, tmp_path: Path) -> None:
    film = make_film(tmp_path / "large.mp4", grain=LARGE_BYTES)
    room.worker.ensure_alive()
    room.queue.prepare("large", str(film), None)
    wait_until(lambda: room.report("large").share > 0, "the large film is being looked at")
    process = room.worker.process
    assert process is not None
    room.worker.stop()
    assert process.returncode == 0
    report = room.report("large")
    assert (report.stage, report.tries) == ("waiting", 0)
    assert list((room.store.root / "preparing").glob("*")) == []


def test_a_film_that_keeps_ending_the_worker_is_put_aside(room: FilmRoom, tmp_path: Path) -> None:
    room.queue.prepare("evil", str(make_film(tmp_path / "evil.mp4")), None)
    room.queue.reports.change("evil", "looking", tries=MOST_TRIES)
    room.worker.ensure_alive()
    assert "stopped the film reader 3 times" in room.finished("evil").message


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What takes several seconds to encode."""
    folder = tmp_path_factory.mktemp("long")
    plain = numbered.film(folder / "plain.mp4", 495)
    return convert(plain, folder / "long.ts", "-vf", "scale=1920:1080,setfield=tff", "-flags",
                   "+ilme+ildct", "-c:v", "mpeg2video", "-b:v", "8M", "-c:a", "mp2")  # fmt: skip


def test_a_film_being_encoded_holds_up_no_other(
    room: FilmRoom, tmp_path: Path, long_film: Path
) -> None:
    room.worker.ensure_alive()
    room.queue.prepare("long", str(long_film), None)
    wait_until(lambda: room.report("long").stage == "encoding", "the long film is being encoded")
    report = room.report("long")
    assert report.facts.duration_ms == pytest.approx(19_800, abs=100)
    assert report.tries == 0, "a crash of the reader would not be this film's"
    room.queue.prepare("quick", str(make_film(tmp_path / "quick.mp4")), None)
    assert room.finished("quick").stage == "ready"
    assert not room.report("long").finished
    assert room.finished("long").stage == "ready"
    assert room.report("long").tries == 1


def test_a_large_film_being_read_holds_up_no_small_one(room: FilmRoom, tmp_path: Path) -> None:
    large = make_film(tmp_path / "large.mp4", grain=2 * SMALL_BYTES)
    room.worker.ensure_alive()
    room.queue.prepare("large", str(large), None)
    wait_until(lambda: room.report("large").share > 0, "the large film is being looked at")
    room.queue.prepare("small", str(make_film(tmp_path / "small.mp4")), None)
    assert room.finished("small").stage == "ready"
    assert not room.report("large").finished
    room.queue.reports.cancel("large")
    assert room.finished("large").stage == "stopped"


def test_what_is_stopped_can_be_begun_again(room: FilmRoom, long_film: Path) -> None:
    upload = room.store.incoming("long")
    shutil.copyfile(long_film, upload)
    room.worker.ensure_alive()
    for _ in range(2):
        if not room.queue.again("long"):
            room.queue.prepare("long", str(upload), None)
        wait_until(lambda: room.report("long").stage == "encoding", "it is being encoded")
        room.queue.reports.cancel("long")
        assert room.finished("long").stage == "stopped"
        assert "was stopped" in room.report("long").message
        assert upload.exists()
        assert not (room.store.root / "preparing" / "long").exists()
    assert not room.queue.again("another")


def test_a_worker_killed_while_it_encodes_begins_the_film_anew(
    room: FilmRoom, long_film: Path
) -> None:
    room.queue.prepare("long", str(long_film), None)
    room.worker.ensure_alive()
    wait_until(lambda: room.report("long").stage == "encoding", "it is being encoded")
    assert room.worker.process is not None
    room.worker.process.kill()
    room.worker.process.wait()
    wait_until(room.worker.ensure_alive, "the worker is started again")
    assert room.finished("long").stage == "ready"
    assert list((room.store.root / "preparing").glob("*")) == []


def test_the_worker_seals_with_a_key_that_no_list_of_processes_shows(
    room: FilmRoom, tmp_path: Path
) -> None:
    site = SiteKey(bytes(range(32)))
    keys = FilmKeys(tmp_path / "keys", site)
    worker = FilmWorker(room.worker.home, room.worker.films, room.worker.inbox, keys)
    room.queue.prepare("film", str(make_film(tmp_path / "film.mp4")), None)
    worker.ensure_alive()
    try:
        report = room.finished("film")
        sealed = FilmStore(room.store.root, keys)
        assert sealed.read(report.stored)[4:8] == b"ftyp"
        assert not list(room.store.root.rglob("film.mp4"))
        if Path("/proc/self/environ").exists() and worker.process is not None:
            shown = Path(f"/proc/{worker.process.pid}")
            for file in ("environ", "cmdline"):
                assert keys.site_secret() not in (shown / file).read_bytes()
    finally:
        worker.stop()


def test_a_clip_is_cut_beside_its_film_and_asked_for_once(room: FilmRoom, tmp_path: Path) -> None:
    film = numbered.film(tmp_path / "film.mp4", 250, options={"g": "25"})
    room.worker.ensure_alive()
    room.queue.prepare("film", str(film), None)
    made = room.finished("film")
    for _ in range(2):
        room.queue.cut(made.sha256, made.stored, 2_000, 8_000)
    [report] = [r for r in room.queue.reports.since(0) if r.origin == "clip"]
    assert room.finished(report.ticket).stage == "ready"
    name = room.store.name(made.sha256, clip_file(2_000, 8_000))
    with av.open(io.BytesIO(room.store.read(name))) as clip:
        assert [numbered.number_of(f) for f in clip.decode(video=0)] == list(range(50, 200))
    room.store.drop_clips(made.sha256, {name})
    assert room.store.has(name)
    room.store.drop_clips(made.sha256, set())
    assert not room.store.has(name)
    assert room.store.has(made.stored)


def test_a_ticket_is_worked_once(room: FilmRoom, tmp_path: Path) -> None:
    film = str(make_film(tmp_path / "film.mp4"))
    room.queue.prepare("once", film, None)
    room.queue.prepare("once", str(tmp_path / "another"), None)
    room.worker.ensure_alive()
    report = room.finished("once")
    assert (report.stage, report.tries) == ("ready", 1)


def test_the_server_hears_each_change_once_and_forgets(room: FilmRoom, tmp_path: Path) -> None:
    film = str(make_film(tmp_path / "film.mp4"))
    reports = room.queue.reports
    room.queue.prepare("one", film, None)
    [waiting] = reports.since(0)
    assert reports.since(waiting.version) == []
    assert not reports.forget("one")
    room.worker.ensure_alive()
    last = room.finished("one")
    assert [report.ticket for report in reports.since(waiting.version)] == ["one"]
    assert reports.forget("one")
    assert reports.since(0) == []
    room.queue.prepare("two", film, None)
    assert reports.since(last.version)[0].ticket == "two"


def test_the_worker_leaves_when_asked(tmp_path: Path) -> None:
    for ask in (lambda process: process.terminate(), lambda process: process.stdin.close()):
        process = start_worker(tmp_path / "home", tmp_path / "store", tmp_path / "inbox")
        wait_until((tmp_path / "inbox").exists, "the worker is at work")
        (tmp_path / "inbox").rmdir()
        ask(process)
        assert process.wait(30) == 0
        process.stdin.close()


def test_the_worker_leaves_when_the_server_is_killed(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path\n"
            "from afttrainer.media.worker import start_worker\n"
            f"top = Path({str(tmp_path)!r})\n"
            "worker = start_worker(top / 'home', top / 'store', top / 'inbox')\n"
            "print(worker.pid, flush=True); sys.stdin.read()",
        ],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        worker = int(server.stdout.readline())
        wait_until((tmp_path / "inbox").exists, "the worker is at work")
        server.send_signal(signal.SIGKILL)
        wait_until(lambda: not _lives(worker), "the worker has gone")


def test_a_worker_that_keeps_ending_is_started_more_and_more_slowly(room: FilmRoom) -> None:
    worker, now = room.worker, 1000.0
    for pause_s in (PAUSE_S, PAUSE_S * 2, PAUSE_S * 4):
        assert worker.ensure_alive(now)
        assert worker.process is not None
        worker.process.kill()
        worker.process.wait()
        assert not worker.ensure_alive(now)
        assert not worker.ensure_alive(now + pause_s * 0.9)
        now += pause_s


def test_the_sites_secrets_do_not_reach_the_worker(
    room: FilmRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self/environ").exists():
        pytest.skip("needs /proc")
    monkeypatch.setenv("AFTTRAINER_SECRET", "to be kept")
    room.worker.ensure_alive()
    assert room.worker.process is not None
    environ = Path(f"/proc/{room.worker.process.pid}/environ")
    wait_until(lambda: b"PYTHONPATH" in environ.read_bytes(), "the worker has its environment")
    assert b"to be kept" not in environ.read_bytes()


def _lives(process: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat")
        if state.exists():  # a child nobody waits for stays listed as a zombie
            return state.read_text().rpartition(")")[2].split()[0] != "Z"
        os.kill(process, 0)
        return True
    return False
