"""A heart packed with photos from edge to edge: bands of equal area a photo, nobody's face on its outline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from rollsuggest.model import Box, Recipe, Source
from rollsuggest.render.design import Design, Made, Placed, Style, seen_of
from rollsuggest.render.focus import focus, ratio_range, window, with_margin
from rollsuggest.render.grid import words_of
from rollsuggest.render.heading import Heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet, backdrop
from rollsuggest.render.plate import on_page
from rollsuggest.render.prints import grain
from rollsuggest.render.tiles import LOOK, beside_words

FINE = 4  # pixels of the sheet for one of the mask that places are sought in
GAP = 6
WIDE = 1.08  # width / height
AIR = 0.95  # of the room, so that its shadow has some
TRIES = (0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95, 0.0, 1.0)  # where a window may begin in what it has to spare
MOST_ABREAST = (7, 4, 3, 2, 5, 1)
ZOOMS = (1.0, 1.15, 1.35, 1.6)
ODD = 6.0  # what a photo costs that would have a face on the outline
CLEFT = 1.5  # what it costs that the cleft parts a photo in two
HIDDEN = 3.0  # what it costs when little of a place's box is in the heart
AROUND = 0.08  # of a face, between it and the outline
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Heart:
    """Its rectangle on the sheet, and for each FINE square of it how many outside it lie left above."""

    at: Rect
    outside: npt.NDArray[np.int64]

    def holds(self, rect: Rect) -> bool:
        """Tell whether a rectangle of the sheet lies wholly in the heart."""
        h, w = self.outside.shape[0] - 1, self.outside.shape[1] - 1
        left, top = (rect.x - self.at.x) // FINE, (rect.y - self.at.y) // FINE
        right, bottom = -((self.at.x - rect.right) // FINE), -((self.at.y - rect.bottom) // FINE)
        if left < 0 or top < 0 or right > w or bottom > h:
            return False
        o = self.outside
        return int(o[bottom, right] - o[top, right] - o[bottom, left] + o[top, left]) == 0


def outline(at: Rect) -> list[tuple[float, float]]:
    """Return the heart's points in a rectangle."""
    found = []
    for step in range(180):
        t = step * math.tau / 180
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        found.append((at.x + at.w * (x + 16) / 32, at.y + at.h * (11.98 - y) / 28.98))
    return found


def room_of(words: Heading, size: tuple[int, int]) -> tuple[Rect, Rect | None]:
    """Return the heart's rectangle, and where the words stand: in the middle below it, or beside it."""
    room, at = beside_words(words, size)
    w = round(min(room.w, room.h * WIDE) * AIR)
    h = round(w / WIDE)
    top = room.y + (room.h - h) // 2
    heart = Rect(room.x + (room.w - w) // 2, top, w, h)
    if at and at.y >= room.bottom:
        at = Rect(at.x, min(at.y, heart.bottom + 48), at.w, at.h)
    return heart, at


@lru_cache(maxsize=8)
def heart(at: Rect) -> tuple[Heart, Mask]:
    w, h = at.w // FINE, at.h // FINE
    points = np.array([((x - at.x) / FINE, (y - at.y) / FINE) for x, y in outline(at)], np.float32)
    drawn = cv2.fillPoly(np.zeros((h, w), np.uint8), [points.round().astype(np.int32)], 1).astype(bool)
    outside = np.zeros((h + 1, w + 1), np.int64)
    outside[1:, 1:] = (~drawn).cumsum(0).cumsum(1)
    return Heart(at, outside), drawn


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    words = words_of(recipe, *size, LOOK)
    at, words_at = room_of(words, size)
    shape, _mask = heart(at)
    found = places(recipe, sources, at)
    pairs = zip(sources, found, strict=True)
    return Design(tuple(_placed(recipe, source, place, shape) for source, place in pairs), words, words_at)


def places(recipe: Recipe, sources: Sequence[Source], at: Rect) -> list[Rect]:
    """Return the place of each photo: of a few ways to pack them the one with most faces off the outline."""
    shape, _mask = heart(at)
    best: tuple[float, list[Rect]] = math.inf, []
    for most in MOST_ABREAST:
        found = cells(sources, at, most)
        order = _settled(recipe, sources, found, shape)
        mine = [found[place] for place in order]
        harm = sum(_harm(recipe, one, place, shape) for one, place in zip(sources, mine, strict=True))
        if harm < best[0] - 0.01:
            best = harm, mine
        if harm < ODD:
            break
    return best[1]


def cells(sources: Sequence[Source], at: Rect, most: int) -> list[Rect]:
    """Return places in reading order, at most so many abreast: each the box around its part of the heart."""
    _shape, mask = heart(at)
    n, ratios = len(sources), [focus(source).ratio for source in sources]
    rows = np.concatenate([[0], mask.sum(1).cumsum()])
    cuts = [int(np.searchsorted(rows, rows[-1] * i / n)) for i in range(n)] + [len(mask)]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, n + 1):
        tried = [
            (best[start][0] + _unlike(mask, cuts[start], cuts[end], ratios[start:end]), start)
            for start in range(max(0, end - most), end)
        ]
        best.append(min(tried))
    found: list[Rect] = []
    end = n
    while end:
        start = best[end][1]
        band = _band(mask, cuts[start], cuts[end], end - start)
        found[:0] = [Rect(at.x + x * FINE, at.y + y * FINE, w * FINE, h * FINE) for x, y, w, h in band]
        end = start
    return [_inset(cell, at) for cell in found]


def _inset(cell: Rect, at: Rect) -> Rect:
    """Leave half a gap on the sides that face other photos."""
    half = GAP // 2
    left = cell.x + (half if cell.x > at.x + FINE else 0)
    top = cell.y + (half if cell.y > at.y + FINE else 0)
    right = cell.right - (half if cell.right < at.right - FINE else 0)
    bottom = cell.bottom - (half if cell.bottom < at.bottom - FINE else 0)
    return Rect(left, top, max(8, right - left), max(8, bottom - top))


def _band(mask: Mask, top: int, bottom: int, count: int) -> list[tuple[int, int, int, int]]:
    """Split a band of the heart into places of like area; each is the box around what it has of it."""
    part = mask[top:bottom]
    columns = np.concatenate([[0], part.sum(0).cumsum()])
    edges = [int(np.searchsorted(columns, columns[-1] * i / count, "right")) - 1 for i in range(count)]
    edges.append(int(np.searchsorted(columns, columns[-1])))
    found = []
    for left, right in pairwise(edges):
        inside = np.flatnonzero(part[:, left:right].any(1))
        found.append((left, top + int(inside[0]), right - left, int(inside[-1] - inside[0]) + 1))
    return found


def _unlike(mask: Mask, top: int, bottom: int, ratios: Sequence[float]) -> float:
    """Return how badly photos of these ratios fit a band that they share."""
    if bottom - top < 8:
        return 1000.0
    band = _band(mask, top, bottom, len(ratios))
    if min(w for _x, _y, w, _h in band) < 8:
        return 1000.0
    hidden = (1 - float(mask[y : y + h, x : x + w].mean()) for x, y, w, h in band)  # as the cleft hides much
    unlike = (math.log(w / h / ratio) ** 2 for (_x, _y, w, h), ratio in zip(band, ratios, strict=True))
    parted = sum(_is_parted(mask[y + h // 3, x : x + w]) for x, y, w, h in band)
    return sum(unlike) + HIDDEN * sum(part**2 for part in hidden) + CLEFT * parted


def _is_parted(row: Mask) -> bool:
    """Tell whether a row of a place is in the heart, out of it and in again."""
    return int(np.count_nonzero(np.diff(row.astype(np.int8), prepend=0) == 1)) > 1


def _settled(recipe: Recipe, sources: Sequence[Source], found: Sequence[Rect], shape: Heart) -> list[int]:
    """Return each photo's place: in order, but for changes that bring faces off the outline."""
    order = list(range(len(sources)))
    costs: dict[tuple[int, int], float] = {}

    def cost(photo: int, place: int) -> float:
        if (photo, place) not in costs:
            costs[photo, place] = _harm(recipe, sources[photo], found[place], shape)
        return costs[photo, place]

    for photo in range(len(sources)):
        if cost(photo, order[photo]) < ODD:
            continue
        gains = [
            (
                cost(photo, order[photo]) + cost(other, order[other])
                - cost(photo, order[other]) - cost(other, order[photo]) - 0.05 * abs(photo - other),
                -other,
            )
            for other in range(len(sources))
        ]  # fmt: skip
        gain, other = max(gains)
        if gain > 0.5:
            order[photo], order[-other] = order[-other], order[photo]
    return order


def _harm(recipe: Recipe, source: Source, place: Rect, shape: Heart) -> float:
    unlike = abs(math.log(place.ratio / focus(source).ratio))
    return unlike + (0.0 if _window(recipe, source, place, shape) else ODD)


def _window(recipe: Recipe, source: Source, place: Rect, shape: Heart) -> Box | None:
    """Return the part of a photo that the place shows with every face well in the heart, if there is one."""
    chosen = seen_of(recipe, source, place.ratio)
    if not source.faces or any(one.asset == source.asset for one in recipe.framed):
        return chosen
    about = focus(source)
    low, high = ratio_range(about, 0.999)
    if not low <= place.ratio <= high:
        return None
    for zoom in ZOOMS:
        w, h = (window(about, place.ratio).w / zoom, window(about, place.ratio).h / zoom)
        xs = (chosen.x, *((1 - w) * t for t in TRIES)) if zoom == 1 else [(1 - w) * t for t in TRIES]
        ys = (chosen.y, *((1 - h) * t for t in TRIES)) if zoom == 1 else [(1 - h) * t for t in TRIES]
        for x in dict.fromkeys(xs):
            for y in dict.fromkeys(ys):
                if x >= 0 and y >= 0 and _all_inside(source, Box(x, y, w, h), place, shape):
                    return Box(x, y, w, h)
    return None


def _all_inside(source: Source, seen: Box, place: Rect, shape: Heart) -> bool:
    for face in map(with_margin, source.faces):
        inner = face.x >= seen.x - 1e-6 and face.y >= seen.y - 1e-6
        if not inner or face.x + face.w > seen.x + seen.w + 1e-6 or face.y + face.h > seen.y + seen.h + 1e-6:
            return False
    return _clear(source, seen, place, shape)


def _clear(source: Source, seen: Box, at: Rect, shape: Heart) -> bool:
    """Tell whether no face touches the outline; hair may."""
    return all(shape.holds(on_page(_grown(face), seen, at)) for face in source.faces)


def _grown(face: Box) -> Box:
    w, h = face.w * AROUND, face.h * AROUND
    return Box(face.x - w, face.y - h, face.w + 2 * w, face.h + 2 * h)


def _placed(recipe: Recipe, source: Source, place: Rect, shape: Heart) -> Placed:
    """Return a photo in its place, or smaller within it where a face would lie on the outline."""
    seen = _window(recipe, source, place, shape)
    if seen is not None:
        return Placed(place, seen)
    low, high = ratio_range(focus(source), 0.999)
    ratio = min(max(place.ratio, low), high)
    for step in range(40, 0, -1):
        w = min(place.w, place.h * ratio) * step / 40
        h = w / ratio
        for ty in (0.5, *np.linspace(0, 1, 9)):
            for tx in (0.5, *np.linspace(0, 1, 9)):
                x, y = place.x + (place.w - w) * tx, place.y + (place.h - h) * ty
                at = Rect(round(x), round(y), max(1, round(w)), max(1, round(h)))
                if _clear(source, seen_of(recipe, source, at.ratio), at, shape):
                    return Placed(at, seen_of(recipe, source, at.ratio))
    return Placed(place, seen_of(recipe, source, place.ratio))


def paint(page: Sheet, made: Made) -> None:
    """Paint the photos on one sheet, cut the heart out of it, and lay it on soft paper."""
    s, (w, h) = page.scale, page.image.size
    if made.recipe.ground != "blur":
        page.image.paste(Image.fromarray(grain(w, h, made.colours.ground, 3.5)))
    at, words_at = room_of(made.design.words, (round(w / s), round(h / s)))
    inner = Sheet(Image.new("RGB", (w, h), (253, 252, 249)), s)
    found = places(made.recipe, made.sources, at)
    for place, one, rgb in zip(found, made.design.placed, made.cuts, strict=True):
        if one.at != place:
            around = inner.rect(place)
            inner.paste(backdrop(rgb, around.w, around.h, 0.9), around)
        inner.paste(rgb, inner.rect(one.at))
    _lay(page, inner.image, at)
    if words_at:
        below = words_at.y >= at.bottom
        made.design.words.write(
            page, words_at.x, words_at.y, words_at.w, made.colours, "centre" if below else "left"
        )


def _lay(page: Sheet, photos: Image.Image, at: Rect) -> None:
    """Lay the heart with a border of paper and a soft shadow."""
    s = page.scale
    border = max(2, round(9 * s))
    mask = _filled(page, at, 0)
    paper = _filled(page, at, border)
    soft = paper.filter(ImageFilter.GaussianBlur(max(1.0, 14 * s))).point(lambda a: round(a * 0.30))
    page.image.paste((34, 26, 20), (0, round(8 * s)), soft)
    page.image.paste((253, 252, 249), (0, 0), paper)
    page.image.paste(photos, (0, 0), mask)


def _filled(page: Sheet, at: Rect, border: int) -> Image.Image:
    """Return the heart as a mask of the page with smooth edges, larger by a border on all sides."""
    s, (w, h) = page.scale, page.image.size
    finer = 3 if max(w, h) <= 2000 else 2
    big = Image.new("L", (w * finer, h * finer), 0)
    pen = ImageDraw.Draw(big)
    points = [(x * s * finer, y * s * finer) for x, y in outline(at)]
    pen.polygon(points, fill=255)
    if border:
        r = border * finer
        for (x, y), (to_x, to_y) in zip(points, [*points[1:], points[0]], strict=True):
            far = math.hypot(to_x - x, to_y - y) or 1.0
            across, down = (y - to_y) / far * r, (to_x - x) / far * r
            pen.polygon([(x + across, y + down), (to_x + across, to_y + down), (to_x - across, to_y - down),
                         (x - across, y - down)], fill=255)  # fmt: skip
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return big.resize((w, h), Image.Resampling.BOX)


HEART = Style(plan, paint)
