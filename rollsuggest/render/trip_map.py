"""A trip's card: a map with the places and the way between them, drawn from shipped outlines, and photos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from rollsuggest import paths
from rollsuggest.model import Recipe, Source
from rollsuggest.render import grid
from rollsuggest.render.arrange import WIDE, Page, arrange
from rollsuggest.render.design import Design, Made, Style, length, placed
from rollsuggest.render.fonts import Face
from rollsuggest.render.grid import look_of, words_of
from rollsuggest.render.heading import Heading, heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet, rounded
from rollsuggest.render.palette import Colour
from rollsuggest.render.text import fit

HUNDREDTHS = 100  # the outlines' unit, of a degree
LEAST_DEGREES = 0.8  # of latitude that a map shows: below it the outlines are too coarse
AIR = 1.5  # how much more than the places it shows
LAT_MOST = 78.0  # Mercator grows without end towards the poles
MOST_NAMES = 6
WAY_PX = 2.24  # radius of a dot of the way
NEAR_PX = 16  # places nearer than this on the map are one
ROUTE: Colour = (228, 87, 46)
DAY: tuple[Colour, Colour, Colour] = (201, 218, 226), (236, 231, 216), (188, 180, 162)  # sea, land, borders
NIGHT: tuple[Colour, Colour, Colour] = (32, 40, 48), (58, 66, 70), (92, 102, 106)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the trip, in the order of the first photo there."""

    name: str
    latitude: float
    longitude: float


def stops(sources: Sequence[Source]) -> list[Stop]:
    """Return where the photos were taken, each town once after another."""
    found: list[Stop] = []
    dated = sorted(sources, key=lambda s: (s.taken_at is None, s.taken_at.isoformat() if s.taken_at else ""))
    for source in dated:
        if source.position and not (found and source.place and found[-1].name == source.place):
            found.append(Stop(source.place, *source.position))
    return found


@dataclass(frozen=True, slots=True)
class View:
    """Mercator, from degrees to the pixels of a rectangle."""

    west: float
    north: float  # in Mercator's units, as all y
    scale: float  # pixels per degree of longitude
    at: Rect

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = self.at.x + (longitude - self.west) * self.scale
        return x, self.at.y + (self.north - _mercator(latitude)) * self.scale


def _mercator(latitude: float) -> float:
    held = math.radians(min(max(latitude, -LAT_MOST), LAT_MOST))
    return math.degrees(math.log(math.tan(math.pi / 4 + held / 2)))


def view(trip: Sequence[Stop], at: Rect, least: float = LEAST_DEGREES) -> View:
    """Return the map that shows all stops with some air, as large as fits, and `least` degrees at least."""
    xs, ys = [s.longitude for s in trip], [_mercator(s.latitude) for s in trip]
    wide = max((max(xs) - min(xs)) * AIR, least)
    high = max((max(ys) - min(ys)) * AIR, least)
    scale = min(at.w / wide, at.h / high)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return View(x - at.w / scale / 2, y + at.h / scale / 2, scale, at)


@cache
def outlines() -> tuple[Floats, ...]:
    """Return the countries' rings, (points, 2) of longitude and latitude in degrees."""
    with np.load(paths.resources() / "places" / "outlines.npz") as kept:
        return tuple(np.split(kept["points"].astype(np.float64) / HUNDREDTHS, kept["ends"][:-1]))


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], photos: Photos) -> Design:
    """Return the map above the photos (beside them on wide pages); a gallery where no place is known."""
    if not stops(sources):
        return grid.plan_gallery(recipe, sources, size, photos)
    words, at, _map, room = _frame(recipe, size)
    page = Page(room.w, room.h, 0, length(recipe.gap, 16))
    layout, _cost = arrange(sources, page, recipe.seed, 0.14, recipe.tree)
    moved = tuple(replace(s, x=s.x + room.x, y=s.y + room.y) for s in layout.slots)
    return Design(placed(replace(layout, slots=moved), recipe, sources), words, at, layout.tree)


def _frame(recipe: Recipe, size: tuple[int, int]) -> tuple[Heading, Rect | None, Rect, Rect]:
    """Return the words, their place, the map's and the photos'."""
    w, h = size
    look = look_of(recipe, "gallery")
    m = max(look.margin, 24)
    words = words_of(recipe, w, h, replace(look, margin=m))
    if w / h > WIDE:
        column = round(w * 0.36)
        words = heading(recipe.title, recipe.subtitle, column, 92, 2, h // 3)
        words_h = round(words.h) + 32 if words.h else 0
        at = Rect(m, m, column, round(words.h)) if words.h else None
        drawn = Rect(m, m + words_h, column, h - 2 * m - words_h)
        return words, at, drawn, Rect(2 * m + column, m, w - column - 3 * m, h - 2 * m)
    top = Page(w, h, 0, 0).calm[0] if h / w > 1.6 else m
    map_h = round(h * (0.34 if h > w else 0.36))
    drawn = Rect(m, m, w - 2 * m, max(map_h, top + 120 - m))
    y = drawn.bottom + (28 if words.h else 16)
    at = Rect(m, y, w - 2 * m, round(words.h)) if words.h else None
    rest = at.bottom + 28 if at else y
    return words, at, drawn, Rect(m, rest, w - 2 * m, h - m - rest)


def paint(page: Sheet, made: Made) -> None:
    trip = stops(made.sources)
    if trip:
        size = round(page.image.width / page.scale), round(page.image.height / page.scale)
        _paint_map(page, trip, _frame(made.recipe, size)[2], made)
    grid.paint_gallery(page, made)


def _paint_map(page: Sheet, trip: Sequence[Stop], at: Rect, made: Made) -> None:
    s, spot = page.scale, page.rect(at)
    dark = sum(made.colours.ground) < 380
    small, seen = drawn(trip, (spot.w, spot.h), s, dark)
    land = (NIGHT if dark else DAY)[1]
    _names(small, trip, seen, s, (236, 236, 232) if dark else (52, 50, 46), land)
    page.image.paste(small, (spot.x, spot.y), rounded(spot.w, spot.h, max(1.0, 12 * s)))


def drawn(
    trip: Sequence[Stop],
    size_px: tuple[int, int],
    s: float,
    dark: bool,
    least: float = LEAST_DEGREES,
    here: Stop | None = None,
) -> tuple[Image.Image, View]:
    """Return sea, land, the way and its places, and the view at twice the size, so that edges are smooth.

    `s` is pixels per pixel of the design. Of a trip's stops `here` stands out where one is given.
    """
    w, h = size_px[0] * 2, size_px[1] * 2
    seen = view(trip, Rect(0, 0, w, h), least)
    sea, land, border = NIGHT if dark else DAY
    image = Image.new("RGB", (w, h), sea)
    pen = ImageDraw.Draw(image)
    line = max(1, round(2 * s))
    for ring in _near(seen):
        points = [seen.point(lat, lon) for lon, lat in ring.tolist()]
        pen.polygon(points, fill=land, outline=border, width=line)
    points = [seen.point(stop.latitude, stop.longitude) for stop in trip]
    for x, y in ways(points, s):
        _dot(pen, x, y, WAY_PX * s * 2, ROUTE)
    for (x, y), stop in sorted(zip(points, trip, strict=True), key=lambda at: at[1] == here):
        large = 1.6 if stop == here else 0.7 if here else 1.0
        _dot(pen, x, y, 9 * large * s * 2, (255, 255, 255))
        _dot(pen, x, y, 6 * large * s * 2, ROUTE)
    return image.resize(size_px, Image.Resampling.BOX), seen


def _near(seen: View) -> list[Floats]:
    """Return the outlines that touch the map."""
    east = seen.west + seen.at.w / seen.scale
    found: list[Floats] = []
    for ring in outlines():
        low, high = ring.min(0), ring.max(0)
        top, bottom = seen.point(high[1], low[0])[1], seen.point(low[1], low[0])[1]
        if high[0] >= seen.west and low[0] <= east and bottom >= 0 and top <= seen.at.h:
            found.append(ring)
    return found


def ways(points: Sequence[tuple[float, float]], s: float) -> list[tuple[float, float]]:
    """Return the dots of gently bent lines from place to place."""
    found: list[tuple[float, float]] = []
    for (x, y), (to_x, to_y) in pairwise(points):
        far = math.hypot(to_x - x, to_y - y)
        if far < 2 * NEAR_PX * s:
            continue
        bend_x, bend_y = (x + to_x) / 2 - (to_y - y) * 0.14, (y + to_y) / 2 + (to_x - x) * 0.14
        count = max(2, round(far / (15 * s)))
        for t in (number / count for number in range(1, count)):
            at_x = (1 - t) ** 2 * x + 2 * t * (1 - t) * bend_x + t * t * to_x
            at_y = (1 - t) ** 2 * y + 2 * t * (1 - t) * bend_y + t * t * to_y
            found.append((at_x, at_y))
    return found


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, colour: Colour) -> None:
    pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)


def _names(image: Image.Image, trip: Sequence[Stop], seen: View, s: float, ink: Colour, halo: Colour) -> None:
    """Write the places' names beside their dots, where none lies over another or leaves the map.

    Off the way too, where one of the places around a dot is.
    """
    stops = [seen.point(t.latitude, t.longitude) for t in trip]
    taken = [_around(point, 9 * s) for point in stops]
    way = [_around(point, 5 * s) for point in ways(stops, s)]
    for name in list(dict.fromkeys(t.name for t in trip if t.name))[:MOST_NAMES]:
        stop = next(t for t in trip if t.name == name)
        block = fit(name, Face.TEXT, 400, 60, 26, 26, 1).scaled(s)
        x, y = (v / 2 for v in seen.point(stop.latitude, stop.longitude))
        spots = (
            (x + 13 * s, y - block.h / 2), (x - 13 * s - block.w, y - block.h / 2),
            (x - block.w / 2, y + 10 * s), (x - block.w / 2, y - 10 * s - block.h),
            (x + 11 * s, y - block.h), (x - 11 * s - block.w, y - block.h),
            (x + 11 * s, y), (x - 11 * s - block.w, y),
        )  # fmt: skip
        boxes = [Rect(round(a), round(b), max(1, round(block.w)), max(1, round(block.h))) for a, b in spots]
        free = [box for box in boxes if _inside(box, image.size) and not any(_touch(box, t) for t in taken)]
        clear = [box for box in free if not any(_touch(box, dot) for dot in way)]
        for box in (clear or free)[:1]:
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                Sheet(image, 1.0).write(block, box.x + dx * 2 * s, box.y + dy * 2 * s, block.w, halo)
            Sheet(image, 1.0).write(block, box.x, box.y, block.w, ink)
            taken.append(box)


def _inside(box: Rect, size: tuple[int, int]) -> bool:
    return box.x > 4 and box.y > 4 and box.right < size[0] - 4 and box.bottom < size[1] - 4


def _around(point: tuple[float, float], radius: float) -> Rect:
    """Return the square around a point of the map at twice the size, at its own size."""
    r = max(1, round(radius))
    return Rect(round(point[0] / 2) - r, round(point[1] / 2) - r, 2 * r, 2 * r)


def _touch(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def _read(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _design: Design) -> list[Rect]:
    return [_frame(recipe, size)[2]] if stops(sources) else []


MAP = Style(plan, paint, also_read=_read)
