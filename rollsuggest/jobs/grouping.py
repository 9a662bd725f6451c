"""Whose faces these are, worked out in a worker process: reads the database, hands back what changes.

While photos come in only the new faces are looked at, and of the clusters only their sums and those that a
new face is near. When a run ends, `whole` settles all of them together, if that is due.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.library.grouping import Grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rollsuggest.library.rows import Question
    from rollsuggest.model import ClusterId, FaceId
    from rollsuggest.people.cluster import Cluster, FaceVector
    from rollsuggest.people.verdicts import Rules


def group(database: Path, whole: bool = False, anew: bool = False) -> Grouped:
    """Return whose faces the new ones are, with `whole` all of them, as far as it is not what is stored.

    `anew`: which of all faces may be of somebody hidden is found out too; with `whole` it always is.
    """
    from rollsuggest.library import grouping

    with _reading(database) as db:
        found = _settled(db) if whole and grouping.due(db) else _extended(db)
        return _cautious(db, found, whole or anew)


def review(database: Path, most: int) -> tuple[Question, ...]:
    """Return the questions whose answers would settle most, the best first."""
    from rollsuggest.library import grouping, questions
    from rollsuggest.library.decisions import named_clusters
    from rollsuggest.library.verdicts import said
    from rollsuggest.people.review import doubts

    with _reading(database) as db:
        showable, named = questions.showable(db), named_clusters(db)
        rows = [row for row in grouping.every(db) if row["id"] in showable]
        verdicts, _assets = said(db)
        asked = {frozenset((v.face, v.other)) for v in verdicts if v.other is not None}
        placed = {row["id"]: row["cluster_id"] for row in rows}
        found = doubts(_vectors(rows), placed, _rules(db), named=named, asked=asked, most=most)
        made = (questions.question(db, doubt.first, doubt.second, doubt.likeness) for doubt in found)
        return tuple(question for question in made if question is not None)


# --- the two ways ----------------------------------------------------------------------------------------


def _settled(db: sqlite3.Connection) -> Grouped:
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.cluster import settle, sums

    rows, named = grouping.every(db), decisions.named_clusters(db)
    faces = _vectors(rows)
    known = {row["id"]: row["cluster_id"] for row in rows if row["cluster_id"] is not None}
    rules = _rules(db)
    placed = settle(faces, known, next_id=decisions.next_cluster(db), named=named, rules=rules)
    assigned = {face: cluster for face, cluster in placed.items() if known.get(face) != cluster}
    stale = {known.get(face) for face in assigned} | set(assigned.values())
    stale |= set(grouping.without_sum(db))
    theirs = [face for face in faces if placed[face.face] in stale]
    seen = tuple(row["id"] for row in rows if row["grouped"] < 2)
    return Grouped(assigned, seen, _packed(sums(theirs, placed).values()), settled=True)


def _extended(db: sqlite3.Connection) -> Grouped:
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.cluster import join, numbered

    fresh = _vectors(grouping.fresh(db))
    if not fresh:
        return Grouped()
    named, rules = decisions.named_clusters(db), _rules(db)
    spoken = {
        face for group in rules.groups for face in group
    }  # who belongs to others waits for the run's end
    new = [f for f in fresh if f.face not in spoken | rules.no_faces]
    if not new:
        return Grouped(seen=tuple(f.face for f in fresh))
    near, mended = _near(db, new, named, rules)
    clusters = join(near, new, named=named, rules=rules)
    placed = numbered(clusters, decisions.next_cluster(db))
    before = {face: cluster.id for cluster in near for face in cluster.faces}
    assigned: dict[FaceId, ClusterId | None] = {
        face: cluster for face, cluster in placed.items() if before.get(face) != cluster
    }
    changed = {placed[face] for face in assigned if face in placed}
    packed = {placed[c.faces[0]]: c for c in clusters if placed[c.faces[0]] in changed}
    sums = dict(mended) | {cluster: _pack(made) for cluster, made in packed.items()}
    gone = {cluster.id for cluster in near} - set(placed.values())
    return Grouped(assigned, tuple(f.face for f in fresh), {c: s for c, s in sums.items() if c not in gone})


def _cautious(db: sqlite3.Connection, found: Grouped, whole: bool) -> Grouped:
    """Add which faces may be of somebody hidden: of all faces with `whole`, else of those seen just now."""
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.hiding import perhaps_theirs

    hidden, stored = decisions.hidden_clusters(db), grouping.caution(db)
    if not hidden:
        return replace(found, anew=bool(stored))
    rows = grouping.every(db) if whole else grouping.of_clusters(db, hidden | _clusters(found))
    rows += [] if whole else grouping.fresh(db)
    placed = {row["id"]: row["cluster_id"] for row in rows} | dict(found.assigned)
    pairs = perhaps_theirs(_vectors(rows), placed, hidden, decisions.named_clusters(db), _rules(db))
    if whole:
        return replace(found, perhaps=pairs if pairs != stored else (), anew=pairs != stored)
    seen = set(found.seen)
    return replace(found, perhaps=tuple(pair for pair in pairs if pair[0] in seen))


def _clusters(found: Grouped) -> set[ClusterId]:
    return {cluster for cluster in found.assigned.values() if cluster is not None}


def _near(
    db: sqlite3.Connection, new: list[FaceVector], named: frozenset[ClusterId], rules: Rules
) -> tuple[list[Cluster], dict[ClusterId, tuple[int, bytes]]]:
    """Return the clusters that a new face is near, and the sums that were not up to date."""
    import numpy as np

    from rollsuggest.library import grouping
    from rollsuggest.people.cluster import SAME_PERSON, Cluster, sums
    from rollsuggest.people.verdicts import PERSON

    rows = grouping.of_clusters(db, grouping.without_sum(db))
    stale = sums(_vectors(rows), {row["id"]: row["cluster_id"] for row in rows})
    mended = _packed(stale.values())
    known = [*grouping.sums(db), *((cluster, *each) for cluster, each in mended.items())]
    if not known:
        return [], {}
    means = np.frombuffer(b"".join(mean for _c, _s, mean in known), np.float16).reshape(len(known), -1)
    vectors = np.stack([face.vector for face in new])
    close = np.zeros(len(known), bool)
    for start in range(0, len(known), 4096):
        part = means[start : start + 4096].astype(np.float32)
        close[start : start + 4096] = (vectors @ part.T >= SAME_PERSON - 0.005).any(axis=0)
    touched = [(int(known[n][0]), known[n][1], means[n]) for n in np.flatnonzero(close)]
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for face, asset, cluster in grouping.members(db, [c for c, _s, _m in touched]):  # type: ignore[misc]
        members[cluster].append((face, asset))
    found = []
    for cluster, size, mean in touched:
        keys = set().union(*(rules.of(face, asset) for face, asset in members[cluster]))  # type: ignore[arg-type]
        if cluster in named:
            keys |= {PERSON, *rules.cluster_keys.get(cluster, ())}  # type: ignore[call-overload]
        faces = tuple(face for face, _asset in members[cluster])
        found.append(Cluster(cluster, faces, frozenset(keys), mean.astype(np.float32) * size, size))  # type: ignore[arg-type]
    return found, mended


# --- rows to vectors -------------------------------------------------------------------------------------


def _rules(db: sqlite3.Connection) -> Rules:
    from rollsuggest.library.verdicts import said
    from rollsuggest.people.verdicts import Verdict, rules

    verdicts, assets = said(db)
    return rules((Verdict(*verdict) for verdict in verdicts), assets)


def _vectors(rows: Iterable[sqlite3.Row]) -> list[FaceVector]:
    from datetime import date

    import numpy as np

    from rollsuggest.people.cluster import FaceVector

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


def _packed(clusters: Iterable[Cluster]) -> dict[ClusterId, tuple[int, bytes]]:
    return {cluster.id: _pack(cluster) for cluster in clusters if cluster.id is not None}


def _pack(cluster: Cluster) -> tuple[int, bytes]:
    import numpy as np

    return cluster.size, cluster.mean.astype(np.float16).tobytes()


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    from rollsuggest.library.database import Database

    db = Database(database)
    try:
        with db.read() as connection:
            yield connection
    finally:
        db.close()
