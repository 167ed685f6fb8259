"""How long the fullest page takes to be made: the console, twelve people, two hundred tags."""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from afttrainer import clock, create_app
from afttrainer.content.codes import ClipStatus, Family, Marker, Phase
from afttrainer.extensions import db
from afttrainer.models import Base, SupervisionSession
from afttrainer.models.reveal import reveal
from afttrainer.places import settings
from tests.bench.report import measured, percentile, say
from tests.models.room import tag
from tests.people import CLIP_MS, Site, open_room, queued_clip, thursday_group

RENDERS = 60
#: Before counting: templates are read and compiled once.
WARM_UP = 5
TAGS = 200
TRAINEES = tuple(f"Trainee {number}" for number in range(1, 12))


def measure() -> None:
    logging.disable(logging.WARNING)
    with TemporaryDirectory(prefix="bench-") as folder:
        app = _app(Path(folder))
        site = Site.__new__(Site)
        site.app = app
        site.supervision_id = site.write(_room)
        console = site.browser("Mirela")
        page = f"/supervision/{site.supervision_id}/console"
        trivial, full = _by_turns(app.test_client(), "/sign-in", console, page)
        _leave(app)
    told = ("sign-in page, same process", trivial)
    shown = {"people": 1 + len(TRAINEES), "tags": TAGS}
    measured("console page, p50", full, "ms", baseline=told, **shown)
    say(
        name="console page, p95",
        value=round(percentile(full, 95), 3),
        unit="ms",
        n=len(full),
        baseline={"name": f"{told[0]}, p95", "value": round(percentile(trivial, 95), 3)},
        ratio=round(percentile(full, 95) / percentile(trivial, 95), 2),
        **shown,
    )


def _by_turns(
    one: FlaskClient, trivial: str, other: FlaskClient, full: str
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, taken in turns so that both meet the same machine."""
    pairs = [(_ms(one, trivial), _ms(other, full)) for _run in range(WARM_UP + RENDERS)]
    counted = pairs[WARM_UP:]
    return [pair[0] for pair in counted], [pair[1] for pair in counted]


def _ms(client: FlaskClient, page: str) -> float:
    began = perf_counter()
    answer = client.get(page)
    took = (perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status}")
    return took


def _app(folder: Path) -> Flask:
    config = settings().Config(home=folder / "home", films=folder / "video_segments", testing=True)
    config.home.mkdir()
    engine = create_engine(f"sqlite:///{config.database}")
    Base.metadata.create_all(engine)
    engine.dispose()
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def _room(session: Session) -> int:
    """After the reveal: every tag stands on the strip."""
    supervision: SupervisionSession = open_room(thursday_group(session, TRAINEES))
    session.add(supervision)
    with session.no_autoflush:
        clip = queued_clip(supervision, TRAINEES[0])
    clip.status = ClipStatus.PLAYED
    clip.accepted_at = clip.first_played_at = clock.now()
    people, markers = supervision.participants, list(Marker)
    for number in range(TAGS):
        author, marker = people[number % len(people)], markers[number % len(markers)]
        ms = number * CLIP_MS // TAGS
        clip.tags.append(tag(author, ms, Family.WITHDRAWAL, marker, 1 + number % 5))
    session.flush()
    phase = next(p for p in supervision.phases if p.kind is Phase.RUPTURE_DEFINITION)
    supervision.move_to(phase.id, clock.now(), shown=None)
    reveal(next(p for p in people if p.supervises), clip.id, clock.now())
    return supervision.id


def _leave(app: Flask) -> None:
    app.extensions["writer"].close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
