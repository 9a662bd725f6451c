"""Whose faces a creation shows: of whom a name is known, and of whom it is not."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rollsuggest.library.rows import Reveals
from rollsuggest.library.view import box_of
from rollsuggest.model import AssetId, Box, Recipe, Source

FACES = (
    "SELECT f.asset_id AS asset, f.x, f.y, f.w, f.h, coalesce(p.name, '') AS name,"
    " coalesce(p.me, 0) AS me FROM face f"
    " JOIN visible v ON v.id = f.asset_id LEFT JOIN cluster c ON c.id = f.cluster_id"
    " LEFT JOIN person p ON p.id = c.person_id WHERE f.asset_id = ?"
)


def reveals(db: sqlite3.Connection, recipe: Recipe) -> Reveals:
    """Return who is seen in the photos of a recipe that may be shown."""
    rows = list(_faces(db, recipe.photos))
    return Reveals(
        names=tuple(sorted({row["name"] for row in rows if row["name"]})),
        owner=any(row["me"] and not row["name"] for row in rows),
        nameless=sum(1 for row in rows if _is_nobodys(row)),
    )


def with_strangers_blurred(db: sqlite3.Connection, found: Mapping[AssetId, Source]) -> dict[AssetId, Source]:
    """Return the sources with the faces of nobody named to be blurred.

    Films become stills: in moving pictures faces are not followed.
    """
    boxes: dict[AssetId, list[Box]] = defaultdict(list)
    for row in _faces(db, found):
        if _is_nobodys(row):
            boxes[AssetId(row["asset"])].append(box_of(row))
    return {asset: _as_still(source, boxes[asset]) for asset, source in found.items()}


def as_strangers(source: Source) -> Source:
    """Return a source with all its faces to be blurred: of a file by name nobody is known."""
    return _as_still(source, source.faces)


def _as_still(source: Source, faces: Iterable[Box]) -> Source:
    return replace(source, blurred=tuple(faces), film="", film_offset=0)


def _faces(db: sqlite3.Connection, assets: Iterable[AssetId]) -> Iterator[sqlite3.Row]:
    for asset in assets:
        yield from db.execute(FACES, (asset,))


def _is_nobodys(row: sqlite3.Row) -> bool:
    return not row["name"] and not row["me"]
