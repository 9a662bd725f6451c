"""Whether a page leans to one side: all that is dark, or red, or upright, in one half of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rollsuggest.model import Source
from rollsuggest.render.layouts import Layout

Traits = tuple[tuple[float, ...], ...]


def traits(sources: Sequence[Source]) -> Traits:
    """Return what is to be spread: how light, how red or green, how blue or yellow, how upright; each -1..1.

    One row per trait, about its mean over the photos.
    """
    rows = (
        [_light(source) for source in sources],
        [_part(source, 0) - _part(source, 1) for source in sources],
        [_part(source, 2) - (_part(source, 0) + _part(source, 1)) / 2 for source in sources],
        [0.5 if source.height > source.width else -0.5 for source in sources],
    )
    return tuple(tuple(value - sum(row) / len(row) for value in row) for row in rows)


def _part(source: Source, channel: int) -> float:
    return source.colour[channel] / 255 if source.colour else 0.5


def _light(source: Source) -> float:
    return 0.3 * _part(source, 0) + 0.6 * _part(source, 1) + 0.1 * _part(source, 2)


def leaning(layout: Layout, of: Traits) -> float:
    """Return how far the traits' centres lie off the page's middle, 0 (in balance) to about 1."""
    area = layout.area
    x, y, half = area.x + area.w / 2, area.y + area.h / 2, math.hypot(area.w, area.h) / 2
    whole = sum(slot.w * slot.h for slot in layout.slots)
    places = [
        ((slot.x + slot.w / 2 - x) / half, (slot.y + slot.h / 2 - y) / half, slot.w * slot.h / whole)
        for slot in layout.slots
    ]
    return sum(
        math.hypot(
            sum(trait * share * dx for trait, (dx, _dy, share) in zip(row, places, strict=True)),
            sum(trait * share * dy for trait, (_dx, dy, share) in zip(row, places, strict=True)),
        )
        for row in of
    )
