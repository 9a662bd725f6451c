"""Which slicing tree suits these photos on this page: many are drawn by seed, the best one wins."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, permutations

import numpy as np

from rollsuggest.model import Source
from rollsuggest.render import trees
from rollsuggest.render.balance import leaning, traits
from rollsuggest.render.focus import Focus, focus, lost, prominence, ratio_range, window
from rollsuggest.render.layouts import (
    TEXT,
    Join,
    Layout,
    Piece,
    Rect,
    Tree,
    heard,
    hull,
    lay_out,
    lay_settled,
    leaves,
    renamed,
    settled,
)

HERO_WEIGHT, HERO = 2.4, 1.4  # wished, and of the mean area at least
MOST_ORDERS, FEW = 30, 8
LEANING = 2.0  # of the cost, for a page that is dark, or red, or upright on one side
UNSUITED = 25.0  # cost beyond which photos do not suit the tree that they were to keep
UNSUITED_HELD = 100.0  # where places are held for photos that are locked: a new one is cropped to its place
REROLLS, MOST_LOST_SHUFFLED = 60, 0.22
MANY, MOST_LOST_OF_MANY = 4, 0.078  # from so many on the page is filled by choice of tree, not by crop
SMALLEST = 0.35  # of the mean area
OUT_OF_ORDER = 0.9, 1.5  # of the cost: for any photo that stands the wrong way round, for all
WIDE = 1.2  # pages wider than this set their words in a column
WHIM = 0.6  # how much cost a seed may overlook, so that another seed shows another good layout
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
    order: float  # what speaks against its order, and the seed's whim
    harm: float  # before anything is cropped


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


def arrange(
    sources: Sequence[Source], page: Page, seed: int, most_lost: float, kept: str = ""
) -> tuple[Layout, float]:
    """Return the best layout found for 1 to 20 photos, in reading order, and its cost.

    Same arguments, same layout; seed 0 has no whims. `most_lost` bounds the share of a photo that may be
    cropped away. `kept` is a tree, as layouts.told has it, that is taken as long as the photos suit it.
    """
    photos = pieces(sources, most_lost if len(sources) < MANY else min(most_lost, MOST_LOST_OF_MANY))
    about = [focus(source) for source in sources]
    for tree in _ways_to_keep(kept, len(photos)):
        if (layout := _as_kept(tree, photos, page)) is not None:
            harm = cost(layout, sources, about, photos, page)
            held = isinstance(tree, Join) and bool(tree.sizes)
            if harm < (UNSUITED_HELD if held else UNSUITED) and _cuts_nobody(layout, about):
                return _with_column(layout, page), harm
    near = sorted(_candidates(photos, page, seed), key=lambda c: c.harm)[: _tried(len(photos))]
    tried = [lay_out(c.tree, photos, c.page, page.gap, page.text_h) for c in near]
    costs = [
        cost(layout, sources, about, photos, page) + c.order for layout, c in zip(tried, near, strict=True)
    ]
    least = min(range(len(tried)), key=lambda i: costs[i])
    return _with_column(tried[least], page), costs[least]


def _ways_to_keep(words: str, photos: int) -> list[Tree]:
    """Return the tree that words tell; then, where it has sizes, the same joins at whatever sizes suit."""
    tree = heard(words, photos) if words else None
    if tree is None:
        return []
    return [tree, _unsized(tree)] if isinstance(tree, Join) and tree.sizes else [tree]


def _unsized(tree: Tree) -> Tree:
    return tree if isinstance(tree, int) else Join(tree.down, tuple(_unsized(part) for part in tree.parts))


def _cuts_nobody(layout: Layout, about: Sequence[Focus]) -> bool:
    """Tell whether each photo's slot can show all of its faces."""
    ranges = (ratio_range(photo, 0.999) for photo in about)
    slots = zip(layout.slots, ranges, strict=True)
    return all(low * 0.98 <= slot.ratio <= high * 1.02 for slot, (low, high) in slots)


def _with_column(layout: Layout, page: Page) -> Layout:
    return replace(layout, text=_column(page)) if page.column_w else layout


def _as_kept(tree: Tree, photos: Sequence[Piece], page: Page) -> Layout | None:
    """Return the layout of a tree; the text in it comes and goes with the page's, if it has no sizes."""
    rows = tree.parts if isinstance(tree, Join) and tree.down else (tree,)
    with_text = page.text_h and not page.column_w
    if isinstance(tree, Join) and tree.sizes:
        return (
            lay_settled(tree, _room(rows, page), page.gap, page.text_h)
            if (TEXT in rows) == bool(with_text)
            else None
        )
    if not with_text:
        rows = tuple(row for row in rows if row != TEXT)
    elif TEXT not in rows:
        rows = (*rows, TEXT)
    whole = rows[0] if len(rows) == 1 else Join(True, rows)
    return lay_out(whole, photos, _room(rows, page), page.gap, page.text_h)


def _room(rows: Sequence[Tree], page: Page) -> Rect:
    """Return the room that a page has for these rows of photos and words."""
    at = 0 if TEXT not in rows else -1 if rows[0] == TEXT else int(rows[-1] == TEXT)
    return next(rect for rect, place in _rooms(page) if place is None or place[0] == at)


def reroll(
    sources: Sequence[Source], page: Page, seed: int, most_lost: float, kept: str, locked: frozenset[int]
) -> Layout:
    """Return another layout in which the locked photos stay exactly where they are in the tree `kept`.

    The others change places, and each run of them is joined anew in the room that it has.
    """
    now, _harm = arrange(sources, page, seed, most_lost, kept)
    if now.tree is None:
        return now
    photos = pieces(sources, MOST_LOST_SHUFFLED)
    about = [focus(source) for source in sources]
    rng = random.Random(seed)
    best, least = now, math.inf
    free = [i for i in leaves(now.tree) if i not in locked]
    for number in range(REROLLS):
        order = rng.sample(free, len(free)) if number % 4 else free
        rects = {i: slot for i, slot in enumerate(now.slots) if i in locked}
        if now.text and not page.column_w:
            rects[TEXT] = now.text
        moved = dict(zip(free, order, strict=True))
        tree = _regrown(now.tree, now, moved, photos, page.gap, locked, rng, rects)
        if tree is None or tree == now.tree:
            continue
        slots = tuple(rects[i] for i in range(len(sources)))
        layout = Layout(now.area, slots, now.text, settled(tree, rects))
        harm = cost(layout, sources, about, photos, page) + 5 * WHIM * rng.random()
        if harm < least and slots != now.slots:
            best, least = layout, harm
    return best


def _regrown(
    tree: Tree,
    layout: Layout,
    moved: Mapping[int, int],
    photos: Sequence[Piece],
    gap: int,
    locked: frozenset[int],
    rng: random.Random,
    rects: dict[int, Rect],
) -> Tree | None:
    """Return a tree in which each run of free neighbours is joined anew, and put their places in `rects`.

    None where the photos do not fill the room of their run.
    """
    if isinstance(tree, int):
        return tree

    def is_held(part: Tree) -> bool:
        return part == TEXT or not locked.isdisjoint(leaves(part))

    parts: list[Tree] = []
    for held, group in groupby(tree.parts, is_held):
        run = tuple(group)
        if held:
            for part in run:
                grown = _regrown(part, layout, moved, photos, gap, locked, rng, rects)
                if grown is None:
                    return None
                parts.append(grown)
            continue
        old = [i for part in run for i in leaves(part)]
        room = hull(layout.slots[i] for i in old)
        order = tuple(moved[i] for i in old)
        filled = _filled([photos[i] for i in order], room, gap, rng)
        if filled is None or filled.tree is None:
            return None
        rects.update(zip(order, filled.slots, strict=True))
        parts.append(renamed(filled.tree, order))
    return Join(tree.down, tuple(parts)) if len(parts) > 1 else parts[0]


def _filled(photos: Sequence[Piece], room: Rect, gap: int, rng: random.Random) -> Layout | None:
    """Return photos joined so that they fill a room; None where they do not."""
    grown = trees.grow(photos, [tuple(range(len(photos)))], gap, _numpy(rng), WHIM)
    found = trees.fitting(grown, (room.w, room.h), gap, None, [0.0], 4)
    laid = [lay_out(near.tree, photos, room, gap) for near in found]
    full = [layout for layout in laid if layout.area == room]
    return rng.choice(full) if full else None


def _numpy(rng: random.Random) -> np.random.Generator:
    return np.random.default_rng(rng.randrange(2**32))


def _tried(photos: int) -> int:
    """Return how many trees are laid out and judged exactly: fewer where each takes longer."""
    return max(10, 60 - 5 * photos)


def _candidates(photos: Sequence[Piece], page: Page, seed: int) -> list[Candidate]:
    rng = np.random.default_rng(seed)
    whim = WHIM if seed else 0.0
    orders = _orders(len(photos))
    harms = [_disorder(order) for order in orders]
    grown = trees.grow(photos, orders, page.gap, rng, whim)
    found: dict[tuple[Tree, Rect], Candidate] = {}
    for rect, words in _rooms(page):
        for near in trees.fitting(grown, (rect.w, rect.h), page.gap, words, harms, 2 * _tried(len(photos))):
            whims = whim * float(rng.random())
            order = _disorder(leaves(near.tree)) + whims
            found.setdefault((near.tree, rect), Candidate(near.tree, rect, order, near.harm + whims))
    return list(found.values())


def _orders(photos: int) -> list[tuple[int, ...]]:
    """Return the order of time, and where few photos make few trees, others that are near it."""
    first = tuple(range(photos))
    if photos <= 5:
        return sorted(permutations(first), key=lambda order: (_disorder(order), order))[:MOST_ORDERS]
    if photos > FEW:
        return [first]
    swaps = ((*first[:at], at + 1, at, *first[at + 2 :]) for at in range(photos - 1))
    return [first, *swaps]


def _disorder(order: Sequence[int]) -> float:
    """Return what speaks against an order in which photos stand the wrong way round."""
    pairs = list(combinations(order, 2))
    wrong = sum(one > other for one, other in pairs)
    return OUT_OF_ORDER[0] + OUT_OF_ORDER[1] * wrong / len(pairs) if wrong else 0.0


def _rooms(page: Page) -> list[tuple[Rect, tuple[int, float] | None]]:
    """Return where photos and words may go: the words in a column, above, below, or between two rows."""
    full = Rect(page.margin, page.margin, page.w - 2 * page.margin, page.h - 2 * page.margin)
    if page.column_w:
        used = page.column_w + page.margin
        return [(Rect(full.x + used, full.y, full.w - used, full.h), None)]
    if not page.text_h:
        return [(full, None)]
    top, bottom = page.calm if page.story else (full.y, full.bottom)
    above = Rect(full.x, top, full.w, full.bottom - top)
    below = Rect(full.x, full.y, full.w, bottom - full.y)
    return [(above, (-1, page.text_h)), (full, (0, page.text_h)), (below, (1, page.text_h))]


def _column(page: Page) -> Rect:
    return Rect(page.margin, page.margin, page.column_w, page.h - 2 * page.margin)


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
    losses = [lost(p.ratio, s.ratio) for p, s in zip(photos, layout.slots, strict=True)]
    cropped = sum(part / 0.05 + (part / 0.12) ** 2 for part in losses) / n
    whole = (page.w - 2 * page.margin) * (page.h - 2 * page.margin)
    column = page.column_w * (page.h - 2 * page.margin)
    unused = max(0.0, 1 - (layout.area.w * layout.area.h + column) / whole) / (0.25 if n < 4 else 0.08)
    areas = [s.w * s.h for s in layout.slots]
    uneven = _uneven(areas, photos) / 0.45 + 200 * max(0.0, SMALLEST - min(areas) * n / sum(areas))
    hero = max(range(n), key=lambda i: photos[i].weight)
    uneven += 0.8 * max(0.0, math.log(HERO * sum(areas) / n / areas[hero])) if n > 2 else 0.0
    least = 0.4 * math.sqrt(layout.area.w * layout.area.h / n)
    thin = sum(max(0.0, least - min(s.w, s.h)) / least for s in layout.slots) * 2
    coarse = sum(_enlarged(s, a, slot) for s, a, slot in zip(sources, about, layout.slots, strict=True)) / n
    return (
        cropped
        + unused
        + uneven
        + thin
        + 0.8 * coarse
        + 1.2 * _covered(layout, about, page)
        + 1.6 * _unread(layout.slots)
        + LEANING * leaning(layout, traits(sources))
    )


def _unread(slots: Sequence[Rect]) -> float:
    """Return the share of pairs of which the later stands above the earlier: eyes have to jump back up."""
    pairs = list(combinations(slots, 2))
    return sum(later.bottom <= earlier.y for earlier, later in pairs) / len(pairs) if pairs else 0.0


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
