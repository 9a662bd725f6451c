"""Photos and videos as the rules see them, read packed or in a few sweeps; features when asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from rollsuggest.library import packed, simhashes
from rollsuggest.library.packed import Columns
from rollsuggest.model import (
    AssetId,
    Certainty,
    Kind,
    Photo,
    PhotoFace,
    Role,
    faces_of,
    photos_of,
)

# Of a film one still is looked at. While somebody is hidden, or is to be left in peace of, it is shown only
# after faces were looked for in that.
_FILM_MAY_SHOW = (
    "(NOT EXISTS (SELECT 1 FROM person WHERE hidden)"
    " AND NOT EXISTS (SELECT 1 FROM quiet WHERE kind = 'person')"
    " OR EXISTS (SELECT 1 FROM analysis d WHERE d.asset_id = v.id AND d.stage = 'faces'"
    " AND d.status = 'done'))"
)
_FILE = (
    "id", "path", "taken_at", "certainty", "width", "height", "role", "latitude", "longitude", "place",
    "country", "camera", "content_hash", "kind", "duration_s",
)  # fmt: skip
_MEASURES = {"sharpness": 0.5, "exposure": 0.5, "contrast": 0.5, "phash": 0}  # and what is taken where not
_COLOUR = ("red", "green", "blue")
_COLUMNS = (*_FILE, *_MEASURES, *_COLOUR)
_PHOTOS = (
    f"SELECT {', '.join(f'v.{name}' for name in _FILE)},"
    f" {', '.join(f'coalesce(q.{name}, {unmeasured})' for name, unmeasured in _MEASURES.items())},"
    f" {', '.join(f'q.{part}' for part in _COLOUR)}"
    " FROM visible v LEFT JOIN quality q ON q.asset_id = v.id"
    f" WHERE (v.kind = 'photo' OR {_FILM_MAY_SHOW})"
)
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}
_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in Kind}
OBJECTS = ("backpack", "cake", "cat", "dog")  # that any rule asks for
WORDS = ("backpack", "school bus")  # of suggest.school
_LABELS: Mapping[str, tuple[str, Sequence[str]]] = {
    "labels": ("theme", ()),
    "objects": ("object", OBJECTS),
    "words": ("word", WORDS),
}
_NONE: Mapping[str, float] = {}
SPARSE = 2  # assets to each that is asked for; to pass over more takes longer than to look each up
_VECTORS = "SELECT asset_id, vector FROM feature WHERE true"
FEW = 3  # chunks of photos: of more, what was seen is read in one sweep
V = TypeVar("V")

Scores = Mapping[int, Mapping[str, float]]  # asset -> name -> score
Fresh = dict[int, tuple[bytes, str]]  # chunk -> its photos, as library.packed stores them


class Some(NamedTuple):
    """Which assets are asked for: what follows the name of their column."""

    condition: str
    values: tuple[object, ...]


ALL = Some("", ())


def these(assets: Sequence[AssetId]) -> Some:
    return Some("IN (SELECT value FROM json_each(?))", (json.dumps(assets),))


ORDER = attrgetter("order")  # of photos: by time, undated last


class Features:
    """Looks features up while the connection is open: 2,560 bytes a photo are too many to hold."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __call__(self, assets: Sequence[AssetId]) -> list[bytes]:
        """Return those of each; b"" for one that has none any more."""
        if len(assets) == 1:  # asked for again and again
            one = self.db.execute("SELECT vector FROM feature WHERE asset_id = ?", assets).fetchone()
            return [one[0] if one else b""]
        first, last = min(assets, default=0), max(assets, default=0)
        if last - first < SPARSE * len(assets):  # as are those of one time, mostly: read in one go
            some = Some("BETWEEN ? AND ?", (first, last))
            rows = _of(self.db, _VECTORS, "asset_id", some, "ORDER BY asset_id").fetchall()
            if len(rows) == last - first + 1:  # none is missing between them
                return [rows[asset - first][1] for asset in assets]
        else:
            rows = _of(self.db, _VECTORS, "asset_id", these(assets)).fetchall()
        found: dict[int, bytes] = dict(rows)
        return [found.get(asset, b"") for asset in assets]

    def simhashes(self, form: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield what `simhashes.read` does."""
        return simhashes.read(self.db, form)


def photos(
    db: sqlite3.Connection,
    assets: Sequence[AssetId] | None = None,
    features: Features | None = None,
    fresh: Fresh | None = None,
) -> list[Photo]:
    """Return what the rules may see of these (None: of all) that was looked into; by time, undated last.

    `features` is what looks up what they look like; by default this connection does. Into `fresh` goes what
    was not stored packed yet (library.packed).
    """
    some = ALL if assets is None else these(sorted(assets))
    faces = _faces(db, some)
    look_up = features or Features(db)
    same: dict[str, str] = {}  # a library has few towns and cameras: each is held once
    found: list[Photo] = []
    for read in _every(db, fresh) if assets is None else [_columns(db, some, _seen(db, some))]:
        columns = _fields(read, same)
        columns["faces"] = [faces.get(asset, ()) for asset in columns["id"]]
        found += photos_of(columns | {"features": [look_up] * len(columns["id"])})
    found.sort(key=ORDER)
    return found


def _every(db: sqlite3.Connection, fresh: Fresh | None) -> Iterator[Columns]:
    """Yield the columns of all photos, chunk by chunk: all at once would double what is held."""
    there = set()
    for chunk, columns in packed.read(db):
        there.add(chunk)
        yield columns
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM asset").fetchone()
    missing = [chunk for chunk in range(last // packed.CHUNK + 1) if chunk not in there]
    swept = _seen(db, ALL) if len(missing) > FEW else None
    for chunk in missing:
        some = Some("BETWEEN ? AND ?", (chunk * packed.CHUNK, (chunk + 1) * packed.CHUNK - 1))
        columns = _columns(db, some, swept or _seen(db, some))
        if fresh is not None:
            fresh[chunk] = packed.packed(columns)
        yield columns


def _columns(db: sqlite3.Connection, some: Some, seen: Mapping[str, Callable[[int], Any]]) -> Columns:
    """Return what is known of each that was looked into, as it is stored, but for its faces."""
    there = _ids(db, "SELECT asset_id FROM feature INDEXED BY feature_there WHERE true", some)
    rows = [row for row in _of(db, _PHOTOS, "v.id", some) if row[0] in there]
    values = zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    columns: dict[str, Sequence[Any]] = dict(zip(_COLUMNS, values, strict=True))
    return columns | {name: [by_asset(asset) for asset in columns["id"]] for name, by_asset in seen.items()}


def _fields(read: Columns, same: dict[str, str]) -> dict[str, Sequence[Any]]:
    """Return the same by the fields of `Photo`."""
    columns = dict(read)
    columns["taken_at"] = [datetime.fromisoformat(at) if at else None for at in columns["taken_at"]]
    video = Kind.VIDEO.value  # see Note: Members
    columns["duration_s"] = [
        duration if kind == video else None
        for kind, duration in zip(columns["kind"], columns["duration_s"], strict=True)
    ]
    for field, named in (("certainty", _CERTAINTIES), ("role", _ROLES), ("kind", _KINDS)):
        columns[field] = [named[name] for name in columns[field]]
    for field in ("place", "country", "camera"):
        columns[field] = [same.setdefault(name, name) for name in columns[field]]
    rgb = zip(*(columns.pop(part) for part in _COLOUR), strict=True)
    columns["colour"] = [None if None in colour else colour for colour in rgb]
    return columns


def _seen(db: sqlite3.Connection, some: Some) -> dict[str, Callable[[int], Any]]:
    """Return what tells what was seen in an asset or said of it, by the field of `Photo`."""
    kept = _ids(db, "SELECT asset_id FROM role_verdict WHERE role = 'photo'", some)
    found: dict[str, Callable[[int], Any]] = {"kept": kept.__contains__}
    for field, (family, names) in _LABELS.items():
        found[field] = partial(_or, _labels(db, family, names, some), _NONE)
    for field in ("nudity", "medical"):
        found[field] = partial(_or, _scores(db, field, some), 0.0)
    return found


def _or(known: Mapping[int, V], otherwise: V, asset: int) -> V:
    return known.get(asset, otherwise)


def _of(db: sqlite3.Connection, query: str, column: str, some: Some, order: str = "") -> sqlite3.Cursor:
    """Run a query over some assets; its rows are plain tuples."""
    cursor = db.cursor()
    cursor.row_factory = None
    only = f" AND {column} {some.condition}" if some.condition else ""
    return cursor.execute(f"{query}{only} {order}", some.values)


def _labels(db: sqlite3.Connection, family: str, names: Sequence[str], some: Some) -> Scores:
    """Return the labels of a family; only those of these names, where there are any."""
    asked = ", ".join(f"'{name}'" for name in names)
    only = f" AND name IN ({asked})" if names else ""
    found: dict[int, dict[str, float]] = {}
    few = "+" if some.condition else ""  # of a few assets not all of the family's labels are looked through
    query = f"SELECT asset_id, name, score FROM label WHERE {few}family = '{family}'{only}"
    for asset, name, score in _of(db, query, "asset_id", some):
        scores = found.get(asset)
        if scores is None:
            found[asset] = {name: score}
        elif score > scores.get(name, 0.0):
            scores[name] = score
    return found


def _faces(db: sqlite3.Connection, some: Some) -> Mapping[int, tuple[PhotoFace, ...]]:
    query = "SELECT asset_id, cluster_id, x, y, w, h, quality, smile, eyes_open FROM face WHERE true"
    rows = _of(db, query, "asset_id", some, "ORDER BY id").fetchall()
    if not rows:
        return {}
    assets, clusters, *columns = zip(*rows, strict=True)
    found: dict[int, list[PhotoFace]] = defaultdict(list)
    for asset, face in zip(assets, faces_of(clusters, columns[:4], columns[4:]), strict=True):
        found[asset].append(face)
    return {asset: tuple(faces) for asset, faces in found.items()}


def _ids(db: sqlite3.Connection, query: str, some: Some) -> frozenset[int]:
    return frozenset(asset for (asset,) in _of(db, query, "asset_id", some))


def _scores(db: sqlite3.Connection, table: str, some: Some) -> Mapping[int, float]:
    return dict(_of(db, f"SELECT asset_id, score FROM {table} WHERE score > 0", "asset_id", some))
