"""Which slicing tree suits these photos on this page: many are drawn by seed, the best one wins."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rollsuggest.model import Source
from rollsuggest.render.focus import Focus, focus, lost, prominence, ratio_range, window
from rollsuggest.render.layouts import (
    TEXT,
    Join,
    Layout,
    Piece,
    Rect,
    Tree,
    height_terms,
    lay_out,
)

DRAWN, TRIED = 700, 48  # trees drawn by their plain ratio; of these laid out and judged
HERO_WEIGHT = 1.9
WIDE = 1.2  # pages wider than this set their words in a column
WHIM = 0.8  # how much cost a seed may overlook, so that another seed shows another good layout
# Instagram lays its own words over the ends of a story: this much of 1920.
STORY_TOP, STORY_BOTTOM = 250 / 1920, 300 / 1920


@dataclass(frozen=True, slots=True)
class Page:
    """A page to fill, in pixels. `margin` is around all, `gap` between photos, `text_h` 0 without words."""

    w: int
    h: int
    margin: int
    gap: int
    text_h: int = 0
    column_w: int = 0  # on wide pages the words stand in a column of this width instead

    @property
    def story(self) -> bool:
        return self.h / self.w > 1.6

    @property
    def calm(self) -> tuple[int, int]:
        """The rows between which words and faces are seen by everyone."""
        if not self.story:
            return 0, self.h
        return round(self.h * STORY_TOP), self.h - round(self.h * STORY_BOTTOM)


@dataclass(frozen=True, slots=True)
class Candidate:
    tree: Tree
    page: Rect
    order: float = 0.0  # the seed's whim


def pieces(sources: Sequence[Source], most_lost: float) -> list[Piece]:
    """Return what a layout knows of these photos; the most prominent is to be larger."""
    best = max(range(len(sources)), key=lambda i: (prominence(sources[i]), -i))
    found: list[Piece] = []
    for i, source in enumerate(sources):
        about = focus(source)
        low, high = ratio_range(about, most_lost)
        weight = HERO_WEIGHT if i == best and len(sources) > 2 else 1.0
        found.append(Piece(about.ratio, low, high, weight, give=0.5 if about.keep else 1.0))
    return found


def arrange(sources: Sequence[Source], page: Page, seed: int, most_lost: float) -> tuple[Layout, float]:
    """Return the best layout found for 1 to 12 photos, in reading order, and its cost.

    Same arguments, same layout; seed 0 has no whims. `most_lost` bounds the share of
    a photo that may be cropped away.
    """
    photos = pieces(sources, most_lost)
    about = [focus(source) for source in sources]
    rng = random.Random(seed)
    near = sorted(
        _candidates(photos, page, rng, WHIM if seed else 0.0), key=lambda c: _rough(c, photos, page)
    )[:TRIED]
    tried = [(lay_out(c.tree, photos, c.page, page.gap, page.text_h), c.order) for c in near]
    costs = [cost(layout, sources, about, photos, page) + order for layout, order in tried]
    least = min(range(len(tried)), key=lambda i: costs[i])
    best = tried[least][0]
    return replace(best, text=_column(page)) if page.column_w else best, costs[least]


def _candidates(photos: Sequence[Piece], page: Page, rng: random.Random, whim: float) -> list[Candidate]:
    seen: dict[tuple[Tree, Rect], Candidate] = {}
    for _draw in range(DRAWN):
        tree = _grow(0, len(photos), rng, rng.random() < 0.5)
        words, rect = _with_words(tree, page, rng)
        if (words, rect) not in seen:
            seen[words, rect] = Candidate(words, rect, rng.random() * whim)
    return list(seen.values())


def _grow(first: int, last: int, rng: random.Random, down: bool) -> Tree:
    """Draw a tree over the photos first..last-1, joins alternating in direction."""
    count = last - first
    if count == 1:
        return first
    parts = min(rng.choices((2, 3, 4), (6, 3, 1))[0], count)
    cuts = [first, *sorted(rng.sample(range(first + 1, last), parts - 1)), last]
    return Join(down, tuple(_grow(a, b, rng, not down) for a, b in pairwise(cuts)))


def _with_words(tree: Tree, page: Page, rng: random.Random) -> tuple[Tree, Rect]:
    """Give the words their place: in a column, above, below, or between two rows of photos."""
    full = Rect(page.margin, page.margin, page.w - 2 * page.margin, page.h - 2 * page.margin)
    if page.column_w:
        used = page.column_w + page.margin
        return tree, Rect(full.x + used, full.y, full.w - used, full.h)
    if not page.text_h:
        return tree, full
    rows = tree.parts if isinstance(tree, Join) and tree.down else (tree,)
    at = rng.randrange(len(rows) + 1)
    top, bottom = page.calm
    if at == 0 and page.story:
        full = Rect(full.x, top, full.w, full.bottom - top)
    if at == len(rows) and page.story:
        full = Rect(full.x, full.y, full.w, bottom - full.y)
    return Join(True, (*rows[:at], TEXT, *rows[at:])), full


def _column(page: Page) -> Rect:
    return Rect(page.margin, page.margin, page.column_w, page.h - 2 * page.margin)


def _rough(candidate: Candidate, photos: Sequence[Piece], page: Page) -> float:
    """Return how far a tree is from its page before any crop, and how uneven its photos are."""
    ratios = [p.ratio for p in photos]
    a, b = height_terms(candidate.tree, ratios, page.gap, page.text_h)
    off = abs(math.log(max(a * candidate.page.w + b, 1.0) / candidate.page.h))
    areas = _areas(candidate.tree, ratios, 1.0)
    return off * 3 + _uneven([areas[i] for i in range(len(photos))], photos) + candidate.order


def _areas(tree: Tree, ratios: Sequence[float], w: float) -> dict[int, float]:
    """Return the photos' areas, without gaps and words, when the tree is w wide."""
    if isinstance(tree, int):
        return {} if tree == TEXT else {tree: w * w / ratios[tree]}
    found: dict[int, float] = {}
    parts = [part for part in tree.parts if part != TEXT]
    slopes = [height_terms(part, ratios, 0, 0)[0] for part in parts]
    across = sum(1 / slope for slope in slopes)
    for part, slope in zip(parts, slopes, strict=True):
        found |= _areas(part, ratios, w if tree.down else w / slope / across)
    return found


def _uneven(areas: Sequence[float], photos: Sequence[Piece]) -> float:
    """Return the spread (ln) of areas around what each photo's weight asks for."""
    total, weights = sum(areas), sum(p.weight for p in photos)
    offs = [math.log(area * weights / (total * p.weight)) for area, p in zip(areas, photos, strict=True)]
    return math.sqrt(sum(off * off for off in offs) / len(offs))


def cost(
    layout: Layout, sources: Sequence[Source], about: Sequence[Focus], photos: Sequence[Piece], page: Page
) -> float:
    """Return what is wrong with a layout; each part is about 1 when it begins to hurt."""
    n = len(photos)
    cropped = sum((lost(p.ratio, s.ratio) / 0.2) ** 2 for p, s in zip(photos, layout.slots, strict=True)) / n
    whole = (page.w - 2 * page.margin) * (page.h - 2 * page.margin)
    column = page.column_w * (page.h - 2 * page.margin)
    unused = max(0.0, 1 - (layout.area.w * layout.area.h + column) / whole) / 0.25
    uneven = _uneven([s.w * s.h for s in layout.slots], photos) / 0.45
    least = 0.4 * math.sqrt(layout.area.w * layout.area.h / n)
    thin = sum(max(0.0, least - min(s.w, s.h)) / least for s in layout.slots) * 2
    coarse = sum(_enlarged(s, a, slot) for s, a, slot in zip(sources, about, layout.slots, strict=True)) / n
    return cropped + unused + uneven + thin + 0.8 * coarse + 1.2 * _covered(layout, about, page)


def _enlarged(source: Source, about: Focus, slot: Rect) -> float:
    """Return how many doublings a photo is enlarged beyond its own pixels."""
    seen = window(about, slot.ratio)
    return max(0.0, math.log2(max(slot.w / max(seen.w * source.width, 1.0), 1e-6)))


def _covered(layout: Layout, about: Sequence[Focus], page: Page) -> float:
    """Return the share of faces, and the words, that lie where a story is covered by others' words."""
    top, bottom = page.calm
    words = layout.text
    hidden = 3.0 if words and (words.y < top or words.bottom > bottom) else 0.0
    rows = [
        slot.y + (face.centre[1] - seen.y) / seen.h * slot.h
        for slot, photo in zip(layout.slots, about, strict=True)
        if photo.faces and (seen := window(photo, slot.ratio))
        for face in photo.faces
    ]
    return hidden + (sum(not top <= row <= bottom for row in rows) / len(rows) if rows else 0.0)
