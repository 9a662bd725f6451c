"""What was among the cards of which day, what was done with them, and the last notification."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

from rollsuggest.model import ClusterId, Shown, SuggestionKey, SuggestionState

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


def states(db: sqlite3.Connection) -> dict[SuggestionKey, SuggestionState]:
    rows = db.execute("SELECT key, state FROM choice")
    return {SuggestionKey(row["key"]): SuggestionState(row["state"]) for row in rows}


def notified_on(db: sqlite3.Connection, day: date) -> bool:
    return db.execute("SELECT 1 FROM notified WHERE day = ?", (day.isoformat(),)).fetchone() is not None


def note_notified(db: sqlite3.Connection, day: date) -> None:
    db.execute("DELETE FROM notified")
    db.execute("INSERT INTO notified VALUES (?)", (day.isoformat(),))
