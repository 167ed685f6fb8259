"""How the figures hold themselves: named bodies, faces and looks, and the way from one to the next.

Positions are pixels of the figure's own frame: origin at the hip, x towards the partner, y down.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field


def _table(columns: str, rows: dict[str, tuple[float, ...]]) -> dict[str, dict[str, float]]:
    names = columns.split()
    return {name: dict(zip(names, row, strict=True)) for name, row in rows.items()}


BODIES = _table(
    "lean shrug nx ny fx fy lively",
    {
        "settled": (0.0, 0.0, 64, -22, 100, -26, 0.15),
        "upright": (0.35, 0.3, 62, -34, 104, -36, 0.35),
        "talking": (0.15, 0.0, 92, -70, 112, -32, 0.9),
        "leaning_back": (-0.9, 0.35, 40, -24, 78, -24, 0.0),
        "folded": (-0.75, 0.3, 62, -104, -14, -98, 0.0),
        "leaning_in": (1.1, 0.0, 82, -34, 112, -36, 0.3),
        "notes_down": (0.05, 0.0, 60, -30, 110, -32, 0.2),
        "notes_up": (0.2, 0.1, 92, -66, 128, -72, 0.1),
        "hurrying": (0.9, 0.2, 116, -112, 128, -66, 1.5),
        "holding": (-0.1, 0.3, 70, -34, 104, -40, 0.0),
        "pressing": (1.0, 0.4, 120, -92, 104, -44, 1.2),
        "offering": (0.1, 0.1, 58, -22, 166, -76, 0.0),
    },
)
FACES = _table(
    "brow worry smile lid",
    {
        "neutral": (0.0, 0.0, 0.0, 0.86),
        "pleasant": (0.2, 0.1, 0.45, 0.86),
        "smiling": (0.5, 0.15, 1.0, 0.8),
        "warm": (0.2, 0.2, 0.55, 0.84),
        "bright": (0.8, 0.1, 0.6, 1.0),
        "attentive": (0.4, 0.35, 0.25, 0.95),
        "puzzled": (0.6, 0.45, -0.15, 0.92),
        "concerned": (0.2, 0.9, -0.1, 0.9),
        "worried": (0.15, 1.0, -0.4, 0.8),
        "tight": (-0.2, 0.1, -0.45, 0.74),
        "displeased": (-0.4, -0.65, -0.55, 0.84),
        "angry": (-0.6, -1.15, -0.8, 0.98),
        "hurt": (0.1, 1.2, -0.75, 0.78),
    },
)
LOOKS = _table(
    "turn nod tilt gx gy",
    {
        "partner": (0.8, 0.0, 0.0, 0.55, 0.0),
        "down": (0.45, 0.75, 4.0, 0.15, 0.95),
        "aside": (-0.4, 0.2, -4.0, -0.7, 0.3),
        "plant": (0.7, 0.45, 2.0, 0.6, 0.75),
        "notes": (0.65, 0.7, 3.0, 0.4, 0.95),
    },
)
NAMES = BODIES | FACES | LOOKS

# How quickly each part answers, in rad/s of a critically damped spring: the eyes lead, the trunk
# follows.
_QUICKNESS = {"gx": 20.0, "gy": 20.0, "lid": 12.0, "turn": 7.0, "nod": 7.0, "tilt": 6.0}
_QUICKNESS |= dict.fromkeys(("brow", "worry", "smile"), 8.0) | {"lean": 3.6, "shrug": 4.0}
_QUICKNESS |= dict.fromkeys(("nx", "ny", "fx", "fy", "lively"), 5.0)


@dataclass
class Pose:
    """What one frame needs of one figure."""

    lean: float = 0.0
    shrug: float = 0.0
    nx: float = 64.0  # the hand nearer to the camera
    ny: float = -22.0
    fx: float = 100.0  # the hand farther from it
    fy: float = -26.0
    lively: float = 0.0
    brow: float = 0.0
    worry: float = 0.0
    smile: float = 0.0
    lid: float = 0.86
    turn: float = 0.8
    nod: float = 0.0
    tilt: float = 0.0
    gx: float = 0.5
    gy: float = 0.0
    mouth_open: float = 0.0
    mouth_round: float = 0.0
    breath: float = 0.0


@dataclass
class Actor:
    """One figure over time; `direct` it by name, then ask `step` for each frame in turn."""

    seed: int
    target: dict[str, float] = field(default_factory=dict)
    now: dict[str, float] = field(default_factory=dict)
    speed: dict[str, float] = field(default_factory=dict)
    next_blink: float = 1.3
    talk: float = 0.0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.target = BODIES["settled"] | FACES["neutral"] | LOOKS["partner"]
        self.now = dict(self.target)
        self.speed = dict.fromkeys(self.target, 0.0)

    def direct(self, names: list[str], at_once: bool = False) -> None:
        """Take on the named body, face or look. Raises KeyError for a name that does not exist."""
        for name in names:
            self.target |= NAMES[name]
        if at_once:
            self.now = dict(self.target)

    def step(self, t: float, dt: float, voice: float, opening: float, rounding: float) -> Pose:
        """The pose at t seconds; voice, opening, rounding (0..1) are its sound."""
        for key, quick in _QUICKNESS.items():
            pull = quick * quick * (self.target[key] - self.now[key]) - 2 * quick * self.speed[key]
            self.speed[key] += pull * dt
            self.now[key] += self.speed[key] * dt
        self.talk += (min(voice * 1.6, 1.0) - self.talk) * min(1.0, dt * 5)
        pose = Pose(**self.now, mouth_open=opening, mouth_round=rounding)
        self._live(pose, t)
        pose.lid *= 1 - self._blink(t)
        return pose

    def _live(self, pose: Pose, t: float) -> None:
        """Breathing, small sways, and hands and head that go with the voice."""
        phase = self.seed * 1.7
        pose.breath = math.sin(t * 1.55 + phase)
        pose.turn += 0.025 * math.sin(t * 0.43 + phase) + 0.05 * self.talk * math.sin(t * 2.1)
        pose.tilt += 0.8 * math.sin(t * 0.31 + phase) + 2.4 * self.talk * math.sin(t * 2.7 + phase)
        pose.nod += 0.16 * self.talk * math.sin(t * 4.3 + phase)
        pose.lean += 0.05 * math.sin(t * 0.37 + phase)
        pose.gx += 0.06 * math.sin(t * 0.9 + phase) + 0.05 * math.sin(t * 2.3)
        pose.brow += 0.35 * self.talk * math.sin(t * 1.9)
        beat = pose.lively * self.talk
        pose.nx += 16 * beat * math.sin(t * 5.1 + phase)
        pose.ny += 22 * beat * math.sin(t * 6.3) - 8 * beat
        pose.fx += 7 * beat * math.sin(t * 4.4)
        pose.fy += 10 * beat * math.sin(t * 5.3 + phase)

    def _blink(self, t: float) -> float:
        """How far the lids are shut, 0..1; a blink takes a quarter of a second."""
        since = t - self.next_blink
        if since > 0.24:
            self.next_blink = t + self.chance.uniform(1.9, 4.6)
            return 0.0
        return 0.0 if since < 0 else math.sin(math.pi * since / 0.24)
