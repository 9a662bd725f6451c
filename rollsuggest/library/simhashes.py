"""What pictures look like in few bytes each, many in a row; suggest.simhash makes and compares them.

Triggers (migration 0020) drop a chunk with the first change to any feature in it: what is there is true.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from rollsuggest.library import altered
from rollsuggest.model import AssetId

CHUNK = 4096  # assets; the triggers know it too


def read(db: sqlite3.Connection, form: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield whose they are, int64 little endian and in order, and their bits, chunk by chunk."""
    for row in db.execute("SELECT assets, bits FROM simhash WHERE form = ? ORDER BY chunk", (form,)):
        yield row["assets"], row["bits"]


def missing(db: sqlite3.Connection, form: str) -> list[int]:
    """Return the chunks with features that have none of this form."""
    (last,) = db.execute("SELECT coalesce(max(asset_id), -1) FROM feature").fetchone()
    there = {row["chunk"] for row in db.execute("SELECT chunk FROM simhash WHERE form = ?", (form,))}
    return [
        chunk
        for chunk in range(last // CHUNK + 1)
        if chunk not in there
        and db.execute("SELECT 1 FROM feature WHERE asset_id BETWEEN ? AND ?", _span(chunk)).fetchone()
    ]


def features(db: sqlite3.Connection, chunk: int) -> tuple[int, Sequence[tuple[AssetId, bytes]]]:
    """Return the number of the last change, and each asset of the chunk with its features, in order."""
    db.execute("BEGIN")  # one state of the library
    try:
        rows = db.execute(
            "SELECT asset_id, vector FROM feature WHERE asset_id BETWEEN ? AND ? ORDER BY asset_id",
            _span(chunk),
        )
        return altered.number(db), [(AssetId(row["asset_id"]), row["vector"]) for row in rows]
    finally:
        db.execute("COMMIT")


def store(db: sqlite3.Connection, chunk: int, form: str, assets: bytes, bits: bytes, change: int) -> None:
    """Store those of a chunk that was read after the change of this number; nothing after another change."""
    if altered.number(db) == change:
        db.execute("INSERT OR REPLACE INTO simhash VALUES (?, ?, ?, ?)", (chunk, form, assets, bits))


def _span(chunk: int) -> tuple[int, int]:
    return chunk * CHUNK, (chunk + 1) * CHUNK - 1
