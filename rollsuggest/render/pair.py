"""Then and now: two photos of one size, framed so that what is the same in both stands at the same spot.

A person's eyes lie as far apart and at the same point of both halves; without faces in both, one view is
framed alike. Nothing is turned or drawn larger than its photo allows to: where two faces cannot be brought
to one spot (one is at the edge of its photo), there is no pair, and the page is an ordinary collage.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rollsuggest.model import Box, Source
from rollsuggest.render.arrange import Page
from rollsuggest.render.focus import focus, window
from rollsuggest.render.layouts import Layout, Rect
from rollsuggest.render.same_view import View

SIDE_BY_SIDE = 0.95  # pages at least so wide for their height set the halves beside each other
EYES_APART = (0.10, 0.30)  # of a half's width: never smaller, never larger
STEP = 1.04
PORTRAIT, NARROWER = 0.8, 10  # the ratio of a head and shoulders; steps of 6 % towards it
Where = tuple[float, float]
Within = tuple[Where, Where]
EYES_AT = (0.5, 0.40)  # of a half, where there is a choice
EYES_WITHIN = ((0.3, 0.7), (0.26, 0.56))
ANYWHERE = ((0.0, 1.0), (0.0, 1.0))  # for a point of a view
VIEW_NEAREST = 0.4  # of which no less than a quarter of the width is shown
FRONTAL = 0.3  # eyes nearer than this share of the face's width are seen from the side
SOME_HAIR, SOME_CHIN = 0.2, 0.05  # of the face's height: at one spot both cannot have all their hair
USUAL = 0.44  # the same share of a face seen from the front


@dataclass(frozen=True, slots=True)
class Span:
    """One axis of a face in its photo, in pixels: the point between the eyes, and what is to be shown."""

    point: float
    low: float
    high: float
    length: float  # of the photo

    def room(self, size: float) -> tuple[float, float]:
        """Return where in a window of `size` the point may lie, 0..1; the first above the second: nowhere."""
        if size > self.length:
            return 1.0, 0.0
        least = max(1 - (self.length - self.point) / size, (self.point - self.low) / size)
        return least, min(self.point / size, 1 - (self.high - self.point) / size)


@dataclass(frozen=True, slots=True)
class Eyes:
    """Where a face's eyes are, and how far apart in pixels."""

    x: Span
    y: Span
    apart: float


def framed(
    sources: Sequence[Source], page: Page, words_h: int, view: View | None = None
) -> tuple[Layout, tuple[Box, Box]] | None:
    """Return halves as large as may be in which the two can be aligned, and what of each is shown."""
    room = _room(page, words_h)
    for ratio in _ratios(room.ratio):
        if (seen := windows(sources, ratio, view)) is not None:
            return layout(page, words_h, ratio), seen
    return None


def layout(page: Page, words_h: int, ratio: float) -> Layout:
    """Return two halves of that ratio, with the words between them, below them or in their column."""
    full, room = _full(page), _room(page, words_h)
    w = min(room.w, round(room.h * ratio))
    h = min(room.h, round(w / ratio))
    text_h = 0 if page.column_w else _text_h(page, words_h)
    if _stacked(page):
        between = text_h or page.gap
        x, y = room.x + (room.w - w) // 2, full.y + (full.h - 2 * h - between) // 2
        slots = (Rect(x, y, w, h), Rect(x, y + h + between, w, h))
        text = Rect(full.x, y + h, full.w, between) if text_h else None
        return Layout(Rect(x, y, w, 2 * h + between), slots, text)
    left = room.x if page.column_w else full.x
    x = left + (full.right - left - 2 * w - page.gap) // 2
    y = full.y + (full.h - h - text_h) // 2
    slots = (Rect(x, y, w, h), Rect(x + w + page.gap, y, w, h))
    below = Rect(full.x, y + h, full.w, text_h) if text_h else None
    column = Rect(full.x, full.y, page.column_w, full.h) if page.column_w else None
    return Layout(Rect(x, y, 2 * w + page.gap, h), slots, column or below)


def _full(page: Page) -> Rect:
    return Rect(page.margin, page.margin, page.w - 2 * page.margin, page.h - 2 * page.margin)


def _stacked(page: Page) -> bool:
    return not page.column_w and page.w / page.h < SIDE_BY_SIDE


def _text_h(page: Page, words_h: int) -> int:
    return words_h + page.margin if words_h else 0


def _room(page: Page, words_h: int) -> Rect:
    """Return the first half as large as the page allows."""
    full, text_h = _full(page), _text_h(page, words_h)
    if _stacked(page):
        return Rect(full.x, full.y, full.w, (full.h - (text_h or page.gap)) // 2)
    used = page.column_w + page.margin if page.column_w else 0
    h = full.h if page.column_w else full.h - text_h
    return Rect(full.x + used, full.y, (full.w - used - page.gap) // 2, h)


def _ratios(first: float) -> Iterator[float]:
    """Yield the ratio that fills the page, then such as are nearer to a portrait's, and beyond."""
    step = 1.06 if first < PORTRAIT else 1 / 1.06
    for n in range(NARROWER + 1):
        yield first * step**n


def windows(sources: Sequence[Source], ratio: float, view: View | None = None) -> tuple[Box, Box] | None:
    """Return the crops (0..1) of two photos for halves of this ratio, the same thing at the same spot.

    `view` is what two photos without faces both show, where that was found.
    """
    found = [eyes(source) for source in sources]
    one, other = found
    if one and other:
        return _aligned(one, other, ratio)
    if one or other or any(source.faces for source in sources):
        return None
    if view is not None:
        one, other = _shown(sources[0], view.one, 1.0), _shown(sources[1], view.other, view.wide)
        if (seen := _aligned(one, other, ratio, (0.5, 0.5), ANYWHERE, VIEW_NEAREST)) is not None:
            return seen
    first, second = (window(focus(source), ratio) for source in sources)
    return first, second


def _shown(source: Source, at: tuple[float, float], wide: float) -> Eyes:
    """Return a point of a view as if eyes were there, so far apart that the widest framing is all of it."""
    (x, y), w, h = at, source.width, source.height
    return Eyes(Span(x * w, x * w, x * w, w), Span(y * h, y * h, y * h, h), EYES_APART[0] * wide * w)


def eyes(source: Source) -> Eyes | None:
    """Return the eyes of the largest face; None where its points are not known."""
    if not source.faces or len(source.points) != len(source.faces):
        return None
    box, points = max(zip(source.faces, source.points, strict=True), key=lambda face: face[0].area)
    if len(points) < 2:
        return None
    (ax, ay), (bx, by) = points[:2]
    w, h = source.width, source.height
    apart, wide = math.hypot((bx - ax) * w, (by - ay) * h), box.w * w
    top, bottom = box.y - SOME_HAIR * box.h, box.y + (1 + SOME_CHIN) * box.h
    return Eyes(
        Span((ax + bx) / 2 * w, max(0.0, box.x) * w, min(1.0, box.x + box.w) * w, w),
        Span((ay + by) / 2 * h, max(0.0, top) * h, min(1.0, bottom) * h, h),
        apart if apart >= FRONTAL * wide else USUAL * wide,
    )


def _aligned(
    one: Eyes,
    other: Eyes,
    ratio: float,
    wished: Where = EYES_AT,
    within: Within = EYES_WITHIN,
    nearest: float = EYES_APART[1],
) -> tuple[Box, Box] | None:
    """Take the widest framing in which both pairs of eyes can be at one spot and both heads are whole."""
    share = EYES_APART[0]
    while share <= nearest:
        across = _common(*(e.x.room(e.apart / share) for e in (one, other)), within[0])
        down = _common(*(e.y.room(e.apart / share / ratio) for e in (one, other)), within[1])
        if across and down:
            at = _nearest(wished[0], across), _nearest(wished[1], down)
            return _window(one, share, at, ratio), _window(other, share, at, ratio)
        share *= STEP
    return None


def _common(*ranges: tuple[float, float]) -> tuple[float, float] | None:
    low, high = max(low for low, _high in ranges), min(high for _low, high in ranges)
    return (low, high) if low <= high else None


def _nearest(wished: float, within: tuple[float, float]) -> float:
    return min(max(wished, within[0]), within[1])


def _window(e: Eyes, share: float, at: tuple[float, float], ratio: float) -> Box:
    w = e.apart / share
    h = w / ratio
    x, y = e.x.point - at[0] * w, e.y.point - at[1] * h
    return Box(x / e.x.length, y / e.y.length, w / e.x.length, h / e.y.length)
