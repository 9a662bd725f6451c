"""Stores what neighbours tell: derived, so each run forgets it and says it anew. See `neighbours`."""

from __future__ import annotations

import sqlite3

from rollsuggest.library.neighbours import Inferred, Shot
from rollsuggest.library.neighbours import infer as from_neighbours
from rollsuggest.library.store import touch
from rollsuggest.library.view import when
from rollsuggest.model import AssetId, Certainty, Role, RollId

_SHOTS = (
    "SELECT id, path, taken_at, certainty, date_source, offset_minutes, camera, role, latitude, longitude,"
    " place, country FROM known WHERE roll_id = ? AND content_hash IS NOT NULL"
)


def infer(db: sqlite3.Connection, roll: RollId, *, places: bool) -> None:
    """Work out anew what the photos of a roll tell of each other; call it within one transaction."""
    told = "SELECT i.* FROM inferred i JOIN asset a ON a.id = i.asset_id WHERE a.roll_id = ?"
    before = {tuple(row) for row in db.execute(told, (roll,))}
    db.execute("DELETE FROM inferred WHERE asset_id IN (SELECT id FROM asset WHERE roll_id = ?)", (roll,))
    rows = db.execute(_SHOTS, (roll,))
    now = [_values(found) for found in from_neighbours([_shot(row) for row in rows], places=places)]
    db.executemany("INSERT INTO inferred VALUES (?, ?, ?, ?, ?)", now)
    if told_anew := before ^ set(now):
        db.executemany("INSERT OR IGNORE INTO stale VALUES (?)", {(row[0],) for row in told_anew})
        touch(db)


def _values(found: Inferred) -> tuple[AssetId, str | None, int | None, str, str]:
    at = found.at.isoformat() if found.at else None
    return found.asset, at, found.offset_minutes, found.place, found.country


def _shot(row: sqlite3.Row) -> Shot:
    latitude, longitude = row["latitude"], row["longitude"]
    return Shot(
        asset=AssetId(row["id"]),
        path=row["path"],
        at=when(row["taken_at"]),
        certainty=Certainty(row["certainty"]),
        by_you=row["date_source"] == "you",
        offset_minutes=row["offset_minutes"],
        camera=row["camera"],
        role=Role(row["role"]),
        position=None if latitude is None or longitude is None else (latitude, longitude),
        place=row["place"],
        country=row["country"],
    )
