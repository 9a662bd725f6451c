"""Average linkage over many units without a matrix of all pairs.

Two groups are one while the mean cosine over all pairs of their faces is high enough. That mean is
`dot(sum_a, sum_b) / (n_a * n_b)`, so a group needs no more than the sum of its vectors.

[Note: Why near pairs are enough] Average linkage is reducible: the similarity of a merged pair to a third
group lies between those of the two. So what is not near anything now never comes near it by a merge, and the
best merge is always among pairs that are near: a heap of those makes exactly the merges of the textbook.
And as merges only ever get worse, stopping at a high level and going on to a lower one changes nothing, but
few groups are left for it: bursts and poses of one person are thousands of pairs.
A pair that shares a key must not be one, and neither must whatever it merges into.

[Note: Blocks] Up to `BLOCK` units this is the textbook's. More are taken in block by block, in the order
given: a unit that is near enough to one group, and clearly nearer than to any other, joins it; only the
others are linked, and when all are in, groups that changed are linked once more. So time grows with units
times groups, and large groups cost nothing. The result depends on the order given, not on the order in
which photos came.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence, Set

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
Keys = Set[int]

LEVELS = (0.86, 0.78, 0.70, 0.62)
BLOCK = 3000  # [Note: Blocks]
SURE_FROM = 4  # faces of a group that others join by their likeness to its mean alone
CLEAR = 0.10  # by as much must they be nearer to it than to the next
HELD = 8_000_000  # similarities held at once


def average_linkage(
    sums: Matrix,
    sizes: npt.NDArray[np.float32],
    keys: Sequence[Keys],
    threshold: float,
    fresh_from: int = 0,
    caution: float = 0.0,
) -> list[list[int]]:
    """Return the groups of units (rows of `sums`, each the sum of `sizes` unit vectors) down to `threshold`.

    [Note: Caution] The mean over few pairs says less than that over many: groups of a and b faces are asked
    for `caution * sqrt((1 / a + 1 / b) / 2)` above the threshold, and who exceeds that by most merges first.
    Units before `fresh_from` are known to be no merge of each other by themselves.
    """
    state = _State(sums, sizes, keys, threshold, caution)
    levels = (*(level for level in LEVELS if level > threshold), threshold)
    for start in range(fresh_from, len(sums), BLOCK):
        fresh = np.arange(start, min(start + BLOCK, len(sums)))
        known = state.alive(start)
        rest = state.place(fresh, known)
        state.link(np.concatenate([state.near(rest, known), rest]), rest, levels)
    if fresh_from or len(sums) > BLOCK:
        state.link(state.alive(len(sums)), state.changed(fresh_from), (threshold,))
    return state.groups()


class _State:
    def __init__(
        self,
        sums: Matrix,
        sizes: npt.NDArray[np.float32],
        keys: Sequence[Keys],
        threshold: float,
        caution: float,
    ) -> None:
        self._threshold, self._caution = threshold, caution
        self._sums, self._sizes = sums.copy(), sizes.astype(np.float32)
        self._keys = [set(own) for own in keys]
        self._members: list[list[int]] = [[n] for n in range(len(sums))]
        self._version = np.zeros(len(sums), np.int64)  # counts joins; -1: part of another
        self._moving = np.zeros(len(sums), bool)  # of the groups linked now, those whose pairs are looked at

    def groups(self) -> list[list[int]]:
        return [sorted(self._members[n]) for n in self.alive(len(self._members)).tolist()]

    def alive(self, upto: int) -> Rows:
        return np.flatnonzero(self._version[:upto] >= 0)

    def changed(self, fresh_from: int) -> Rows:
        there = self.alive(len(self._members))
        return there[(there >= fresh_from) | (self._version[there] > 0)]

    # --- taking a block in ---

    def place(self, fresh: Rows, known: Rows) -> Rows:
        """Let units join the one large group they are near, the surest first; return the others."""
        large = known[self._sizes[known] >= SURE_FROM]
        if not len(large):
            return fresh
        means = self._means(large)
        offers: list[tuple[float, int, int]] = []
        for part in _parts(fresh, len(large)):
            asked = np.sqrt((1 / self._sizes[part, None] + 1 / self._sizes[large]) / 2)
            margins = self._means(part) @ means.T - self._threshold - self._caution * asked
            best = margins.argmax(axis=1)
            most = margins[np.arange(len(part)), best]
            margins[np.arange(len(part)), best] = -1
            rows = np.flatnonzero((most >= 0) & (most - margins.max(axis=1) >= CLEAR))
            offers += zip(
                (-most[rows]).tolist(), part[rows].tolist(), large[best[rows]].tolist(), strict=True
            )
        for _margin, unit, group in sorted(offers):
            if self._keys[group].isdisjoint(self._keys[unit]):
                self._join(group, unit)
        return fresh[self._version[fresh] >= 0]

    def near(self, rest: Rows, known: Rows) -> Rows:
        """Return the known groups that any of the rest may join."""
        if not len(rest) or not len(known):
            return known[:0]
        means = self._means(rest)
        found = [
            part[(self._means(part) @ means.T).max(axis=1) >= self._threshold]
            for part in _parts(known, len(rest))
        ]
        return np.concatenate(found)

    # --- linking ---

    def link(self, live: Rows, rows: Rows, levels: Sequence[float]) -> None:
        """Merge among `live`, level by level, what has to do with `rows` or with what they became."""
        self._moving[:] = False
        self._moving[rows] = True
        for level in levels:
            self._merge_down_to(level, live[self._version[live] >= 0])

    def _merge_down_to(self, level: float, live: Rows) -> None:
        near: dict[int, set[int]] = {}
        heap: list[tuple[float, int, int, int, int]] = []
        version = self._version.tolist()
        for i, j, margin in self._pairs(live, level):
            if self._keys[i].isdisjoint(self._keys[j]):
                near.setdefault(i, set()).add(j)
                near.setdefault(j, set()).add(i)
                if margin >= 0:
                    heap.append((-margin, i, j, version[i], version[j]))
        heapq.heapify(heap)
        while heap:
            _margin, i, j, version_i, version_j = heapq.heappop(heap)
            if version_i == self._version[i] and version_j == self._version[j]:
                self._join(i, j)
                _follow(near, i, j)
                for other, margin in self._neighbours(i, near, level):
                    a, b = min(i, other), max(i, other)
                    heapq.heappush(heap, (-margin, a, b, int(self._version[a]), int(self._version[b])))

    def _join(self, i: int, j: int) -> None:
        """`i` becomes the union; `j` is never met again."""
        self._sums[i] += self._sums[j]
        self._sizes[i] += self._sizes[j]
        small, large = sorted((self._keys[i], self._keys[j]), key=len)
        large |= small
        self._keys[i], self._keys[j] = large, set()
        self._members[i] += self._members[j]
        self._members[j] = []
        self._version[i] += 1
        self._version[j] = -1
        self._moving[i] = True

    def _neighbours(self, i: int, near: dict[int, set[int]], level: float) -> list[tuple[int, float]]:
        """Return who may merge with the new union, and by what margin; forget who is not near any more."""
        allowed = sorted(n for n in near[i] if self._keys[n].isdisjoint(self._keys[i]))
        likeness = (self._sums[allowed] @ self._sums[i]) / (self._sizes[allowed] * self._sizes[i])
        margins = likeness - level - self._asked(i, allowed)
        found = [(n, m) for n, m in zip(allowed, margins.tolist(), strict=True) if m >= 0]
        still = {n for n, s in zip(allowed, likeness.tolist(), strict=True) if s >= level}
        for gone in near[i] - still:
            near[gone].discard(i)
        near[i] = still
        return found

    def _asked(self, one: int | Rows, others: Rows | list[int]) -> npt.NDArray[np.float32]:
        """Return what is asked above the level. [Note: Caution]"""
        return np.asarray(self._caution * np.sqrt((1 / self._sizes[one] + 1 / self._sizes[others]) / 2))

    def _pairs(self, live: Rows, level: float) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs with a likeness of at least `level`, of which one is moving, with their margins."""
        if len(live) < 2:
            return
        means, moving = self._means(live), self._moving[live]
        for part in _parts(np.flatnonzero(moving), len(live)):
            likeness = means[part] @ means.T
            r, c = np.nonzero(likeness >= level)
            once = (part[r] < c) | (~moving[c] & (part[r] != c))
            one, two, near = live[part[r[once]]], live[c[once]], likeness[r[once], c[once]]
            margins = near - level - self._asked(one, two)
            yield from zip(
                np.minimum(one, two).tolist(), np.maximum(one, two).tolist(), margins.tolist(), strict=True
            )

    def _means(self, rows: Rows) -> Matrix:
        return np.asarray(self._sums[rows] / self._sizes[rows, None])


def _follow(near: dict[int, set[int]], i: int, j: int) -> None:
    """Who was near to `j` is near to `i`, which `j` became part of."""
    for other in near[j]:
        near[other].discard(j)
        near[other].add(i)
    near[i] = (near[i] | near.pop(j)) - {i, j}


def _parts(rows: Rows, columns: int) -> Iterator[Rows]:
    """Yield the rows by as many as make `HELD` similarities with these columns."""
    step = max(1, HELD // max(columns, 1))
    for start in range(0, len(rows), step):
        yield rows[start : start + step]
