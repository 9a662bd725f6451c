"""The search index: an entry of words and date keys for each visible asset, kept fresh as assets change.

Triggers note in `stale` whose entry is out of date; `refresh` writes those anew, some at a time. The index
holds names and places, so `forget` drops it as a whole: nothing of it is left after the vacuum.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import PurePosixPath

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.captions import Facts, caption
from rollsuggest.library.countries import country_name
from rollsuggest.library.database import Database
from rollsuggest.library.queries import tiles_of
from rollsuggest.library.rows import Tile
from rollsuggest.library.search_query import EVERY, day_keys, expression, parse
from rollsuggest.library.view import when
from rollsuggest.library.vocabulary import objects, themes
from rollsuggest.model import AssetId, Certainty, Kind, Role

BATCH = 250  # entries written in one transaction: a tenth of a second
SURE_OBJECT = 0.5
LEAST_FACE = 0.1  # quality below which a face is too small or blurred to count as somebody in the photo
MADE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING"
    """ fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')"""
)


@dataclass(frozen=True, slots=True)
class Described:
    """One visible asset: what captions say of it, and all else that it is found by."""

    facts: Facts
    path: str  # relative to its roll
    themes: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    tiles: tuple[Tile, ...]  # newest first
    behind: int = 0  # assets whose entries are still to be written: more may be found then


def find(db: sqlite3.Connection, text: str, today: date) -> tuple[Tile, ...]:
    """Return the visible assets that everything asked for is in, newest first; () for an empty question."""
    query = parse(text, today)
    if not expression(query) or not _made(db):
        return ()
    # What a word means as it stands goes before what it is the beginning of: "cat" is no cathedral.
    for asked in dict.fromkeys((expression(query), expression(query, beginnings=True))):
        found = db.execute("SELECT rowid FROM search WHERE search MATCH ?", (asked,))
        if tiles := tiles_of(db, [AssetId(row["rowid"]) for row in found]):
            return tiles
    return ()


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
            with suppress(sqlite3.OperationalError):  # before 3.42: it goes with merges
                db.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
    except sqlite3.OperationalError as error:
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
    return zlib.crc32(repr((themes(), objects())).encode())


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


# --- entries ---------------------------------------------------------------------------------------------


def entry(described: Described) -> str:
    """Return the words and keys that an asset is found by."""
    facts, path = described.facts, PurePosixPath(described.path)
    known_themes, known_objects = themes(), objects()
    found_by = [known_themes[name].found_by for name in described.themes if name in known_themes]
    found_by += [known_objects[name].found_by for name in described.objects if name in known_objects]
    keys = day_keys(facts.taken_at.date(), facts.certainty) if facts.taken_at else ()
    parts = [
        EVERY, caption(facts), *facts.names, facts.place, facts.country, *found_by, *described.objects,
        _role_words(facts), *path.parts[:-1], path.stem, path.name, *keys,
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _role_words(facts: Facts) -> str:
    if facts.kind is Kind.VIDEO:
        return _("video, videos, film, clip")
    return {
        Role.SCREENSHOT: _("screenshot, screenshots"),
        Role.DOCUMENT: _("document, documents, receipt, receipts, text, paper"),
    }.get(facts.role, "")


# --- what is known ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    themes: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    others: int = 0


def describe(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, Described]:
    """Return what is known of those that may be shown: nobody hidden is in any of them."""
    wanted = json.dumps(list(assets))
    rows = db.execute(
        "SELECT id, path, kind, taken_at, certainty, place, country, role FROM visible"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (wanted,),
    ).fetchall()
    seen = _seen(db, json.dumps([row["id"] for row in rows]))
    return {AssetId(row["id"]): _described(row, seen[row["id"]]) for row in rows}


def captions(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, str]:
    """Return a caption for each of those that may be shown."""
    return {asset: caption(described.facts) for asset, described in describe(db, assets).items()}


def _seen(db: sqlite3.Connection, wanted: str) -> Mapping[int, _Seen]:
    found: dict[int, _Seen] = defaultdict(_Seen)
    labels = db.execute(
        "SELECT asset_id, family, name, max(score) AS score FROM label"
        " WHERE asset_id IN (SELECT value FROM json_each(?)) AND family <> 'word'"
        " GROUP BY asset_id, family, name ORDER BY score DESC, name",
        (wanted,),
    )
    for row in labels:
        if row["family"] == "theme":
            found[row["asset_id"]].themes.append(row["name"])
        elif row["score"] >= SURE_OBJECT and row["name"] != "person":  # people are known by their faces alone
            found[row["asset_id"]].objects.append(row["name"])
    faces = db.execute(
        "SELECT f.asset_id, p.name FROM face f LEFT JOIN cluster c ON c.id = f.cluster_id"
        " LEFT JOIN person p ON p.id = c.person_id"
        " WHERE f.asset_id IN (SELECT value FROM json_each(?)) AND (p.name <> '' OR f.quality >= ?)"
        " ORDER BY f.w * f.h DESC, f.id",
        (wanted, LEAST_FACE),
    )
    for row in faces:
        if not row["name"]:
            found[row["asset_id"]].others += 1
        elif row["name"] not in found[row["asset_id"]].names:
            found[row["asset_id"]].names.append(row["name"])
    return found


def _described(row: sqlite3.Row, seen: _Seen) -> Described:
    facts = Facts(
        names=tuple(seen.names),
        others=seen.others,
        theme=next(iter(seen.themes), ""),
        things=tuple(seen.objects),
        place=row["place"],
        country=country_name(row["country"]) if row["country"] else "",
        taken_at=when(row["taken_at"]),
        certainty=Certainty(row["certainty"]),
        role=Role(row["role"]),
        kind=Kind(row["kind"]),
    )
    return Described(facts, row["path"], tuple(seen.themes), tuple(seen.objects))
