"""Makes docs/pictures/three-screens.png, the README's picture, by playing the demo to the reveal.

    python -m scripts.pictures        in the project's folder, with the tools of `make test`

For whoever has changed the screens; wants Pillow besides (`pip install pillow`), which nothing else
here does. It plays on a site of its own in a temporary folder, with the demo's acted scene, a
console, a wall and five phones. Nothing of it stays but the picture.
"""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.browser.chromium import launched
from tests.browser.companion import Trainee
from tests.browser.console import Supervisor
from tests.browser.house import House
from tests.browser.stage import LAPTOP, PHONE, Stage

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "three-screens.png"
SIZE = (1600, 1180)
GROUND = "#e9e4d9"
RIM = "#2b3436"
#: Who marks what, and at which second of the polite patient's film.
MARKS = (
    (41, "aditi", "withdrawal", "goes silent"),
    (43, "femi", "withdrawal", "says very little"),
    (47, "dao", "withdrawal", "says very little"),
    (50, "ben", "withdrawal", "agrees very quickly"),
    (52, "eszter", "withdrawal", "goes along, reluctantly"),
    (88, "femi", "withdrawal", "changes the subject"),
    (91, "aditi", "withdrawal", "changes the subject"),
    (111, "dao", "confrontation", "unhappy with the therapist"),
    (112, "eszter", "confrontation", "unhappy with the therapist"),
)


def play(stage: Stage) -> dict[str, bytes]:
    """Lead the demo's room as far as the marks are shown; returns a picture of each screen."""
    mirela = stage.device(Supervisor, "Mirela", LAPTOP)
    mirela.signs_in()
    mirela.page.goto(f"{stage.house.base}/supervision/1/console")
    wall = mirela.opens_the_wall()
    code = wall.shows_the_code()
    # Twice as fine, since a phone's picture is not made smaller as the others are.
    finely: dict[str, Any] = {**PHONE, "device_scale_factor": 2}
    phones = {n: stage.device(Trainee, n, finely) for n in {who for _, who, *_ in MARKS}}
    for phone in phones.values():
        phone.follows_the_link()
        phone.joins(code)
    for phase in ("Arriving", "Check-in", "Choosing a case"):
        mirela.goes_on_to(phase)
    mirela.page.get_by_role("button", name="Offer").first.click()
    phones["ben"].presses("Yes, show it")
    mirela.goes_on_to("Watching")
    mirela.plays()
    wall.film_runs_past(1)
    mirela.pauses()
    pictures = {"phone": b""}
    for second, who, family, marker in MARKS:
        mirela.goes_to_film_time(second)
        wall.film_stands_at(second)
        pictures["phone"] = pictures["phone"] or phones["aditi"].page.screenshot()
        phones[who].tags(family, marker)
        phones[who].is_told("Saved")
    for phase in ("How it feels", "What happened between them"):
        mirela.goes_on_to(phase)
    mirela.shows_the_marks()
    mirela.presses(re.compile("^0:4"), "#now .clusters")
    wall.film_runs_past(40)
    pictures["wall"] = wall.page.screenshot()
    pictures["console"] = mirela.page.screenshot()
    return pictures


def framed(picture: bytes, width: int, rim: int, round_: int) -> Image.Image:
    """A screenshot at this width, in a dark rim with round corners."""
    screen = Image.open(io.BytesIO(picture)).convert("RGB")
    height = round(screen.height * width / screen.width)
    screen = screen.resize((width, height), Image.Resampling.LANCZOS)
    frame = Image.new("RGBA", (width + 2 * rim, height + 2 * rim))
    corners = (0, 0, frame.width - 1, frame.height - 1)
    ImageDraw.Draw(frame).rounded_rectangle(corners, round_, fill=RIM)
    inside = Image.new("L", screen.size)
    edge = (0, 0, width - 1, height - 1)
    ImageDraw.Draw(inside).rounded_rectangle(edge, max(round_ - rim, 0), fill=255)
    frame.paste(screen, (rim, rim), inside)
    return frame


def compose(pictures: dict[str, bytes]) -> Image.Image:
    whole = Image.new("RGB", SIZE, GROUND)
    for name, width, rim, round_, place in (
        ("wall", 1080, 8, 10, (40, 40)),
        ("console", 800, 10, 14, (300, 686)),
        ("phone", 320, 12, 36, (1216, 236)),
    ):
        screen = framed(pictures[name], width, rim, round_)
        whole.paste(screen, place, screen)
    return whole.quantize(256, kmeans=2, dither=Image.Dither.NONE)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        house = House(Path(folder)).start()
        try:
            pictures = play(Stage(browser, house))
        finally:
            house.stop()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    compose(pictures).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
