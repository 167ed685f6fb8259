"""All measurements of the live room, or those that are named, one after the other."""

from __future__ import annotations

import sys

from tests.bench.parts import take

PARTS = (
    "command_path",
    "rush",
    "slow_disk",
    "cost",
    "scale_out",
    "recovery",
    "stop",
    "skew",
    "late_joiner",
    "pixels",
    "tag_accuracy",
)


if __name__ == "__main__":
    sys.exit(take("tests.bench.live", PARTS, __doc__))
