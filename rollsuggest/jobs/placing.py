"""Where new faces go while photos come in: what that takes of the database, and no more.

[Note: One photo] A person may have tens of thousands of faces, and a photo of them must not cost more for it.
So of the clusters that a new face is near only the sums are read, and of their photos those in which two of
them could meet: all of small clusters, of large ones those that hold a new face or a face of a small one.
Two large clusters are asked whether they share a photo only when the new faces could make them one.
The verdicts are read only when they could say something: of a new face, of its photo, or of clusters that
might merge.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.library import grouping
from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import SAME_PERSON, Cluster, FaceVector
from rollsuggest.people.units import cluster
from rollsuggest.people.verdicts import NO_RULES, PERSON, Rules, Verdict, rules

SMALL = 200  # faces; [Note: One photo]
SAMPLE = 500  # of a cluster whose sum is missing this many faces tell it closely enough
_AT_ONCE = 512  # means, as many as a processor's cache holds
_ROUNDING = 0.005  # of stored means

Means = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Near:
    """Known clusters that a new face may be of, without their faces; the sums that were missing, made up."""

    clusters: list[Cluster]
    mended: Mapping[ClusterId, tuple[int, bytes]]
    others: int  # faces that shape clusters which are not near
    rules: Rules


def near(db: sqlite3.Connection, new: Sequence[FaceVector], named: Set[ClusterId]) -> Near:
    """Return what new faces may join, with every key that could keep two of them apart."""
    kept, missing = grouping.sums(db)
    mended = {own: packed for own in missing if (packed := _sampled(db, own)) is not None}
    known = [*kept, *((own, *each) for own, each in mended.items())]
    touched = _touched(known, np.stack([face.vector for face in new])) if known else []
    sizes = {ClusterId(own): size for own, size, _mean in touched}
    means = dict(zip(sizes, (mean for _own, _size, mean in touched), strict=True))
    might = _mergeable(sizes, means, len(new), named)
    said = spoken_rules(db, new, {own for pair in might for own in pair})
    keys = _photos(db, sizes, {face.asset for face in new}, might)
    for own, more in _words(db, said, sizes.keys(), named).items():
        keys[own] |= more
    clusters = [
        Cluster(own, (), frozenset(keys[own]), means[own] * size, size, (own,)) for own, size in sizes.items()
    ]
    others = sum([size for _own, size, _mean in known]) - sum(sizes.values())
    return Near(clusters, mended, others, said)


def spoken_rules(
    db: sqlite3.Connection, new: Iterable[FaceVector], mergeable: Set[ClusterId] = frozenset()
) -> Rules:
    """Return what follows from the verdicts, where they could say something here. [Note: One photo]"""
    if not grouping.spoken_of(db, {face.asset for face in new}, mergeable):
        return NO_RULES
    return every_rule(db)


def every_rule(db: sqlite3.Connection) -> Rules:
    from rollsuggest.library.verdicts import said

    verdicts, assets = said(db)
    return rules((Verdict(*verdict) for verdict in verdicts), assets)


def vectors(rows: Iterable[sqlite3.Row]) -> list[FaceVector]:
    from datetime import date

    return [
        FaceVector(
            row["id"],
            row["asset_id"],
            np.frombuffer(row["embedding"], np.float16).astype(np.float32),
            row["quality"],
            date.fromisoformat(row["taken_at"][:10]) if row["taken_at"] else None,
        )
        for row in rows
    ]


def pack(made: Cluster) -> tuple[int, bytes]:
    return made.size, made.mean.astype(np.float16).tobytes()


# --- parts -----------------------------------------------------------------------------------------------


def _sampled(db: sqlite3.Connection, own: ClusterId) -> tuple[int, bytes] | None:
    """Return size and mean of a cluster, of a large one from every so manieth face."""
    rows, count = grouping.sample(db, own, SAMPLE)
    if not rows:
        return None
    made = cluster(own, vectors(rows))
    size, mean = pack(made)
    return max(1, round(size * count / len(rows))), mean


def _touched(known: Sequence[tuple[int, int, bytes]], new: Means) -> list[tuple[int, int, Means]]:
    """Return (cluster, size, mean) of those that any new face is near."""
    found = list[tuple[int, int, Means]]()
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        packed = np.frombuffer(b"".join([mean for _own, _size, mean in some]), np.float16)
        part = packed.reshape(len(some), -1).astype(np.float32)
        close = (part @ new.T).max(axis=1) >= SAME_PERSON - _ROUNDING
        found += [(some[n][0], some[n][1], part[n]) for n in np.flatnonzero(close).tolist()]
    return found


def _mergeable(
    sizes: Mapping[ClusterId, int], means: Mapping[ClusterId, Means], more: int, named: Set[ClusterId]
) -> list[tuple[ClusterId, ClusterId]]:
    """Return the pairs that `more` new faces could bring together, even if they were just like both."""
    if len(sizes) < 2:
        return []
    ids, count = list(sizes), np.array(list(sizes.values()), np.float32)
    rows = np.stack([means[own] for own in ids])
    old = (count / (count + more))[:, None] * (count / (count + more))[None]  # share of pairs known already
    may = 1 - (1 - rows @ rows.T) * old >= SAME_PERSON - _ROUNDING
    a, b = np.nonzero(np.triu(may, 1))
    pairs = ((ids[i], ids[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True))
    return [pair for pair in pairs if not named >= set(pair)]


def _photos(
    db: sqlite3.Connection,
    sizes: Mapping[ClusterId, int],
    fresh: Set[AssetId],
    might: Sequence[tuple[ClusterId, ClusterId]],
) -> dict[ClusterId, set[int]]:
    """Return of each cluster the photos in which it could meet another or a new face."""
    open_ones = {own for pair in might for own in pair}
    small = [own for own in open_ones if sizes[own] <= SMALL]
    keys: dict[ClusterId, set[int]] = defaultdict(set)
    for asset, own in grouping.photos_of(db, small):
        keys[own].add(asset)
    for asset, own in grouping.others_in(db, set(fresh).union(*keys.values())):
        if own in sizes:
            keys[own].add(asset)
    for one, two in might:
        if min(sizes[one], sizes[two]) > SMALL and keys[one].isdisjoint(keys[two]):
            fewer, more = sorted((one, two), key=lambda own: sizes[own])
            if (shared := grouping.shared_photo(db, fewer, more)) is not None:
                keys[one].add(shared)
                keys[two].add(shared)
    return keys


def _words(
    db: sqlite3.Connection, said: Rules, there: Set[ClusterId], named: Set[ClusterId]
) -> dict[ClusterId, frozenset[int]]:
    """Return the keys that verdicts give to these clusters; two that a human sorted never merge."""
    found: dict[ClusterId, dict[int, frozenset[int]]] = defaultdict(dict)  # a group's faces share one set
    for face, own in grouping.where(db, said.keys):
        if own is not None and own in there:
            shared = said.keys[FaceId(face)]
            found[own][id(shared)] = shared
    result = {own: frozenset().union(*sets.values()) for own, sets in found.items()}
    for own in there & named:
        result[own] = result.get(own, frozenset()) | said.cluster_keys.get(own, frozenset()) | {PERSON}
    return result
