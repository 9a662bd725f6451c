"""What was said of a person who turns out to be another: taken over where nothing is said, and given back.

Facts and answers are copied, so that the one merged away keeps them for photos that both are in. What there
is once only moves: who is "me", and the lines of the Quiet list.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

# What each is while nothing is said.
FACTS = {"name": "", "birthday": None, "birth_year": None, "favourite": 0, "relation": ""}


def take_over(db: sqlite3.Connection, act: int, gone: Iterable[int | None], person: int | None) -> None:
    """Have what is said of the persons `gone` hold for `person`; the act remembers how it was."""
    for other in gone:
        if other is not None and person is not None and other != person:
            taken = _taken(db, other, person)
            db.execute(
                "UPDATE people_act SET before = json_insert(before, '$.taken[#]', json(?)) WHERE id = ?",
                (json.dumps(taken), act),
            )


def give_back(db: sqlite3.Connection, taken: Iterable[dict[str, Any]]) -> None:
    """Undo, the last first; what was said anew meanwhile is left."""
    for one in reversed(list(taken)):
        other, person = one["from"], one["to"]
        for fact, value in one["facts"].items():
            _set(db, person, fact, FACTS[fact], value)
        if one["me"] and _said(db, person)["me"]:
            _pass_on_me(db, person, other)
        for line in one["quiet"]:
            db.execute("UPDATE quiet SET person_id = ? WHERE id = ? AND person_id = ?", (other, line, person))
        for answer in one["occasions"]:
            db.execute(
                "DELETE FROM occasion_verdict WHERE person_id = ? AND kind = ? AND month = ? AND day = ?"
                " AND decided_at = ?",
                (person, *answer),
            )
        if one["loss"]:
            _give_back_loss(db, person, one["loss"], one["loss_before"])


def _taken(db: sqlite3.Connection, other: int, person: int) -> dict[str, Any]:
    said, own = _said(db, other), _said(db, person)
    facts = {fact: said[fact] for fact, empty in FACTS.items() if own[fact] == empty != said[fact]}
    if own["birthday"] not in (None, said["birthday"]):
        facts.pop("birth_year", None)  # of another day
    for fact, value in facts.items():
        _set(db, person, fact, value, FACTS[fact])
    if said["me"]:
        _pass_on_me(db, other, person)
    quiet = [row["id"] for row in db.execute("SELECT id FROM quiet WHERE person_id = ?", (other,))]
    db.execute("UPDATE quiet SET person_id = ? WHERE person_id = ?", (person, other))
    loss_before, loss = _take_loss(db, other, person)
    return {
        "from": other, "to": person, "facts": facts, "me": bool(said["me"]), "quiet": quiet,
        "occasions": _take_occasions(db, other, person), "loss_before": loss_before, "loss": loss,
    }  # fmt: skip


def _said(db: sqlite3.Connection, person: int) -> sqlite3.Row:
    row: sqlite3.Row = db.execute("SELECT * FROM person WHERE id = ?", (person,)).fetchone()
    return row


def _set(db: sqlite3.Connection, person: int, fact: str, value: object, before: object) -> None:
    """Set one fact where it still is as before. `name = name` tells the search's trigger."""
    names = "name = ?" if fact == "name" else f"{fact} = ?, name = name"
    db.execute(f"UPDATE person SET {names} WHERE id = ? AND {fact} IS ?", (value, person, before))


def _pass_on_me(db: sqlite3.Connection, before: int, now: int) -> None:
    db.execute("UPDATE person SET me = (id = ?), name = name WHERE id IN (?, ?)", (now, before, now))


def _take_occasions(db: sqlite3.Connection, other: int, person: int) -> list[list[Any]]:
    """Copy the answers about days of which nothing is said yet; return (kind, month, day, when)."""
    rows = db.execute(
        "INSERT INTO occasion_verdict SELECT kind, month, day, ?, yes, decided_at FROM occasion_verdict o"
        " WHERE person_id = ? AND NOT EXISTS (SELECT 1 FROM occasion_verdict t WHERE t.person_id = ?"
        " AND (t.kind, t.month, t.day) = (o.kind, o.month, o.day)) RETURNING kind, month, day, decided_at",
        (person, other, person),
    ).fetchall()
    return [list(row) for row in rows]


def _take_loss(db: sqlite3.Connection, other: int, person: int) -> tuple[list[str] | None, list[str] | None]:
    """Copy what was asked of the other, unless it is answered; return (asked on, answer) before and after."""
    rows = {
        row["person_id"]: [row["asked_on"], row["answer"]]
        for row in db.execute("SELECT * FROM loss_question WHERE person_id IN (?, ?)", (other, person))
    }
    own, theirs = rows.get(person), rows.get(other)
    if theirs is None or (own is not None and (own[1] or not theirs[1])):
        return own, None
    db.execute("INSERT OR REPLACE INTO loss_question VALUES (?, ?, ?)", (person, *theirs))
    return own, theirs


def _give_back_loss(db: sqlite3.Connection, person: int, taken: list[str], before: list[str] | None) -> None:
    gone = db.execute(
        "DELETE FROM loss_question WHERE person_id = ? AND asked_on = ? AND answer = ?", (person, *taken)
    ).rowcount
    if gone and before is not None:
        db.execute("INSERT INTO loss_question VALUES (?, ?, ?)", (person, *before))
