"""Stickers laid on a collage: never over a face or words; the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rollsuggest.i18n import month_name, month_text
from rollsuggest.model import Source, Sticker
from rollsuggest.render.fonts import Face
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Sheet
from rollsuggest.render.sticker_shapes import Drawing, Shape, drawing
from rollsuggest.render.text import draw, fit

FINER = 3  # drawn that much larger, then made smaller: smooth edges
LARGEST_PX = 3000  # of a drawing, whatever is asked for
APART = 10  # pixels of the sheet between a sticker and what it must not touch
STEP = 16
SMALLER = (1.0, 0.8, 0.62, 0.48)
SHRUNK = 0.35  # of the page's short side that making it smaller is as bad as


def settled(stickers: Sequence[Sticker], clear: Sequence[Rect], size: tuple[int, int]) -> tuple[Sticker, ...]:
    """Return stickers where they may lie: nearest to where they are wished, smaller if need be.

    One that finds no place off `clear` (faces and words on the sheet) has the size 0 and is not painted.
    """
    return tuple(_settled(sticker, clear, size) for sticker in stickers)


def _settled(sticker: Sticker, clear: Sequence[Rect], size: tuple[int, int]) -> Sticker:
    short = min(size)
    best: tuple[float, Sticker] | None = None
    for scale in SMALLER:
        if best is not None and best[0] <= (1 - scale) * SHRUNK * short:
            break
        tried = sticker._replace(size=sticker.size * scale)
        found = _nearest(tried, clear, size)
        if found is not None:
            far, x, y = found
            cost = far + (1 - scale) * SHRUNK * short
            if best is None or cost < best[0]:
                best = cost, tried._replace(x=round(x / size[0], 4), y=round(y / size[1], 4))
    return best[1] if best else sticker._replace(size=0.0)


def _nearest(
    sticker: Sticker, clear: Sequence[Rect], size: tuple[int, int]
) -> tuple[float, float, float] | None:
    """Return (how far, x, y): the nearest middle at which it lies on the page and off what is to be clear."""
    drawn, side = drawing(sticker.kind), sticker.size * min(size)
    w, h, angle = drawn.w * side / 2, drawn.h * side / 2, math.radians(sticker.angle)
    c, s = math.cos(angle), math.sin(angle)
    reach_x, reach_y = abs(c) * w + abs(s) * h, abs(s) * w + abs(c) * h
    if reach_x * 2 > size[0] or reach_y * 2 > size[1]:
        return None
    wish = sticker.x * size[0], sticker.y * size[1]
    held = (
        min(max(wish[0], reach_x), size[0] - reach_x),
        min(max(wish[1], reach_y), size[1] - reach_y),
    )
    xs, ys = np.meshgrid(
        np.arange(reach_x, size[0] - reach_x, STEP), np.arange(reach_y, size[1] - reach_y, STEP)
    )
    xs, ys = np.append(held[0], xs.ravel()), np.append(held[1], ys.ravel())
    free = np.ones(len(xs), bool)
    for rect in clear:
        half_w, half_h = rect.w / 2 + APART, rect.h / 2 + APART
        dx, dy = rect.x + rect.w / 2 - xs, rect.y + rect.h / 2 - ys
        free &= (  # two rectangles are apart where some side of either parts them
            (np.abs(dx) > half_w + reach_x)
            | (np.abs(dy) > half_h + reach_y)
            | (np.abs(dx * c + dy * s) > w + abs(c) * half_w + abs(s) * half_h)
            | (np.abs(dy * c - dx * s) > h + abs(s) * half_w + abs(c) * half_h)
        )
    if not free.any():
        return None
    far = np.where(free, np.hypot(xs - wish[0], ys - wish[1]), np.inf)
    at = 0 if free[0] else int(np.argmin(far))
    return float(far[at]), float(xs[at]), float(ys[at])


def paint(page: Sheet, stickers: Sequence[Sticker], sources: Sequence[Source]) -> None:
    """Paint settled stickers, the first lowest."""
    w, h = page.image.size
    for sticker in stickers:
        if sticker.size <= 0:
            continue
        side = max(8, round(sticker.size * min(w, h)))
        piece = _laid(sticker.kind, side, sticker.angle, dated(sources) if sticker.kind == "stamp" else ())
        x, y = round(sticker.x * w - piece.width / 2), round(sticker.y * h - piece.height / 2)
        page.image.paste(piece.convert("RGB"), (x, y), piece.getchannel("A"))


def dated(sources: Sequence[Source]) -> tuple[str, ...]:
    """Return what a stamp says: (large, small) of the photos' days, or nothing where none is known."""
    days = sorted(s.taken_at for s in sources if s.taken_at)
    if not days:
        return ()
    first, last = days[0], days[-1]
    if first.date() == last.date():
        return str(first.day), month_text(first.year, first.month)
    if (first.year, first.month) == (last.year, last.month):
        return month_name(first.month), str(first.year)
    return (str(first.year) if first.year == last.year else f"{first.year}–{last.year}",)


@lru_cache(maxsize=8)
def _laid(kind: str, side: int, angle: float, words: tuple[str, ...]) -> Image.Image:
    """Return an RGBA picture of a sticker with its shadow, turned clockwise by degrees."""
    finer = max(1.0, min(FINER, LARGEST_PX / side))
    made, unit = drawing(kind), side * finer
    pad = 0.12 * unit
    tile = Image.new("RGBA", (round(made.w * unit + 2 * pad), round(made.h * unit + 2 * pad)), (0, 0, 0, 0))
    pen = ImageDraw.Draw(tile)
    for shape in made.shapes:
        _fill(pen, shape, unit, (tile.width / 2, tile.height / 2))
    if words and made.words_at:
        _write(tile, made, words, unit)
    turned = tile.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
    small = turned.resize((round(turned.width / finer), round(turned.height / finer)), Image.Resampling.BOX)
    return _shaded(small, made.shadow, side)


def _fill(pen: ImageDraw.ImageDraw, shape: Shape, unit: float, middle: tuple[float, float]) -> None:
    points = [(middle[0] + x * unit, middle[1] + y * unit) for x, y in shape.points]
    pen.polygon(points, fill=shape.fill)
    r = shape.edge * unit
    if not r:
        return
    for (x, y), (to_x, to_y) in zip(points, [*points[1:], points[0]], strict=True):
        far = math.hypot(to_x - x, to_y - y) or 1.0
        across, down = (y - to_y) / far * r, (to_x - x) / far * r
        side = [(x + across, y + down), (to_x + across, to_y + down)]
        pen.polygon([*side, (to_x - across, to_y - down), (x - across, y - down)], fill=shape.fill)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=shape.fill)


def _write(tile: Image.Image, made: Drawing, words: tuple[str, ...], unit: float) -> None:
    """Write a large line and a small one below it, as large as fit."""
    assert made.words_at
    x, y, w, h = (part * unit for part in made.words_at)
    share = 0.62 if len(words) > 1 else 1.0
    large = fit(words[0], Face.TITLE, round(w), round(h * share), h * share / 1.08, 6, 1)
    left, top = tile.width / 2 + x, tile.height / 2 + y
    draw(large, tile, left, top + (h * share - large.h) / 2, w, made.ink[:3], "centre")
    if len(words) > 1:
        small = fit(words[1], Face.TEXT, round(w), round(h * 0.36), h * 0.25, 5, 1)
        draw(small, tile, left, top + h * 0.66, w, made.ink[:3], "centre")


def _shaded(piece: Image.Image, strength: float, side: int) -> Image.Image:
    soft = piece.getchannel("A").filter(ImageFilter.GaussianBlur(max(0.6, side * 0.018)))
    under = Image.new("RGBA", piece.size, (24, 18, 12, 0))
    dropped = Image.new("L", piece.size, 0)
    dropped.paste(soft.point(lambda a: round(a * strength)), (0, max(1, round(side * 0.014))))
    under.putalpha(dropped)
    return Image.alpha_composite(under, piece)
