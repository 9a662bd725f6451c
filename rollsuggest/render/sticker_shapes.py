"""Stickers as vectors: outlines in a box whose longer side is 1, about their middle; y points down.

Pure, so that the page (Pillow) and the hand that drags one over it (Qt) draw the same. No picture of others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

Point = tuple[float, float]
Points = tuple[Point, ...]
Rgba = tuple[int, int, int, int]

WHITE: Rgba = (253, 252, 249, 255)
BORDER = 0.035  # of paper around what was cut out


class Shape(NamedTuple):
    """A filled outline; `edge` is the width by which it is drawn larger on all sides, with round corners."""

    points: Points
    fill: Rgba
    edge: float = 0.0


class Drawing(NamedTuple):
    """A sticker: its size, its shapes from below, its shadow's strength, and where words go, if any do."""

    w: float
    h: float
    shapes: tuple[Shape, ...]
    shadow: float = 0.30
    words_at: tuple[float, float, float, float] | None = None  # x, y, w, h from the middle
    ink: Rgba = WHITE


@cache
def drawing(kind: str) -> Drawing:
    """Return a sticker of one of model.STICKERS; raises KeyError for another."""
    return _DRAWINGS[kind]()


def _circle(x: float, y: float, r: float, first: float = 0.0, last: float = math.tau, n: int = 56) -> Points:
    steps = (first + (last - first) * i / n for i in range(n + 1))
    return tuple((x + r * math.cos(a), y + r * math.sin(a)) for a in steps)


def _turned(points: Points, angle: float, x: float = 0.0, y: float = 0.0) -> Points:
    """Return points turned clockwise (radians) about the origin, then moved."""
    c, s = math.cos(angle), math.sin(angle)
    return tuple((x + px * c - py * s, y + px * s + py * c) for px, py in points)


def _cut_out(*shapes: Shape) -> tuple[Shape, ...]:
    """Return shapes on the paper that scissors leave around them."""
    paper = tuple(Shape(s.points, WHITE, BORDER + s.edge) for s in shapes)
    return (*paper, *shapes)


def _tape() -> Drawing:
    """Washi tape with stripes, its ends torn off a roll with teeth; it lets some of the page through."""
    half, high, teeth = 0.5, 0.13, 5
    step = 2 * high / teeth
    right = [(half - (0.022 if i % 2 else 0.0), -high + i * step / 2) for i in range(2 * teeth + 1)]
    left = [(-x, -y) for x, y in right]
    shapes = [Shape(tuple(right + left), (231, 206, 158, 226))]
    for number in range(9):
        x = -0.43 + number * 0.1
        stripe = ((x, -high), (x + 0.034, -high), (x + 0.034 - 0.07, high), (x - 0.07, high))
        shapes.append(Shape(stripe, (247, 236, 212, 226)))
    return Drawing(1.0, 2 * high, tuple(shapes[:1] + shapes[2:]), 0.14)


def _star() -> Drawing:
    """A star folded of paper: the facets that turn from the light are darker."""
    tips = [(0.40 * math.sin(i * math.tau / 5), -0.40 * math.cos(i * math.tau / 5)) for i in range(5)]
    notches = [
        (0.19 * math.sin((i + 0.5) * math.tau / 5), -0.19 * math.cos((i + 0.5) * math.tau / 5))
        for i in range(5)
    ]
    outline = tuple(point for pair in zip(tips, notches, strict=True) for point in pair)
    facets = [Shape(((0.0, 0.0), tips[i], notches[i]), (226, 168, 52, 255)) for i in range(5)]
    moved = [(x, y + 0.03) for x, y in outline]
    shapes = [*_cut_out(Shape(tuple(moved), (243, 193, 82, 255), 0.03))]
    shapes += [Shape(tuple((x, y + 0.03) for x, y in f.points), f.fill) for f in facets]
    return Drawing(1.0, 0.98, tuple(shapes))


def _heart() -> Drawing:
    """A paper heart, folded down its middle."""

    def point(t: float) -> Point:
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        return x / 36, -(y + 2.5) / 36

    outline = tuple(point(i * math.tau / 96) for i in range(96))
    right = tuple(point(i * math.pi / 48) for i in range(49))
    body = _cut_out(Shape(outline, (214, 90, 84, 255), 0.012))
    return Drawing(1.0, 0.92, (*body, Shape(right, (196, 72, 70, 255), 0.0)))


def _sun() -> Drawing:
    ray = ((-0.032, 0.0), (0.0, -0.13), (0.032, 0.0))
    rays = tuple(
        Shape(_turned(tuple((x, y - 0.30) for x, y in ray), i * math.tau / 12), (243, 179, 70, 255), 0.014)
        for i in range(12)
    )
    disc = Shape(_circle(0, 0, 0.235), (247, 200, 92, 255))
    shine = Shape(_circle(0, 0, 0.185), (250, 212, 116, 255))
    ground = Shape(_circle(0, 0, 0.36), WHITE)
    return Drawing(1.0, 1.0, (ground, *_cut_out(*rays, disc), shine))


def _pin() -> Drawing:
    """A place on a map."""
    r, top, foot = 0.27, -0.17, 0.44
    lean = math.acos(r / (foot - top))
    drop = (*_circle(0, top, r, math.pi / 2 + lean, math.tau + math.pi / 2 - lean), (0.0, foot))
    right = (*_circle(0, top, r, -math.pi / 2, math.pi / 2 - lean), (0.0, foot))
    return Drawing(0.64, 1.0, (
        *_cut_out(Shape(drop, (224, 96, 76, 255), 0.012)), Shape(right, (206, 79, 64, 255)),
        Shape(_circle(0, top, 0.115), WHITE),
    ))  # fmt: skip


def _stamp() -> Drawing:
    """A postage stamp for the date; without one it shows hills."""
    half_w, half_h, across, down = 0.42, 0.5, 7, 8
    outline: list[Point] = []
    for side in range(4):
        half, far, holes = (half_w, half_h, across) if side % 2 == 0 else (half_h, half_w, down)
        step = 2 * half / holes
        for i in range(holes):
            x = -half + (i + 0.5) * step
            edge = _circle(x, -far, step * 0.27, math.pi, 0.0, 10)
            outline += _turned(((-half + i * step, -far), *edge), side * math.pi / 2)
    panel = ((-0.33, -0.41), (0.33, -0.41), (0.33, 0.41), (-0.33, 0.41))
    sky = Shape(panel, (64, 98, 112, 255))
    far_hills = (
        (-0.33, 0.26),
        (-0.12, 0.12),
        (0.06, 0.24),
        (0.22, 0.10),
        (0.33, 0.19),
        (0.33, 0.41),
        (-0.33, 0.41),
    )
    near_hills = ((-0.33, 0.33), (-0.2, 0.28), (0.02, 0.36), (0.33, 0.27), (0.33, 0.41), (-0.33, 0.41))
    sun = Shape(_circle(0.17, -0.27, 0.055), (243, 193, 82, 255))
    return Drawing(2 * half_w, 1.0, (
        Shape(tuple(outline), WHITE), sky, sun, Shape(far_hills, (86, 124, 132, 255)),
        Shape(near_hills, (46, 76, 88, 255)),
    ), words_at=(-0.29, -0.19, 0.58, 0.30), ink=(250, 246, 236, 255))  # fmt: skip


def _sprig() -> Drawing:
    """A sprig with leaves in pairs."""

    def stem(t: float) -> Point:
        return -0.30 + 0.62 * t - 0.02, 0.40 - 0.80 * t + 0.16 * math.sin(t * math.pi)

    def leaf(length: float) -> Points:
        wide = 0.24 * length
        upper = [(length * i / 12, -wide * math.sin(math.pi * (i / 12) ** 0.8)) for i in range(13)]
        return tuple(upper + [(x, -y) for x, y in reversed(upper)])

    spine = [stem(i / 24) for i in range(25)]
    line = tuple([(x - 0.009, y) for x, y in spine] + [(x + 0.009, y) for x, y in reversed(spine)])
    parts = [Shape(line, (92, 117, 84, 255))]
    greens: tuple[Rgba, Rgba] = (132, 158, 118, 255), (108, 137, 100, 255)
    for number, t in enumerate((0.22, 0.43, 0.63, 0.81)):
        x, y = stem(t)
        nx, ny = stem(t + 0.02)
        along, length = math.atan2(ny - y, nx - x), 0.29 - 0.035 * number
        for side, green in zip((-1, 1), greens, strict=True):
            parts.append(Shape(_turned(leaf(length), along + side * 0.8, x, y), green))
    end = stem(1.0)
    parts.append(Shape(_turned(leaf(0.19), -0.95, *end), greens[0]))
    return Drawing(1.0, 1.0, _cut_out(*parts), 0.26)


def _plane() -> Drawing:
    """A paper plane on its way."""
    nose, tail, fold, under, wing = (0.44, -0.34), (-0.44, -0.06), (-0.10, 0.08), (-0.05, 0.33), (0.17, 0.24)
    inner = (0.04, 0.155)
    sides = (
        Shape((nose, tail, fold), (201, 219, 230, 255), 0.008),
        Shape((nose, fold, under), (124, 152, 172, 255), 0.008),
        Shape((nose, inner, wing), (226, 237, 243, 255), 0.008),
    )
    return Drawing(1.0, 0.82, (*_cut_out(*sides), Shape((fold, inner, under), (98, 128, 150, 255))))


_DRAWINGS: Mapping[str, Callable[[], Drawing]] = {
    "tape": _tape, "star": _star, "heart": _heart, "sun": _sun, "pin": _pin, "stamp": _stamp,
    "sprig": _sprig, "plane": _plane,
}  # fmt: skip
