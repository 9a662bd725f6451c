"""Faces to people: average linkage of embeddings, bit by bit, with every human word kept.

[Note: Two ways] `extend` places new faces among the clusters there are: quick, for while photos come in,
but what was merged stays merged. `settle` opens clusters again and makes them anew, so that later faces can
undo an early mistake, and chains those of a child over the years (`ageing`). Its result depends on the faces
and verdicts alone, not on the order in which they came: the better face is looked at first. A cluster that a
human named or sorted is never opened. Ids go on to the cluster that holds most of the faces.

Linkage: F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", 1983; see `linkage`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.ageing import chained
from rollsuggest.people.linkage import average_linkage
from rollsuggest.people.units import FOUNDS_FROM, Cluster, FaceVector, cluster, single, units
from rollsuggest.people.verdicts import NO_RULES, PERSON, Rules

__all__ = [
    "FOUNDS_FROM",
    "SAME_PERSON",
    "Cluster",
    "FaceVector",
    "extend",
    "join",
    "numbered",
    "settle",
    "sums",
    "with_ids",
]

# [Note: Same person] Among a few hundred faces two are one person from 0.58 on, a face and a large
# cluster from 0.54, two large clusters from 0.46 ([Note: Caution] in linkage.py). The nearest two of all
# strangers are the nearer the more there are: the extreme of a normal spread grows with the logarithm of
# their number. So what is asked grows too: of two single faces to 0.65 among 5,000 and 0.668 at most, of
# a poor face as of any. Measured by `python -m benchmarks people`, its figures stand in
# tests/benchmarks/FIGURES.md. Merging siblings is what people complain of most, and one name joins two
# clusters: precision goes first.
SAME_PERSON, CAUTION = 0.46, 0.12
FEW, MANY, MOST = 600, 5_000, 1.25  # faces; how far beyond MANY it goes on, in steps from FEW to MANY
RISE, MORE = 0.01, 0.06  # by which the two grow from FEW to MANY
POOR_JOINS = 0.54  # a poor face joins nobody below this
POOR_AT_ONCE = 500

Placed = dict[FaceId, ClusterId | None]


def asked(faces: int) -> tuple[float, float]:
    """Return from what mean cosine on large clusters are one among so many faces, and the caution."""
    steps = min(max(0.0, math.log(max(faces, 1) / FEW) / math.log(MANY / FEW)), MOST)
    return SAME_PERSON + RISE * steps, CAUTION + MORE * steps


def extend(
    faces: Sequence[FaceVector],
    known: Mapping[FaceId, ClusterId],
    *,
    next_id: int,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
) -> Placed:
    """Return the cluster of each face: as known where that holds, else a known one joined or a new one.

    `known` is where faces are now; new ids count up from `next_id`. Known clusters may merge, never split:
    the one in `named` survives, then the larger, then the older; two in `named` never merge. None means: too
    poor to found a cluster and like nobody, or no face.
    """
    named = named | rules.cluster_keys.keys()
    made = _made(faces, known, named, rules)
    return dict.fromkeys((f.face for f in faces), None) | numbered(made, next_id)


def join(
    clusters: Sequence[Cluster],
    faces: Sequence[FaceVector],
    *,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
    others: int = 0,
) -> list[Cluster]:
    """Return the clusters with these faces in them. Clusters may have merged.

    `others`: faces of clusters that are not here, as none of these is near them. Faces that were said to be
    one with others are not for here: they wait until all are settled.
    """
    fresh = _good(faces, rules)
    linked = _linked([*clusters, *fresh], named, len(clusters), others)
    return _with_poor(linked, [f for f in faces if f.quality < FOUNDS_FROM], rules, others)


def settle(
    faces: Sequence[FaceVector],
    known: Mapping[FaceId, ClusterId],
    *,
    next_id: int,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
) -> Placed:
    """Return the cluster of each face, made anew. [Note: Two ways]

    Arguments and result as of `extend`; every verdict holds afterwards.
    """
    named = named | rules.cluster_keys.keys()
    stay = {face: own for face, own in known.items() if own in named}
    made = _chained(_made(faces, stay, named, rules), faces, named)
    made = _inherited(made, known, named)
    return dict.fromkeys((f.face for f in faces), None) | numbered(made, next_id)


def sums(faces: Iterable[FaceVector], placed: Mapping[FaceId, ClusterId | None]) -> dict[ClusterId, Cluster]:
    """Return the clusters as placed, with their sums but without keys."""
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        if (own := placed.get(face.face)) is not None:
            members[own].append(face)
    return {own: cluster(own, theirs) for own, theirs in members.items()}


def numbered(clusters: Sequence[Cluster], next_id: int) -> dict[FaceId, ClusterId]:
    """Return the cluster of each face; new ones are numbered in the order of their first face."""
    return {
        face: made.id for made in with_ids(clusters, next_id) for face in made.faces if made.id is not None
    }


def with_ids(clusters: Sequence[Cluster], next_id: int) -> list[Cluster]:
    """Return the clusters, new ones with ids counted up in the order of their first face."""
    fresh = sorted((c for c in clusters if c.id is None), key=lambda c: c.faces[0])
    given = [replace(made, id=ClusterId(next_id + n)) for n, made in enumerate(fresh)]
    return [*(c for c in clusters if c.id is not None), *given]


# --- parts -----------------------------------------------------------------------------------------------


def _made(
    faces: Sequence[FaceVector],
    kept: Mapping[FaceId, ClusterId],
    named: Set[ClusterId],
    rules: Rules,
) -> list[Cluster]:
    """Return what becomes of the faces when these clusters are kept."""
    old, groups, free = units(sorted(faces, key=lambda f: f.face), kept, named, rules)
    spoken = [single(face, rules) for group in groups for face in group]
    linked = _linked([*old, *spoken, *_good(free, rules)], named, len(old))
    linked = _together(linked, groups, {f.face: f for f in faces}, rules)
    return _with_poor(linked, [f for f in free if f.quality < FOUNDS_FROM], rules)


def _good(faces: Iterable[FaceVector], rules: Rules) -> list[Cluster]:
    """Return the faces that may found a cluster, the best first."""
    good = sorted((f for f in faces if f.quality >= FOUNDS_FROM), key=lambda f: (-f.quality, f.face))
    return [single(face, rules) for face in good]


def _together(
    clusters: Sequence[Cluster],
    groups: Iterable[Sequence[FaceVector]],
    faces: Mapping[FaceId, FaceVector],
    rules: Rules,
) -> list[Cluster]:
    """Make each group one, with all that linkage put beside its faces, as far as no key forbids it.

    Until now the faces of a group were apart, each with the keys of the whole group: so whatever is beside
    one of them may stay with all of them.
    """
    found = dict(enumerate(clusters))
    at = {face: n for n, made in found.items() for face in made.faces}
    for group in groups:
        own = {f.face for f in group}
        parts = sorted({at[face] for face in own}, key=lambda n: _rank(found[n]))
        first = found[parts[0]]
        members, keys = [faces[face] for face in sorted(own.union(first.faces))], set(first.keys)
        for n in parts[1:]:
            beside = [faces[face] for face in found[n].faces if face not in own]
            theirs = frozenset().union(*(rules.of(f.face, f.asset) for f in beside))
            if found[n].id is not None:
                theirs |= found[n].keys & {PERSON}
            if keys.isdisjoint(theirs):
                members += beside
                keys |= theirs
                del found[n]
            else:
                found[n] = cluster(found[n].id, beside, theirs)
        found[parts[0]] = cluster(first.id, members, keys)
        at |= dict.fromkeys((f.face for f in members), parts[0])
    return list(found.values())


def _rank(made: Cluster) -> tuple[bool, bool, int, FaceId]:
    return PERSON not in made.keys, made.id is None, -len(made.faces), made.faces[0]


def _linked(
    units: Sequence[Cluster], named: Set[ClusterId], fresh_from: int, others: int = 0
) -> list[Cluster]:
    if len(units) < 2 or fresh_from == len(units):
        return list(units)
    sums = np.stack([unit.total for unit in units])
    sizes = np.array([unit.size for unit in units], np.float32)
    threshold, caution = asked(int(sizes.sum()) + others)
    groups = average_linkage(sums, sizes, [unit.keys for unit in units], threshold, fresh_from, caution)
    return [_merged([units[n] for n in group], named) for group in groups]


def _chained(
    clusters: Sequence[Cluster], faces: Sequence[FaceVector], named: Set[ClusterId]
) -> list[Cluster]:
    threshold, caution = asked(sum(made.size for made in clusters))

    def least(one: int, two: int) -> float:
        return threshold + caution * math.sqrt((1 / one + 1 / two) / 2)

    by_id = {face.face: face for face in faces}
    return chained(clusters, by_id, least, lambda parts: _merged(parts, named))


def _merged(parts: Sequence[Cluster], named: Set[ClusterId]) -> Cluster:
    if len(parts) == 1:
        return parts[0]
    old = [c for c in parts if c.id is not None]
    survivor = min(old, key=lambda c: (c.id not in named, -c.size, c.id), default=None)
    return Cluster(
        id=survivor.id if survivor else None,
        faces=tuple(sorted(face for c in parts for face in c.faces)),
        keys=frozenset().union(*(c.keys for c in parts)),
        total=np.stack([c.total for c in parts]).sum(axis=0, dtype=np.float32),
        size=sum(c.size for c in parts),
        parts=tuple(own for c in parts for own in c.parts),
    )


def _inherited(
    clusters: Sequence[Cluster], known: Mapping[FaceId, ClusterId], named: Set[ClusterId]
) -> list[Cluster]:
    """Give new clusters the id of the known one they share most faces with; each id goes on once.

    The id of a human's cluster means that person: nobody else gets it.
    """
    taken = {own.id for own in clusters if own.id is not None} | named
    shares = [
        (-count, before, n)
        for n, made in enumerate(clusters)
        if made.id is None
        for before, count in Counter(known[face] for face in made.faces if face in known).items()
        if before not in taken
    ]
    given: dict[int, ClusterId] = {}
    for _count, before, n in sorted(shares):
        if n not in given and before not in taken:
            given[n] = before
            taken.add(before)
    return [replace(c, id=given[n]) if n in given else c for n, c in enumerate(clusters)]


def _with_poor(
    clusters: Sequence[Cluster], poor: Sequence[FaceVector], rules: Rules, others: int = 0
) -> list[Cluster]:
    """Let each poor face join the cluster it is most like, the surest first."""
    if not clusters or not poor:
        return list(clusters)
    means = np.stack([c.mean for c in clusters])
    sizes = np.array([c.size for c in clusters], np.float32)
    threshold, caution = asked(int(sizes.sum()) + others)
    least = np.maximum(threshold + caution * np.sqrt((1 + 1 / sizes) / 2), POOR_JOINS)
    offers: list[tuple[float, FaceId, int, int]] = []
    for start in range(0, len(poor), POOR_AT_ONCE):
        near = np.stack([f.vector for f in poor[start : start + POOR_AT_ONCE]]) @ means.T
        for n, k in zip(*np.nonzero(near >= least), strict=True):
            offers.append((-float(near[n, k]), poor[start + n].face, start + int(n), int(k)))
    keys: dict[int, set[int]] = {}
    joined: dict[int, list[FaceId]] = defaultdict(list)
    placed = set[int]()
    for _likeness, face, n, k in sorted(offers):
        theirs = keys.setdefault(k, set(clusters[k].keys))
        own = rules.of(face, poor[n].asset)
        if n not in placed and theirs.isdisjoint(own):
            placed.add(n)
            joined[k].append(face)
            theirs |= own
    return [
        replace(c, faces=tuple(sorted([*c.faces, *joined[k]])), keys=frozenset(keys[k])) if k in joined else c
        for k, c in enumerate(clusters)
    ]
