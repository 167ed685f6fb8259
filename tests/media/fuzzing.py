"""Films with a few bytes changed, read as the film worker reads them. A process of its own: should
a codec crash on one, the test says which.

    python fuzzing.py FOLDER FIRST COUNT FILM…
"""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

from afttrainer.media.lay_out import Tracks, index_bytes, lay_out
from afttrainer.media.recipe import recipe_for
from afttrainer.media.refusals import Refusal
from afttrainer.media.survey import survey_file


def changed(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    made = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 64])):
        at = chance.randrange(len(made))
        match chance.randrange(5):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                made[at : at + 4] = chance.choice([b"\x00" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff"])
            case 2:
                del made[at : at + chance.randrange(1, 200)]
            case 3:
                made[at:at] = chance.randbytes(chance.randrange(1, 50))
            case _:
                made[at : at + 40] = made[chance.randrange(len(made)) :][:40]
    return bytes(made)


def look(path: Path) -> str:
    film = survey_file(path)
    recipe = recipe_for(film)
    if not recipe.only_laid_out_anew:
        return "to be encoded"
    tracks = Tracks(recipe.picture_track or 0, next(iter(recipe.sound_tracks), None))
    with path.open("rb") as file:
        lay_out(
            file,
            film.kind,
            io.BytesIO(),
            recipe.container,
            tracks,
            index_bytes(film),
            lambda _: None,
        )
    return "laid out"


def main(folder: Path, first: int, count: int, films: list[Path]) -> None:
    for seed in range(first, first + count):
        for number, film in enumerate(films):
            path = folder / "fuzzed"
            path.write_bytes(changed(film.read_bytes(), seed * 100 + number))
            print(film.name, seed, end=" ", flush=True)
            try:
                print(look(path))
            except Refusal:
                print("refused")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(p) for p in sys.argv[4:]])
