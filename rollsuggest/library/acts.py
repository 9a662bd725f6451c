"""How one thing that the person said of faces is kept, so that it can be undone as a whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.showing import forget
from rollsuggest.library.store import drop_empty_clusters
from rollsuggest.model import ClusterId, FaceId


def begin(db: sqlite3.Connection, kind: str, at: datetime, faces: Iterable[FaceId]) -> int:
    """Open an act, with where these faces are now."""
    places = [[row["id"], row["cluster_id"], row["quality"]] for row in rows(db, list(faces))]
    row = db.execute(
        "INSERT INTO people_act (kind, decided_at, before) VALUES (?, ?, ?)",
        (kind, at.isoformat(), json.dumps({"faces": places, "persons": [], "taken": []})),
    )
    return int(row.lastrowid or 0)


def end(db: sqlite3.Connection) -> None:
    drop_empty_clusters(db)
    forget(db)  # they may show somebody as somebody else


def pin(db: sqlite3.Connection, cluster: ClusterId, act: int) -> int:
    """Return the person of a cluster, made in this act where there was none."""
    row = told_of(db, cluster)
    if row["person_id"] is not None:
        return int(row["person_id"])
    person = int(db.execute("INSERT INTO person DEFAULT VALUES").lastrowid or 0)
    db.execute("UPDATE cluster SET person_id = ? WHERE id = ?", (person, cluster))
    db.execute(
        "UPDATE people_act SET before = json_insert(before, '$.persons[#]', ?) WHERE id = ?", (person, act)
    )
    return person


def say(
    db: sqlite3.Connection,
    act: int,
    kind: str,
    face: FaceId,
    *,
    other: FaceId | None = None,
    person: int | None = None,
) -> None:
    db.execute(
        "INSERT INTO face_verdict VALUES (?, ?, ?, ?, ?)",
        (act, kind, _spot(db, face), _spot(db, other) if other is not None else None, person),
    )
    if kind != "unsure":  # whoever is beside them may be somebody else now
        db.execute("UPDATE face SET grouped = 0 WHERE id IN (?, ?)", (face, other))


def _spot(db: sqlite3.Connection, face: FaceId) -> int:
    row = db.execute("SELECT id FROM spot WHERE face_id = ?", (face,)).fetchone()
    if row is None:
        row = db.execute(
            "INSERT INTO spot (asset_id, x, y, w, h, face_id) SELECT asset_id, x, y, w, h, id FROM face"
            " WHERE id = ? RETURNING id",
            (face,),
        ).fetchone()
    return int(row["id"])


def move(db: sqlite3.Connection, face: FaceId, cluster: ClusterId | None) -> None:
    db.execute("UPDATE face SET cluster_id = ?, grouped = 0 WHERE id = ?", (cluster, face))


def told_of(db: sqlite3.Connection, cluster: ClusterId) -> sqlite3.Row:
    """Return (id, person_id, name, hidden) of a cluster. Raises UserError where there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT c.id, c.person_id, p.name, p.hidden FROM cluster c LEFT JOIN person p ON p.id = c.person_id"
        " WHERE c.id = ?",
        (cluster,),
    ).fetchone()
    if row is None:
        raise UserError(
            _("There is no person {id}.").format(id=cluster),
            _("Run: rollsuggest people, to see all of them."),
        )
    return row


def faces_of(db: sqlite3.Connection, clusters: Iterable[ClusterId]) -> list[FaceId]:
    """Return the faces of these clusters, best first."""
    found = []
    for cluster in dict.fromkeys(clusters):
        rows = db.execute("SELECT id FROM face WHERE cluster_id = ? ORDER BY quality DESC, id", (cluster,))
        found += [FaceId(row["id"]) for row in rows]
    return found


def rows(db: sqlite3.Connection, faces: Sequence[FaceId]) -> list[sqlite3.Row]:
    """Return (id, asset_id, cluster_id, quality) of the faces that are there, in the order asked for."""
    found: dict[int, sqlite3.Row] = {}
    for face in dict.fromkeys(faces):
        row = db.execute(
            "SELECT id, asset_id, cluster_id, quality FROM face WHERE id = ?", (face,)
        ).fetchone()
        if row is not None:
            found[face] = row
    return list(found.values())
