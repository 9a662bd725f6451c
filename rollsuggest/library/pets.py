"""Cats and dogs: the photos that show one, and what the person says of them.

[Note: One pet of a kind] Whose dog it is cannot be told from a photo. So a kind gets a name as a whole
("Rex"), which is offered while hardly any photo shows two of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable

from rollsuggest.library.rows import PetRow, Tile
from rollsuggest.model import AssetId, Box

# Themes and COCO's objects that tell of an animal, as `library.captions` reads them.
PETS = {"cat": ("pets_cat", "cat"), "dog": ("pets_dog", "dog")}
# The theme tells a pet well (precision 1.0 and .85 on a roll); the object detector takes huskies for cats, so
# it counts only when it is sure and the theme names no other animal. `suggest.quiet` judges alike.
SURE = 0.6
LEAST_PHOTOS = 2  # one photo of a cat is as likely a mistake
SEVERAL = 0.1  # with two of a kind in more than this share of its photos, it is not one pet


def pets(db: sqlite3.Connection) -> tuple[PetRow, ...]:
    """Return the kinds of pets in visible photos, the most frequent first; hidden ones are marked."""
    found = [row for kind in PETS if (row := _pet(db, kind)) is not None]
    return tuple(sorted(found, key=lambda row: -row.photos))


def pet_tiles(db: sqlite3.Connection, kind: str) -> tuple[Tile, ...]:
    """Return the visible photos with such an animal, newest first."""
    from rollsuggest.library.queries import tiles_of

    return tiles_of(db, dict.fromkeys(AssetId(row["id"]) for row in _rows(db, kind)))


def names(db: sqlite3.Connection) -> dict[str, str]:
    """Return how the kinds are called that have a name and are not hidden."""
    rows = db.execute("SELECT kind, name FROM pet WHERE name <> '' AND NOT hidden ORDER BY kind")
    return {row["kind"]: row["name"] for row in rows}


def hidden(db: sqlite3.Connection) -> frozenset[str]:
    return frozenset(row["kind"] for row in db.execute("SELECT kind FROM pet WHERE hidden"))


def named_in(db: sqlite3.Connection, assets: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Return which pets with a name are in which of these photos: (kind, name)."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    wanted = list(assets)
    for kind, name in names(db).items():
        for asset in dict.fromkeys(row["id"] for row in _rows(db, kind, wanted)):
            found[asset].append((kind, name))
    return found


def _pet(db: sqlite3.Connection, kind: str) -> PetRow | None:
    rows = _rows(db, kind)
    photos = {row["id"] for row in rows}
    if len(photos) < LEAST_PHOTOS:
        return None
    best = max(rows, key=lambda row: ((row["w"] or 0) * (row["h"] or 0) > 0.05, row["score"]))
    where = Box(best["x"], best["y"], best["w"], best["h"]) if best["x"] is not None else None
    boxes = Counter(row["id"] for row in rows if row["x"] is not None and row["score"] >= SURE)
    several = sum(count > 1 for count in boxes.values())
    said = db.execute("SELECT name, hidden FROM pet WHERE kind = ?", (kind,)).fetchone()
    return PetRow(
        kind, len(photos), AssetId(best["id"]), where,
        name=said["name"] if said else "",
        hidden=bool(said and said["hidden"]),
        one=several <= SEVERAL * len(photos),
    )  # fmt: skip


def _rows(db: sqlite3.Connection, kind: str, assets: list[int] | None = None) -> list[sqlite3.Row]:
    """Return (id, score, x, y, w, h) of what shows such an animal, in all photos or in these."""
    theme, thing = PETS[kind]
    others = [theme for other, (theme, _thing) in PETS.items() if other != kind]
    return db.execute(
        "SELECT v.id, l.score, l.x, l.y, l.w, l.h FROM visible v JOIN label l ON l.asset_id = v.id"
        " WHERE v.role = 'photo' AND v.kind = 'photo' AND ((l.family = 'theme' AND l.name = ?)"
        " OR (l.family = 'object' AND l.name = ? AND (l.score >= ? OR EXISTS (SELECT 1 FROM label t"
        "   WHERE t.asset_id = v.id AND t.family = 'theme' AND t.name = ?)) AND NOT EXISTS"
        "   (SELECT 1 FROM label t WHERE t.asset_id = v.id AND t.family = 'theme' AND t.name = ?)))"
        + (" AND v.id IN (SELECT value FROM json_each(?))" if assets is not None else "")
        + " ORDER BY v.id",
        (theme, thing, SURE, theme, *others, *([json.dumps(assets)] if assets is not None else [])),
    ).fetchall()
