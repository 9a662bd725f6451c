"""Who is in the photos, as the People page shows them: persons with their best faces."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from rollsuggest.library.faces import box
from rollsuggest.library.rows import PersonRow
from rollsuggest.library.view import birthday
from rollsuggest.model import AssetId, ClusterId

SAMPLES = 6

# Whose photos may not be shown is counted with all of theirs, for the People page alone.
_FACES = (
    "SELECT f.cluster_id, f.asset_id, f.x, f.y, f.w, f.h, f.quality, f.quality * f.score AS worth, f.id,"
    " {hidden} AS hidden, p.id IS NULL AND {hidden} AS perhaps, p.name, p.birthday, p.birth_year,"
    " p.favourite, p.me, p.relation"
    " FROM face f JOIN cluster c ON c.id = f.cluster_id LEFT JOIN person p ON p.id = c.person_id"
    " JOIN {table} v ON v.id = f.asset_id WHERE {which}"
)
# Looked at once for each photo, not for each face: a crowd's photo holds a hundred.
_SEEN = "SELECT id FROM visible WHERE id IN (SELECT asset_id FROM face WHERE cluster_id IS NOT NULL)"
# Who may be somebody hidden and is in no photo that may be shown: until it is said who it is.
_PERHAPS = (
    "p.id IS NULL AND f.id IN (SELECT face_id FROM caution)"
    " AND EXISTS (SELECT 1 FROM hidden_photo h WHERE h.asset_id = f.asset_id) AND NOT EXISTS"
    " (SELECT 1 FROM face g JOIN visible w ON w.id = g.asset_id WHERE g.cluster_id = f.cluster_id)"
)
_PEOPLE = (
    f"WITH seen AS MATERIALIZED ({_SEEN}), shown AS ("
    + _FACES.format(table="seen", which="NOT coalesce(p.hidden, 0)", hidden="0")
    + " UNION ALL "
    + _FACES.format(table="known", which="p.hidden AND v.companion_of IS NULL", hidden="1")
    + " UNION ALL "
    + _FACES.format(table="known", which=f"{_PERHAPS} AND v.companion_of IS NULL", hidden="1")
    + "), ranked AS (SELECT *, row_number() OVER (PARTITION BY cluster_id ORDER BY worth DESC, id) AS place,"
    " count(*) OVER (PARTITION BY cluster_id) AS faces FROM shown),"
    " counted AS (SELECT cluster_id AS id, count(DISTINCT asset_id) AS photos FROM shown GROUP BY cluster_id)"
    " SELECT ranked.*, counted.photos FROM ranked JOIN counted ON counted.id = ranked.cluster_id"
    " WHERE place <= ? ORDER BY photos DESC, cluster_id, place"
)


def people(db: sqlite3.Connection) -> tuple[PersonRow, ...]:
    """Return everybody with faces, most photographed first; hidden ones are marked, for the People page."""
    by_cluster: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(_PEOPLE, (SAMPLES,)):
        by_cluster[row["cluster_id"]].append(row)
    return tuple(_person(faces) for faces in by_cluster.values())


def _person(faces: list[sqlite3.Row]) -> PersonRow:
    best = faces[0]
    samples = tuple((AssetId(face["asset_id"]), box(face)) for face in faces)
    return PersonRow(
        cluster=ClusterId(best["cluster_id"]),
        name=best["name"] or "",
        birthday=birthday(best["birthday"]),
        hidden=bool(best["hidden"]),
        faces=best["faces"],
        photos=best["photos"],
        cover=samples[0][0],
        cover_box=samples[0][1],
        samples=samples,
        favourite=bool(best["favourite"]),
        me=bool(best["me"]),
        relation=best["relation"] or "",
        cover_quality=best["quality"],
        birth_year=best["birth_year"],
        perhaps=bool(best["perhaps"]),
    )
