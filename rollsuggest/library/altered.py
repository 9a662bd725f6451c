"""Which photos have changed since: written by triggers (migration 0018), for whoever keeps what was read."""

from __future__ import annotations

import sqlite3

from rollsuggest.model import AssetId

ALL = 0  # stands for all photos
MOST = 100  # of more it is no gain to know them


def number(db: sqlite3.Connection) -> int:
    """Return the number of the last change, 0 before any."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'altered'").fetchone()
    return int(row["seq"]) if row else 0


def since(db: sqlite3.Connection, before: int) -> frozenset[AssetId] | None:
    """Return what changed after the change of this number; None where that is much, or not known any more."""
    now = number(db)
    rows = db.execute("SELECT number, asset_id FROM altered WHERE number > ?", (before,)).fetchall()
    changed = frozenset(AssetId(row["asset_id"]) for row in rows)
    if now < before or len(rows) != now - before or ALL in changed or len(changed) > MOST:
        return None
    return changed
