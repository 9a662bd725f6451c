"""The faces of one asset: stored, and stored again without losing who they are.

A later look replaces the rows, but a face at the same place keeps its id and its person, and what the person
said of it is found again by where it is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from rollsuggest.model import AssetId, Box, FaceFinding

SAME_SPOT = 0.4  # intersection over union; detectors differ by far less, neighbours in a crowd stay below


def overlap(a: Box, b: Box) -> float:
    """Return intersection over union, 0..1."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    shared = max(w, 0.0) * max(h, 0.0)
    return shared / max(a.area + b.area - shared, 1e-12)


def matches(one: Sequence[Box], other: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places (in one, in other) that hold the same face, the best first, each once."""
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)]
    left, right = set[int](), set[int]()
    for share, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if share >= SAME_SPOT and i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def box(row: sqlite3.Row) -> Box:
    return Box(row["x"], row["y"], row["w"], row["h"])


def save(db: sqlite3.Connection, asset: AssetId, faces: Sequence[FaceFinding]) -> None:
    """Replace the faces of an asset; what the person said is no face is left out."""
    spots = db.execute(
        "SELECT s.*, EXISTS (SELECT 1 FROM face_verdict v WHERE v.spot_id = s.id AND v.kind = 'no-face'"
        "  AND v.act_id = (SELECT max(act_id) FROM face_verdict WHERE spot_id = s.id"
        "                  AND kind IN ('no-face', 'is', 'same'))) AS none"
        " FROM spot s WHERE s.asset_id = ? ORDER BY s.id",
        (asset,),
    ).fetchall()
    refused = [box(spot) for spot in spots if spot["none"]]
    out = {i for i, _j in matches([f.box for f in faces], refused)}
    kept = [face for i, face in enumerate(faces) if i not in out]
    old = db.execute("SELECT * FROM face WHERE asset_id = ? ORDER BY id", (asset,)).fetchall()
    before = {i: old[j] for i, j in matches([f.box for f in kept], [box(row) for row in old])}
    db.execute("DELETE FROM face WHERE asset_id = ?", (asset,))
    ids = [_insert(db, asset, face, before.get(i)) for i, face in enumerate(kept)]
    spoken = [spot for spot in spots if not spot["none"]]
    for i, j in matches([face.box for face in kept], [box(spot) for spot in spoken]):
        db.execute("UPDATE spot SET face_id = ? WHERE id = ?", (ids[i], spoken[j]["id"]))


def look_again(db: sqlite3.Connection, asset: AssetId) -> None:
    """Have it found out anew whose the faces of a file are: it is a photo now, or none any more."""
    db.execute("UPDATE face SET grouped = 0 WHERE asset_id = ?", (asset,))


def _insert(db: sqlite3.Connection, asset: AssetId, face: FaceFinding, before: sqlite3.Row | None) -> int:
    row = db.execute(
        "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding, eyes_open,"
        " cluster_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            before["id"] if before else None, asset, face.box.x, face.box.y, face.box.w, face.box.h,
            face.score, face.quality, face.smile, json.dumps(face.points), face.embedding, face.eyes_open,
            before["cluster_id"] if before else None,
        ),
    )  # fmt: skip
    return int(row.lastrowid or 0)
