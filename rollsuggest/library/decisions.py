"""What the person said and made: names, hiding, creations; and taking things back for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import faces, search
from rollsuggest.library.codec import recipe_from_json, recipe_to_json
from rollsuggest.library.rows import Creation
from rollsuggest.library.showing import forget, may_show_changed
from rollsuggest.library.store import drop_empty_clusters, touch
from rollsuggest.model import (
    CALLED,
    NO_BIRTHDAY,
    AssetId,
    ClusterId,
    FaceId,
    Recipe,
    Role,
    SuggestionKey,
)

# --- people ----------------------------------------------------------------------------------------------


def set_person(
    db: sqlite3.Connection,
    cluster: ClusterId,
    *,
    name: str | None = None,
    birthday: tuple[int, int] | None = None,
    birth_year: int | None = None,
    hidden: bool | None = None,
    favourite: bool | None = None,
    me: bool | None = None,
    relation: str | None = None,
) -> None:
    """Store what the person says of a cluster; None leaves a part as it is.

    "" takes a word back, NO_BIRTHDAY the birthday with its year, 0 the year alone.
    Only one person is "me": whoever was it before is it no more. `name = name` tells the search's trigger.
    """
    row = db.execute("SELECT person_id FROM cluster WHERE id = ?", (cluster,)).fetchone()
    if row is None:
        raise UserError(
            _("There is no person {id}.").format(id=cluster),
            _("Run: rollsuggest people, to see all of them."),
        )
    person = row["person_id"]
    if person is None:
        person = db.execute("INSERT INTO person DEFAULT VALUES").lastrowid
        db.execute("UPDATE cluster SET person_id = ? WHERE id = ?", (person, cluster))
    if name is not None:
        db.execute("UPDATE person SET name = ? WHERE id = ?", (name.strip(), person))
    if birthday is not None:
        day = "{:02}-{:02}".format(*birthday) if birthday != NO_BIRTHDAY else None
        db.execute("UPDATE person SET birthday = ?, name = name WHERE id = ?", (day, person))
    if birth_year is not None or birthday == NO_BIRTHDAY:
        year = birth_year if birthday != NO_BIRTHDAY else None
        db.execute("UPDATE person SET birth_year = nullif(?, 0) WHERE id = ?", (year, person))
    if favourite is not None:
        db.execute("UPDATE person SET favourite = ? WHERE id = ?", (favourite, person))
    if me is not None:
        whose = (person if me else 0, person, me)
        db.execute("UPDATE person SET me = (id = ?), name = name WHERE id = ? OR (? AND me)", whose)
    if relation is not None:
        said = " ".join(relation.split())
        db.execute("UPDATE person SET relation = ?, name = name WHERE id = ?", (said, person))
    if hidden is not None:
        db.execute("UPDATE person SET hidden = ? WHERE id = ?", (hidden, person))
        forget(db)  # none of what was said before may show who is hidden now
    touch(db)


def set_pet(
    db: sqlite3.Connection, kind: str, *, name: str | None = None, hidden: bool | None = None
) -> None:
    """Store what the person says of a kind; None leaves a part as it is, "" takes the name back."""
    db.execute("INSERT OR IGNORE INTO pet (kind) VALUES (?)", (kind,))
    if name is not None:
        db.execute("UPDATE pet SET name = ? WHERE kind = ?", (" ".join(name.split()), kind))
    if hidden is not None:
        db.execute("UPDATE pet SET hidden = ? WHERE kind = ?", (hidden, kind))
    db.execute("DELETE FROM suggestion")
    touch(db)


def embeddings(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return (id, asset_id, quality, embedding, cluster_id) of every face of a file that is there."""
    return db.execute(
        "SELECT f.id, f.asset_id, f.quality, f.embedding, f.cluster_id FROM face f"
        " JOIN asset a ON a.id = f.asset_id WHERE a.missing_since IS NULL ORDER BY f.id"
    ).fetchall()


def named_clusters(db: sqlite3.Connection) -> frozenset[ClusterId]:
    rows = db.execute("SELECT id FROM cluster WHERE person_id IS NOT NULL")
    return frozenset(ClusterId(row["id"]) for row in rows)


def hidden_clusters(db: sqlite3.Connection) -> frozenset[ClusterId]:
    rows = db.execute("SELECT c.id FROM cluster c JOIN person p ON p.id = c.person_id WHERE p.hidden")
    return frozenset(ClusterId(row["id"]) for row in rows)


def next_cluster(db: sqlite3.Connection) -> int:
    """Return an id no cluster ever had."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'cluster'").fetchone()
    return int(row["seq"]) + 1 if row else 1


def store_clusters(db: sqlite3.Connection, assigned: Mapping[FaceId, ClusterId | None]) -> None:
    """Store who belongs together. Faces erased meanwhile are passed over."""
    new = {cluster for cluster in assigned.values() if cluster is not None}
    db.executemany("INSERT OR IGNORE INTO cluster (id) VALUES (?)", [(cluster,) for cluster in sorted(new)])
    db.executemany(
        "UPDATE face SET cluster_id = ? WHERE id = ? AND cluster_id IS NOT ?",
        [(cluster, face, cluster) for face, cluster in assigned.items()],
    )
    drop_empty_clusters(db)
    touch(db)


# --- files -----------------------------------------------------------------------------------------------


def set_home(db: sqlite3.Connection, place: str, country: str, home: bool | None, at: datetime) -> None:
    """Store whether the person says that a town is home; None takes the word back."""
    db.execute("DELETE FROM home_verdict WHERE place = ? AND country = ?", (place, country))
    if home is not None:
        db.execute("INSERT INTO home_verdict VALUES (?, ?, ?, ?)", (place, country, home, at.isoformat()))
    touch(db)


def set_role(db: sqlite3.Connection, assets: Iterable[AssetId], role: Role | None, at: datetime) -> None:
    """Store what the person says these files are; None takes the word back. It survives every re-run."""
    for asset in assets:
        if role is None:
            db.execute("DELETE FROM role_verdict WHERE asset_id = ?", (asset,))
        else:
            db.execute(
                "INSERT OR REPLACE INTO role_verdict VALUES (?, ?, ?)", (asset, role.value, at.isoformat())
            )
        faces.look_again(db, asset)
    may_show_changed(db)


# --- creations -------------------------------------------------------------------------------------------


def add_creation(
    db: sqlite3.Connection,
    key: SuggestionKey | None,
    recipe: Recipe,
    path: Path,
    at: datetime,
    made_by: str = "",
) -> Creation:
    db.execute("DELETE FROM creation WHERE path = ?", (str(path),))  # it was written over
    row = db.execute(
        "INSERT INTO creation (suggestion_key, recipe, path, created_at, made_by) VALUES (?, ?, ?, ?, ?)",
        (key, json.dumps(recipe_to_json(recipe)), str(path), at.isoformat(), made_by),
    )
    return Creation(int(row.lastrowid or 0), key, recipe, path, at, made_by)


def creations(db: sqlite3.Connection) -> tuple[Creation, ...]:
    """Return what was made, newest first; what shows a hidden person is left out."""
    shown = {row["id"] for row in db.execute("SELECT id FROM visible")}
    known = {row["id"] for row in db.execute("SELECT id FROM asset WHERE missing_since IS NULL")}
    found = [_creation(row) for row in db.execute("SELECT * FROM creation ORDER BY created_at DESC, id DESC")]
    hidden = known - shown
    return tuple(creation for creation in found if not hidden.intersection(creation.recipe.photos))


def _creation(row: sqlite3.Row) -> Creation:
    return Creation(
        id=row["id"],
        suggestion=SuggestionKey(row["suggestion_key"]) if row["suggestion_key"] else None,
        recipe=recipe_from_json(json.loads(row["recipe"])),
        path=Path(row["path"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        made_by=row["made_by"],
    )


# --- erasing ---------------------------------------------------------------------------------------------


def erase_faces(db: sqlite3.Connection) -> None:
    """Delete every face, embedding, cluster, name, birthday and verdict, and names that went into texts."""
    names = [row["name"] for row in db.execute("SELECT name FROM person WHERE name <> ''")]
    for table in ("people_act", "spot", "face", "cluster", "person", "shown"):
        db.execute(f"DELETE FROM {table}")
    forget_cards(db)
    db.execute("DELETE FROM quiet WHERE kind IN ('person', 'fewer_person')")
    db.execute(  # the name that a day was given may name somebody
        "DELETE FROM occasion_verdict WHERE person_id IS NOT NULL OR kind LIKE ?", (CALLED + "%",)
    )
    db.execute("DELETE FROM analysis WHERE stage = 'faces'")
    search.forget(db)
    blank_texts(db, names)


def forget_cards(db: sqlite3.Connection) -> None:
    """Forget what cards said, those too that the person did something with: names and places are in it."""
    db.execute("UPDATE choice SET body = NULL")
    forget(db)


def blank_texts(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Take texts that hold one of these names out of edited recipes, the list of creations and the outbox.

    A creation whose file bears the name leaves the list; the file stays.
    """
    names = tuple(names)
    for row in db.execute("SELECT id, path FROM creation").fetchall():
        if any(name in Path(row["path"]).name for name in names):
            db.execute("DELETE FROM creation WHERE id = ?", (row["id"],))
    for table, key in (("choice", "key"), ("creation", "id"), ("parcel", "id")):
        rows = db.execute(f"SELECT {key}, recipe FROM {table} WHERE recipe IS NOT NULL").fetchall()
        for row in rows:
            body = json.loads(row["recipe"])
            if any(name in f"{body['title']} {body['subtitle']}" for name in names):
                body |= {"title": "", "subtitle": ""}
                db.execute(f"UPDATE {table} SET recipe = ? WHERE {key} = ?", (json.dumps(body), row[key]))


def erase_places(db: sqlite3.Connection) -> None:
    """Forget where photos were taken, in texts too."""
    told = db.execute(
        "SELECT place FROM asset WHERE place <> '' UNION SELECT place FROM inferred WHERE place <> ''"
    )
    names = [row["place"] for row in told]
    db.execute(
        "UPDATE asset SET latitude = NULL, longitude = NULL, place = '', country = ''"
        " WHERE latitude IS NOT NULL OR place <> ''"
    )
    db.execute("UPDATE inferred SET place = '', country = ''")
    db.execute("DELETE FROM home_verdict")
    db.execute("DELETE FROM quiet WHERE kind = 'place'")
    search.forget(db)
    db.execute("DELETE FROM shown")
    forget_cards(db)
    blank_texts(db, names)


def read_files_again(db: sqlite3.Connection) -> None:
    """Have the file stage look at everything again: places may be read now."""
    db.execute("DELETE FROM analysis WHERE stage = 'file' AND status = 'done'")
