"""The Quiet list as it is stored."""

from __future__ import annotations

import sqlite3
from datetime import date

from rollsuggest.model import ClusterId, QuietKind, QuietRule

PEOPLE = (QuietKind.PERSON, QuietKind.FEWER_PERSON)


def rules(db: sqlite3.Connection) -> tuple[QuietRule, ...]:
    """Return the list, newest last. A person's rule tells under which name it goes now, and whom it means.

    Those about whom "Do not ask" was answered come last; they are no rows of the list, their ids are below 0.
    """
    rows = db.execute(
        "SELECT q.*, coalesce(nullif(p.name, ''), q.name) AS called FROM quiet q"
        " LEFT JOIN person p ON p.id = q.person_id ORDER BY q.id"
    )
    return (*(_rule(db, row) for row in rows), *_missed(db))


def _missed(db: sqlite3.Connection) -> list[QuietRule]:
    rows = db.execute(
        "SELECT p.id, p.name FROM loss_question l JOIN person p ON p.id = l.person_id"
        " WHERE l.answer = 'never-ask' AND EXISTS (SELECT 1 FROM cluster WHERE person_id = p.id)"
        " ORDER BY l.asked_on, p.id"
    ).fetchall()
    return [
        QuietRule(
            QuietKind.MISSED, row["name"], clusters=_clusters(db, row["id"], row["name"]), id=-row["id"]
        )
        for row in rows
    ]


def _rule(db: sqlite3.Connection, row: sqlite3.Row) -> QuietRule:
    kind = QuietKind(row["kind"])
    return QuietRule(
        kind=kind,
        name=row["called"],
        country=row["country"],
        first=date.fromisoformat(row["first"]) if row["first"] else None,
        last=date.fromisoformat(row["last"]) if row["last"] else None,
        yearly=bool(row["yearly"]),
        clusters=_clusters(db, row["person_id"], row["called"]) if kind in PEOPLE else frozenset(),
        id=row["id"],
    )


def _clusters(db: sqlite3.Connection, person: int | None, name: str) -> frozenset[ClusterId]:
    rows = db.execute("SELECT c.id, c.person_id, p.name FROM cluster c JOIN person p ON p.id = c.person_id")
    called = name.strip().casefold()
    return frozenset(
        ClusterId(row["id"])
        for row in rows
        if row["person_id"] == person or (called and row["name"].strip().casefold() == called)
    )
