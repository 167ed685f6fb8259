"""Draws one seated person of the demo film, in the frame that acting.py describes."""

from __future__ import annotations

import math

import skia
from acting import Pose
from faces import draw_face, draw_hair_behind, draw_hair_front, head_outline
from looks import Looks, ink, line, shade

UPPER_ARM, FOREARM = 112.0, 112.0
NECK_Y = -226.0
Point = tuple[float, float]


def draw_person(canvas: skia.Canvas, who: Looks, pose: Pose) -> None:
    """One figure, back to front: trunk, legs, head, far arm, prop, near arm."""
    slant = pose.lean * 44
    neck = (slant + 8, NECK_Y - pose.breath * 1.6 - pose.shrug * 3)
    lift = pose.shrug * 10 + pose.breath * 1.6
    near_shoulder, far_shoulder = (
        (neck[0] - 66, neck[1] + 36 - lift),
        (neck[0] + 56, neck[1] + 32 - lift),
    )
    near = (pose.nx - pose.ny / 240 * slant, pose.ny - pose.breath)
    far = (pose.fx - pose.fy / 240 * slant, pose.fy - pose.breath)
    _neck(canvas, who, neck)
    _trunk(canvas, who, neck, near_shoulder, far_shoulder)
    _legs(canvas, who)
    _head(
        canvas,
        who,
        pose,
        (neck[0] + 10 + pose.lean * 8 + pose.nod * 7, neck[1] - 82 + pose.nod * 9),
    )
    folded = pose.fx < 40
    if not folded:
        _arm(canvas, who, far_shoulder, far, shade(who.top, 0.96), outward=-0.3, bend=0.45)
    if who.prop:
        _prop(canvas, who.prop, near if folded else far)
        if not folded:
            _hand(canvas, who, far, (far[0] - 40, far[1] + 30))
    _arm(canvas, who, near_shoulder, near, shade(who.top, 0.95), outward=-1)
    if folded:
        _arm(canvas, who, far_shoulder, far, shade(who.top, 0.94), outward=1)


def _legs(canvas: skia.Canvas, who: Looks) -> None:
    for start, knee, tone in (((10, 14), (168, 22), 0.86), ((-30, 26), (118, 48), 1.0)):
        path = skia.Path()
        path.moveTo(*start)
        path.lineTo(*knee)
        path.lineTo(knee[0] + 6, knee[1] + 190)
        canvas.drawPath(path, line(shade(who.legs, tone * 0.8), 98))
        canvas.drawPath(path, line(shade(who.legs, tone), 93))


def _neck(canvas: skia.Canvas, who: Looks, neck: Point) -> None:
    path = skia.Path()
    path.moveTo(neck[0] - 2, neck[1] + 26)
    path.lineTo(neck[0] + 6, neck[1] - 44)
    canvas.drawPath(path, line(shade(who.skin, 0.84), 52))


def _trunk(canvas: skia.Canvas, who: Looks, neck: Point, near: Point, far: Point) -> None:
    x, y = neck
    path = skia.Path()
    path.moveTo(x - 26, y - 2)
    path.cubicTo(x - 50, y + 8, near[0] - 20, near[1] - 24, near[0] - 24, near[1] + 14)
    path.cubicTo(near[0] - 20, near[1] + 80, -78, -90, -68, 14)
    path.lineTo(58, 18)
    path.cubicTo(76, -60, far[0] + 20, far[1] + 80, far[0] + 20, far[1] + 12)
    path.cubicTo(far[0] + 16, far[1] - 22, x + 44, y + 8, x + 26, y - 4)
    path.quadTo(x + 4, y + 26, x - 26, y - 2)
    paint = ink(who.top)
    ends = [skia.Point(near[0] - 30, 0), skia.Point(far[0] + 30, 0)]
    tones = [0xFF000000 | shade(who.top, f) for f in (0.93, 1.06)]
    paint.setShader(skia.GradientShader.MakeLinear(ends, tones))
    canvas.drawPath(path, paint)
    collar = skia.Path()
    collar.moveTo(x - 27, y - 3)
    collar.quadTo(x + 4, y + 34, x + 27, y - 5)
    canvas.drawPath(collar, line(who.collar, 10))
    crease = skia.Path()
    crease.moveTo(near[0] + 14, near[1] + 62)
    crease.quadTo(near[0] + 20, -70, -52, -34)
    canvas.drawPath(crease, line(shade(who.top, 0.8), 3, 110))


def _elbow(shoulder: Point, wrist: Point, outward: float, bend: float) -> Point:
    """Two bones between shoulder and wrist; bend < 1 where the elbow points away from us."""
    dx, dy = wrist[0] - shoulder[0], wrist[1] - shoulder[1]
    reach = min(math.hypot(dx, dy), UPPER_ARM + FOREARM - 2)
    along = (UPPER_ARM**2 - FOREARM**2 + reach**2) / (2 * reach)
    off = bend * math.sqrt(max(0.0, UPPER_ARM**2 - along**2))
    ux, uy = dx / reach, dy / reach
    first = (shoulder[0] + ux * along - uy * off, shoulder[1] + uy * along + ux * off)
    second = (shoulder[0] + ux * along + uy * off, shoulder[1] + uy * along - ux * off)
    return max(first, second, key=lambda p: p[1] * 0.8 + p[0] * outward)


def _arm(
    canvas: skia.Canvas,
    who: Looks,
    shoulder: Point,
    wrist: Point,
    cloth: int,
    outward: float,
    bend: float = 1.0,
) -> None:
    elbow = _elbow(shoulder, wrist, outward, bend)
    _hand(canvas, who, wrist, elbow)
    path = skia.Path()
    path.moveTo(*shoulder)
    path.quadTo((shoulder[0] + elbow[0]) / 2 + outward * 5, (shoulder[1] + elbow[1]) / 2, *elbow)
    path.lineTo(*wrist)
    edge = skia.Path()
    edge.moveTo(shoulder[0] * 0.6 + elbow[0] * 0.4, shoulder[1] * 0.6 + elbow[1] * 0.4)
    edge.lineTo(*elbow)
    edge.lineTo(*wrist)
    canvas.drawPath(edge, line(shade(cloth, 0.8), 49))
    canvas.drawPath(path, line(cloth, 45))


def _hand(canvas: skia.Canvas, who: Looks, wrist: Point, elbow: Point) -> None:
    length = math.hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]) or 1.0
    ux, uy = (wrist[0] - elbow[0]) / length, (wrist[1] - elbow[1]) / length
    tip = (wrist[0] + ux * 36, wrist[1] + uy * 36)
    thumb = (wrist[0] + ux * 24 + uy * 15, wrist[1] + uy * 24 - ux * 15)
    for colour, grow in ((shade(who.skin, 0.8), 3.0), (who.skin, 0.0)):
        canvas.drawLine(*wrist, *thumb, line(colour, 14 + grow))
        canvas.drawLine(*wrist, *tip, line(colour, 30 + grow))
    for side in (-5.0, 4.0):
        start = (tip[0] - ux * 6 - uy * side, tip[1] - uy * 6 + ux * side)
        canvas.drawLine(
            *start, start[0] + ux * 14, start[1] + uy * 14, line(shade(who.skin, 0.82), 1.8)
        )


def _prop(canvas: skia.Canvas, prop: str, hand: Point) -> None:
    canvas.save()
    canvas.translate(hand[0] + 22, hand[1] + 2)
    canvas.rotate(-24 if prop == "clipboard" else -14)
    if prop == "clipboard":
        canvas.drawRoundRect(skia.Rect.MakeXYWH(-62, -40, 118, 84), 6, 6, ink(0x7B5A3E))
        canvas.drawRoundRect(skia.Rect.MakeXYWH(-56, -34, 104, 72), 3, 3, ink(0xF6F1E6))
        canvas.drawRoundRect(skia.Rect.MakeXYWH(-66, -14, 12, 30), 4, 4, ink(0x9A9A9A))
    else:
        canvas.drawRoundRect(skia.Rect.MakeXYWH(-26, -44, 64, 86), 2, 2, ink(0xD9D3C5))
        canvas.drawRoundRect(skia.Rect.MakeXYWH(-30, -46, 64, 86), 2, 2, ink(0xF7F3EA))
    for row in range(4):
        left, top = (-46.0, -22.0 + row * 15) if prop == "clipboard" else (-22.0, -30.0 + row * 17)
        canvas.drawLine(
            left, top, left + (70 if prop == "clipboard" else 46), top, line(0xC3BBAC, 2.4)
        )
    canvas.restore()


def _head(canvas: skia.Canvas, who: Looks, pose: Pose, at: Point) -> None:
    canvas.save()
    canvas.translate(*at)
    canvas.rotate(pose.tilt + pose.lean * 2.5)
    draw_hair_behind(canvas, who, pose)
    canvas.drawPath(head_outline(pose), ink(who.skin))
    draw_face(canvas, who, pose)
    draw_hair_front(canvas, who, pose)
    canvas.restore()
