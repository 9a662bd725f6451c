"""Whose faces these are, worked out in a worker process: reads the database, hands back what changes.

While photos come in only the new faces are looked at, and of the clusters only their sums and those that a
new face is near. When a run ends, `whole` settles all of them together, if that is due.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.library.grouping import Grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rollsuggest.library.rows import Question
    from rollsuggest.model import ClusterId, FaceId


def group(database: Path, whole: bool = False, anew: bool = False) -> Grouped:
    """Return whose faces the new ones are, with `whole` all of them, as far as it is not what is stored.

    `anew`: which of all faces may be of somebody hidden is found out too; with `whole` it always is.
    """
    from rollsuggest.library import grouping

    with _reading(database) as db:
        found = _settled(db) if (whole or grouping.few(db)) and grouping.due(db) else _extended(db)
        return _cautious(db, found, whole or anew or found.settled)


def review(database: Path, most: int) -> tuple[Question, ...]:
    """Return the questions whose answers would settle most, the best first."""
    from rollsuggest.jobs.placing import every_rule, vectors
    from rollsuggest.library import grouping, questions
    from rollsuggest.library.decisions import named_clusters
    from rollsuggest.library.verdicts import said
    from rollsuggest.people.review import doubts

    with _reading(database) as db:
        showable, named = questions.showable(db), named_clusters(db)
        rows = [row for row in grouping.every(db) if row["id"] in showable and not row["aside"]]
        verdicts, _assets = said(db)
        asked = {frozenset((v.face, v.other)) for v in verdicts if v.other is not None}
        placed = {row["id"]: row["cluster_id"] for row in rows}
        found = doubts(vectors(rows), placed, every_rule(db), named=named, asked=asked, most=most)
        made = (questions.question(db, doubt.first, doubt.second, doubt.likeness) for doubt in found)
        return tuple(question for question in made if question is not None)


# --- the two ways ----------------------------------------------------------------------------------------


def _settled(db: sqlite3.Connection) -> Grouped:
    from rollsuggest.jobs.placing import every_rule, pack, vectors
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.cluster import settle, sums

    rows, named = grouping.every(db), decisions.named_clusters(db)
    faces = vectors(row for row in rows if not row["aside"])
    known = {row["id"]: row["cluster_id"] for row in rows if row["cluster_id"] is not None}
    rules = every_rule(db)
    placed = settle(
        faces,
        {face.face: known[face.face] for face in faces if face.face in known},
        next_id=decisions.next_cluster(db),
        named=named,
        rules=rules,
    )
    placed |= {row["id"]: None for row in rows if row["aside"]}
    assigned = {face: cluster for face, cluster in placed.items() if known.get(face) != cluster}
    stale = {known.get(face) for face in assigned} | set(assigned.values())
    stale |= set(grouping.sums(db)[1])
    theirs = [face for face in faces if placed[face.face] in stale]
    seen = tuple(row["id"] for row in rows if row["grouped"] < 2)
    packed = {own: pack(made) for own, made in sums(theirs, placed).items()}
    return Grouped(assigned, {}, seen, packed, settled=True)


def _extended(db: sqlite3.Connection) -> Grouped:
    from rollsuggest.jobs import placing
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.cluster import join, with_ids

    rows, strayed = grouping.fresh(db), grouping.strayed(db)
    seen = (*(row["id"] for row in rows), *strayed)
    away: dict[FaceId, ClusterId | None] = dict.fromkeys(strayed)
    fresh = placing.vectors(row for row in rows if not row["aside"])
    if not fresh:
        return Grouped(away, seen=seen)
    rules, named = placing.spoken_rules(db, fresh), decisions.named_clusters(db)
    waiting = {face for group in rules.groups for face in group}  # who belongs to others: till the run's end
    new = [f for f in fresh if f.face not in waiting | rules.no_faces]
    if not new:
        return Grouped(away, seen=seen)
    near = placing.near(db, new, named)
    joined = join(near.clusters, new, named=named, rules=near.rules, others=near.others)
    made = with_ids(joined, decisions.next_cluster(db))
    placed: dict[FaceId, ClusterId | None] = {face: c.id for c in made for face in c.faces}
    merged = {part: c.id for c in made for part in c.parts if c.id is not None and part != c.id}
    sums = dict(near.mended) | {
        c.id: placing.pack(c) for c in made if c.id is not None and (c.faces or len(c.parts) > 1)
    }
    return Grouped(
        placed | away,
        merged,
        seen,
        {own: packed for own, packed in sums.items() if own not in merged},
    )


def _cautious(db: sqlite3.Connection, found: Grouped, whole: bool) -> Grouped:
    """Add which faces may be of somebody hidden: of all faces with `whole`, else of those seen just now."""
    from rollsuggest.jobs.placing import SAMPLE, every_rule, spoken_rules, vectors
    from rollsuggest.library import decisions, grouping
    from rollsuggest.people.hiding import perhaps_theirs

    hidden, stored = decisions.hidden_clusters(db), grouping.caution(db)
    if not hidden:
        return replace(found, anew=bool(stored))
    if not whole and not found.seen:
        return found
    rows = grouping.every(db) if whole else grouping.around_fresh(db, hidden | _clusters(found), SAMPLE)
    placed = {row["id"]: row["cluster_id"] for row in rows} | dict(found.assigned)
    faces, seen = vectors(rows), set(found.seen)
    rules = every_rule(db) if whole else spoken_rules(db, [f for f in faces if f.face in seen])
    pairs = perhaps_theirs(faces, placed, hidden, decisions.named_clusters(db), rules)
    if whole:
        return replace(found, perhaps=pairs if pairs != stored else (), anew=pairs != stored)
    return replace(found, perhaps=tuple(pair for pair in pairs if pair[0] in seen))


def _clusters(found: Grouped) -> set[ClusterId]:
    return {cluster for cluster in found.assigned.values() if cluster is not None}


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    from rollsuggest.library.database import Database

    db = Database(database)
    try:
        with db.read() as connection:
            yield connection
    finally:
        db.close()
