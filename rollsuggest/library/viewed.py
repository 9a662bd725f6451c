"""Photos and videos as the rules see them, read in a few sweeps over the tables; features when asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from rollsuggest.model import (
    AssetId,
    Box,
    Certainty,
    ClusterId,
    Kind,
    Photo,
    PhotoFace,
    Role,
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
_PHOTOS = (
    f"SELECT {', '.join(f'v.{name}' for name in _FILE)} FROM visible v"
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
_MEASURES = ("sharpness", "exposure", "contrast", "phash")
_UNMEASURED = (0.5, 0.5, 0.5, 0, None, None, None)  # these, and no colour

Scores = Mapping[int, Mapping[str, float]]  # asset -> name -> score
Rows = Iterable[tuple[Any, ...]]


ORDER = attrgetter("order")  # of photos: by time, undated last


class Features:
    """Looks features up while the connection is open: 2,560 bytes a photo are too many to hold."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __call__(self, assets: Sequence[AssetId]) -> list[bytes]:
        """Return those of each; b"" for one that has none any more."""
        query = "SELECT asset_id, vector FROM feature WHERE true"
        found: dict[int, bytes] = dict(_of(self.db, query, "asset_id", json.dumps(assets)))
        return [found.get(asset, b"") for asset in assets]


def photos(
    db: sqlite3.Connection, assets: Sequence[AssetId] | None = None, features: Features | None = None
) -> list[Photo]:
    """Return what the rules may see of these (None: of all) that was looked into; by time, undated last.

    `features` is what looks up what they look like; by default this connection does.
    """
    some = None if assets is None else json.dumps(sorted(assets))
    there = _ids(db, "SELECT asset_id FROM feature INDEXED BY feature_there WHERE true", some)
    rows = [row for row in _of(db, _PHOTOS, "v.id", some) if row[0] in there]
    if not rows:
        return []
    columns = _file_columns(rows)
    seen = _seen_columns(db, columns["id"], some)
    found = photos_of(columns | seen | {"features": [features or Features(db)] * len(rows)})
    return sorted(found, key=ORDER)


def _file_columns(rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    """Return what the file says of each photo, by the field of `Photo`."""
    columns: dict[str, Sequence[Any]] = dict(zip(_FILE, zip(*rows, strict=True), strict=True))
    columns["taken_at"] = [datetime.fromisoformat(at) if at else None for at in columns["taken_at"]]
    columns["duration_s"] = [
        duration if kind == Kind.VIDEO else None
        for kind, duration in zip(columns["kind"], columns["duration_s"], strict=True)
    ]
    for field, named in (("certainty", _CERTAINTIES), ("role", _ROLES), ("kind", _KINDS)):
        columns[field] = [named[name] for name in columns[field]]
    same: dict[str, str] = {}  # a library has few towns and cameras: each is held once
    for field in ("place", "country", "camera"):
        columns[field] = [same.setdefault(name, name) for name in columns[field]]
    return columns


def _seen_columns(db: sqlite3.Connection, ids: Sequence[int], some: str | None) -> dict[str, Sequence[Any]]:
    """Return what was seen in each photo and said of it, by the field of `Photo`."""
    measured = {row[0]: row[1:] for row in _of(db, "SELECT * FROM quality WHERE true", "asset_id", some)}
    quality = tuple(zip(*[measured.get(asset, _UNMEASURED) for asset in ids], strict=True))
    kept = _ids(db, "SELECT asset_id FROM role_verdict WHERE role = 'photo'", some)
    faces = _faces(db, some)
    columns: dict[str, Sequence[Any]] = dict(zip(_MEASURES, quality, strict=False))
    columns["colour"] = [colour if None not in colour else None for colour in zip(*quality[4:], strict=True)]
    columns["faces"] = [tuple(faces[asset]) if asset in faces else () for asset in ids]
    columns["kept"] = [asset in kept for asset in ids]
    for field, (family, names) in _LABELS.items():
        scores = _labels(db, family, names, some)
        columns[field] = [scores.get(asset, _NONE) for asset in ids]
    for field in ("nudity", "medical"):
        found = _scores(db, field, some)
        columns[field] = [found.get(asset, 0.0) for asset in ids]
    return columns


def _of(db: sqlite3.Connection, query: str, column: str, some: str | None) -> Rows:
    """Run a query over all assets, or over some (JSON); its rows are plain tuples."""
    cursor = db.cursor()
    cursor.row_factory = None
    if some is None:
        return cursor.execute(query)
    return cursor.execute(f"{query} AND {column} IN (SELECT value FROM json_each(?))", (some,))


def _labels(db: sqlite3.Connection, family: str, names: Sequence[str], some: str | None) -> Scores:
    """Return the labels of a family; only those of these names, where there are any."""
    asked = ", ".join(f"'{name}'" for name in names)
    only = f" AND name IN ({asked})" if names else ""
    found: dict[int, dict[str, float]] = {}
    query = f"SELECT asset_id, name, score FROM label WHERE family = '{family}'{only}"
    for asset, name, score in _of(db, query, "asset_id", some):
        scores = found.get(asset)
        if scores is None:
            found[asset] = {name: score}
        elif score > scores.get(name, 0.0):
            scores[name] = score
    return found


def _faces(db: sqlite3.Connection, some: str | None) -> Mapping[int, list[PhotoFace]]:
    found: dict[int, list[tuple[int, PhotoFace]]] = defaultdict(list)
    query = "SELECT id, asset_id, cluster_id, x, y, w, h, quality, smile, eyes_open FROM face WHERE true"
    for face, asset, cluster, x, y, w, h, quality, smile, eyes in _of(db, query, "asset_id", some):
        whose = ClusterId(cluster) if cluster is not None else None
        found[asset].append((face, PhotoFace(whose, Box(x, y, w, h), quality, smile, eyes)))
    return {asset: [face for _id, face in sorted(faces, key=_first)] for asset, faces in found.items()}


def _first(pair: tuple[int, PhotoFace]) -> int:
    return pair[0]


def _ids(db: sqlite3.Connection, query: str, some: str | None) -> frozenset[int]:
    return frozenset(asset for (asset,) in _of(db, query, "asset_id", some))


def _scores(db: sqlite3.Connection, table: str, some: str | None) -> Mapping[int, float]:
    return dict(_of(db, f"SELECT asset_id, score FROM {table} WHERE score > 0", "asset_id", some))
