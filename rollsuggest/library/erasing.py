"""Erasing one kind of what is known, apart from the rest; faces and places go as consent is taken back."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from rollsuggest.library import sealing, search
from rollsuggest.library.decisions import blank_texts, erase_faces, erase_places, forget_cards
from rollsuggest.library.queries import PLACED
from rollsuggest.library.showing import may_show_changed


class Kept(StrEnum):
    """What is kept and may be erased by itself."""

    COPIES = "copies"  # small pictures of photos and drafts of suggestions: files of their own
    FACES = "faces"  # with embeddings, groups and names; goes as consent to it is taken back
    NAMES = "names"  # of people and pets, with birthdays and what they are to the owner
    PLACES = "places"  # goes as consent to it is taken back
    LOOKS = "looks"  # what was seen in photos: things, themes, features, how good they are
    SUGGESTIONS = "suggestions"  # with what the person did with them
    CREATIONS = "creations"  # the list, not the files


TABLES = {  # the first of them is counted
    Kept.FACES: ("face", "cluster", "cluster_sum", "caution", "spot", "face_verdict", "people_act"),
    Kept.NAMES: ("person", "pet"),
    Kept.LOOKS: ("label", "feature", "simhash", "quality", "nudity", "medical", "extra", "extra_fit"),
    Kept.SUGGESTIONS: ("suggestion", "choice", "used", "shown", "notified", "missed"),
    Kept.CREATIONS: ("creation",),
}
NAMED = "SELECT name FROM person WHERE name <> '' UNION ALL SELECT name FROM pet WHERE name <> ''"


def kept(db: sqlite3.Connection, kind: Kept) -> int:
    """Return how many pieces of that kind there are in the database."""
    match kind:
        case Kept.COPIES:
            return 0
        case Kept.NAMES:
            return len(db.execute(NAMED).fetchall())
        case Kept.PLACES:
            return int(db.execute(PLACED).fetchone()[0])
    return int(db.execute(f"SELECT count(*) FROM {TABLES[kind][0]}").fetchone()[0])


# They have no table of their own: two numbers of 8 bytes and two words beside each photo.
PLACE_BYTES = (
    "SELECT coalesce(sum(length(CAST(place AS BLOB)) + length(CAST(country AS BLOB))"
    " + 16 * (latitude IS NOT NULL)), 0) FROM (SELECT latitude, place, country FROM asset"
    " UNION ALL SELECT NULL, place, country FROM inferred)"
)


def sizes(db: sqlite3.Connection) -> dict[Kept, int]:
    """Return the bytes that kinds take in the database, with the indexes of those that have their own tables.

    Without the latter where SQLite was built without the table that tells it (SQLCipher's is).
    """
    places = {Kept.PLACES: int(db.execute(PLACE_BYTES).fetchone()[0])}
    try:
        found = db.execute(
            "SELECT s.tbl_name AS name, sum(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s"
            " ON s.name = d.name WHERE d.aggregate = TRUE GROUP BY s.tbl_name"
        ).fetchall()
    except sealing.operational_errors():
        return places
    of_table = {row["name"]: int(row["bytes"]) for row in found}
    return places | {kind: sum(of_table.get(table, 0) for table in tables) for kind, tables in TABLES.items()}


def erase(db: sqlite3.Connection, kind: Kept) -> None:
    """Delete all of that kind from the database, and the texts elsewhere that hold it."""
    match kind:
        case Kept.COPIES:
            return
        case Kept.FACES:
            erase_faces(db)
        case Kept.PLACES:
            erase_places(db)
        case Kept.NAMES:
            _erase_names(db)
        case _:
            for table in TABLES[kind]:
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
