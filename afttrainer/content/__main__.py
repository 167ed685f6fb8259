"""`python -m afttrainer.content FOLDER or FILE ...`: check scripts before a session."""

import sys
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext

from afttrainer.content.scripts import Problem, check_file, load_scripts


def main(arguments: list[str]) -> int:
    """Print every mistake; 0 where there is none, 1 where there is, 2 where nothing was named."""
    if not arguments:
        sys.stdout.write(_("Name the files or folders to check.") + "\n")
        return 2
    problems: list[Problem] = []
    for path in map(Path, arguments):
        problems += load_scripts([path]).problems if path.is_dir() else check_file(path)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if not problems:
        sys.stdout.write(_("All can be used.") + "\n")
        return 0
    count = ngettext("%(num)s thing to mend.", "%(num)s things to mend.", len(problems))
    sys.stdout.write(f"{count}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
