"""Faces to people: average linkage of embeddings, bit by bit, with every human word kept.

[Note: Two ways] `extend` places new faces among the clusters there are: quick, for while photos come in,
but what was merged stays merged. `settle` opens clusters again and makes them anew, so that later faces can
undo an early mistake. Up to `OPEN_MOST` faces its result depends on the faces and verdicts alone, not on the
order in which they came; beyond, the largest clusters stay as they are, which are the surest. A cluster that
a human named or sorted is never opened. Ids go on to the cluster that holds most of the faces.

Linkage: F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", 1983; see `linkage`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.linkage import average_linkage
from rollsuggest.people.verdicts import NO_RULES, PERSON, Rules

# [Note: Same person] Two faces are one person from 0.58 on, a face and a large cluster from 0.54, two
# large clusters from 0.46 ([Note: Caution] in linkage.py). Measured by `python -m benchmarks people` on
# 45 persons and 131 strangers, and on made-up ones in the numbers of all of LFW (5,750 persons, 4,069 of them
# seen once): BCubed precision and recall with 0.54 for all .998 .982 and .977 .989, with these 1.000 .982 and
# .992 .986. Merging siblings is what people complain of most, and one name joins two clusters: precision
# goes first.
SAME_PERSON, CAUTION = 0.46, 0.12
POOR_JOINS = 0.54  # a poor face joins nobody below this
FOUNDS_FROM = 0.30  # face quality; poorer faces join clusters but neither found nor shape them
CHUNK = 1000  # new faces placed at once; bounds time and memory, whatever the size of the library
OPEN_MOST = 20_000  # [Note: Two ways]

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Placed = dict[FaceId, ClusterId | None]


@dataclass(frozen=True, slots=True)
class FaceVector:
    """A face with its embedding: `vector` has 192 values and length 1, `quality` is 0..1."""

    face: FaceId
    asset: AssetId
    vector: Vector
    quality: float
    taken: date | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Faces of one person. `id` is None while the cluster is new; `total` sums `size` vectors.

    `keys`: what it must not share with another cluster, see `people.verdicts`.
    """

    id: ClusterId | None
    faces: tuple[FaceId, ...]
    keys: frozenset[int]
    total: Vector
    size: int

    @property
    def mean(self) -> Vector:
        return (self.total / self.size).astype(np.float32)


def extend(
    faces: Sequence[FaceVector],
    known: Mapping[FaceId, ClusterId],
    *,
    next_id: int,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
    same_person: float = SAME_PERSON,
    caution: float = CAUTION,
) -> Placed:
    """Return the cluster of each face: as known where that holds, else a known one joined or a new one.

    `known` is where faces are now; new ids count up from `next_id`. Known clusters may merge, never split:
    the one in `named` survives, then the larger, then the older; two in `named` never merge. None means: too
    poor to found a cluster and like nobody, or no face.
    """
    ordered = sorted((f for f in faces if f.face not in rules.no_faces), key=lambda f: f.face)
    clusters, left = known_clusters(ordered, known, named, rules)
    new = sorted([f for f in ordered if f.face not in known] + left, key=lambda f: f.face)
    clusters = join(clusters, new, named=named, rules=rules, same_person=same_person, caution=caution)
    placed: Placed = {f.face: None for f in faces}
    return placed | numbered(clusters, next_id)


def join(
    clusters: Sequence[Cluster],
    new: Sequence[FaceVector],
    *,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
    same_person: float = SAME_PERSON,
    caution: float = CAUTION,
) -> list[Cluster]:
    """Return the clusters with the new faces in them, new clusters last. Clusters may have merged."""
    result = list(clusters)
    good = [f for f in new if f.quality >= FOUNDS_FROM]
    for start in range(0, len(good), CHUNK):
        fresh = [_single(face, rules) for face in good[start : start + CHUNK]]
        result = _linked([*result, *fresh], named, same_person, caution, len(result))
    poor = [f for f in new if f.quality < FOUNDS_FROM]
    return _with_poor(result, poor, rules)


def settle(
    faces: Sequence[FaceVector],
    known: Mapping[FaceId, ClusterId],
    *,
    next_id: int,
    named: Set[ClusterId] = frozenset(),
    rules: Rules = NO_RULES,
    same_person: float = SAME_PERSON,
    caution: float = CAUTION,
    open_most: int = OPEN_MOST,
) -> Placed:
    """Return the cluster of each face, made anew. [Note: Two ways]

    Arguments and result as of `extend`; every verdict holds afterwards.
    """
    ordered = sorted((f for f in faces if f.face not in rules.no_faces), key=lambda f: f.face)
    closed = _closed(known, named, len(ordered), open_most)
    stay = {face: cluster for face, cluster in known.items() if cluster in closed}
    clusters, left = known_clusters(ordered, stay, named, rules)
    new = sorted([f for f in ordered if f.face not in stay] + left, key=lambda f: f.face)
    good = [_single(f, rules) for f in new if f.quality >= FOUNDS_FROM]
    clusters = _linked([*clusters, *good], named, same_person, caution, len(clusters))
    clusters = _together(clusters, {f.face: f for f in ordered}, rules)
    held = {face for cluster in clusters for face in cluster.faces}
    poor = [f for f in new if f.quality < FOUNDS_FROM and f.face not in held]
    clusters = _inherited(_with_poor(clusters, poor, rules), known)
    placed: Placed = {f.face: None for f in faces}
    return placed | numbered(clusters, next_id)


def known_clusters(
    faces: Iterable[FaceVector], known: Mapping[FaceId, ClusterId], named: Set[ClusterId], rules: Rules
) -> tuple[list[Cluster], list[FaceVector]]:
    """Return the clusters as they are, by id, and the faces that must leave theirs by a key they share.

    Who was said to be this person stays before others, then the better face.
    """
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        if (cluster := known.get(face.face)) is not None:
            members[cluster].append(face)
    clusters, left = [], list[FaceVector]()
    for cluster in sorted(members):
        keys = set(rules.cluster_keys.get(cluster, ()) if cluster in named else ())
        kept = []
        theirs = sorted(
            members[cluster], key=lambda f: (rules.persons.get(f.face) != cluster, -f.quality, f.face)
        )
        for face in theirs:
            own = rules.of(face.face, face.asset)
            if rules.persons.get(face.face) == cluster and cluster in named:
                own = frozenset((int(face.asset),))
            elif rules.persons.get(face.face, cluster) != cluster or not keys.isdisjoint(own):
                left.append(face)
                continue
            kept.append(face)
            keys |= own
        if kept:
            clusters.append(_cluster(cluster, kept, keys | ({PERSON} if cluster in named else set())))
    return clusters, left


def sums(faces: Iterable[FaceVector], placed: Mapping[FaceId, ClusterId | None]) -> dict[ClusterId, Cluster]:
    """Return the clusters as placed, with their sums but without keys."""
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        if (cluster := placed.get(face.face)) is not None:
            members[cluster].append(face)
    return {cluster: _cluster(cluster, theirs, ()) for cluster, theirs in members.items()}


def numbered(clusters: Sequence[Cluster], next_id: int) -> dict[FaceId, ClusterId]:
    """Return the cluster of each face; new ones are numbered in the order of their first face."""
    result: dict[FaceId, ClusterId] = {}
    for cluster in sorted(clusters, key=lambda c: c.faces[0]):
        own = cluster.id
        if own is None:
            own, next_id = ClusterId(next_id), next_id + 1
        result |= dict.fromkeys(cluster.faces, own)
    return result


# --- parts -----------------------------------------------------------------------------------------------


def _closed(
    known: Mapping[FaceId, ClusterId], named: Set[ClusterId], faces: int, open_most: int
) -> set[ClusterId]:
    """Return which clusters stay whole: the named ones, and the largest beyond what may be opened."""
    sizes = Counter(known.values())
    free = open_most - (faces - len(known))
    closed = set[ClusterId]()
    for size, cluster in sorted((size, cluster) for cluster, size in sizes.items()):
        if cluster in named or size > free:
            closed.add(cluster)
        else:
            free -= size
    return closed


def _cluster(cluster: ClusterId | None, members: Sequence[FaceVector], keys: Iterable[int]) -> Cluster:
    """Poor members belong but do not shape the mean, unless there are no others."""
    shaping = [f for f in members if f.quality >= FOUNDS_FROM] or members
    total = np.stack([f.vector for f in shaping]).sum(axis=0, dtype=np.float32)
    return Cluster(cluster, tuple(sorted(f.face for f in members)), frozenset(keys), total, len(shaping))


def _single(face: FaceVector, rules: Rules) -> Cluster:
    return Cluster(
        None, (face.face,), rules.of(face.face, face.asset), face.vector.astype(np.float32, copy=False), 1
    )


def _linked(
    units: Sequence[Cluster], named: Set[ClusterId], threshold: float, caution: float, fresh_from: int
) -> list[Cluster]:
    if len(units) < 2 or fresh_from == len(units):
        return list(units)
    sums = np.stack([unit.total for unit in units])
    sizes = np.array([unit.size for unit in units], np.float32)
    groups = average_linkage(sums, sizes, [unit.keys for unit in units], threshold, fresh_from, caution)
    return [_merged([units[n] for n in group], named) for group in groups]


def _merged(parts: Sequence[Cluster], named: Set[ClusterId]) -> Cluster:
    if len(parts) == 1:
        return parts[0]
    old = [c for c in parts if c.id is not None]
    survivor = min(old, key=lambda c: (c.id not in named, -len(c.faces), c.id), default=None)
    return Cluster(
        id=survivor.id if survivor else None,
        faces=tuple(sorted(face for c in parts for face in c.faces)),
        keys=frozenset().union(*(c.keys for c in parts)),
        total=np.stack([c.total for c in parts]).sum(axis=0, dtype=np.float32),
        size=sum(c.size for c in parts),
    )


def _together(clusters: Sequence[Cluster], faces: Mapping[FaceId, FaceVector], rules: Rules) -> list[Cluster]:
    """Make one what was said to be one person, with all that linkage put beside those faces, if it may be."""
    found = dict(enumerate(clusters))
    at = {face: n for n, cluster in found.items() for face in cluster.faces}
    for group in rules.groups:
        members = [faces[face] for face in group if face in faces]
        if not members:
            continue
        person = rules.persons.get(group[0])
        parts = {at[f.face] for f in members if f.face in at}
        parts |= {n for n, cluster in found.items() if person is not None and cluster.id == person}
        merged = _one(members, [found.pop(n) for n in sorted(parts)], faces, rules, person)
        for cluster in merged:
            n = max(found, default=-1) + len(clusters) + 1
            found[n] = cluster
            at |= dict.fromkeys(cluster.faces, n)
    return list(found.values())


def _one(
    members: Sequence[FaceVector],
    parts: Sequence[Cluster],
    faces: Mapping[FaceId, FaceVector],
    rules: Rules,
    person: ClusterId | None,
) -> list[Cluster]:
    """Return the cluster of a group, then what could not come along. The group comes before everybody."""
    own = {f.face for f in members}
    target = next((c.id for c in parts if c.id == person and person is not None), person)
    if target is None:
        target = max(parts, key=lambda c: (PERSON in c.keys, len(c.faces)), default=_NOBODY).id
    kept = list(members)
    keys = set().union(*(rules.of(f.face, f.asset) for f in members))
    claimed = [
        faces[face]
        for part in parts
        for face in part.faces
        if face not in own and target is not None and rules.persons.get(face) == target
    ]
    taken = rules.cluster_keys.get(target, frozenset()) if target is not None else frozenset()
    if person is None and claimed and not keys.isdisjoint(taken):
        return [_cluster(None, members, keys), *_without(own, parts, faces)]  # that person is somebody else
    kept += claimed
    own |= {f.face for f in claimed}
    keys |= taken | {int(f.asset) for f in claimed}
    rest = []
    for part in sorted(parts, key=lambda c: (c.id != target, -len(c.faces), c.faces)):
        away = []
        for face in (faces[face] for face in part.faces if face not in own):
            if keys.isdisjoint(rules.of(face.face, face.asset)):
                kept.append(face)
                keys |= rules.of(face.face, face.asset)
            else:
                away.append(face)
        if away:
            stays = part.id if part.id != target else None
            rest.append(_cluster(stays, away, set().union(*(rules.of(f.face, f.asset) for f in away))))
    pinned = {PERSON} if any(PERSON in c.keys and c.id == target for c in parts) else set()
    return [_cluster(target, kept, keys | pinned), *rest]


def _without(
    gone: Set[FaceId], parts: Sequence[Cluster], faces: Mapping[FaceId, FaceVector]
) -> list[Cluster]:
    """Return what is left of clusters when these faces leave."""
    left = [(part, [faces[face] for face in part.faces if face not in gone]) for part in parts]
    return [_cluster(part.id, stay, part.keys) for part, stay in left if stay]


def _inherited(clusters: Sequence[Cluster], known: Mapping[FaceId, ClusterId]) -> list[Cluster]:
    """Give new clusters the id of the known one they share most faces with; each id goes on once."""
    taken = {cluster.id for cluster in clusters if cluster.id is not None}
    shares = [
        (-count, cluster, n)
        for n, made in enumerate(clusters)
        if made.id is None
        for cluster, count in Counter(known[face] for face in made.faces if face in known).items()
        if cluster not in taken
    ]
    given: dict[int, ClusterId] = {}
    for _count, cluster, n in sorted(shares):
        if n not in given and cluster not in taken:
            given[n] = cluster
            taken.add(cluster)
    return [
        Cluster(given.get(n, c.id), c.faces, c.keys, c.total, c.size) if n in given else c
        for n, c in enumerate(clusters)
    ]


def _with_poor(clusters: Sequence[Cluster], poor: Sequence[FaceVector], rules: Rules) -> list[Cluster]:
    """Let each poor face join the cluster it is most like, the surest first."""
    if not clusters or not poor:
        return list(clusters)
    means = np.stack([c.mean for c in clusters])
    offers: list[tuple[float, FaceId, int, int]] = []
    for start in range(0, len(poor), CHUNK):
        near = np.stack([f.vector for f in poor[start : start + CHUNK]]) @ means.T
        for n, k in zip(*np.nonzero(near >= POOR_JOINS), strict=True):
            offers.append((-float(near[n, k]), poor[start + n].face, start + int(n), int(k)))
    keys: list[set[int] | frozenset[int]] = [c.keys for c in clusters]
    joined: dict[int, list[FaceId]] = defaultdict(list)
    placed = set[int]()
    for _likeness, face, n, k in sorted(offers):
        own = rules.of(face, poor[n].asset)
        if n not in placed and keys[k].isdisjoint(own):
            placed.add(n)
            joined[k].append(face)
            keys[k] = keys[k] | own
    return [
        Cluster(c.id, tuple(sorted([*c.faces, *joined[k]])), frozenset(keys[k]), c.total, c.size)
        if k in joined
        else c
        for k, c in enumerate(clusters)
    ]


_NOBODY = Cluster(None, (), frozenset(), np.zeros(0, np.float32), 0)
