"""All measurements of films, or those that are named, one after the other."""

from __future__ import annotations

import sys

from tests.bench.parts import take

PARTS = ("ready", "growing", "beside", "serving", "clip_export", "outline")


if __name__ == "__main__":
    sys.exit(take("tests.bench.film", PARTS, __doc__))
