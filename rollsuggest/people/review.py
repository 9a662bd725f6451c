"""Which questions to put: "are these the same person?", where an answer would settle most. Pure.

Two kinds: two clusters that may be one, and a face that may not be of the cluster it is in. Worth is the
number of pairs of faces that the likelier surprise would set right, times how likely it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.cluster import FOUNDS_FROM, SAME_PERSON, FaceVector
from rollsuggest.people.verdicts import Rules

ASK_FROM, CERTAIN_FROM = 0.30, 0.60  # mean cosine between which it is worth asking
SLOPE = 0.04  # how fast, around SAME_PERSON, likely turns into unlikely
MOST_CLUSTERS = 6000  # the largest; a question about a face alone settles little


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
    open_ones = [*_two_clusters(kept, members, rules, named), *_odd_faces(kept, members, rules)]
    open_ones.sort(key=lambda d: (-d.worth, d.first, d.second))
    chosen: list[Doubt] = []
    busy = set[ClusterId | None]()
    for doubt in open_ones:
        theirs = {placed[doubt.first], placed[doubt.second]}
        if len(chosen) < most and busy.isdisjoint(theirs) and {doubt.first, doubt.second} not in asked:
            chosen.append(doubt)
            busy |= theirs
    return tuple(chosen)


def likely(likeness: float) -> float:
    """Return how likely two groups of this mean cosine are one person, 0..1."""
    return float(1 / (1 + np.exp(-(likeness - SAME_PERSON + SLOPE) / SLOPE)))


def _two_clusters(
    clusters: Sequence[ClusterId],
    members: Mapping[ClusterId, Sequence[FaceVector]],
    rules: Rules,
    named: Set[ClusterId],
) -> list[Doubt]:
    if len(clusters) < 2:
        return []
    means = np.stack([_mean(members[c]) for c in clusters])
    best = [_best(members[c]) for c in clusters]
    keys = [frozenset().union(*(rules.of(f.face, f.asset) for f in members[c])) for c in clusters]
    found = []
    for n in range(len(clusters)):
        likeness = means[n + 1 :] @ means[n]
        for k in (np.flatnonzero(likeness >= ASK_FROM) + n + 1).tolist():
            both_named = clusters[n] in named and clusters[k] in named
            if keys[n].isdisjoint(keys[k]) and not both_named:
                s = float(likeness[k - n - 1])
                worth = len(members[clusters[n]]) * len(members[clusters[k]]) * likely(s)
                found.append(Doubt(best[n], best[k], s, True, worth))
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
        if likeness[n] < CERTAIN_FROM:
            best = _best([f for f in members[cluster] if f.face != theirs[n].face])
            worth = others * (1 - likely(float(likeness[n])))
            found.append(Doubt(theirs[n].face, best, float(likeness[n]), False, worth))
    return found


def _mean(faces: Sequence[FaceVector]) -> npt.NDArray[np.float32]:
    shaping = [f for f in faces if f.quality >= FOUNDS_FROM] or faces
    return np.asarray(np.stack([f.vector for f in shaping]).mean(0), np.float32)


def _best(faces: Sequence[FaceVector]) -> FaceId:
    return min(faces, key=lambda f: (-f.quality, f.face)).face
