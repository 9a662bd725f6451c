"""The search index: an entry of words and date keys for each visible asset, kept fresh as assets change.

Triggers note in `stale` whose entry is out of date; `refresh` writes those anew, some at a time. The index
holds names and places, so `forget` drops it as a whole: nothing of it is left after the vacuum.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import search_dates
from rollsuggest.library.countries import country_name
from rollsuggest.library.database import Database
from rollsuggest.library.queries import tiles_of
from rollsuggest.library.rows import Tile
from rollsuggest.library.sealing import operational_errors
from rollsuggest.library.search_entry import VERSION, describe, entry
from rollsuggest.library.search_query import Query, Reading, Term, alone, expression, parse
from rollsuggest.library.search_spelling import nearest
from rollsuggest.library.vocabulary import countries, objects, themes
from rollsuggest.model import AssetId

BATCH = 250  # entries written in one transaction: a tenth of a second
MADE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING"
    """ fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')"""
)


@dataclass(frozen=True, slots=True)
class Found:
    tiles: tuple[Tile, ...]  # newest first
    behind: int = 0  # assets whose entries are still to be written: more may be found then
    read_as: str = ""  # what was looked for in place of words that nothing is found for


def find(db: sqlite3.Connection, text: str, today: date) -> Found:
    """Return the visible assets that everything asked for is in; none for an empty question."""
    query = parse(text, today)
    if not expression(query) or not _made(db):
        return Found(())
    for asked in dict.fromkeys(expression(query, reading) for reading in Reading):
        if tiles := _matching(db, asked):
            return Found(tiles)
    meant = _meant(db, query)
    tiles = _matching(db, expression(meant, Reading.KIND)) if meant.wanted else ()
    return Found(tiles, read_as=" ".join(term.said for term in meant.wanted) if tiles else "")


def _matching(db: sqlite3.Connection, asked: str) -> tuple[Tile, ...]:
    found = db.execute("SELECT rowid FROM search WHERE search MATCH ?", (asked,))
    return tiles_of(db, [AssetId(row["rowid"]) for row in found])


def _meant(db: sqlite3.Connection, query: Query) -> Query:
    """Return the query with words that are nowhere in the index spelt as known ones, or left out."""
    known: tuple[list[str], list[str]] | None = None
    wanted = []
    for term in query.wanted:
        if db.execute("SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", (alone(term),)).fetchone():
            wanted.append(term)
        elif term.phrases and not term.quoted:
            known = known or (_known(db), _names(db))
            if near := nearest(term.phrases[0], *known):
                wanted.append(Term((near,), said=near))
    return Query() if tuple(wanted) == query.wanted else replace(query, wanted=tuple(wanted))


def _known(db: sqlite3.Connection) -> list[str]:
    """Return the words that mean something here: of places, dates, themes and objects."""
    places = db.execute("SELECT DISTINCT place FROM visible")
    countries = db.execute("SELECT DISTINCT country FROM visible WHERE country <> ''")
    nouns = (*themes().values(), *objects().values())
    return [
        *(row["place"] for row in places), *(country_name(row["country"]) for row in countries),
        *(noun.found_by for noun in nouns), *search_dates.words(),
    ]  # fmt: skip


def _names(db: sqlite3.Connection) -> list[str]:
    """Return the names of people and pets who are not hidden."""
    told = db.execute(
        "SELECT name FROM person WHERE name <> '' AND NOT hidden"
        " UNION SELECT name FROM pet WHERE name <> '' AND NOT hidden"
    )
    return [row["name"] for row in told]


def freshen(database: Database, enough: Callable[[], bool]) -> int:
    """Write stale entries anew until none is left or it is enough; returns how many are left.

    Each batch is a transaction of its own, so that whoever else writes waits for none of ours long.
    """
    with database.read() as db:
        if _ready(db) and not _stale(db):
            return 0
    with database.write() as db:
        prepare(db)
    while not enough():
        with database.write() as db:
            prepare(db)  # again: between two of them somebody may have it forgotten
            if refresh(db) < BATCH:
                break
    with database.read() as db:
        return _stale(db)


def hints(db: sqlite3.Connection, most: int = 4) -> tuple[str, ...]:
    """Return what one could look for here: people by name, places, years, themes; the most frequent first."""
    asked = (
        "SELECT p.name AS said, count(DISTINCT f.asset_id) AS n FROM person p"
        " JOIN cluster c ON c.person_id = p.id JOIN face f ON f.cluster_id = c.id"
        " WHERE p.name <> '' AND NOT p.hidden GROUP BY p.name ORDER BY n DESC, said",
        "SELECT place AS said, count(*) AS n FROM visible WHERE place <> ''"
        " GROUP BY place ORDER BY n DESC, said",
        "SELECT substr(taken_at, 1, 4) AS said, count(*) AS n FROM visible"
        " WHERE taken_at IS NOT NULL AND certainty <> 'unknown' GROUP BY said ORDER BY said DESC",
        "SELECT l.name AS said, count(*) AS n FROM label l JOIN visible v ON v.id = l.asset_id"
        " WHERE l.family = 'theme' GROUP BY l.name ORDER BY n DESC, said",
    )
    people, places, years, seen = (
        [str(row["said"]) for row in db.execute(f"{sql} LIMIT {2 * most}")] for sql in asked
    )
    known = themes()
    words = [known[name].found_by.split(",")[0] for name in seen if name in known]
    by_turns = zip_longest(people[:most], places[:most], years[:most], words[:most])
    return tuple(dict.fromkeys(hint for turn in by_turns for hint in turn if hint))


def _stale(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM stale").fetchone()[0])


def prepare(db: sqlite3.Connection) -> None:
    """Make the index when there is none, and let all of it be written anew when our words have changed.

    Raises UserError where SQLite comes without its full-text search.
    """
    try:
        if not _made(db):
            db.execute(MADE)
            db.execute("INSERT OR IGNORE INTO stale SELECT id FROM asset")
            with suppress(*operational_errors()):  # before 3.42: it goes with merges
                db.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
    except operational_errors() as error:
        if "fts5" not in str(error):
            raise
        raise UserError(
            _("Searching does not work here: this system's SQLite has no full-text search."),
            _("Install rollsuggest from its installer, or a newer Python."),
        ) from error
    if _vocabulary_held(db) != (spoken := _vocabulary()):
        db.execute("INSERT OR REPLACE INTO mark VALUES ('vocabulary', ?)", (spoken,))
        db.execute("INSERT OR IGNORE INTO stale SELECT id FROM asset")


def _ready(db: sqlite3.Connection) -> bool:
    return _made(db) and _vocabulary_held(db) == _vocabulary()


def _vocabulary() -> int:
    """Return a number that changes with our words: another language, or another version of them."""
    return zlib.crc32(repr((VERSION, themes(), objects(), countries())).encode())


def _vocabulary_held(db: sqlite3.Connection) -> int | None:
    held = db.execute("SELECT value FROM mark WHERE name = 'vocabulary'").fetchone()
    return held["value"] if held else None


def refresh(db: sqlite3.Connection, most: int = BATCH) -> int:
    """Write up to `most` stale entries anew, within one transaction; returns how many there were."""
    assets = [AssetId(row[0]) for row in db.execute("SELECT asset_id FROM stale LIMIT ?", (most,))]
    if not assets:
        return 0
    known = describe(db, assets)
    db.executemany("DELETE FROM search WHERE rowid = ?", [(asset,) for asset in assets])
    db.executemany(
        "INSERT INTO search (rowid, words) VALUES (?, ?)",
        [(asset, entry(described)) for asset, described in known.items()],
    )
    db.executemany("DELETE FROM stale WHERE asset_id = ?", [(asset,) for asset in assets])
    return len(assets)


def forget(db: sqlite3.Connection) -> None:
    """Drop the index with every name and place in it; it is made anew of what is still known."""
    db.execute("DROP TABLE IF EXISTS search")
    db.execute("INSERT OR IGNORE INTO stale SELECT id FROM asset")


def _made(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'search'").fetchone() is not None
