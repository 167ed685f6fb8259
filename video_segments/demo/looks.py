"""The people of the demo film as drawn, and the inks they are drawn with."""

from __future__ import annotations

from dataclasses import dataclass

import skia


@dataclass(frozen=True)
class Looks:
    """Colours (0xRRGGBB) and features of one invented person."""

    skin: int
    hair: int
    style: str  # short, bob, bun, receding
    top: int
    legs: int
    collar: int
    lips: int
    beard: bool = False
    glasses: bool = False
    prop: str = ""  # clipboard, sheet


PEOPLE = {
    "callum": Looks(0xE9BE9C, 0x7A4E2D, "short", 0x5F7F94, 0x3F4550, 0xE7E2D6, 0xB9705F),
    "ruth": Looks(
        0xD9A57F, 0x57433A, "bun", 0xB5694B, 0x4B4A55, 0xF0E4D2, 0xA9503F, prop="clipboard"
    ),
    "leila": Looks(0xC68F66, 0x2A211F, "bob", 0x55745B, 0x3B3F4E, 0xDDE3D2, 0x9A4A42, prop="sheet"),
    "owen": Looks(
        0xE6B594,
        0x8E8A86,
        "receding",
        0x3F5371,
        0x5C5348,
        0xE3E8EC,
        0xAF6B5A,
        True,
        True,
        "clipboard",
    ),
}


def ink(colour: int, alpha: int = 255) -> skia.Paint:
    return skia.Paint(Color=(alpha << 24) | colour, AntiAlias=True)


def line(colour: int, width: float, alpha: int = 255) -> skia.Paint:
    paint = ink(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def shade(colour: int, by: float) -> int:
    """The colour made darker (by < 1) or lighter (by > 1)."""
    parts = ((colour >> 16) & 255, (colour >> 8) & 255, colour & 255)
    r, g, b = (max(0, min(255, round(p * by))) for p in parts)
    return (r << 16) | (g << 8) | b
