"""Pictures of photos with somebody hidden in them: none stays on the disk, and they come back on demand."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rollsuggest.model import AssetId


def hidden_assets(db: sqlite3.Connection) -> tuple[AssetId, ...]:
    """Return the photos that show a hidden person, or may show one."""
    rows = db.execute("SELECT DISTINCT asset_id FROM hidden_photo ORDER BY asset_id")
    return tuple(AssetId(row["asset_id"]) for row in rows)


def looked_at(db: sqlite3.Connection, asset: AssetId) -> Path | None:
    """Return where a photo lies that had a thumbnail once: one that is missing now was removed."""
    row = db.execute(
        "SELECT r.path AS root, a.path FROM asset a JOIN roll r ON r.id = a.roll_id"
        " JOIN analysis n ON n.asset_id = a.id AND n.stage = 'file' AND n.status = 'done'"
        " WHERE a.id = ? AND a.missing_since IS NULL",
        (asset,),
    ).fetchone()
    return Path(row["root"]) / row["path"] if row else None
