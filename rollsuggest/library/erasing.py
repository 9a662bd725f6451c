"""Erasing one kind of what is known, apart from the rest; faces and places go as consent is taken back."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from rollsuggest.library import search
from rollsuggest.library.decisions import blank_texts, forget_cards
from rollsuggest.library.showing import may_show_changed


class Kept(StrEnum):
    """What the library keeps that may be erased by itself."""

    NAMES = "names"  # of people and pets, with birthdays and what they are to the owner
    LOOKS = "looks"  # what was seen in photos: things, themes, features, how good they are
    SUGGESTIONS = "suggestions"  # with what the person did with them
    CREATIONS = "creations"  # the list, not the files


TABLES = {
    Kept.LOOKS: ("label", "feature", "quality", "nudity", "medical", "extra", "extra_fit"),
    Kept.SUGGESTIONS: ("suggestion", "choice", "used", "shown", "notified", "missed"),
    Kept.CREATIONS: ("creation",),
}
NAMED = "SELECT name FROM person WHERE name <> '' UNION ALL SELECT name FROM pet WHERE name <> ''"


def kept(db: sqlite3.Connection, kind: Kept) -> int:
    """Return how many pieces of that kind there are."""
    if kind is Kept.NAMES:
        return len(db.execute(NAMED).fetchall())
    first = TABLES[kind][0]
    return int(db.execute(f"SELECT count(*) FROM {first}").fetchone()[0])


def erase(db: sqlite3.Connection, kind: Kept) -> None:
    """Delete all of that kind, and the texts elsewhere that hold it."""
    if kind is Kept.NAMES:
        _erase_names(db)
    for table in TABLES.get(kind, ()):
        db.execute(f"DELETE FROM {table}")
    if kind is Kept.LOOKS:
        db.execute("DELETE FROM analysis WHERE stage = 'content'")
        forget_cards(db)
        search.forget(db)
    may_show_changed(db)


def _erase_names(db: sqlite3.Connection) -> None:
    """Who is hidden, a favourite or quiet stays so; lines of the Quiet list about nobody here go."""
    names = [row["name"] for row in db.execute(NAMED)]
    db.execute(
        "UPDATE quiet SET person_id = (SELECT id FROM person p WHERE lower(p.name) = lower(quiet.name))"
        " WHERE kind IN ('person', 'fewer_person') AND person_id IS NULL"
    )
    db.execute("UPDATE person SET name = '', relation = '', birthday = NULL, birth_year = NULL")
    db.execute("UPDATE pet SET name = ''")
    db.execute("UPDATE quiet SET name = '' WHERE person_id IS NOT NULL")
    db.execute("DELETE FROM quiet WHERE kind IN ('person', 'fewer_person') AND person_id IS NULL")
    db.execute("UPDATE people_act SET before = json_set(before, '$.taken', json('[]'))")
    search.forget(db)
    forget_cards(db)
    blank_texts(db, names)
