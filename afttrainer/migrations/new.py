"""Write a migration from the difference between the models and an up-to-date database."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from afttrainer.storage import alembic_config


def main() -> None:
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what changes: python -m afttrainer.migrations.new "note on a tag"')
    with tempfile.TemporaryDirectory() as folder:
        settings = alembic_config(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        command.upgrade(settings, "head")
        command.revision(settings, message=sys.argv[1], autogenerate=True)


if __name__ == "__main__":
    main()
