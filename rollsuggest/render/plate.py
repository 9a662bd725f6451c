"""Words over photos: where things of a photo lie on the page, and a place for a plate off the faces."""

from __future__ import annotations

from collections.abc import Sequence

from rollsuggest.model import Box
from rollsuggest.render.arrange import Page
from rollsuggest.render.layouts import Rect

EDGE = 56  # between a plate and the end of the photos
LESS = 0.05  # what a thing counts for beside a face


def on_page(box: Box, seen: Box, slot: Rect) -> Rect:
    """Return where a box of a photo lies when its window `seen` is shown in `slot`."""
    x = slot.x + (box.x - seen.x) / seen.w * slot.w
    y = slot.y + (box.y - seen.y) / seen.h * slot.h
    return Rect(round(x), round(y), round(box.w / seen.w * slot.w), round(box.h / seen.h * slot.h))


def plate_rect(
    plate: tuple[int, int],
    faces: Sequence[Rect],
    size: tuple[int, int],
    things: Sequence[Rect] = (),
    within: Rect | None = None,
) -> Rect:
    """Return the place for a plate: off the faces, low and left by preference, clear of a story's ends.

    Off `things` too where it can be off the faces there; `within` is the part of the page that has photos.
    """
    w, h = size
    top, bottom = Page(w, h, 0, 0).calm
    inner = within or Rect(0, 0, w, h)
    edge = EDGE
    xs = (inner.x + edge, inner.x + (inner.w - plate[0]) // 2, inner.right - plate[0] - edge)
    first, last = max(top, inner.y + edge), min(bottom, inner.bottom - edge) - plate[1]
    spots = [Rect(x, round(last - (last - first) * step / 12), *plate) for step in range(13) for x in xs]
    harm = [
        sum(_overlap(spot, face) for face in faces) + LESS * sum(_overlap(spot, thing) for thing in things)
        for spot in spots
    ]
    return spots[min(range(len(spots)), key=lambda i: (round(harm[i], 3), i))]


def _overlap(a: Rect, b: Rect) -> float:
    across = max(0, min(a.right, b.right) - max(a.x, b.x))
    down = max(0, min(a.bottom, b.bottom) - max(a.y, b.y))
    return across * down / max(1, b.w * b.h)
