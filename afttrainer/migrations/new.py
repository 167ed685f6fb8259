"""Write a migration from the difference between the models and an up-to-date database."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from afttrainer.storage import alembic_config


def main() -> None:
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what changes: python -m afttrainer.migrations.new "note on a tag"')
    with tempfile.TemporaryDirectory() as folder:
        settings = alembic_config(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        command.upgrade(settings, "head")
        written = command.revision(
            settings,
            message=sys.argv[1],
            autogenerate=True,
            rev_id=_next_number(settings),
            process_revision_directives=_nothing_for_no_difference,
        )
    if not written:
        sys.exit("Models and migrations agree already: there is nothing to write.")


def _next_number(settings: Config) -> str:
    return f"{int(ScriptDirectory.from_config(settings).get_current_head() or 0) + 1:04}"


def _nothing_for_no_difference(
    _context: MigrationContext,
    _revision: str | Iterable[str | None] | Iterable[str],
    found: list[MigrationScript],
) -> None:
    if all(script.upgrade_ops is None or script.upgrade_ops.is_empty() for script in found):
        found.clear()


if __name__ == "__main__":
    main()
