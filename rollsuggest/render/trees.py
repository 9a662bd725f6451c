"""Slicing trees that come near a page: the best of every run of photos and every ratio, found once each.

Photos stand in one of a few orders. For each run of neighbours, from pairs up to all of them, two shorter
runs are joined, stacked or side by side, and of all joins of about one ratio the one with the most even
photos is kept. So twenty photos take a few milliseconds of arithmetic instead of a walk through 10^13 trees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.render.layouts import TEXT, Join, Piece, Tree

FEW = 7  # photos, for which more ratios are kept
WIDEST = math.log(6.0)  # blocks beyond this are strips that no page wants
OFF = 14.0  # how much a page missed by a factor e weighs against areas that differ by one
LEAST = math.log(0.36)  # of the mean area: photos below are told on
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Blocks of equally many photos; arrays (order, first, ratio). `a`·w + `b` is a block's height.

    `ones` and `squares` sum ln(area / weight) and its square over a block of area 1, `least` is the smallest
    ln(area) in it. `made` tells how it was joined: (order, first, ratio, 4): split, left, right, down.
    """

    a: Floats
    b: Floats
    ones: Floats
    squares: Floats
    least: Floats
    made: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """The runs of several orders of photos, by length - 1."""

    orders: tuple[tuple[int, ...], ...]
    runs: tuple[Runs, ...]

    def tree(self, order: int, first: int, count: int, ratio: int) -> Tree:
        """Return a run's tree, joins of one direction flattened."""
        if count == 1:
            return self.orders[order][first]
        split, left, right, down = (int(n) for n in self.runs[count - 1].made[order, first, ratio])
        return joined(
            bool(down),
            self.tree(order, first, split, left),
            self.tree(order, first + split, count - split, right),
        )


def joined(down: bool, *trees: Tree) -> Tree:
    """Return trees joined, without a join of the same direction inside."""
    parts: list[Tree] = []
    for tree in trees:
        parts.extend(tree.parts if isinstance(tree, Join) and tree.down == down else (tree,))
    return Join(down, tuple(parts))


def ratios(photos: int) -> int:
    """Return how many ratios are kept per run: the fewer photos, the fewer trees there are at all."""
    return 16 if photos <= FEW else 14


def grow(
    pieces: Sequence[Piece],
    orders: Sequence[tuple[int, ...]],
    gap: float,
    rng: np.random.Generator,
    whim: float,
) -> Grown:
    """Return the best blocks of all runs. `whim` (random up to it) blurs what is best."""
    runs = [_leaves(pieces, orders)]
    for count in range(2, len(pieces) + 1):
        runs.append(_longer(runs, count, gap, rng, whim))
    return Grown(tuple(orders), tuple(runs))


def _leaves(pieces: Sequence[Piece], orders: Sequence[tuple[int, ...]]) -> Runs:
    kept = ratios(len(pieces))
    shape = (len(orders), len(pieces), kept)
    slopes = np.array([[1.0 / pieces[i].ratio for i in order] for order in orders])
    weights = np.array([[pieces[i].weight for i in order] for order in orders])
    a, zero = np.full(shape, np.inf), np.zeros(shape)
    np.put_along_axis(a, _bins(slopes, kept)[..., None], slopes[..., None], -1)
    ones = np.broadcast_to(-np.log(weights)[..., None], shape)
    return Runs(a, zero, ones, ones**2, zero, np.zeros((*shape, 4), np.int64))


def _bins(a: Floats, kept: int) -> Numbers:
    with np.errstate(invalid="ignore"):
        at = np.floor((-np.log(a) / WIDEST + 1) / 2 * kept)
    return np.asarray(np.clip(np.nan_to_num(at, nan=0), 0, kept - 1), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """All joins of two sets of blocks; the last axis is across, down."""

    a: Floats
    b: Floats
    ones: Floats
    squares: Floats
    least: Floats

    def uneven(self, count: int) -> Floats:
        """Return the spread of the areas, and what is too small."""
        with np.errstate(invalid="ignore"):
            mean = self.ones / count
            spread = np.sqrt(np.maximum(self.squares / count - mean * mean, 0.0))
            harm = spread + 80 * np.maximum(0.0, LEAST - self.least - math.log(count))
        return np.asarray(np.nan_to_num(harm, nan=np.inf))


def join(
    left: Sequence[Floats], right: Sequence[Floats], counts: tuple[Floats, Floats], gap: float
) -> Joined:
    """Join blocks (a, b, ones, squares, least) of `counts` photos that can be broadcast together."""
    (la, lb, lones, lsq, lleast), (ra, rb, rones, rsq, rleast) = left, right
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = 1 / la + 1 / ra
        a = np.stack(np.broadcast_arrays(1 / slopes, la + ra), -1)
        b = np.stack(np.broadcast_arrays((lb / la + rb / ra - gap) / slopes, lb + rb + gap), -1)
        part = np.stack(np.broadcast_arrays(1 / la / slopes, la / (la + ra)), -1)
        lpart, rpart = np.log(part), np.log1p(-part)
        lcount, rcount = counts[0][..., None], counts[1][..., None]
        ones = lones[..., None] + lcount * lpart + rones[..., None] + rcount * rpart
        squares = lsq[..., None] + 2 * lpart * lones[..., None] + lcount * lpart**2
        squares = squares + rsq[..., None] + 2 * rpart * rones[..., None] + rcount * rpart**2
        least = np.minimum(lleast[..., None] + lpart, rleast[..., None] + rpart)
    return Joined(a, b, ones, squares, least)


def _parts(runs: Runs) -> tuple[Floats, ...]:
    return runs.a, runs.b, runs.ones, runs.squares, runs.least


def _longer(runs: Sequence[Runs], count: int, gap: float, rng: np.random.Generator, whim: float) -> Runs:
    """Join all shorter runs to those of `count` photos, and keep the best of each ratio."""
    starts = runs[0].a.shape[1] - count + 1
    splits = range(1, count)
    left = [
        np.stack([part[:, :starts] for part in parts], 2)[..., :, None]
        for parts in zip(*(_parts(runs[m - 1]) for m in splits), strict=True)
    ]
    right = [
        np.stack([part[:, m : m + starts] for m, part in zip(splits, parts, strict=True)], 2)[..., None, :]
        for parts in zip(*(_parts(runs[count - m - 1]) for m in splits), strict=True)
    ]
    sizes = np.arange(1, count, dtype=np.float64)[:, None, None]
    made = join(left, right, (sizes, count - sizes), gap)
    score = made.uneven(count)
    return _best(made, score + whim * rng.random(made.a.shape) if whim else score)


def _best(made: Joined, score: Floats) -> Runs:
    orders, starts, *how = made.a.shape
    ratios = how[1]
    rows = np.arange(orders * starts)
    a = made.a.reshape(len(rows), -1)
    bins = _bins(a, ratios)
    with np.errstate(divide="ignore", invalid="ignore"):
        usable = np.abs(np.log(a)) <= WIDEST
    score = np.where(usable, score.reshape(a.shape), np.inf)
    best = np.stack([np.where(bins == ratio, score, np.inf).argmin(1) for ratio in range(ratios)], 1)
    there = np.isfinite(score[rows[:, None], best]) & (bins[rows[:, None], best] == np.arange(ratios))
    shape = (orders, starts, ratios)

    def kept(part: Floats, missing: float) -> Floats:
        found = part.reshape(a.shape)[rows[:, None], best]
        return np.asarray(np.where(there, found, missing).reshape(shape))

    split, left, right, down = np.unravel_index(best.reshape(shape), how)
    return Runs(
        kept(made.a, np.inf), kept(made.b, 0), kept(made.ones, 0), kept(made.squares, 0),
        kept(made.least, 0), np.stack((split + 1, left, right, down), -1),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearness:
    """A tree and what speaks against it before anything is cropped: how far off the page, how uneven."""

    tree: Tree
    harm: float


Root = tuple[float, int, int, int, int, int]  # harm, order, split, left, right, down


def fitting(
    grown: Grown,
    size: tuple[float, float],
    gap: float,
    words: tuple[int, float] | None,
    harms: Sequence[float],
    most: int,
) -> list[Nearness]:
    """Return the best trees of all photos for a page of w x h.

    `words` are (place, height): -1 above all photos, 1 below, 0 between two rows of them. `harms` are of the
    orders.
    """
    at, text_h = words or (1, -gap)
    room = size[0], size[1] - text_h - gap
    n = len(grown.orders[0])
    between = bool(words) and not at
    if n == 1:
        found: list[Root] = [] if between else [(0.0, 0, 0, 0, 0, 0)]
    else:  # all joins at the root, not only the best of each ratio: the page asks for one ratio exactly
        found = [
            root
            for split in range(1, n)
            for root in _nearest(grown, split, room, gap, np.array(harms), most, only_down=between)
        ]
    return [Nearness(_rooted(grown, root, words), root[0]) for root in sorted(found)[:most]]


def _rooted(grown: Grown, root: Root, words: tuple[int, float] | None) -> Tree:
    _harm, order, split, left, right, down = root
    n = len(grown.orders[0])
    if n == 1:
        rows: tuple[Tree, ...] = grown.orders[0]
    else:
        rows = grown.tree(order, 0, split, left), grown.tree(order, split, n - split, right)
    if words and words[0] == 0:
        return joined(True, rows[0], TEXT, rows[1])
    tree = joined(bool(down), *rows) if n > 1 else rows[0]
    if not words:
        return tree
    return joined(True, TEXT, tree) if words[0] < 0 else joined(True, tree, TEXT)


def _nearest(
    grown: Grown,
    split: int,
    size: tuple[float, float],
    gap: float,
    harms: Floats,
    most: int,
    only_down: bool,
) -> list[Root]:
    """Return the joins at the root that come nearest to the page."""
    n = len(grown.orders[0])
    left = [part[:, 0, :, None] for part in _parts(grown.runs[split - 1])]
    right = [part[:, split, None, :] for part in _parts(grown.runs[n - split - 1])]
    counts = np.full((1, 1), float(split)), np.full((1, 1), float(n - split))
    made = join(left, right, counts, gap)
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.abs(np.log(np.maximum(made.a * size[0] + made.b, 1e-6) / size[1]))
        harm = np.asarray(OFF * off + made.uneven(n) + harms[:, None, None, None])
    harm[~np.isfinite(harm)] = np.inf
    if only_down:
        harm[..., 0] = np.inf
    flat = harm.ravel()
    best = np.argsort(flat, kind="stable")[:most]
    rated = zip(flat[best].tolist(), *(a.tolist() for a in np.unravel_index(best, harm.shape)), strict=True)
    return [(bad, o, split, i, j, d) for bad, o, i, j, d in rated if math.isfinite(bad)]
