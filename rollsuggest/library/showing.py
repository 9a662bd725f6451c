"""What was among the cards of which day, whether it may still be shown, and the last notification."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import blake2b

from rollsuggest.library.store import touch
from rollsuggest.model import ClusterId, Shown

HISTORY = timedelta(days=120)  # longer than anything rests


def store_shown(db: sqlite3.Connection, shown: Iterable[Shown], today: date) -> None:
    """Store the day's cards in place of what was stored for that day before."""
    db.execute(
        "DELETE FROM shown WHERE day = ? OR day < ?", (today.isoformat(), (today - HISTORY).isoformat())
    )
    db.executemany(
        "INSERT INTO shown VALUES (?, ?, ?, ?, ?)",
        [(s.key, s.day.isoformat(), s.kind, json.dumps(s.people), json.dumps(s.places)) for s in shown],
    )


def shown(db: sqlite3.Connection) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            row["key"],
            date.fromisoformat(row["day"]),
            row["kind"],
            tuple(ClusterId(c) for c in json.loads(row["people"])),
            tuple(json.loads(row["places"])),
        )
        for row in db.execute("SELECT * FROM shown ORDER BY day, key")
    )


# --- what may be shown: each change is counted, so that no answer of before is stored after it -----------


def may_show_changed(db: sqlite3.Connection) -> None:
    """Say that something may be shown no more, or may again: what rules are saying now does not count."""
    db.execute("INSERT INTO mark VALUES ('may_show', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1")
    touch(db)


def may_show(db: sqlite3.Connection) -> int:
    """Return how often what may be shown has changed."""
    row = db.execute("SELECT value FROM mark WHERE name = 'may_show'").fetchone()
    return int(row["value"]) if row else 0


# --- what the rules said last: it holds after a new start, while they were asked the same ------------------


def note_said(db: sqlite3.Connection, asked: str, missed: Iterable[ClusterId]) -> None:
    """Store what the rules were asked when they said the stored cards, and who they say is missed."""
    db.execute("INSERT OR REPLACE INTO mark VALUES ('said', ?)", (digest(asked),))
    db.execute("DELETE FROM missed")
    db.executemany(
        "INSERT INTO missed SELECT id FROM cluster WHERE id = ?", [(cluster,) for cluster in missed]
    )


def has_said(db: sqlite3.Connection, asked: str) -> bool:
    row = db.execute("SELECT value FROM mark WHERE name = 'said'").fetchone()
    return row is not None and row["value"] == digest(asked)


def missed(db: sqlite3.Connection) -> tuple[ClusterId, ...]:
    return tuple(
        ClusterId(row["cluster_id"])
        for row in db.execute("SELECT cluster_id FROM missed ORDER BY cluster_id")
    )


def digest(text: str) -> int:
    """Return words as a mark holds them."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def forget(db: sqlite3.Connection) -> None:
    """Drop what was suggested: it may show what is to be seen no more."""
    db.execute("DELETE FROM suggestion")
    may_show_changed(db)


# --- notifications ---------------------------------------------------------------------------------------


def notified_on(db: sqlite3.Connection, day: date) -> bool:
    return db.execute("SELECT 1 FROM notified WHERE day = ?", (day.isoformat(),)).fetchone() is not None


def note_notified(db: sqlite3.Connection, day: date) -> None:
    db.execute("DELETE FROM notified")
    db.execute("INSERT INTO notified VALUES (?)", (day.isoformat(),))
