"""Who is in the photos, as the People page shows them: persons with their best faces, and pets."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from rollsuggest.library.faces import box
from rollsuggest.library.rows import PersonRow, PetRow, Tile
from rollsuggest.library.view import birthday
from rollsuggest.model import AssetId, Box, ClusterId

SAMPLES = 6
# Themes and COCO's objects that tell of an animal, as `library.captions` reads them.
PETS = {"cat": ("pets_cat", "cat"), "dog": ("pets_dog", "dog")}
# The theme tells a pet well (precision 1.0 and .85 on a roll); the object detector takes huskies for cats, so
# it counts only when it is sure and the theme names no other animal.
SURE = 0.6
LEAST_PHOTOS = 2  # one photo of a cat is as likely a mistake

# Whose photos may not be shown is counted with all of theirs, for the People page alone.
_FACES = (
    "SELECT f.cluster_id, f.asset_id, f.x, f.y, f.w, f.h, f.quality, f.quality * f.score AS worth, f.id,"
    " coalesce(p.hidden, 0) AS hidden, p.name, p.birthday, p.birth_year, p.favourite, p.me,"
    " p.relation"
    " FROM face f JOIN cluster c ON c.id = f.cluster_id LEFT JOIN person p ON p.id = c.person_id"
    " JOIN {table} v ON v.id = f.asset_id WHERE {which} AND v.companion_of IS NULL"
)
_PEOPLE = (
    "WITH shown AS ("
    + _FACES.format(table="visible", which="NOT coalesce(p.hidden, 0)")
    + " UNION ALL "
    + _FACES.format(table="known", which="p.hidden")
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
    )


# --- pets ------------------------------------------------------------------------------------------------


def pets(db: sqlite3.Connection) -> tuple[PetRow, ...]:
    """Return the kinds of pets that are in visible photos, the most frequent first."""
    found = [row for kind in PETS if (row := _pet(db, kind)) is not None]
    return tuple(sorted(found, key=lambda row: -row.photos))


def pet_tiles(db: sqlite3.Connection, kind: str) -> tuple[Tile, ...]:
    """Return the visible photos with such an animal, newest first."""
    from rollsuggest.library.queries import tiles_of

    return tiles_of(db, dict.fromkeys(AssetId(row["id"]) for row in _pet_rows(db, kind)))


def _pet(db: sqlite3.Connection, kind: str) -> PetRow | None:
    rows = _pet_rows(db, kind)
    if len({row["id"] for row in rows}) < LEAST_PHOTOS:
        return None
    best = max(rows, key=lambda row: ((row["w"] or 0) * (row["h"] or 0) > 0.05, row["score"]))
    where = Box(best["x"], best["y"], best["w"], best["h"]) if best["x"] is not None else None
    return PetRow(kind, len({row["id"] for row in rows}), AssetId(best["id"]), where)


def _pet_rows(db: sqlite3.Connection, kind: str) -> list[sqlite3.Row]:
    theme, thing = PETS[kind]
    others = [theme for other, (theme, _thing) in PETS.items() if other != kind]
    return db.execute(
        "SELECT v.id, l.score, l.x, l.y, l.w, l.h FROM visible v JOIN label l ON l.asset_id = v.id"
        " WHERE v.role = 'photo' AND v.kind = 'photo' AND ((l.family = 'theme' AND l.name = ?)"
        " OR (l.family = 'object' AND l.name = ? AND (l.score >= ? OR EXISTS (SELECT 1 FROM label t"
        "   WHERE t.asset_id = v.id AND t.family = 'theme' AND t.name = ?)) AND NOT EXISTS"
        "   (SELECT 1 FROM label t WHERE t.asset_id = v.id AND t.family = 'theme' AND t.name = ?)))"
        " ORDER BY v.id",
        (theme, thing, SURE, theme, *others),
    ).fetchall()
