"""Draws the room of the demo film: everything that does not move."""

from __future__ import annotations

import skia
from looks import ink, line, shade

WIDTH, HEIGHT = 1280, 720
# wall, light, floor, sky, chair
LIGHTS = {
    "morning": (0xEADFCF, 0xFFF6E2, 0xB48F6D, 0xD6E6EA, 0x6E8C89),
    "afternoon": (0xE6D3BC, 0xFFE3B3, 0xA67F5D, 0xF1DDBB, 0x8A6F74),
}
PATIENT_AT, THERAPIST_AT = (312.0, 648.0), (968.0, 648.0)
FIGURE_SCALE = 1.24


def draw_room(canvas: skia.Canvas, light: str) -> None:
    """Wall, window, plants, lamp and the two chairs, in the light of that hour."""
    wall, glow, floor, sky, chair = LIGHTS[light]
    paint = ink(wall)
    paint.setDither(True)
    centre = skia.Point(560, 220)
    tones = [0xFF000000 | c for c in (glow, wall, shade(wall, 0.86))]
    paint.setShader(skia.GradientShader.MakeRadial(centre, 820, tones))
    canvas.drawRect(skia.Rect.MakeWH(WIDTH, HEIGHT), paint)
    canvas.drawRect(skia.Rect.MakeXYWH(0, 610, WIDTH, 110), ink(floor))
    canvas.drawRect(skia.Rect.MakeXYWH(0, 600, WIDTH, 10), ink(shade(wall, 0.8)))
    _window(canvas, sky, wall)
    _picture(canvas)
    _lamp(canvas, glow)
    for (x, y), way in ((PATIENT_AT, 1), (THERAPIST_AT, -1)):
        canvas.save()
        canvas.translate(x, y)
        canvas.scale(way * FIGURE_SCALE, FIGURE_SCALE)
        _chair(canvas, chair)
        canvas.restore()
    _table(canvas)


def _soft(colour: int, alpha: int, blur: float) -> skia.Paint:
    paint = ink(colour, alpha)
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def _window(canvas: skia.Canvas, sky: int, wall: int) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(486, 56, 308, 330), _soft(0xFFF9EA, 150, 34))
    canvas.drawRect(skia.Rect.MakeXYWH(508, 74, 264, 292), ink(shade(wall, 1.08)))
    glass = skia.Rect.MakeXYWH(522, 88, 236, 264)
    canvas.save()
    canvas.clipRect(glass)
    canvas.drawRect(glass, ink(sky))
    for x, y, r, tone in ((560, 360, 92, 1.0), (700, 372, 110, 0.93), (640, 392, 90, 1.06)):
        canvas.drawCircle(x, y, r, _soft(shade(0xA9BE9C, tone), 215, 9))
    canvas.restore()
    bars = line(shade(wall, 1.08), 9)
    canvas.drawLine(640, 88, 640, 352, bars)
    canvas.drawLine(522, 206, 758, 206, bars)
    canvas.drawRect(skia.Rect.MakeXYWH(494, 364, 292, 15), ink(shade(wall, 0.93)))
    for x, way in ((488, 1), (792, -1)):
        curtain = skia.Path()
        curtain.moveTo(x - 34 * way, 46)
        curtain.lineTo(x + 46 * way, 46)
        curtain.cubicTo(x + 26 * way, 190, x + 4 * way, 300, x + 16 * way, 452)
        curtain.lineTo(x - 40 * way, 452)
        curtain.close()
        canvas.drawPath(curtain, ink(0xF3EBDD, 235))
        for fold in (-14, 4):
            canvas.drawLine(x + fold * way, 54, x + (fold - 8) * way, 444, line(0xDCD0BC, 3, 150))
    canvas.drawLine(430, 44, 850, 44, line(0x8D745C, 7))


def _picture(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(58, 112, 118, 150), ink(0x9A7B5D))
    canvas.drawRect(skia.Rect.MakeXYWH(67, 121, 100, 132), ink(0xF4ECDD))
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(77, 131, 80, 112))
    canvas.drawRect(skia.Rect.MakeXYWH(77, 131, 80, 112), ink(0xC9D6D3))
    canvas.drawCircle(96, 248, 52, ink(0x8FA79B))
    canvas.drawCircle(150, 262, 50, ink(0x6F8C85))
    canvas.restore()


def _lamp(canvas: skia.Canvas, glow: int) -> None:
    canvas.drawCircle(1196, 210, 130, _soft(glow, 150, 60))
    canvas.drawLine(1196, 240, 1196, 640, line(0x6B5947, 7))
    shadeform = skia.Path()
    shadeform.moveTo(1160, 142)
    shadeform.lineTo(1232, 142)
    shadeform.lineTo(1262, 242)
    shadeform.lineTo(1130, 242)
    shadeform.close()
    canvas.drawPath(shadeform, ink(0xF3DDB2))


def _chair(canvas: skia.Canvas, colour: int) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(-210, 84, 400, 60), _soft(0x3A2A1E, 90, 16))
    back = skia.Path()
    back.moveTo(-128, 120)
    back.cubicTo(-176, -60, -170, -196, -108, -206)
    back.cubicTo(-60, -214, 20, -216, 58, -200)
    back.cubicTo(96, -180, 92, -40, 84, 120)
    back.close()
    canvas.drawPath(back, ink(colour))
    inner = skia.Path()
    inner.moveTo(-92, 110)
    inner.cubicTo(-132, -40, -124, -160, -84, -178)
    inner.cubicTo(-40, -188, 20, -188, 44, -174)
    inner.cubicTo(70, -150, 70, -30, 64, 110)
    inner.close()
    canvas.drawPath(inner, ink(shade(colour, 0.9)))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(-150, 26, 250, 120), 34, 34, ink(shade(colour, 0.97)))


def _table(canvas: skia.Canvas) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(556, 690, 170, 40), _soft(0x3A2A1E, 80, 10))
    canvas.drawLine(640, 600, 640, 720, line(0x7A5B41, 12))
    canvas.drawOval(skia.Rect.MakeXYWH(548, 584, 184, 40), ink(0x8B6749))
    canvas.drawOval(skia.Rect.MakeXYWH(548, 578, 184, 40), ink(0xA67E5C))
    stem = (644.0, 552.0)
    for dx, dy, wide in (
        (-62, -78, 17),
        (-34, -118, 18),
        (2, -136, 19),
        (40, -112, 18),
        (64, -70, 17),
        (18, -78, 16),
    ):
        _leaf(canvas, stem, (stem[0] + dx, stem[1] + dy), wide)
    pot = skia.Path()
    pot.moveTo(612, 548)
    pot.lineTo(676, 548)
    pot.lineTo(667, 598)
    pot.lineTo(621, 598)
    pot.close()
    canvas.drawPath(pot, ink(0xC9775A))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(608, 542, 72, 13), 5, 5, ink(0xD58668))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(690, 566, 24, 34), 4, 4, ink(0xFFFFFF, 130))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(692, 580, 20, 19), 3, 3, ink(0xCFE0E4, 170))


def _leaf(
    canvas: skia.Canvas, start: tuple[float, float], tip: tuple[float, float], wide: float
) -> None:
    mx, my = (start[0] + tip[0]) / 2, (start[1] + tip[1]) / 2
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    nx, ny = -dy / length * wide, dx / length * wide
    leaf = skia.Path()
    leaf.moveTo(*start)
    leaf.quadTo(mx + nx * 1.6, my + ny * 1.6, *tip)
    leaf.quadTo(mx - nx * 1.6, my - ny * 1.6, *start)
    canvas.drawPath(leaf, ink(0x6E8F62 if wide > 17 else 0x5C7F58))
    canvas.drawLine(*start, mx + dx * 0.35, my + dy * 0.35, line(0x8EAC7E, 2))
