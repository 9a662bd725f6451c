"""Folders that the person leaves out: their photos vanish, and come back with names and verdicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from rollsuggest.library.store import touch, unrelate
from rollsuggest.model import AssetId, RollId

# In place of the time since which a file is missing: hidden like one that went away, and never too long ago.
LEFT_OUT = "left out"
_BELOW = "roll_id = ? AND substr(path, 1, ?) = ?"


def excluded(db: sqlite3.Connection, roll: RollId) -> tuple[str, ...]:
    """Return the folders left out of a roll, relative to it."""
    rows = db.execute("SELECT path FROM excluded WHERE roll_id = ? ORDER BY path", (roll,))
    return tuple(row["path"] for row in rows)


def exclude(db: sqlite3.Connection, roll: RollId, folder: str) -> list[AssetId]:
    """Leave a folder out, those inside it too; returns its assets, whose thumbnails are the caller's."""
    below = _below(roll, folder)
    db.execute(f"DELETE FROM excluded WHERE {_BELOW}", below)
    db.execute(f"DELETE FROM unlisted WHERE {_BELOW}", below)
    db.execute("INSERT OR IGNORE INTO excluded VALUES (?, ?)", (roll, folder))
    keep_out(db, roll)
    _changed(db)
    return [AssetId(row["id"]) for row in db.execute(f"SELECT id FROM asset WHERE {_BELOW}", below)]


def keep_out(db: sqlite3.Connection, roll: RollId) -> None:
    """Hide what lies in the folders left out."""
    for folder in excluded(db, roll):
        db.execute(f"UPDATE asset SET missing_since = ? WHERE {_BELOW}", (LEFT_OUT, *_below(roll, folder)))


def include(db: sqlite3.Connection, roll: RollId, folder: str) -> None:
    """Take a folder back in. Its files are read again before they are shown (some may be gone, small
    copies are), but who and what is in them is known, and what was said of them holds.
    """
    db.execute("DELETE FROM excluded WHERE roll_id = ? AND path = ?", (roll, folder))
    rows = db.execute(
        f"UPDATE asset SET missing_since = NULL, content_hash = NULL"
        f" WHERE missing_since = ? AND {_BELOW} RETURNING id",
        (LEFT_OUT, *_below(roll, folder)),
    ).fetchall()
    db.executemany(
        "DELETE FROM analysis WHERE asset_id = ? AND stage = 'file'", [(row["id"],) for row in rows]
    )
    _changed(db)


def is_excluded(folder: str, left_out: Iterable[str]) -> bool:
    """Return whether a folder lies in (or is) one that is left out."""
    return any(f"{folder}/".startswith(f"{held}/") for held in left_out)


def as_listed(root: Path, folder: Path) -> str:
    """Return a folder relative to `root` the way its file system lists it: case and accents may differ."""
    at, names = root, []
    for name in folder.relative_to(root).parts:
        at = _listed(at, name)
        names.append(at.name)
    return "/".join(names)


def _listed(parent: Path, name: str) -> Path:
    wanted = parent / name
    try:
        there = list(parent.iterdir())
        if wanted in there and any(entry.name == name for entry in there):
            return wanted
        return next((e for e in there if e.is_dir() and e.samefile(wanted)), wanted)
    except OSError:  # its drive is not there: then the words are taken as they are
        return wanted


def _below(roll: RollId, folder: str) -> tuple[RollId, int, str]:
    prefix = f"{folder}/"
    return roll, len(prefix), prefix


def _changed(db: sqlite3.Connection) -> None:
    touch(db)
    unrelate(db)
