"""ffmpeg: one door, closed but for the one file; whatever it does, it ends, and nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ffmpeg
import pytest
from films import EITHER_FFMPEG, wait_until

from afttrainer.media import running
from afttrainer.media.ffmpeg import (
    FfmpegError,
    bare,
    film_input,
    filters_of,
    find_ffmpeg,
    run,
    version_of,
)
from afttrainer.media.limits import Limits, limits_missing

ROOMY = Limits(wall_s=60, cpu_s=60, output_bytes=50 * 10**6)
posix = pytest.mark.skipif(os.name != "posix", reason="limits and groups of this kind")


@pytest.fixture(params=EITHER_FFMPEG)
def program(request: pytest.FixtureRequest) -> Path:
    return find_ffmpeg(request.param)


class Piled:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        self.data += data


def pattern(seconds: float | None = None) -> Any:
    """A film out of nothing; without `seconds` it never ends."""
    length = f":d={seconds}" if seconds else ""
    return ffmpeg.input(f"testsrc2=s=160x90:r=25{length}", format="lavfi")


def encoded(source: Any, where: str = "pipe:1", **options: Any) -> Any:
    made = {"format": "mpegts", "c:v": "libx264", "preset": "ultrafast", "threads": 1}
    return ffmpeg.output(source, where, **bare(**(made | options)))


def test_either_ffmpeg_is_found_and_can_do_what_is_needed(program: Path) -> None:
    assert program.is_file()
    assert {"bwdif", "fps", "scale", "aresample", "silencedetect", "amix"} <= filters_of(program)
    assert version_of(program)[:1].isalnum()


def test_the_systems_own_comes_first_and_the_bundled_serves_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "imageio_ffmpeg" in str(find_ffmpeg())
    with pytest.raises(FfmpegError) as missing:
        find_ffmpeg("system")
    assert missing.value.why == "missing"
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    assert find_ffmpeg() == tmp_path / "ffmpeg"


def test_what_is_made_goes_to_the_sink_and_progress_is_told(program: Path, tmp_path: Path) -> None:
    told: list[float] = []
    sink = Piled()
    slow = ffmpeg.input("testsrc2=s=160x90:d=1.5", format="lavfi", re=None)
    made = run(
        encoded(slow), folder=tmp_path, duration_ms=1500, limits=ROOMY,
        tell=told.append, sink=sink, program=program,
    )  # fmt: skip
    assert sink.data[0] == 0x47
    assert made.written_bytes == len(sink.data)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert all(0 <= share <= 1 for share in told)
    assert list(tmp_path.iterdir()) == []


def test_it_starts_in_the_jobs_folder_without_an_environment(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FFREPORT", f"file={tmp_path / 'report'}:level=32")
    monkeypatch.setenv("AFTTRAINER_SECRET", "a word nobody may read")
    run(
        encoded(pattern(0.2), "file:here.ts"), folder=tmp_path, duration_ms=200, limits=ROOMY,
        program=program,
    )  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["here.ts"]


def test_what_it_says_is_heard_line_by_line(program: Path, tmp_path: Path) -> None:
    said: list[str] = []
    run(
        encoded(pattern(0.2)), folder=tmp_path, duration_ms=200, limits=ROOMY, sink=Piled(),
        listen=said.append, program=program,
    )  # fmt: skip
    assert any("libx264" in line for line in said)
    assert not any(line.startswith("out_time") for line in said)


def test_a_film_that_is_none_is_refused_and_the_log_told(program: Path, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"\x00\x00\x00\x10ftypisom" + bytes(400))
    with pytest.raises(FfmpegError) as refused:
        run(
            encoded(film_input(tmp_path / "film", "mov")), folder=tmp_path, duration_ms=1000,
            limits=ROOMY, sink=Piled(), program=program,
        )  # fmt: skip
    assert refused.value.why == "refused"
    assert "Invalid data" in refused.value.last_words


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(wall_s=0.6, cpu_s=60, output_bytes=10**9), "too_long"),
        pytest.param(Limits(wall_s=60, cpu_s=1, output_bytes=10**9), "too_long", marks=posix),
        (Limits(wall_s=60, cpu_s=60, output_bytes=50_000), "too_large"),
    ],
)
@pytest.mark.parametrize("where", ["pipe:1", "file:made.ts"])
def test_a_film_without_end_is_ended(tmp_path: Path, limits: Limits, why: str, where: str) -> None:
    if where != "pipe:1" and why == "too_large" and os.name != "posix":
        pytest.skip("a file's size is limited by the system")
    sink = Piled() if where == "pipe:1" else None
    with pytest.raises(FfmpegError) as ended:
        run(encoded(pattern(), where), folder=tmp_path, duration_ms=1000, limits=limits, sink=sink)
    assert ended.value.why == why
    assert len(sink.data if sink else b"") <= limits.output_bytes


@posix
def test_memory_is_limited(tmp_path: Path) -> None:
    if "memory" in limits_missing():
        pytest.skip("this system does not limit memory, and says so")
    tight = Limits(wall_s=60, cpu_s=60, output_bytes=10**9, memory_bytes=200 * 1024**2)
    with pytest.raises(FfmpegError):
        run(
            encoded(pattern(1), s="4096x2304"), folder=tmp_path, duration_ms=1000, limits=tight,
            sink=Piled(),
        )  # fmt: skip


class Enough(Exception):
    pass


def processes_in(folder: Path) -> list[int]:
    """Whatever runs with this folder as its own. Linux."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if (process / "cwd").readlink() == folder:
                    found.append(int(process.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize("culprit", ["tell", "sink", "listen"])
def test_breaking_off_ends_the_whole_group(tmp_path: Path, culprit: str) -> None:
    def enough(*_: object) -> None:
        raise Enough

    class Full:
        write = enough

    quiet: dict[str, Any] = {"tell": lambda _: None, "sink": Piled(), "listen": None}
    quiet[culprit] = Full() if culprit == "sink" else enough
    began = time.monotonic()
    with pytest.raises(Enough):
        run(encoded(pattern()), folder=tmp_path, duration_ms=1000, limits=ROOMY, **quiet)
    assert time.monotonic() - began < ROOMY.wall_s / 2, "it was left to its time limit"
    if sys.platform == "linux":
        assert processes_in(tmp_path) == []


class Held:
    """A turn that comes after so many looks, and counts what was poured before."""

    def __init__(self, after: int, sink: Piled) -> None:
        self.mine = threading.Event()
        self.looks = 0
        self.ended = False
        self.poured_before = 0
        self._after = after
        self._sink = sink

    def look(self, _share: float) -> None:
        self.looks += 1
        if self.looks == self._after:
            self.poured_before = len(self._sink.data)
            self.mine.set()

    def over(self) -> None:
        self.ended = True


def test_without_its_turn_it_stands_still_and_loses_nothing(program: Path, tmp_path: Path) -> None:
    films: list[Piled] = []
    for after in (1, 6):
        films.append(sink := Piled())
        turn = Held(after, sink)
        made = run(
            encoded(pattern(40)), folder=tmp_path, duration_ms=40_000, limits=ROOMY, sink=sink,
            program=program, turn=turn,
        )  # fmt: skip
        assert turn.looks >= after, "its pipe is full long before its end"
        assert turn.poured_before == 0
        assert turn.ended
        assert made.written_bytes == len(sink.data) > 2 * 64 * 1024
    assert films[0].data == films[1].data


def test_what_is_whole_before_its_turn_comes_is_whole(program: Path, tmp_path: Path) -> None:
    sink = Piled()
    turn = Held(after=10**6, sink=sink)
    made = run(
        encoded(pattern(0.2)), folder=tmp_path, duration_ms=200, limits=ROOMY, sink=sink,
        program=program, turn=turn,
    )  # fmt: skip
    assert made.written_bytes == len(sink.data) > 0
    assert not turn.mine.is_set()


def test_who_waits_for_a_turn_runs_into_no_limit_of_time_and_can_be_stopped(tmp_path: Path) -> None:
    short = Limits(wall_s=0.5, cpu_s=60, output_bytes=10**9)
    sink = Piled()
    turn = Held(after=10**6, sink=sink)

    def enough(_share: float) -> None:
        if turn.looks * running.TELL_EVERY_S > 4 * short.wall_s:
            raise Enough

    with pytest.raises(Enough):
        run(
            encoded(pattern()), folder=tmp_path, duration_ms=1000, limits=short, sink=sink,
            tell=enough, turn=turn,
        )  # fmt: skip
    assert turn.ended
    if sys.platform == "linux":
        assert processes_in(tmp_path) == []
    with pytest.raises(FfmpegError) as ended:
        run(
            encoded(pattern()), folder=tmp_path, duration_ms=1000, limits=short, sink=sink,
            turn=Held(after=4, sink=sink),
        )  # fmt: skip
    assert ended.value.why == "too_long", "in its own turn it does"


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_it_starts_and_leaves_behind_is_ended_too(tmp_path: Path) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\nsleep 1000 &\nsleep 1000 &\nexit 0\n")
    script.chmod(0o755)
    folder = tmp_path / "job"
    folder.mkdir()
    # Its children hold our end of the pipe: without ending the group we would wait for them.
    run(encoded(pattern(1)), folder=folder, duration_ms=1, limits=ROOMY, program=script)
    wait_until(lambda: processes_in(folder) == [], "its children have ended", 10)


@posix
def test_a_flood_of_words_fills_nothing(tmp_path: Path) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\nyes 'a long word of complaint' | head -c 5000000 >&2\nexit 1\n")
    script.chmod(0o755)
    with pytest.raises(FfmpegError) as refused:
        run(encoded(pattern(1)), folder=tmp_path, duration_ms=1, limits=ROOMY, program=script)
    assert len(refused.value.last_words) < 12 * running.LONGEST_LINE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_film_worker_that_is_killed_leaves_no_ffmpeg(tmp_path: Path) -> None:
    if "parent" in limits_missing():
        pytest.skip("this system does not offer it, and says so")
    code = (
        "import ffmpeg, sys; from pathlib import Path\n"
        "from afttrainer.media.ffmpeg import run; from afttrainer.media.limits import Limits\n"
        "film = ffmpeg.input('testsrc2=s=64x64', format='lavfi', re=None)\n"
        "out = ffmpeg.output(film, 'file:x.ts')\n"
        f"run(out, folder=Path({str(tmp_path)!r}), duration_ms=9, limits=Limits(60, 60, 10**9))\n"
    )
    package = Path(running.__file__).parents[2]
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=package)
    try:
        wait_until(lambda: len(processes_in(tmp_path)) == 1, "ffmpeg runs")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        wait_until(lambda: processes_in(tmp_path) == [], "ffmpeg has ended", 10)
    finally:
        worker.kill()
        worker.wait()


@posix
def test_it_runs_behind_everybody_else_and_within_its_limits(tmp_path: Path) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\nnice >&2\nulimit -a >&2\nenv >&2\nexit 1\n")
    script.chmod(0o755)
    with pytest.raises(FfmpegError) as told:
        run(encoded(pattern(1)), folder=tmp_path, duration_ms=1, limits=ROOMY, program=script)
    words = told.value.last_words
    assert "AFTTRAINER" not in words
    if sys.platform == "linux":
        assert not set(limits_missing()) - {"network"}


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces")
def test_it_has_no_network_where_the_system_can_take_it_away(tmp_path: Path) -> None:
    if "network" in limits_missing():
        pytest.skip("this system does not allow it, and says so")
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\ncat /proc/net/dev >&2\nexit 1\n")
    script.chmod(0o755)
    with pytest.raises(FfmpegError) as told:
        run(encoded(pattern(1)), folder=tmp_path, duration_ms=1, limits=ROOMY, program=script)
    assert "eth" not in told.value.last_words
    assert "lo:" in told.value.last_words


def test_what_a_system_cannot_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in limits_missing():
        assert name in ("memory", "cpu", "output", "files", "core", "nice", "network", "parent")
    monkeypatch.setattr(sys, "platform", "win32")
    limits_missing.cache_clear()
    try:
        assert {"memory", "cpu", "output"} <= set(limits_missing())
        assert Limits(1, 1, 1).command(["ffmpeg"]) == ["ffmpeg"]
    finally:
        monkeypatch.undo()
        limits_missing.cache_clear()


def test_every_film_is_opened_with_every_other_door_closed(
    form: Callable[[str], Path],
) -> None:
    from afttrainer.media.recipe import recipe_for
    from afttrainer.media.survey import survey_file
    from afttrainer.media.transcode import build

    path = form("camcorder, interlaced MTS")
    film = survey_file(path)
    command = ffmpeg.compile(build(path, film, recipe_for(film), 1, frozenset({"bwdif"})))
    before_input = command[: command.index("-i")]
    for name, value in (
        ("-f", "mpegts"),
        ("-protocol_whitelist", "file"),
        ("-format_whitelist", "mpegts"),
        ("-max_pixels", str(4096 * 2304)),
    ):
        assert before_input[before_input.index(name) + 1] == value
    assert command[command.index("-i") + 1] == f"file:{path.resolve()}"
    assert command[command.index("-map_metadata") + 1] == "-1"
    assert command[command.index("-map_chapters") + 1] == "-1"
