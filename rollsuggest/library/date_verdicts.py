"""The dates that the person set: stored in batches, each undone as a whole. They outlive every re-run."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from rollsuggest.library.rows import DateBatch, DateChange
from rollsuggest.library.store import touch, unrelate
from rollsuggest.library.view import when
from rollsuggest.model import AssetId, Certainty

_ROWS = "SELECT id, path, taken_at, certainty FROM visible"


def dates(db: sqlite3.Connection, assets: Collection[AssetId]) -> tuple[DateChange, ...]:
    """Return the dates of these photos as they are, in the order asked for; hidden ones are left out."""
    known = {row["id"]: row for row in db.execute(_ROWS)}
    return tuple(_unchanged(known[asset]) for asset in dict.fromkeys(assets) if asset in known)


def assets_at(db: sqlite3.Connection, paths: Collection[Path]) -> tuple[AssetId, ...]:
    """Return the visible photos at these absolute paths, and those below them where one is a folder."""
    wanted = frozenset(paths)
    rows = db.execute(
        "SELECT v.id, v.path, r.path AS root FROM visible v JOIN roll r ON r.id = v.roll_id ORDER BY v.path"
    )
    places = ((AssetId(row["id"]), Path(row["root"]) / row["path"]) for row in rows)
    return tuple(asset for asset, file in places if not wanted.isdisjoint((file, *file.parents)))


def uncertain(db: sqlite3.Connection) -> tuple[DateChange, ...]:
    """Return photos whose day is not known, those without any date last; none that were made here."""
    made = {Path(row["path"]) for row in db.execute("SELECT path FROM creation")}
    rows = db.execute(
        "SELECT v.id, v.path, v.taken_at, v.certainty, r.path AS root"
        " FROM visible v JOIN roll r ON r.id = v.roll_id"
        " WHERE v.certainty NOT IN ('exact', 'day') ORDER BY v.taken_at IS NULL, v.taken_at, v.path"
    )
    return tuple(_unchanged(row) for row in rows if Path(row["root"]) / row["path"] not in made)


def _unchanged(row: sqlite3.Row) -> DateChange:
    at, certainty = when(row["taken_at"]), Certainty(row["certainty"])
    return DateChange(AssetId(row["id"]), row["path"], at, certainty, at, certainty)


def apply(db: sqlite3.Connection, changes: Iterable[DateChange], at: datetime) -> int:
    """Store what changes as one batch and return its number; 0 when nothing does."""
    changed = [c for c in changes if (c.after, c.after_certainty) != (c.before, c.before_certainty)]
    if not changed:
        return 0
    batch = _next_batch(db)
    db.executemany(
        "INSERT INTO date_verdict (asset_id, taken_at, certainty, batch, decided_at) VALUES (?, ?, ?, ?, ?)",
        [
            (c.asset, c.after.isoformat() if c.after else None, c.after_certainty, batch, at.isoformat())
            for c in changed
        ],
    )
    touch(db)
    unrelate(db)
    return batch


def batches(db: sqlite3.Connection, most: int) -> tuple[DateBatch, ...]:
    """Return the last repairs, newest first; of photos that may not be shown nothing is told."""
    rows = db.execute(
        "SELECT d.batch, max(d.decided_at) AS decided_at, count(*) AS photos, min(v.path) AS example"
        " FROM date_verdict d JOIN visible v ON v.id = d.asset_id"
        " GROUP BY d.batch ORDER BY d.batch DESC LIMIT ?",
        (most,),
    )
    return tuple(
        DateBatch(row["batch"], datetime.fromisoformat(row["decided_at"]), row["photos"], row["example"])
        for row in rows
    )


def _next_batch(db: sqlite3.Connection) -> int:
    """Return a number that no batch ever had, so that a late "undo" never takes back another one."""
    row = db.execute(
        "INSERT INTO mark VALUES ('date_batch', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
        " RETURNING value"
    ).fetchone()
    return int(row["value"])


def undo(db: sqlite3.Connection, batch: int) -> int:
    """Take a batch back and return how many dates that concerns; what was set before it counts again."""
    undone = db.execute("DELETE FROM date_verdict WHERE batch = ?", (batch,)).rowcount
    touch(db)
    unrelate(db)
    return undone
