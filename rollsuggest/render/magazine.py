"""A page of a magazine: a large title over a rule, one picture that leads, the others below in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import ImageDraw

from rollsuggest.model import Recipe, Source
from rollsuggest.render.arrange import Page, arrange
from rollsuggest.render.design import Design, Made, Placed, Style, length, seen_of
from rollsuggest.render.focus import focus, ratio_range
from rollsuggest.render.fonts import Face
from rollsuggest.render.grid import paste_all
from rollsuggest.render.heading import Heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet
from rollsuggest.render.palette import white
from rollsuggest.render.text import EMPTY, fit

MARGIN, GAP = 64, 10
MOST_LOST = 0.14
FEWEST_LED = 4
SHORTER = (0.94, 0.88, 0.82, 0.76)  # of the room, where photos that fill its height do not fill its width
LEAD, MOST_LEAD = 0.5, 0.62  # of the room, for the photo that leads
RULE = 3


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return the title at the head of the page (on wide ones in a column), the photos in what is left."""
    w, h = size
    margin, gap = length(recipe.margin, MARGIN), length(recipe.gap, GAP)
    inset = max(margin, 28)
    top = Page(w, h, 0, 0).calm[0] if h / w > 1.6 else inset
    beside = w > h
    column = round(w * 0.27) if beside else w - 2 * inset
    words = _words(recipe, column, h, beside)
    at = Rect(inset, top + RULE + 18, column, round(words.h)) if words.h else None
    if beside:
        x = inset + (column + inset if words.h else 0)
        room = Rect(x, margin, w - x - margin, h - 2 * margin)
    else:
        y = at.bottom + 34 if at else max(margin, top if h / w > 1.6 else margin)
        room = Rect(margin, y, w - 2 * margin, h - max(margin, inset) - y)
    slots = _led(recipe, sources, room, gap, beside)
    photos = zip(slots, sources, strict=True)
    placed = tuple(Placed(slot, seen_of(recipe, source, slot.ratio)) for slot, source in photos)
    return Design(placed, words, at)


def _led(recipe: Recipe, sources: Sequence[Source], room: Rect, gap: int, beside: bool) -> tuple[Rect, ...]:
    """Return the first photo large at the head of the room (or its left), the others in what is left."""
    if len(sources) < FEWEST_LED:
        return _within(recipe, sources, room, gap)
    low, high = ratio_range(focus(sources[0]), MOST_LOST)
    wished = LEAD * room.w / room.h if beside else room.w / (LEAD * room.h)
    ratio = min(max(wished, low), high)
    if beside:
        w = min(round(room.h * ratio), round(room.w * MOST_LEAD))
        lead = Rect(room.x, room.y, w, min(room.h, round(w / ratio)))
        rest = Rect(lead.right + gap, room.y, room.right - lead.right - gap, room.h)
    else:
        h = min(round(room.w / ratio), round(room.h * MOST_LEAD))
        lead = Rect(room.x, room.y, min(room.w, round(h * ratio)), h)
        rest = Rect(room.x, lead.bottom + gap, room.w, room.bottom - lead.bottom - gap)
    if (beside and lead.h < room.h - 2) or (not beside and lead.w < room.w - 2):
        return _within(recipe, sources, room, gap)  # it would leave a hole beside it
    return lead, *_within(recipe, sources[1:], rest, gap)


def _within(recipe: Recipe, sources: Sequence[Source], room: Rect, gap: int) -> tuple[Rect, ...]:
    layout, least = arrange(sources, Page(room.w, room.h, 0, gap), recipe.seed, MOST_LOST)
    for part in SHORTER if layout.area.w < room.w - 2 else ():  # better white below than beside
        other, cost = arrange(sources, Page(room.w, round(room.h * part), 0, gap), recipe.seed, MOST_LOST)
        if other.area.w >= room.w - 2 and (layout.area.w < room.w - 2 or cost < least):
            layout, least = other, cost
    up, left = layout.area.y, layout.area.x  # flush with what is above and beside it
    return tuple(replace(s, x=s.x + room.x - left, y=s.y + room.y - up) for s in layout.slots)


def _words(recipe: Recipe, w: int, h: int, beside: bool) -> Heading:
    if not recipe.title.strip():
        return Heading(EMPTY, EMPTY, 0.0)
    size = 118.0 if beside else min(168.0, 0.155 * w)
    title = fit(recipe.title, Face.TITLE, w, h // (2 if beside else 4), size, size * 0.45, 4 if beside else 2)
    line = fit(recipe.subtitle, Face.TEXT, w, h // 5, 30, 22, 4 if beside else 1)
    return Heading(title, line, 16.0 if line.lines else 0.0)


def paint(page: Sheet, made: Made) -> None:
    paste_all(page, made, length(made.recipe.radius, 0))
    at, s = made.design.words_at, page.scale
    if not at:
        return
    pen = ImageDraw.Draw(page.image)
    y = at.y - 18 - RULE
    pen.rectangle((at.x * s, y * s, at.right * s, max(y * s + 1, (y + RULE) * s)), fill=made.colours.ink)
    made.design.words.write(page, at.x, at.y, at.w, made.colours)


MAGAZINE = Style(plan, paint, white)
