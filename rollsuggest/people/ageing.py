"""Children over the years: clusters of one person who changed are chained where they meet in time. Pure.

[Note: Growing up] A child of three is not much like the same child at twelve, so that the mean over all pairs
keeps them apart; but each year it is like the year before. So two clusters are also one when their faces of
about the same time agree as well as two clusters have to: what is compared are the faces of years that are at
most `APART_DAYS` from each other. Siblings and twins differ as much at any time as on the whole, so
nothing changes for them: who is seen in one photo stays two, and who may be either of two stays alone, as
does who has too few faces, or no dates.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rollsuggest.model import FaceId
from rollsuggest.people.units import FOUNDS_FROM, Cluster, FaceVector, Vector

APART_DAYS = 548  # 18 months
SLICE_DAYS = 183
FEWEST = 3  # faces of a slice that say anything
SURER = 0.12  # above what any two clusters are asked for: a person is much like themselves half a year before
CLEAR = 0.10  # by so much must whoever is chained be more alike than their twin is
_AT_ONCE = 2000  # slices compared at once

Asked = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Slice:
    """The faces of one cluster in half a year: their sum, how many, and their mean day."""

    total: Vector
    size: int
    day: float


def chained(
    clusters: Sequence[Cluster],
    faces: Mapping[FaceId, FaceVector],
    asked: Asked,
    merged: Callable[[Sequence[Cluster]], Cluster],
) -> list[Cluster]:
    """Return the clusters, those of one person over the years as one. [Note: Growing up]

    `asked(a, b)`: from what mean cosine on groups of so many faces are one. `merged` makes clusters one.
    """
    found = dict(enumerate(clusters))
    slices = {n: own for n, made in found.items() if (own := sliced(made, faces))}
    near: dict[int, set[int]] = defaultdict(set)
    for one, two in _meeting(slices, asked(10**9, 10**9) + SURER):
        near[one].add(two)
        near[two].add(one)
    version = dict.fromkeys(found, 0)
    offers: list[tuple[float, int, int, int, int]] = []

    def offer(one: int, others: set[int]) -> None:
        for two in others:
            margin = _margin(slices[one], slices[two], asked)
            if margin >= 0 and found[one].keys.isdisjoint(found[two].keys):
                a, b = min(one, two), max(one, two)
                heapq.heappush(offers, (-margin, a, b, version[a], version[b]))

    def doubtful(one: int, two: int) -> bool:
        """Tell whether `one` is nearly as like somebody who is seen beside `two`: a twin."""
        rivals = (n for n in near[one] if n != two and not found[n].keys.isdisjoint(found[two].keys))
        clear = _margin(slices[one], slices[two], asked) - CLEAR
        return any(_margin(slices[one], slices[n], asked) > clear for n in rivals)

    for one, others in near.items():
        offer(one, {two for two in others if two > one})
    while offers:
        _worse, one, two, before, then = heapq.heappop(offers)
        if version.get(one) != before or version.get(two) != then:
            continue
        if any(doubtful(a, b) for a, b in ((one, two), (two, one))):
            continue
        found[one] = merged([found[one], found.pop(two)])
        slices[one] = [*slices[one], *slices.pop(two)]
        version[one] += 1
        del version[two]
        for other in near[two]:
            near[other].discard(two)
            near[other].add(one)
        near[one] = (near[one] | near.pop(two)) - {one, two}
        offer(one, near[one])
    return list(found.values())


def sliced(made: Cluster, faces: Mapping[FaceId, FaceVector]) -> list[Slice]:
    """Return the slices of a cluster in which enough dated faces are that shape it."""
    by_time: dict[int, list[tuple[int, FaceVector]]] = defaultdict(list)
    for face in (faces[own] for own in made.faces):
        if face.taken is not None and face.quality >= FOUNDS_FROM:
            day = face.taken.toordinal()
            by_time[day // SLICE_DAYS].append((day, face))
    return [
        Slice(
            np.stack([face.vector for _day, face in own]).sum(axis=0, dtype=np.float32),
            len(own),
            float(np.mean([day for day, _face in own])),
        )
        for _time, own in sorted(by_time.items())
        if len(own) >= FEWEST
    ]


def _meeting(slices: Mapping[int, Sequence[Slice]], least: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of clusters of which any two slices are near in time and alike enough to look closer."""
    flat = [(n, one) for n, own in slices.items() for one in own]
    if len(slices) < 2:
        return
    owner = np.array([n for n, _one in flat])
    means = np.stack([one.total / one.size for _n, one in flat])
    days = np.array([one.day for _n, one in flat])
    for start in range(0, len(flat), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        close = means[part] @ means.T >= least
        close &= np.abs(days[part, None] - days[None]) <= APART_DAYS
        close &= owner[part, None] < owner[None]
        yield from {(int(owner[start + i]), int(owner[j])) for i, j in np.argwhere(close).tolist()}


def _margin(one: Sequence[Slice], two: Sequence[Slice], asked: Asked) -> float:
    """Return by how much the faces of about the same time are more alike than is asked for."""
    pairs = [(a, b) for a in one for b in two if abs(a.day - b.day) <= APART_DAYS]
    if not pairs:
        return -1.0
    total = sum(float(a.total @ b.total) for a, b in pairs)
    first, second = (sum({id(pair[n]): pair[n].size for pair in pairs}.values()) for n in (0, 1))
    return total / sum(a.size * b.size for a, b in pairs) - SURER - asked(first, second)
