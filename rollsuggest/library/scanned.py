"""Stores what a scan saw: files that came, changed, moved and went, and rolls that are not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from rollsuggest.library.moves import Vanished
from rollsuggest.library.scan import Diff, Found, Known, is_below
from rollsuggest.library.store import drop_empty_clusters, touch, unrelate
from rollsuggest.model import AssetId, RollId

PURGE_AFTER = timedelta(days=30)
# In place of the time since which a file is missing: it lies behind a link whose drive is not there. Hidden
# like one that went away, and never too long ago.
AWAY = "away"
_VANISHED = "SELECT id, roll_id, path, size, mtime_ns, content_hash FROM asset WHERE"


def note_missing(db: sqlite3.Connection, missing: Iterable[RollId]) -> None:
    """Note which rolls are not there now: theirs is not shown until they are back."""
    before = {RollId(row["id"]) for row in db.execute("SELECT id FROM roll WHERE missing")}
    now = set(missing)
    for roll in before ^ now:
        db.execute("UPDATE roll SET missing = ? WHERE id = ?", (roll in now, roll))
        touch(db)


def drives(db: sqlite3.Connection) -> set[RollId]:
    """Return the rolls that were a drive's own folder when files were last found in them."""
    return {RollId(row["id"]) for row in db.execute("SELECT id FROM roll WHERE drive")}


def note_drive(db: sqlite3.Connection, roll: RollId, *, drive: bool) -> None:
    db.execute("UPDATE roll SET drive = ? WHERE id = ? AND drive <> ?", (drive, roll, drive))


def nested_drives(db: sqlite3.Connection, roll: RollId) -> set[str]:
    """Return the folders inside a roll that were another drive's own when they were last there."""
    rows = db.execute("SELECT path FROM nested_drive WHERE roll_id = ?", (roll,))
    return {row["path"] for row in rows}


def note_nested_drives(db: sqlite3.Connection, roll: RollId, folders: Iterable[str]) -> None:
    db.execute("DELETE FROM nested_drive WHERE roll_id = ?", (roll,))
    db.executemany("INSERT INTO nested_drive VALUES (?, ?)", [(roll, path) for path in sorted(folders)])


def known_files(db: sqlite3.Connection, roll: RollId) -> dict[str, Known]:
    """Return the files that were there at the last scan."""
    rows = db.execute(
        "SELECT path, size, mtime_ns, sidecar_ns FROM asset WHERE roll_id = ? AND missing_since IS NULL",
        (roll,),
    )
    return {row["path"]: Known(row["size"], row["mtime_ns"], row["sidecar_ns"]) for row in rows}


def vanished(
    db: sqlite3.Connection, gone: Mapping[RollId, Collection[str]], sizes: Collection[int]
) -> list[Vanished]:
    """Return the files of these sizes that are not where they were, by these scans or for a while already."""
    rows = db.execute(
        f"{_VANISHED} missing_since IS NOT NULL AND missing_since <> ? ORDER BY id", (AWAY,)
    ).fetchall()
    for roll, paths in gone.items():
        for path in paths:
            rows += db.execute(f"{_VANISHED} roll_id = ? AND path = ?", (roll, path))
    return [
        Vanished(
            asset=AssetId(row["id"]),
            roll=RollId(row["roll_id"]),
            path=row["path"],
            size=row["size"],
            mtime_ns=row["mtime_ns"],
            content=row["content_hash"],
        )
        for row in rows
        if row["size"] in sizes
    ]


def lift(db: sqlite3.Connection, assets: Iterable[AssetId]) -> None:
    """Take files that moved off their old places, in whatever roll, before others are set down there."""
    db.executemany("UPDATE asset SET path = '/' || id || '/' || path WHERE id = ?", [(a,) for a in assets])


def apply_scan(
    db: sqlite3.Connection,
    roll: RollId,
    diff: Diff,
    moved: Mapping[str, AssetId],
    at: datetime,
    *,
    lost: Collection[str] = (),
) -> list[AssetId]:
    """Store what a scan of a roll saw: moved files keep their row, changed ones are looked at anew.

    `moved`: assets of any roll, lifted before. `lost`: links that lead nowhere now, and drives in it that are
    not there. Returns the assets that were missing for too long and are forgotten now; those of a roll that
    is not there never are.
    """
    for file in diff.new:
        if file.path in moved:
            _move(db, roll, file, moved[file.path])
        else:
            _insert(db, roll, file)
    for file in diff.changed:
        _insert(db, roll, file)
    for file in diff.retold:
        _retold(db, roll, file)
    gone = [(AWAY if is_below(p, lost) else at.isoformat(), roll, p) for p in diff.gone]
    db.executemany("UPDATE asset SET missing_since = ? WHERE roll_id = ? AND path = ?", gone)
    _gone_with_its_link(db, roll, lost, at)
    purged = _purge(db, roll, at)
    if diff.new or diff.changed or diff.retold or diff.gone or purged:
        touch(db)
        unrelate(db)
    return purged


def links_in_use(db: sqlite3.Connection, roll: RollId, lost: Collection[str]) -> list[str]:
    """Return those links that lead nowhere behind which files are known: the others concern nobody."""
    rows = db.execute("SELECT path FROM asset WHERE roll_id = ? AND missing_since = ?", (roll, AWAY))
    away = [row["path"] for row in rows] if lost else []
    return [link for link in lost if any(is_below(path, [link]) for path in away)]


def note_unlisted(db: sqlite3.Connection, roll: RollId, folders: Mapping[str, str]) -> None:
    """Store which folders could not be opened this time, and why."""
    db.execute("DELETE FROM unlisted WHERE roll_id = ?", (roll,))
    rows = [(roll, path, reason) for path, reason in folders.items()]
    db.executemany("INSERT INTO unlisted VALUES (?, ?, ?)", rows)


def _move(db: sqlite3.Connection, roll: RollId, file: Found, asset: AssetId) -> None:
    held = db.execute("SELECT id FROM asset WHERE roll_id = ? AND path = ?", (roll, file.path)).fetchone()
    at_home = held is not None and held["id"] == asset
    if held is not None and not at_home:  # one that vanished under this name before; it may still come back
        lift(db, [AssetId(held["id"])])
    told = db.execute("SELECT sidecar_ns FROM asset WHERE id = ?", (asset,)).fetchone()
    db.execute(
        "UPDATE asset SET roll_id = ?, path = ?, size = ?, mtime_ns = ?, sidecar_ns = ?, missing_since = NULL"
        " WHERE id = ?",
        (roll, file.path, file.size, file.mtime_ns, file.sidecar_ns, asset),
    )
    if not at_home or told["sidecar_ns"] != file.sidecar_ns:
        # A name can carry a date: the file stage reads it again, people and content stay.
        db.execute("DELETE FROM analysis WHERE asset_id = ? AND stage = 'file'", (asset,))


def _retold(db: sqlite3.Connection, roll: RollId, file: Found) -> None:
    """Have a file's own word and that of its sidecars read again; people and content stay."""
    at = "roll_id = ? AND path = ?"
    db.execute(f"UPDATE asset SET sidecar_ns = ? WHERE {at}", (file.sidecar_ns, roll, file.path))
    db.execute(
        f"DELETE FROM analysis WHERE stage = 'file' AND asset_id = (SELECT id FROM asset WHERE {at})",
        (roll, file.path),
    )


def _insert(db: sqlite3.Connection, roll: RollId, file: Found) -> None:
    # Two statements: the conflict clause of an upsert would override those within the triggers.
    known = db.execute(
        "UPDATE asset SET size = ?, mtime_ns = ?, sidecar_ns = ?, missing_since = NULL, error = NULL,"
        " content_hash = NULL WHERE roll_id = ? AND path = ?",
        (file.size, file.mtime_ns, file.sidecar_ns, roll, file.path),
    ).rowcount
    if not known:
        db.execute(
            "INSERT INTO asset (roll_id, path, kind, size, mtime_ns, sidecar_ns) VALUES (?, ?, ?, ?, ?, ?)",
            (roll, file.path, file.kind, file.size, file.mtime_ns, file.sidecar_ns),
        )
    db.execute(
        "DELETE FROM analysis WHERE asset_id = (SELECT id FROM asset WHERE roll_id = ? AND path = ?)",
        (roll, file.path),
    )


def _gone_with_its_link(db: sqlite3.Connection, roll: RollId, lost: Collection[str], at: datetime) -> None:
    """Have files that were away count as gone from now on, when the link to them is itself no more."""
    away = db.execute("SELECT id, path FROM asset WHERE roll_id = ? AND missing_since = ?", (roll, AWAY))
    gone = [(at.isoformat(), row["id"]) for row in away.fetchall() if not is_below(row["path"], lost)]
    db.executemany("UPDATE asset SET missing_since = ? WHERE id = ?", gone)


def _purge(db: sqlite3.Connection, roll: RollId, at: datetime) -> list[AssetId]:
    rows = db.execute(
        "DELETE FROM asset WHERE roll_id = ? AND missing_since < ? RETURNING id",
        (roll, (at - PURGE_AFTER).isoformat()),
    ).fetchall()
    if rows:
        drop_empty_clusters(db)
    return [AssetId(row["id"]) for row in rows]
