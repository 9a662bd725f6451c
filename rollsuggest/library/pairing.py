"""Stores which files of a roll are one asset, by `library.pairs`: a photo and its film, RAW beside JPEG."""

from __future__ import annotations

import sqlite3
from collections import Counter

from rollsuggest.library.pairs import Member, companions
from rollsuggest.library.store import touch
from rollsuggest.library.view import when
from rollsuggest.model import AssetId, Kind, RollId

Change = tuple[AssetId | None, AssetId]  # of which asset the second is a part now


def pair(db: sqlite3.Connection, roll: RollId) -> None:
    """Work out anew which files are one asset; call it within one transaction."""
    apply(db, changes(db, roll))


def changes(db: sqlite3.Connection, roll: RollId) -> list[Change]:
    """Work out what differs from what is stored. Only reads. What cannot be read is left out.

    Of a large roll most files have neither a namesake nor an identifier: these are not asked about.
    """
    rows = db.execute(
        "SELECT id, path, kind, taken_at, certainty, duration_s, size, companion_of, content_identifier"
        " FROM asset"
        " WHERE roll_id = ? AND missing_since IS NULL AND content_hash IS NOT NULL AND error IS NULL",
        (roll,),
    ).fetchall()
    stems = [row["path"].rpartition(".")[0].casefold() for row in rows]
    namesakes = Counter(stems)
    found = companions(
        Member(
            id=AssetId(row["id"]),
            path=row["path"],
            kind=Kind(row["kind"]),
            identifier=row["content_identifier"],
            taken_at=when(row["taken_at"]) if row["certainty"] in ("exact", "day") else None,
            duration_s=row["duration_s"],
            size=row["size"],
        )
        for row, stem in zip(rows, stems, strict=True)
        if namesakes[stem] > 1 or row["content_identifier"]
    )
    return [(new, row["id"]) for row in rows if (new := found.get(row["id"])) != row["companion_of"]]


def apply(db: sqlite3.Connection, found: list[Change]) -> None:
    """Store what differs."""
    if found:
        db.executemany("UPDATE asset SET companion_of = ? WHERE id = ?", found)
        touch(db)
