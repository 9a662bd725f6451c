"""Which questions to put: "are these the same person?", where an answer would settle most. Pure.

Two kinds: two clusters that may be one, and a face that may not be of the cluster it is in. Worth is the
number of pairs of faces that the likelier surprise would set right, times how likely it is. A profile or a
face behind sunglasses is far from most of its person's faces but near to one or two: so the nearest pair
counts as much as the mean.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.units import FOUNDS_FROM, FaceVector
from rollsuggest.people.verdicts import Rules

ASK_FROM = 0.30  # mean cosine; below it two clusters are two persons
ODD_BELOW = 0.45  # a face less like the others of its cluster than this may be somebody else's
EVEN, SLOPE = (
    0.50,
    0.03,
)  # at this likeness two that were not merged are one as often as not; how fast it turns
BLURS = 0.5  # by so much per quality below FOUNDS_FROM is less asked for, see `likely`
HALVES = 0.04  # more is asked for with each doubling of the smaller one
SHORTLIST = 40  # for each question, this many are compared face by face
COMPARED = 40  # best faces of a cluster
MOST_CLUSTERS, MOST_ALONE = 6000, 1000  # the largest, and the best of the faces in no cluster


@dataclass(frozen=True, slots=True)
class Doubt:
    """`first` and `second` are the faces to show. Apart: they are in two clusters now; else in one."""

    first: FaceId
    second: FaceId
    likeness: float  # mean cosine
    apart: bool
    worth: float


def doubts(
    faces: Sequence[FaceVector],
    placed: Mapping[FaceId, ClusterId | None],
    rules: Rules,
    *,
    named: Set[ClusterId],
    asked: Set[frozenset[FaceId]],
    most: int,
) -> tuple[Doubt, ...]:
    """Return the most worthwhile questions, the best first, each cluster once, none that was answered."""
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        cluster = placed.get(face.face)
        if cluster is not None and face.face not in rules.no_faces:
            members[cluster].append(face)
    kept = sorted(members, key=lambda c: (-len(members[c]), c))[:MOST_CLUSTERS]
    alone = [[f] for f in faces if placed.get(f.face) is None and f.face not in rules.no_faces]
    alone = sorted(alone, key=lambda part: (-part[0].quality, part[0].face))[:MOST_ALONE]
    parts = [*(members[c] for c in kept), *alone]
    are_named = [c in named for c in kept] + [False] * len(alone)
    keys = [frozenset().union(*(rules.of(f.face, f.asset) for f in part)) for part in parts]
    for n, cluster in enumerate(kept):  # whose faces were said to be not of that person
        keys[n] |= rules.cluster_keys.get(cluster, frozenset())
    two = _two_clusters(parts, keys, are_named, SHORTLIST * most)
    open_ones = [*two, *_odd_faces(kept, members, rules)]
    open_ones.sort(key=lambda d: (-d.worth, d.first, d.second))
    chosen: list[Doubt] = []
    busy = set[ClusterId | None]()
    for doubt in open_ones:
        theirs = {placed[doubt.first], placed[doubt.second]} - {None}
        if len(chosen) < most and busy.isdisjoint(theirs) and {doubt.first, doubt.second} not in asked:
            chosen.append(doubt)
            busy |= theirs
    return tuple(chosen)


def likely(likeness: float, smaller: int, quality: float = 1.0) -> float:
    """Return how likely two groups are one person, 0..1, by the mean of their mean and best cosine.

    `quality` is that of the best face of the poorer group: on LFW the seven faces below 0.2 are 0.60 like
    their person's others, better ones 0.74, and both equally like strangers.

    Odd faces stay outside their cluster, alone or in twos; that two halves of a person are apart is rare.
    """
    even = EVEN + HALVES * np.log2(smaller) - BLURS * max(0.0, FOUNDS_FROM - quality)
    return float(1 / (1 + np.exp((even - likeness) / SLOPE)))


def _two_clusters(
    parts: Sequence[Sequence[FaceVector]],
    keys: Sequence[frozenset[int]],
    named: Sequence[bool],
    shortlist: int,
) -> list[Doubt]:
    if len(parts) < 2:
        return []
    means = np.stack([_mean(part) for part in parts])
    sizes = np.array([len(part) for part in parts])
    quality = np.array([max(f.quality for f in part) for part in parts])

    def worth(likeness: float, n: int, k: int) -> float:
        smaller, poorer = min(sizes[n], sizes[k]), min(quality[n], quality[k])
        return float(sizes[n] * sizes[k]) * likely(likeness, smaller, poorer)

    near: list[tuple[float, int, int]] = []
    for n in range(len(parts)):
        likeness = means[n + 1 :] @ means[n]
        for k in (np.flatnonzero(likeness >= ASK_FROM) + n + 1).tolist():
            if keys[n].isdisjoint(keys[k]) and not (named[n] and named[k]):
                near.append((-worth(float(likeness[k - n - 1]) + 0.06, n, k), n, k))
        if len(near) > 50 * shortlist:
            near = heapq.nsmallest(shortlist, near)
    found = []
    for _worth, n, k in heapq.nsmallest(shortlist, near):
        mean = float(means[n] @ means[k])
        best = float((_some(parts[n]) @ _some(parts[k]).T).max())
        found.append(Doubt(_best(parts[n]), _best(parts[k]), mean, True, worth((mean + best) / 2, n, k)))
    return found


def _odd_faces(
    clusters: Sequence[ClusterId], members: Mapping[ClusterId, Sequence[FaceVector]], rules: Rules
) -> list[Doubt]:
    """Return the face of each cluster that is least like the others, where it may be somebody else's."""
    found = []
    for cluster in clusters:
        theirs = [f for f in members[cluster] if f.face not in rules.persons]
        if len(members[cluster]) < 3 or not theirs:
            continue
        total = np.stack([f.vector for f in members[cluster]]).sum(0)
        others = len(members[cluster]) - 1
        likeness = np.array([(float(f.vector @ total) - 1) / others for f in theirs])
        n = int(likeness.argmin())
        if likeness[n] < ODD_BELOW:
            best = _best([f for f in members[cluster] if f.face != theirs[n].face])
            worth = others * (ODD_BELOW - float(likeness[n]))
            found.append(Doubt(theirs[n].face, best, float(likeness[n]), False, worth))
    return found


def _mean(faces: Sequence[FaceVector]) -> npt.NDArray[np.float32]:
    shaping = [f for f in faces if f.quality >= FOUNDS_FROM] or faces
    return np.asarray(np.stack([f.vector for f in shaping]).mean(0), np.float32)


def _some(faces: Sequence[FaceVector]) -> npt.NDArray[np.float32]:
    best = sorted(faces, key=lambda f: (-f.quality, f.face))[:COMPARED]
    return np.stack([f.vector for f in best])


def _best(faces: Sequence[FaceVector]) -> FaceId:
    return min(faces, key=lambda f: (-f.quality, f.face)).face
