"""Faces to people: incremental clustering of embeddings by average linkage, with human names kept.

Two groups are one person while the mean cosine over all pairs of their faces is high enough. That mean is
`dot(sum_a, sum_b) / (n_a * n_b)`, so a cluster needs no more than the sum of its vectors.

[Note: Why components are enough] Average linkage is reducible: the similarity of a merged pair to a third
cluster lies between those of the two. So clusters only ever merge within a connected component of the graph
of pairs at or above the threshold, and each component can be solved by itself, however many faces there are.
The nearest-neighbour chain (F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms",
The Computer Journal 26, 1983) gives the same merges as always joining the best pair, in quadratic time.
A forbidden pair has similarity minus infinity; the mean hands that on to whatever it merges into.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, ClusterId, FaceId

# [Note: Same person] Measured on real faces of 206 people, families among them (test_people_real_faces.py).
# Pairwise precision, recall: 0.46 .981 .982, 0.50 .986 .982, 0.52 .986 .981, 0.54 .995 .975, 0.56 .995 .971.
# Merging siblings is what people complain of most, and one name joins two clusters: precision goes first.
SAME_PERSON = 0.54
POOR_JOINS = 0.54  # a poor face joins nobody below this
FOUNDS_FROM = 0.30  # face quality; poorer faces join clusters but neither found nor shape them
BATCH = 2000  # new faces solved at once; bounds memory, whatever the size of the library

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaceVector:
    """A face with its embedding: `vector` has 192 values and length 1, `quality` is 0..1."""

    face: FaceId
    asset: AssetId
    vector: Vector
    quality: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Faces of one person. `id` is None while the cluster is new; `total` sums `size` vectors."""

    id: ClusterId | None
    faces: tuple[FaceId, ...]
    assets: frozenset[AssetId]
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
    same_person: float = SAME_PERSON,
) -> Mapping[FaceId, ClusterId | None]:
    """Return the cluster of each face: as known where that holds, else a known one joined or a new one.

    `known` is where faces are now; new ids count up from `next_id`. Known clusters may merge, never split;
    the named one survives, then the larger, then the older. Two clusters in `named` never merge, nor do any
    two that hold faces of the same photo. None means: too poor to found a cluster and like nobody.
    """
    ordered = sorted(faces, key=lambda f: f.face)
    clusters = _settle(_known_clusters(ordered, known), [], named, same_person)
    new = [f for f in ordered if f.face not in known]
    good = [f for f in new if f.quality >= FOUNDS_FROM]
    for start in range(0, len(good), BATCH):
        fresh = [_single(face) for face in good[start : start + BATCH]]
        clusters = _settle(clusters, fresh, named, same_person)
    poor = [f for f in new if f.quality < FOUNDS_FROM]
    return _numbered(clusters, next_id) | _poor_joined(poor, clusters, next_id)


def _known_clusters(faces: Sequence[FaceVector], known: Mapping[FaceId, ClusterId]) -> list[Cluster]:
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        if (cluster := known.get(face.face)) is not None:
            members[cluster].append(face)
    return [_cluster(cluster, members[cluster]) for cluster in sorted(members)]


def _cluster(cluster: ClusterId, members: Sequence[FaceVector]) -> Cluster:
    """Poor members belong but do not shape the mean, unless there are no others."""
    shaping = [f for f in members if f.quality >= FOUNDS_FROM] or members
    total = np.stack([f.vector for f in shaping]).sum(axis=0, dtype=np.float32)
    return Cluster(
        cluster, tuple(f.face for f in members), frozenset(f.asset for f in members), total, len(shaping)
    )


def _single(face: FaceVector) -> Cluster:
    return Cluster(None, (face.face,), frozenset((face.asset,)), face.vector.astype(np.float32), 1)


def _settle(
    old: Sequence[Cluster], fresh: Sequence[Cluster], named: Set[ClusterId], threshold: float
) -> list[Cluster]:
    """Merge whatever is one person among the old (settled unless there are no fresh ones) and the fresh."""
    every = [*old, *fresh]
    if len(every) < 2:
        return every
    rows = range(len(old), len(every)) if fresh else range(len(every))
    result, merged = [], set[int]()
    for component in _components(every, rows, threshold):
        merged.update(component)
        parts = [every[n] for n in component]
        for group in _average_linkage(parts, _similarity(parts, named), threshold):
            result.append(_merged([parts[n] for n in group], named))
    kept = [cluster for n, cluster in enumerate(every) if n not in merged]
    return sorted(kept + result, key=lambda c: c.faces[0])


def _components(every: Sequence[Cluster], rows: Sequence[int], threshold: float) -> list[list[int]]:
    """Return the connected components (of two or more) of the pairs at or above the threshold."""
    means = np.stack([c.mean for c in every])
    parent = list(range(len(every)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for row, near in _near(means, rows, threshold):
        for other in near:
            parent[root(int(other))] = root(row)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(every)):
        groups[root(n)].append(n)
    return [group for group in groups.values() if len(group) > 1]


def _near(means: Matrix, rows: Sequence[int], threshold: float) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Yield each row with the clusters near it, computed in blocks that stay small."""
    block = max(1, 20_000_000 // len(means))
    for start in range(0, len(rows), block):
        part = rows[start : start + block]
        close = means[part[0] : part[-1] + 1] @ means.T >= threshold
        for n, row in enumerate(part):
            yield row, np.flatnonzero(close[n])


def _similarity(clusters: Sequence[Cluster], named: Set[ClusterId]) -> Matrix:
    """Return the mean cosine of each pair; minus infinity for itself and for pairs that must not be one."""
    means = np.stack([c.mean for c in clusters])
    matrix = means @ means.T
    matrix = ((matrix + matrix.T) / 2).astype(np.float32)
    np.fill_diagonal(matrix, -np.inf)
    by_asset: dict[AssetId, list[int]] = defaultdict(list)
    for n, cluster in enumerate(clusters):
        for asset in cluster.assets:
            by_asset[asset].append(n)
    with_name = [n for n, cluster in enumerate(clusters) if cluster.id in named]
    for group in (with_name, *by_asset.values()):
        if len(group) > 1:
            matrix[np.ix_(group, group)] = -np.inf
    return matrix


def _average_linkage(clusters: Sequence[Cluster], similarity: Matrix, threshold: float) -> list[list[int]]:
    """Return the groups that average linkage makes down to the threshold. Uses up `similarity`."""
    sizes = np.array([c.size for c in clusters], np.float32)
    groups: dict[int, list[int]] = {n: [n] for n in range(len(clusters))}
    done: list[list[int]] = []
    chain: list[int] = []
    while groups:
        if not chain:
            chain.append(next(iter(groups)))
        tip = chain[-1]
        best = int(np.argmax(similarity[tip]))
        if len(chain) > 1 and similarity[tip, chain[-2]] >= similarity[tip, best]:
            best = chain[-2]
        if similarity[tip, best] < threshold:
            done.append(groups.pop(tip))
            similarity[:, tip] = -np.inf
            chain.clear()
        elif len(chain) > 1 and best == chain[-2]:
            del chain[-2:]
            _join(similarity, sizes, best, tip)
            groups[best] += groups.pop(tip)
        else:
            chain.append(best)
    return done


def _join(similarity: Matrix, sizes: Vector, kept: int, gone: int) -> None:
    """Lance-Williams update: `kept` becomes the union, `gone` is never near anything again."""
    total = sizes[kept] + sizes[gone]
    row = (sizes[kept] * similarity[kept] + sizes[gone] * similarity[gone]) / total
    row[[kept, gone]] = -np.inf
    similarity[kept], similarity[:, kept] = row, row
    similarity[gone], similarity[:, gone] = -np.inf, -np.inf
    sizes[kept] = total


def _merged(parts: Sequence[Cluster], named: Set[ClusterId]) -> Cluster:
    if len(parts) == 1:
        return parts[0]
    old = [c for c in parts if c.id is not None]
    survivor = min(old, key=lambda c: (c.id not in named, -len(c.faces), c.id), default=None)
    return Cluster(
        id=survivor.id if survivor else None,
        faces=tuple(sorted(face for c in parts for face in c.faces)),
        assets=frozenset().union(*(c.assets for c in parts)),
        total=np.stack([c.total for c in parts]).sum(axis=0, dtype=np.float32),
        size=sum(c.size for c in parts),
    )


def _ids(clusters: Sequence[Cluster], next_id: int) -> list[ClusterId]:
    """Return each cluster's id; new ones are numbered in the order of their first face."""
    result = []
    for cluster in clusters:
        if cluster.id is None:
            result.append(ClusterId(next_id))
            next_id += 1
        else:
            result.append(cluster.id)
    return result


def _numbered(clusters: Sequence[Cluster], next_id: int) -> dict[FaceId, ClusterId | None]:
    ids = _ids(clusters, next_id)
    return {face: ids[n] for n, cluster in enumerate(clusters) for face in cluster.faces}


def _poor_joined(
    poor: Sequence[FaceVector], clusters: Sequence[Cluster], next_id: int
) -> dict[FaceId, ClusterId | None]:
    """Let each poor face join the cluster it is most like, the surest first."""
    result: dict[FaceId, ClusterId | None] = {f.face: None for f in poor}
    if not clusters or not poor:
        return result
    ids = _ids(clusters, next_id)
    means = np.stack([c.mean for c in clusters])
    taken: list[set[AssetId]] = [set(c.assets) for c in clusters]
    offers = []
    for n, face in enumerate(poor):
        near = means @ face.vector
        offers += [(-float(near[k]), face.face, n, int(k)) for k in np.flatnonzero(near >= POOR_JOINS)]
    for _, _, n, k in sorted(offers):
        if result[poor[n].face] is None and poor[n].asset not in taken[k]:
            result[poor[n].face] = ids[k]
            taken[k].add(poor[n].asset)
    return result
