"""Faces as pages show them, and the questions put about them."""

from __future__ import annotations

import sqlite3

from rollsuggest.library.decisions import hidden_clusters
from rollsuggest.library.faces import box
from rollsuggest.library.rows import PersonFace, Question
from rollsuggest.library.view import when
from rollsuggest.model import AssetId, ClusterId, FaceId

_FACES = (
    "SELECT f.id, f.asset_id, f.cluster_id, f.x, f.y, f.w, f.h, f.quality, k.taken_at FROM face f"
    " JOIN {photos} k ON k.id = f.asset_id"
)


def person_faces(db: sqlite3.Connection, cluster: ClusterId) -> tuple[PersonFace, ...]:
    """Return the faces of one person in photos that may be shown, newest first.

    Of somebody hidden it is all of them, for that person's own page alone.
    """
    photos = "known" if cluster in hidden_clusters(db) else "visible"
    rows = db.execute(
        f"{_FACES.format(photos=photos)} WHERE f.cluster_id = ? AND k.companion_of IS NULL"
        " ORDER BY k.taken_at IS NULL, k.taken_at DESC, f.id",
        (cluster,),
    )
    return tuple(_face(row) for row in rows)


def showable(db: sqlite3.Connection) -> frozenset[FaceId]:
    """Return the faces that may be asked about: a crop of a photo shows those beside it too."""
    rows = db.execute("SELECT f.id FROM face f JOIN visible v ON v.id = f.asset_id")
    return frozenset(FaceId(row["id"]) for row in rows)


def question(db: sqlite3.Connection, first: FaceId, second: FaceId, likeness: float) -> Question | None:
    """Return the two faces to show; None when one of them cannot be shown now."""
    asked = f"{_FACES.format(photos='visible')} WHERE f.id = ?"
    rows = [db.execute(asked, (face,)).fetchone() for face in (first, second)]
    if None in rows:
        return None
    return Question(_face(rows[0]), _face(rows[1]), likeness)


def _face(row: sqlite3.Row) -> PersonFace:
    cluster = ClusterId(row["cluster_id"]) if row["cluster_id"] is not None else None
    at = when(row["taken_at"])
    return PersonFace(FaceId(row["id"]), AssetId(row["asset_id"]), box(row), cluster, row["quality"], at)
