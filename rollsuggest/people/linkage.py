"""Average linkage over many units without a matrix of all pairs.

Two groups are one while the mean cosine over all pairs of their faces is high enough. That mean is
`dot(sum_a, sum_b) / (n_a * n_b)`, so a group needs no more than the sum of its vectors.

[Note: Why near pairs are enough] Average linkage is reducible: the similarity of a merged pair to a third
group lies between those of the two. So what is not near anything now never comes near it by a merge, and the
best merge is always among pairs that are near: a heap of those makes exactly the merges of the textbook.
And as merges only ever get worse, stopping at a high level and going on to a lower one changes nothing, but
few groups are left for it: bursts and poses of one person are thousands of pairs.
A pair that shares a key must not be one, and neither must whatever it merges into.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence, Set

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Keys = Set[int]

LEVELS = (0.86, 0.78, 0.70, 0.62)
WHOLE = 20_000  # units up to which every level looks at all; above, the higher ones look at fresh ones alone
BLOCK = 24_000_000  # similarities held at once


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
    state = _State(sums, sizes, keys, fresh_from, caution)
    for level in (*(level for level in LEVELS if level > threshold), threshold):
        settled = fresh_from if level > threshold and len(sums) > WHOLE else 0
        state.merge_down_to(level, settled)
    return state.groups()


class _State:
    def __init__(
        self,
        sums: Matrix,
        sizes: npt.NDArray[np.float32],
        keys: Sequence[Keys],
        fresh_from: int,
        caution: float,
    ) -> None:
        self._caution = caution
        self._sums, self._sizes = sums.copy(), sizes.astype(np.float32)
        self._keys: list[Keys] = list(keys)
        self._members: list[list[int]] = [[n] for n in range(len(sums))]
        self._alive = np.ones(len(sums), bool)
        self._moving = np.arange(len(sums)) >= fresh_from
        self._version = [0] * len(sums)

    def groups(self) -> list[list[int]]:
        return [sorted(self._members[n]) for n in np.flatnonzero(self._alive)]

    def merge_down_to(self, level: float, settled: int) -> None:
        near: dict[int, set[int]] = {}
        heap: list[tuple[float, int, int, int, int]] = []
        for i, j, likeness in self._near(level, settled):
            if self._keys[i].isdisjoint(self._keys[j]):
                near.setdefault(i, set()).add(j)
                near.setdefault(j, set()).add(i)
                margin = likeness - level - float(self._asked(i, j))
                if margin >= 0:
                    heap.append((-margin, i, j, self._version[i], self._version[j]))
        heapq.heapify(heap)
        while heap:
            _margin, i, j, version_i, version_j = heapq.heappop(heap)
            if version_i == self._version[i] and version_j == self._version[j]:
                self._join(i, j, near)
                for other, margin in self._neighbours(i, near, level):
                    a, b = min(i, other), max(i, other)
                    heapq.heappush(heap, (-margin, a, b, self._version[a], self._version[b]))

    def _join(self, i: int, j: int, near: dict[int, set[int]]) -> None:
        """`i` becomes the union; `j` is never met again."""
        self._sums[i] += self._sums[j]
        self._sizes[i] += self._sizes[j]
        self._keys[i] = self._keys[i] | self._keys[j]
        self._members[i] += self._members[j]
        self._version[i] += 1
        self._version[j] = -1
        self._alive[j] = False
        self._moving[i] = True
        for other in near[j]:
            near[other].discard(j)
            near[other].add(i)
        near[i] = (near[i] | near.pop(j)) - {i, j}

    def _neighbours(self, i: int, near: dict[int, set[int]], level: float) -> list[tuple[int, float]]:
        """Return who may merge with the new union, and by what margin; forget who is not near any more."""
        allowed = sorted(n for n in near[i] if self._keys[n].isdisjoint(self._keys[i]))
        likeness = (self._sums[allowed] @ self._sums[i]) / (self._sizes[allowed] * self._sizes[i])
        margins = likeness - level - self._asked(i, allowed)
        found = [(n, float(m)) for n, m in zip(allowed, margins, strict=True) if m >= 0]
        still = {n for n, s in zip(allowed, likeness, strict=True) if s >= level}
        for gone in near[i] - still:
            near[gone].discard(i)
        near[i] = still
        return found

    def _asked(self, one: int, others: int | list[int]) -> npt.NDArray[np.float32]:
        """Return what is asked above the level. [Note: Caution]"""
        return np.asarray(self._caution * np.sqrt((1 / self._sizes[one] + 1 / self._sizes[others]) / 2))

    def _near(self, level: float, settled: int) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs (i < j) with a likeness of at least `level`, of which one moved or is fresh."""
        live = np.flatnonzero(self._alive)
        live = live[live >= settled]
        if len(live) < 2:
            return
        means = self._sums[live] / self._sizes[live, None]
        moving = self._moving[live]
        rows = np.flatnonzero(moving)
        step = max(1, BLOCK // len(live))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            likeness = means[part] @ means.T
            for r, c in zip(*np.nonzero(likeness >= level), strict=True):
                i, j = int(part[r]), int(c)
                if i < j or (not moving[j] and i != j):
                    yield int(min(live[i], live[j])), int(max(live[i], live[j])), float(likeness[r, c])
