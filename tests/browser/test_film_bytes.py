"""What the film worker makes, as a real browser plays it: sealed, served by ranges, read back."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from afttrainer.media.cut import cut
from afttrainer.media.decrypt import SealedReader, pieces
from afttrainer.media.fragments import Fragments
from afttrainer.media.make_ready import make_ready
from afttrainer.media.marks import Marks
from afttrainer.media.place import SealedPlace
from afttrainer.media.ranges import Part, Unsatisfiable, parse_range
from afttrainer.media.recipe import recipe_for
from afttrainer.media.serve import headers_for, status_of
from afttrainer.media.survey import survey_file
from afttrainer.media.transcode import transcode

sys.path.insert(0, str(Path(__file__).parents[1] / "media"))
import forms
import numbered

pytestmark = pytest.mark.browser

KEY = bytes(range(32))

#: Go to the middle of a picture and read the bars in it.
LOOK = """async (numbers) => {
  const video = document.querySelector('video'), canvas = document.createElement('canvas');
  const found = [];
  for (const number of numbers) {
    // Only this says that the picture is the new one; `seeked` may come before it is shown.
    const there = new Promise(done => video.requestVideoFrameCallback(done));
    video.currentTime = (number + 0.5) / 25;
    const never = new Promise((_, no) => setTimeout(no, 20000, `no picture ${number}`));
    await Promise.race([there, never]);
    canvas.width = video.videoWidth; canvas.height = video.videoHeight;
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    pen.drawImage(video, 0, 0);
    let read = 0;
    for (let bit = 0; bit < 16; bit++) {
      const x = Math.round((bit + 0.5) * canvas.width / 16);
      if (pen.getImageData(x, canvas.height / 2, 1, 1).data[0] > 125) read |= 1 << bit;
    }
    found.push(read);
  }
  return found;
}"""

#: Feed a player with the beginning and then with each fragment, as they come.
FEED = """async ([type, parts]) => {
  const video = document.querySelector('video'), source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise(done => source.addEventListener('sourceopen', done, {once: true}));
  if (!MediaSource.isTypeSupported(type)) return 'not supported: ' + type;
  const buffer = source.addSourceBuffer(type);
  for (const [start, stop] of parts) {
    const headers = {Range: `bytes=${start}-${stop - 1}`};
    const answer = await fetch('/film', {headers});
    if (answer.status !== 206) return 'status ' + answer.status;
    const taken = new Promise(done => buffer.addEventListener('updateend', done, {once: true}));
    buffer.appendBuffer(await answer.arrayBuffer());
    await taken;
  }
  return [...Array(video.buffered.length).keys()].map(
    n => [video.buffered.start(n), video.buffered.end(n)]);
}"""


class House:
    """Serves one sealed file as a film, the way the web's door does it."""

    def __init__(self, place: SealedPlace) -> None:
        self.asked: list[str] = []
        house = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/":
                    return self.answer(200, {"Content-Type": "text/html"}, b"<video muted></video>")
                if self.path != "/film":
                    return self.answer(404, {}, b"")
                house.asked.append(self.headers.get("Range", ""))
                film = place.open()
                assert isinstance(film, SealedReader)
                size = film.size
                told = parse_range(self.headers.get("Range"), size, '"film"')
                headers = headers_for(told, size, '"film"', "video/mp4")
                start, stop = (told.start, told.stop) if isinstance(told, Part) else (0, size)
                self.send_response(status_of(told))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if isinstance(told, Unsatisfiable):
                    return None
                try:
                    for piece in pieces(film, start, stop, lambda: None):
                        self.wfile.write(piece)
                except OSError:
                    self.close_connection = True  # the player has seen enough
                return None

            def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def place(tmp_path: Path) -> SealedPlace:
    return SealedPlace(tmp_path / "sealed", KEY, b"film")


@pytest.fixture
def house(place: SealedPlace) -> Iterator[House]:
    made = House(place)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(house.base)
        yield page


def opens(page: Page) -> float:
    """Seconds that the browser gives the film."""
    length = page.evaluate(
        """() => new Promise((done, no) => {
             const video = document.querySelector('video');
             video.addEventListener('loadeddata', () => done(video.duration), {once: true});
             video.addEventListener('error', () => no(video.error.message), {once: true});
             video.preload = 'auto';
             video.src = '/film';
           })"""
    )
    assert isinstance(length, int | float)
    return length


def nothing(*_: object) -> None:
    pass


def test_a_cut_clip_shows_every_picture_in_its_place(
    tmp_path: Path, place: SealedPlace, page: Page, house: House
) -> None:
    options = {"preset": "veryfast", "g": "25", "bf": "3"}
    film = numbered.film(tmp_path / "film.mp4", 300, options=options)
    with film.open("rb") as file:
        made = cut(file, "mov", Marks(31 * 40, 262 * 40), place, nothing)
    assert made.how == "smart"
    assert opens(page) == pytest.approx(231 / 25, abs=0.001)
    every = list(range(231))
    assert page.evaluate(LOOK, every) == [number + 31 for number in every]
    back_and_forth = [0, 230, 5, 115, 19, 20, 18, 229, 219, 220, 218, 1]
    assert page.evaluate(LOOK, back_and_forth) == [number + 31 for number in back_and_forth]
    assert all(asked.startswith("bytes=") for asked in house.asked)


def test_a_camcorders_film_plays_and_winds(tmp_path: Path, place: SealedPlace, page: Page) -> None:
    source = forms.FORMS["camcorder, interlaced MTS"](tmp_path)
    growing = SealedPlace(tmp_path / "growing", KEY, b"growing")
    film = survey_file(source)
    make_ready(source, film, place, growing, folder=tmp_path, tell=nothing)
    assert opens(page) == pytest.approx(4.0, abs=0.06)
    numbers = [0, 99, 50, 49, 51, 3, 77]
    assert page.evaluate(LOOK, numbers) == numbers


def test_a_growing_film_is_fed_to_a_player_piece_by_piece(
    tmp_path: Path, place: SealedPlace, page: Page
) -> None:
    source = forms.FORMS["camcorder, interlaced MTS"](tmp_path)
    film = survey_file(source)
    with place.writing() as stream:
        transcode(source, film, recipe_for(film), stream, folder=tmp_path, tell=nothing)
    found = Fragments()
    with place.open() as whole:
        found.look(whole, whole.seek(0, 2))
    parts = [[0, found.beginning], *([f.start, f.stop] for f in found.found)]
    ((start, stop),) = page.evaluate(FEED, [found.mime_type, parts])
    assert start == pytest.approx(0, abs=0.001)
    assert stop == pytest.approx(4.0, abs=0.06)
    numbers = [0, 60, 49, 50, 90]  # the film has not ended: its last pictures are still awaited
    assert page.evaluate(LOOK, numbers) == numbers
