"""Draws heads: outline, hair, brows, eyes, nose and mouth, moved by the pose."""

from __future__ import annotations

import skia
from acting import Pose
from looks import Looks, ink, line, shade

WHITE, IRIS, DARK = 0xFBF8F2, 0x3A2E28, 0x4A1F1C


def head_outline(pose: Pose) -> skia.Path:
    """The head in three-quarter view: a skull, and a jaw that goes with the turn."""
    jaw, chin = pose.turn * 7, pose.turn * 16
    drop = 84 + pose.nod * 3 + pose.mouth_open * 4
    path = skia.Path()
    path.moveTo(-66, -14)
    path.cubicTo(-68, -74, -40, -94, 0, -94)
    path.cubicTo(40, -94, 68, -74, 66, -14)
    path.cubicTo(66, 26, 50 + jaw, 56, 30 + chin, drop - 8)
    path.cubicTo(20 + chin, drop + 3, -18 + chin, drop + 3, -30 + chin, drop - 10)
    path.cubicTo(-52 + jaw, 54, -65, 26, -66, -14)
    path.close()
    return path


def draw_hair_behind(canvas: skia.Canvas, who: Looks, pose: Pose) -> None:
    back = -pose.turn * 16
    hair = ink(shade(who.hair, 0.86))
    if who.style == "bob":
        box = skia.Rect.MakeXYWH(-80 + back * 0.7, -102, 160, 184)
        canvas.drawRoundRect(box, 74, 70, hair)
    elif who.style == "bun":
        canvas.drawCircle(-40 + back * 2.2, -78, 34, hair)
        canvas.drawOval(skia.Rect.MakeXYWH(-74 + back * 0.6, -100, 146, 150), hair)
    else:
        canvas.drawOval(skia.Rect.MakeXYWH(-71 + back * 0.5, -98, 142, 132), hair)
    _ear(canvas, who, 64 - max(pose.turn, 0) * 26 + min(pose.turn, 0) * 4)


def _ear(canvas: skia.Canvas, who: Looks, x: float, alpha: int = 255) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(x - 11, -14, 22, 38), ink(shade(who.skin, 0.88), alpha))


def draw_face(canvas: skia.Canvas, who: Looks, pose: Pose) -> None:
    x, y = pose.turn * 24, pose.nod * 15
    canvas.save()
    canvas.clipPath(head_outline(pose), True)
    side = -1 if pose.turn > 0 else 1  # the cheek turned from the light
    cheek = skia.Rect.MakeXYWH(side * (61 + abs(pose.turn) * 14) - 35, -100, 70, 210)
    canvas.drawOval(cheek, ink(shade(who.skin, 0.86), round(min(abs(pose.turn), 1) * 140)))
    for side in (-1, 1):
        canvas.drawCircle(x + side * 36, y + 28, 15, ink(0xD9735A, 34))
    if who.beard:
        _beard(canvas, who, pose, x, y)
    canvas.restore()
    for side in (-1, 1):
        reach = 30 * (1 - 0.24 * abs(pose.turn) * (side * pose.turn > 0))
        _eye(canvas, who, pose, x + side * reach, y - 4)
        _brow(canvas, who, pose, x + side * reach, y - 31, side)
    _nose(canvas, who, pose, x, y)
    _mouth(canvas, who, pose, x * 1.06, y * 1.1 + 50)
    if who.glasses:
        _glasses(canvas, pose, x, y - 3)


def _eye(canvas: skia.Canvas, who: Looks, pose: Pose, x: float, y: float) -> None:
    tall = 10.5 * max(pose.lid, 0.0)
    if tall < 2.4:
        lash = skia.Path()
        lash.moveTo(x - 14, y + 3)
        lash.quadTo(x, y + 8, x + 14, y + 3)
        canvas.drawPath(lash, line(DARK, 3.4))
        return
    white = skia.Path()
    white.moveTo(x - 15, y + 1)
    white.quadTo(x, y - tall * 1.75, x + 15, y + 1)
    white.quadTo(x, y + tall * 1.25, x - 15, y + 1)
    canvas.drawPath(white, ink(WHITE))
    canvas.save()
    canvas.clipPath(white, True)
    px, py = x + pose.gx * 7.0, y - 1 + pose.gy * 5.5
    canvas.drawCircle(px, py, 7.6, ink(IRIS))
    canvas.drawCircle(px + 2.4, py - 2.6, 2.0, ink(WHITE, 220))
    canvas.restore()
    # Eyes cast down bring their lid with them, or the face would stare.
    lower = max(pose.gy, 0) * tall * 0.85
    lid = skia.Path()
    lid.moveTo(x - 16, y + 1)
    lid.quadTo(x, y - tall * 1.8, x + 16, y + 1)
    lid.quadTo(x, y - tall * 1.8 + lower * 2, x - 16, y + 1)
    canvas.drawPath(lid, ink(shade(who.skin, 0.9)))
    edge = skia.Path()
    edge.moveTo(x - 16, y + 1.5)
    edge.quadTo(x, y - tall * 1.8 + lower * 2, x + 16, y + 1.5)
    canvas.drawPath(edge, line(DARK, 3.2))


def _brow(canvas: skia.Canvas, who: Looks, pose: Pose, x: float, y: float, side: int) -> None:
    y -= pose.brow * 7
    inner, outer = (x - side * 17, y - pose.worry * 7), (x + side * 18, y + 3 + pose.worry * 3.5)
    path = skia.Path()
    path.moveTo(*inner)
    path.quadTo(x + side * 2, y - 6 - pose.brow * 2, *outer)
    canvas.drawPath(path, line(shade(who.hair, 0.8), 6.2))
    if pose.worry < -0.5:
        crease = x - side * 24
        canvas.drawLine(crease, y - 4, crease + side * 2, y + 6, line(shade(who.skin, 0.74), 2.4))


def _nose(canvas: skia.Canvas, who: Looks, pose: Pose, x: float, y: float) -> None:
    path = skia.Path()
    path.moveTo(x * 1.15 + pose.turn * 3, y + 2)
    path.quadTo(x * 1.2 + pose.turn * 15, y + 20, x * 1.2 + pose.turn * 12, y + 25)
    path.quadTo(x * 1.2 + pose.turn * 6, y + 30, x * 1.2 - pose.turn * 2 - 3, y + 26)
    canvas.drawPath(path, line(shade(who.skin, 0.76), 3.6))


def _mouth(canvas: skia.Canvas, who: Looks, pose: Pose, x: float, y: float) -> None:
    half = 23 - 10 * pose.mouth_round - 3 * pose.mouth_open + max(pose.smile, 0) * 5
    corner = -pose.smile * 7.5
    gape = pose.mouth_open * 17
    if gape < 1.6:
        path = skia.Path()
        path.moveTo(x - half, y + corner)
        path.quadTo(x, y - corner * 0.9 + 1, x + half, y + corner)
        canvas.drawPath(path, line(who.lips, 5.0))
        under = skia.Path()
        under.moveTo(x - 8, y + 13)
        under.quadTo(x, y + 15, x + 8, y + 13)
        canvas.drawPath(under, line(shade(who.skin, 0.84), 3))
        return
    lips = skia.Path()
    lips.moveTo(x - half, y + corner * 0.8)
    lips.quadTo(x, y - gape * 0.55 - corner * 0.3, x + half, y + corner * 0.8)
    lips.quadTo(x, y + gape * 1.75 - corner * 0.6, x - half, y + corner * 0.8)
    lips.close()
    canvas.drawPath(lips, ink(DARK))
    canvas.save()
    canvas.clipPath(lips, True)
    canvas.drawOval(
        skia.Rect.MakeXYWH(x - half * 0.7, y - gape * 0.5 - 8, half * 1.4, 11), ink(WHITE)
    )
    canvas.drawOval(
        skia.Rect.MakeXYWH(x - half * 0.55, y + gape * 0.55, half * 1.1, 14), ink(0xB4645A)
    )
    canvas.restore()
    canvas.drawPath(lips, line(who.lips, 4.4))


def _beard(canvas: skia.Canvas, who: Looks, pose: Pose, x: float, y: float) -> None:
    beard = skia.Path()
    beard.moveTo(-70, 6)
    beard.cubicTo(-52, 44, x - 42, y + 30, x * 1.05 - 12, y + 33)
    beard.quadTo(x * 1.1, y + 36, x * 1.05 + 12, y + 33)
    beard.cubicTo(x + 40, y + 30, 58, 40, 70, 6)
    beard.lineTo(80, 110)
    beard.lineTo(-80, 110)
    beard.close()
    canvas.drawPath(beard, ink(who.hair))
    gap = skia.Rect.MakeXYWH(x * 1.06 - 25, y * 1.1 + 40, 50, 22 + pose.mouth_open * 10)
    canvas.drawOval(gap, ink(shade(who.skin, 0.96)))


def _glasses(canvas: skia.Canvas, pose: Pose, x: float, y: float) -> None:
    rim = line(0x3C3A38, 3.2)
    for side in (-1, 1):
        reach = 30 * (1 - 0.24 * abs(pose.turn) * (side * pose.turn > 0))
        canvas.drawRoundRect(skia.Rect.MakeXYWH(x + side * reach - 22, y - 17, 44, 37), 14, 14, rim)
    canvas.drawLine(x - 8, y - 4, x + 7, y - 4, rim)
    if pose.turn > 0:
        canvas.drawLine(x - 53, y - 6, -60, y - 8, rim)
    else:
        canvas.drawLine(x + 53, y - 6, 60, y - 8, rim)


def draw_hair_front(canvas: skia.Canvas, who: Looks, pose: Pose) -> None:
    x, y = pose.turn * 20, pose.nod * 10
    # The ear on the side we see; turned the other way it is behind the head.
    _ear(canvas, who, -64 + max(pose.turn, 0) * 10, round(255 * min(max(pose.turn * 4, 0), 1)))
    hair = ink(who.hair)
    cap = skia.Path()
    low = {"short": -40, "receding": -64, "bun": -52, "bob": -42}[who.style] + y
    side = {"short": -6, "receding": 0, "bun": 2, "bob": 62}[who.style]
    shift = pose.turn * 14
    cap.moveTo(-69, side)
    cap.cubicTo(-78, -76, -48, -104, 0, -104)
    cap.cubicTo(48, -104, 78, -76, 69, side if who.style == "bob" else side - 8)
    cap.cubicTo(64, -20, 62, low - 6, x + 38, low - 2)
    cap.cubicTo(x + 10, low - 14, x - 16, low - 12, x - 40, low + 2)
    cap.cubicTo(-52 + shift, low + 14, -56 + shift, side - 22, -60 + shift, side)
    cap.close()
    canvas.drawPath(cap, hair)
    if who.style in ("short", "bun"):
        strand = skia.Path()
        strand.moveTo(x - 34, low - 4)
        strand.quadTo(x - 8, -90, 34, -90)
        canvas.drawPath(strand, line(shade(who.hair, 1.22), 3, 150))
