"""What a tile tells besides its picture: which photo is used in its place, and what else belongs to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from rollsuggest.library.rows import Tile


def marked(db: sqlite3.Connection, tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """Return the tiles with their marks. A photo that is not among them stands for none of them."""
    shown = {tile.asset for tile in tiles}
    best = {
        asset: best
        for asset, best in db.execute("SELECT asset_id, best_id FROM extra").fetchall()
        if best in shown
    }
    films: set[int] = set()
    raws: set[int] = set()
    for asset, film in db.execute(
        "SELECT coalesce(companion_of, id), companion_of IS NULL OR kind = 'video' FROM asset"
        " WHERE (companion_of IS NOT NULL OR film_offset IS NOT NULL) AND missing_since IS NULL"
    ):
        (films if film else raws).add(asset)
    some = best.keys() | films | raws
    return tuple(
        replace(
            tile, best=best.get(tile.asset), film=tile.asset in films, raw=tile.asset in raws
        ) if tile.asset in some else tile
        for tile in tiles
    )  # fmt: skip
