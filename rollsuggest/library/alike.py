"""Which photo stands for which: derived, stored with the suggestions, shown beside a photo."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath

from rollsuggest.library.decisions import set_role
from rollsuggest.library.rows import Behind
from rollsuggest.library.showing import digest
from rollsuggest.model import Alike, AssetId, Extra, Role

_COLUMNS = "asset_id, best_id, role, reason"
Row = tuple[AssetId, AssetId, str, str]
_ROLES = {role.value: role for role in Role}


def store(db: sqlite3.Connection, alike: Alike, of: str) -> bool:
    """Replace what was known, and tell whether that changed it; photos that went away are passed over.

    `of` are words for all that the answer depends on: see `known`.
    """
    note(db, of)
    _replace(db, "extra_fit", alike.fit or ())
    return _replace(db, "extra", alike.every)


def _replace(db: sqlite3.Connection, table: str, extras: Iterable[Extra]) -> bool:
    before = {row[0]: row for row in _plain(db, table)}
    after = {e.asset: (e.asset, e.best, e.role.value, e.reason) for e in extras}
    new = [row for asset, row in after.items() if before.get(asset) != row]
    gone = [asset for asset in before if asset not in after]
    db.executemany(f"DELETE FROM {table} WHERE asset_id = ?", [(asset,) for asset in gone])
    db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", sorted(_there(db, new)))
    return bool(gone) or any(before.get(row[0], ())[:2] != row[:2] for row in new)


def _there(db: sqlite3.Connection, rows: list[Row]) -> list[Row]:
    """Return those of photos that are in the library still."""
    asked = json.dumps(sorted({asset for row in rows for asset in row[:2]}))
    cursor = db.cursor()
    cursor.row_factory = None
    found = cursor.execute("SELECT id FROM asset WHERE id IN (SELECT value FROM json_each(?))", (asked,))
    there = {asset for (asset,) in found}
    return [row for row in rows if row[0] in there and row[1] in there]


def known(db: sqlite3.Connection, of: str) -> Alike | None:
    """Return what was stored for the same words; None for others: photos are then to be compared anew."""
    if not is_of(db, of):
        return None
    return Alike(_stored(db, "extra"), _stored(db, "extra_fit"))


def note(db: sqlite3.Connection, of: str) -> None:
    """Note what the stored answer holds for."""
    db.execute("INSERT OR REPLACE INTO mark VALUES ('alike', ?)", (digest(of),))


def is_of(db: sqlite3.Connection, of: str) -> bool:
    """Tell whether the stored answer was stored for these words."""
    mark = db.execute("SELECT value FROM mark WHERE name = 'alike'").fetchone()
    return mark is not None and mark["value"] == digest(of)


def _stored(db: sqlite3.Connection, table: str) -> tuple[Extra, ...]:
    rows = _plain(db, table)
    if not rows:
        return ()
    assets, best, roles, reasons = zip(*rows, strict=True)  # half a library may be extras
    return tuple(map(Extra, assets, best, map(_ROLES.__getitem__, roles), reasons))


def _plain(db: sqlite3.Connection, table: str) -> list[Row]:
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(f"SELECT {_COLUMNS} FROM {table}").fetchall()


def behind(db: sqlite3.Connection, asset: AssetId) -> Behind | None:
    """Return which visible photo stands for this one, None when it stands for itself."""
    row = db.execute(
        "SELECT e.best_id, e.role, e.reason, v.path FROM extra e JOIN visible v ON v.id = e.best_id"
        " WHERE e.asset_id = ?",
        (asset,),
    ).fetchone()
    if row is None:
        return None
    return Behind(AssetId(row["best_id"]), PurePosixPath(row["path"]).name, Role(row["role"]), row["reason"])


def stands_for(db: sqlite3.Connection, asset: AssetId) -> int:
    """Return how many visible photos this one stands for."""
    row = db.execute(
        "SELECT count(*) FROM extra e JOIN visible v ON v.id = e.asset_id WHERE e.best_id = ?", (asset,)
    ).fetchone()
    return int(row[0])


def keep_instead(db: sqlite3.Connection, asset: AssetId, at: datetime) -> None:
    """Have this photo stand for its group from now on; the one that did stands behind it."""
    before = behind(db, asset)
    if before is None:
        return
    of_machine = db.execute("SELECT role FROM asset WHERE id = ?", (before.best,)).fetchone()["role"]
    if of_machine == Role.PHOTO:  # else it would be no photo any more
        set_role(db, [before.best], None, at)
    set_role(db, [asset], Role.PHOTO, at)
    db.execute(
        "UPDATE extra SET best_id = ?1, reason = 'kept' WHERE best_id = ?2 AND asset_id <> ?1",
        (asset, before.best),
    )
    db.execute(
        "UPDATE extra SET asset_id = best_id, best_id = ?1, reason = 'kept' WHERE asset_id = ?1", (asset,)
    )
