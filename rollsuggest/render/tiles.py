"""Photos of one shape: round ones, and a year of months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PIL import ImageDraw

from rollsuggest.i18n import month_name
from rollsuggest.model import Box, Recipe, Source
from rollsuggest.render.arrange import Page, arrange
from rollsuggest.render.design import Design, Made, Placed, Style, seen_of
from rollsuggest.render.flush import set_flush
from rollsuggest.render.focus import focus, ratio_range, union, with_margin
from rollsuggest.render.fonts import Face
from rollsuggest.render.grid import Look, page_of, words_of
from rollsuggest.render.heading import Heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet
from rollsuggest.render.palette import Colour
from rollsuggest.render.prints import as_frames
from rollsuggest.render.text import fit

LOOK = Look(56, 22, 0, 0.0)
MONTHS = 12


# --- circles ---------------------------------------------------------------------------------------------


def plan_circles(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return circles of several sizes; a photo whose faces no circle holds stays a soft square."""
    words = words_of(recipe, *size, LOOK)
    frames = as_frames(sources, [_nearly_square(source) for source in sources])
    layout, _cost = arrange(frames, page_of(size, LOOK, words), recipe.seed, 0.001, recipe.tree)
    pairs = zip(layout.slots, sources, strict=True)
    placed = tuple(_whole(recipe, source, slot) for slot, source in pairs)
    return Design(placed, *set_flush(recipe, layout, words), layout.tree)


def _nearly_square(source: Source) -> float:
    """Return the ratio nearest to a square that cuts no face."""
    low, high = ratio_range(focus(source), 0.999)
    return min(max(1.0, low), high) if source.faces else 1.0


def _whole(recipe: Recipe, source: Source, slot: Rect) -> Placed:
    """Return a photo as large as fits a slot, in the ratio nearest to a square that cuts no face."""
    ratio = _nearly_square(source)
    w = min(slot.w, round(slot.h * ratio))
    h = min(slot.h, round(w / ratio))
    at = Rect(slot.x + (slot.w - w) // 2, slot.y + (slot.h - h) // 2, w, h)
    return Placed(at, _centred_window(recipe, source, at.ratio))


def _centred_window(recipe: Recipe, source: Source, ratio: float) -> Box:
    """Return the part of a photo whose circle holds the faces best: they are in its middle."""
    seen = seen_of(recipe, source, ratio)
    faces = union(with_margin(face) for face in source.faces)
    if faces is None or any(one.asset == source.asset for one in recipe.framed):
        return seen
    x = min(max(faces.centre[0] - seen.w / 2, 0.0), 1 - seen.w)
    y = min(max(faces.centre[1] - seen.h / 2, 0.0), 1 - seen.h)
    return Box(x, y, seen.w, seen.h)


def is_round(source: Source, seen: Box) -> bool:
    """Tell whether a circle in this window cuts no face."""
    if abs(seen.w / seen.h * focus(source).ratio - 1) > 0.02:
        return False
    corners = [
        ((x - seen.x) / seen.w * 2 - 1, (y - seen.y) / seen.h * 2 - 1)
        for face in source.faces
        for x in (face.x, face.x + face.w)
        for y in (face.y, face.y + face.h)
    ]
    return all(math.hypot(x, y) <= 1.0 for x, y in corners)


def paint_circles(page: Sheet, made: Made) -> None:
    for source, one, rgb in zip(made.sources, made.design.placed, made.cuts, strict=True):
        radius = one.at.w / 2 if is_round(source, one.seen) else min(one.at.w, one.at.h) * 0.2
        page.paste(rgb, page.rect(one.at), radius)
    _write(page, made)


def _write(page: Sheet, made: Made) -> None:
    at = made.design.words_at
    if at:
        made.design.words.write(page, at.x, at.y, at.w, made.colours)


def _softened(colour: Colour, ground: Colour, part: float) -> Colour:
    r, g, b = (round(part * c + (1 - part) * k) for c, k in zip(colour, ground, strict=True))
    return r, g, b


def beside_words(words: Heading, size: tuple[int, int]) -> tuple[Rect, Rect | None]:
    """Return the room for pictures and the place for words: below them, or in a column on wide pages."""
    w, h = size
    page = page_of(size, LOOK, words)
    top, bottom = page.calm if page.story else (LOOK.margin, h - LOOK.margin)
    if page.column_w:
        x = LOOK.margin * 2 + page.column_w
        at = Rect(LOOK.margin, round((h - words.h) / 2), page.column_w, round(words.h))
        return Rect(x, LOOK.margin, w - x - LOOK.margin, h - 2 * LOOK.margin), at
    words_h = round(words.h) + 48 if words.h else 0
    room = Rect(LOOK.margin, top, w - 2 * LOOK.margin, bottom - top - words_h)
    return room, Rect(LOOK.margin, room.bottom + 48, room.w, round(words.h)) if words.h else None


# --- a year ----------------------------------------------------------------------------------------------


def plan_year(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return twelve months, each with its photos joined; photos without a date fill months without photos."""
    words = words_of(recipe, *size, LOOK)
    room, at = beside_words(words, size)
    cells = month_cells(room)
    slots: dict[int, Rect] = {}
    for cell, these in zip(cells, by_month(sources), strict=True):
        if these:
            inner = Page(cell.w, cell.h, 0, 4)
            # A month's picture is filled, whatever of a thing that costs: rows of months are read as rows.
            free = [s if s.faces else replace(s, subject=None) for s in (sources[i] for i in these)]
            found, _cost = arrange(free, inner, recipe.seed, 0.6)
            left, down = found.area.x, cell.h - found.area.bottom  # flush with its name below
            for i, slot in zip(these, found.slots, strict=True):
                slots[i] = Rect(cell.x + slot.x - left, cell.y + slot.y + down, slot.w, slot.h)
    places = [slots[i] for i in range(len(sources))]
    pairs = zip(places, sources, strict=True)
    return Design(tuple(Placed(p, seen_of(recipe, s, p.ratio)) for p, s in pairs), words, at)


def by_month(sources: Sequence[Source]) -> list[list[int]]:
    """Return for January to December which photos are of it."""
    months: list[list[int]] = [[] for _month in range(MONTHS)]
    undated = [i for i, source in enumerate(sources) if source.taken_at is None]
    for i, source in enumerate(sources):
        if source.taken_at is not None:
            months[source.taken_at.month - 1].append(i)
    for i in undated:
        min(months, key=len).append(i)
    return months


def of_all_months(sources: Sequence[Source], most: int) -> Sequence[Source]:
    """Return at most so many photos, of every month as many as of another where it has them."""
    months, kept = by_month(sources), list[int]()
    while len(kept) < min(most, len(sources)):
        for month in sorted((m for m in months if m), key=lambda m: m[0]):
            if len(kept) < most:
                kept.append(month.pop(len(month) // 2))
    return [sources[i] for i in sorted(kept)]


def month_cells(room: Rect) -> list[Rect]:
    """Return the months' pictures, in rows of three, four or six as the room is shaped; names lie below."""
    across = 3 if room.ratio < 1.1 else 4 if room.ratio < 2 else 6
    down = MONTHS // across
    gap, name_h = 16, 38
    w = (room.w - gap * (across - 1)) // across
    h = (room.h - (gap + name_h) * down + gap) // down
    return [
        Rect(room.x + x * (w + gap), room.y + y * (h + name_h + gap), w, h)
        for y in range(down)
        for x in range(across)
    ]


def paint_year(page: Sheet, made: Made) -> None:
    w, h = round(page.image.width / page.scale), round(page.image.height / page.scale)
    room, _at = beside_words(made.design.words, (w, h))
    s, pen = page.scale, ImageDraw.Draw(page.image)
    months = by_month(made.sources)
    empty = _softened(made.colours.quiet, made.colours.ground, 0.14)
    for month, cell in enumerate(month_cells(room)):
        if not months[month]:
            corners = (cell.x * s, cell.y * s, cell.right * s - 1, cell.bottom * s - 1)
            pen.rounded_rectangle(corners, 6 * s, fill=empty)
        block = fit(month_name(month + 1), Face.TEXT, cell.w, 38, 24, 14, 1)
        page.write(block, cell.x, cell.bottom + 4, cell.w, made.colours.quiet)
    for one, rgb in zip(made.design.placed, made.cuts, strict=True):
        page.paste(rgb, page.rect(one.at), 6)
    _write(page, made)


def _month_names(
    recipe: Recipe, _sources: Sequence[Source], size: tuple[int, int], _design: Design
) -> list[Rect]:
    room, _at = beside_words(words_of(recipe, *size, LOOK), size)
    return [Rect(cell.x, cell.bottom, cell.w, 38) for cell in month_cells(room)]


CIRCLES = Style(plan_circles, paint_circles)
YEAR = Style(plan_year, paint_year, also_read=_month_names, chosen=of_all_months)
