"""Strips of negative film across the page: photos hardly cropped, side by side, between perforations."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from rollsuggest.model import Recipe, Source
from rollsuggest.render.arrange import WIDE, Page
from rollsuggest.render.design import Design, Made, Placed, Style, seen_of
from rollsuggest.render.focus import focus, ratio_range
from rollsuggest.render.fonts import Face
from rollsuggest.render.grid import Look, words_of
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet
from rollsuggest.render.palette import Colour
from rollsuggest.render.text import fit

LOOK = Look(56, 14, 0, 0.12)  # cropped only so that the strips are full of photos
BAND = 0.13  # of a picture's height, for the perforations above and below
APART = 30  # between strips
SIDE = 14  # between a strip's end and its first photo
STEPS = 6  # of cropping that are tried
UNLIKE = 1.6  # how much taller one strip may be than another
FILM: Colour = (24, 22, 21)
EDGE_PRINT: Colour = (226, 160, 74)  # as makers print their frame numbers


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return strips as many as let the photos be largest; in a story they may reach below the words' ends."""
    w, h = size
    words = words_of(recipe, w, h, LOOK)
    wide = bool(w / h > WIDE and words.h)
    left = round(w * 0.225) + 2 * LOOK.margin if wide else SIDE
    top = Page(w, h, 0, 0).calm[0] if h / w > 1.6 and words.h else LOOK.margin
    words_h = 0 if wide or not words.h else round(words.h + 40)
    room = Rect(left, top + words_h, w - left - SIDE, h - LOOK.margin - top - words_h)
    rows, heights, ratios = _filled(sources, room)
    y = room.y + (room.h - sum(heights) * (1 + 2 * BAND) - (len(rows) - 1) * APART) / 2
    placed: list[Placed] = []
    for row, height in zip(rows, heights, strict=True):
        lengths = [height * ratios[i] for i in row]
        x = room.x + (room.w - sum(lengths) - LOOK.gap * (len(row) - 1)) / 2
        for i, length in zip(row, lengths, strict=True):
            at = Rect(round(x), round(y + BAND * height), max(1, round(length)), max(1, round(height)))
            placed.append(Placed(at, seen_of(recipe, sources[i], at.ratio)))
            x += length + LOOK.gap
        y += height * (1 + 2 * BAND) + APART
    first = placed[0].at.y - round(BAND * heights[0])
    at = Rect(LOOK.margin, max(first, LOOK.margin), left - 2 * LOOK.margin, round(words.h)) if wide else (
        Rect(LOOK.margin, max(top, first - words_h), w - 2 * LOOK.margin, round(words.h))
    )  # fmt: skip
    return Design(tuple(placed), words, at if words.h else None)


Strips = tuple[list[list[int]], list[float], list[float]]


def _filled(sources: Sequence[Source], room: Rect) -> Strips:
    """Return rows, their pictures' heights, and the photos' ratios: the least cropped that fill the strips.

    Where none do, uncropped photos in strips that have blank film at their ends.
    """
    about = [focus(source) for source in sources]
    wider = [ratio_range(one, LOOK.most_lost)[1] / one.ratio for one in about]
    best: tuple[float, Strips] | None = None
    for step in range(STEPS):
        ratios = [one.ratio * more ** (step / (STEPS - 1)) for one, more in zip(about, wider, strict=True)]
        rows, heights = _rows(ratios, room)
        used = sum(h * sum(ratios[i] for i in row) for row, h in zip(rows, heights, strict=True))
        blank = 1 - used / (room.w * len(rows))  # the gaps count alike for all
        if best is None or blank < best[0] - 0.02:
            best = blank, (rows, heights, ratios)
    assert best
    return best[1]


def _rows(ratios: Sequence[float], room: Rect) -> tuple[list[list[int]], list[float]]:
    """Return which photos share a strip, in order, and the pictures' heights: as much picture as may be."""
    best: tuple[float, list[list[int]], list[float]] = -1.0, [], []
    for count in range(1, len(ratios) + 1):
        rows = _split(ratios, count)
        across = [sum(ratios[i] for i in row) for row in rows]
        full = [
            (room.w - LOOK.gap * (len(row) - 1)) / length for row, length in zip(rows, across, strict=True)
        ]
        heights = [min(h, UNLIKE * min(full)) for h in full]
        tall = room.h - (count - 1) * APART
        fit_in = min(1.0, tall / (sum(heights) * (1 + 2 * BAND))) if tall > 0 else 0.0
        heights = [h * fit_in for h in heights]
        area = sum(h * h * length for h, length in zip(heights, across, strict=True)) * fit_in**2
        if area > best[0]:
            best = area, rows, heights
    return best[1], best[2]


def _split(ratios: Sequence[float], count: int) -> list[list[int]]:
    """Part photos into `count` runs of which the longest is as short as may be."""
    n = len(ratios)
    least = [[math.inf] * (n + 1) for _row in range(count + 1)]
    cut = [[0] * (n + 1) for _row in range(count + 1)]
    least[0][0] = 0.0
    for k in range(1, count + 1):
        for end in range(k, n + 1):
            for start in range(k - 1, end):
                longest = max(least[k - 1][start], sum(ratios[start:end]))
                if longest < least[k][end]:
                    least[k][end], cut[k][end] = longest, start
    rows: list[list[int]] = []
    end = n
    for k in range(count, 0, -1):
        start = cut[k][end]
        rows.insert(0, list(range(start, end)))
        end = start
    return rows


def paint(page: Sheet, made: Made) -> None:
    w = round(page.image.width / page.scale)
    strips: dict[int, list[int]] = {}
    for i, one in enumerate(made.design.placed):
        strips.setdefault(one.at.y, []).append(i)
    wide = made.design.words_at is not None and made.design.words_at.w < w * 0.4
    left = made.design.words_at.right + LOOK.margin // 2 if wide and made.design.words_at else -20
    size = w, round(page.image.height / page.scale)
    for y, these in strips.items():
        h = made.design.placed[these[0]].at.h
        _strip(
            page,
            Rect(left, round(y - BAND * h), w + 40 - left, round(h * (1 + 2 * BAND))),
            BAND * h,
            made.colours.ground,
        )
        for i in these:
            one = made.design.placed[i]
            page.paste(made.cuts[i], page.rect(one.at), 3)
    for i, by in enumerate(numbers(made.recipe, made.sources, size, made.design)):
        page.write(fit(f"{i + 1}", Face.TEXT, by.w, by.h, by.h * 0.75, 6.0, 1), by.x, by.y, by.w, EDGE_PRINT)
    at = made.design.words_at
    if at:
        made.design.words.write(page, at.x, at.y, at.w, made.colours)


def _strip(page: Sheet, at: Rect, band: float, ground: Colour) -> None:
    """Draw the film with its holes, smooth at any size."""
    s, pen = page.scale, ImageDraw.Draw(page.image)
    pen.rectangle((at.x * s, at.y * s, at.right * s, at.bottom * s), fill=FILM)
    hole = max(2, round(band * 0.50 * s)), max(2, round(band * 0.42 * s))
    mask = Image.new("L", (4 * hole[0], 4 * hole[1]), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 4 * hole[0] - 1, 4 * hole[1] - 1), hole[1], fill=255)
    mask = mask.resize(hole, Image.Resampling.BOX)
    step = band * 0.98
    for number in range(math.ceil(at.w / step)):
        x = round((at.x + (number + 0.25) * step) * s)
        for y in (at.y + band * 0.16, at.bottom - band * 0.58):
            page.image.paste(ground, (x, round(y * s)), mask)


def numbers(_recipe: Recipe, sources: Sequence[Source], _size: tuple[int, int], design: Design) -> list[Rect]:
    """Return where each photo's number is printed on the film's edge."""
    found = []
    for number, one in enumerate(design.placed[: len(sources)]):
        tall = max(8, round(BAND * one.at.h * 0.42))
        found.append(Rect(one.at.x + 2, one.at.bottom, tall * len(str(number + 1)), tall))
    return found


FILMSTRIP = Style(plan, paint, also_read=numbers)
