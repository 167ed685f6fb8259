"""What every test starts from: a site of its own, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import create_engine

from afttrainer import create_app
from afttrainer.models import Base
from afttrainer.places import settings
from tests.people import Site

if TYPE_CHECKING:
    from config import Config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made: Config = settings().Config(
        home=tmp_path / "home", films=tmp_path / "video_segments", testing=True
    )
    made.home.mkdir()
    return made


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    engine = create_engine(f"sqlite:///{config.database}")
    Base.metadata.create_all(engine)
    engine.dispose()
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    if house := app.extensions.get("film_house"):
        house.close()
    app.extensions["writer"].close()
    with app.app_context():
        from afttrainer.extensions import db

        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def site(app: Flask) -> Site:
    """The Thursday group in its open room, with everybody joined: see tests/people.py."""
    return Site(app)
