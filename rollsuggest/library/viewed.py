"""Photos and videos as the rules see them, read in a few sweeps over the tables; features when asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from rollsuggest.model import AssetId, Box, Certainty, ClusterId, Kind, Photo, PhotoFace, Role

# Of a film one still is looked at. While somebody is hidden, or is to be left in peace of, it is shown only
# after faces were looked for in that.
_FILM_MAY_SHOW = (
    "(NOT EXISTS (SELECT 1 FROM person WHERE hidden)"
    " AND NOT EXISTS (SELECT 1 FROM quiet WHERE kind = 'person')"
    " OR EXISTS (SELECT 1 FROM analysis d WHERE d.asset_id = v.id AND d.stage = 'faces'"
    " AND d.status = 'done'))"
)
_PHOTOS = (
    "SELECT v.id, v.path, v.taken_at, v.certainty, v.width, v.height, v.role, v.latitude, v.longitude,"
    " v.place, v.country, v.camera, v.content_hash, v.kind, v.duration_s FROM visible v"
    f" WHERE (v.kind = 'photo' OR {_FILM_MAY_SHOW})"
    " AND v.id IN (SELECT asset_id FROM feature INDEXED BY feature_there)"
)
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}
_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in Kind}
WORDS = ("backpack", "school bus")  # of suggest.school
_NONE: Mapping[str, float] = {}
_UNMEASURED = (0.5, 0.5, 0.5, 0)  # sharpness, exposure, contrast, hash; no colour

Scores = Mapping[int, Mapping[str, float]]  # asset -> name -> score
Rows = Iterable[tuple[Any, ...]]


class Features:
    """Looks features up while the connection is open: 2,560 bytes a photo are too many to hold."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __call__(self, assets: Sequence[AssetId]) -> list[bytes]:
        """Return those of each; b"" for one that has none any more."""
        query = "SELECT asset_id, vector FROM feature WHERE true"
        found: dict[int, bytes] = dict(_of(self._db, query, "asset_id", json.dumps(assets)))
        return [found.get(asset, b"") for asset in assets]


def photos(db: sqlite3.Connection, assets: Sequence[AssetId] | None = None) -> list[Photo]:
    """Return what the rules may see of these (None: of all) that was looked into; by time, undated last."""
    some = None if assets is None else json.dumps(sorted(assets))
    themes, objects, words = _labels(db, some)
    faces = _faces(db, some)
    measured = {row[0]: row[1:] for row in _of(db, "SELECT * FROM quality WHERE true", "asset_id", some)}
    kept = _ids(db, "SELECT asset_id FROM role_verdict WHERE role = 'photo'", some)
    nude, medical = (_scores(db, table, some) for table in ("nudity", "medical"))
    features = Features(db)
    same: dict[str, str] = {}  # a library has few towns and cameras: each is held once
    found = [
        Photo(
            id=asset,
            path=path,
            taken_at=datetime.fromisoformat(at) if at else None,
            certainty=_CERTAINTIES[certainty],
            width=width,
            height=height,
            role=_ROLES[role],
            latitude=latitude,
            longitude=longitude,
            place=same.setdefault(place, place),
            country=same.setdefault(country, country),
            camera=same.setdefault(camera, camera),
            labels=themes.get(asset, _NONE),
            objects=objects.get(asset, _NONE),
            words=words.get(asset, _NONE),
            faces=tuple(faces.get(asset, ())),
            features=features,
            content_hash=content_hash,
            kept=asset in kept,
            nudity=nude.get(asset, 0.0),
            medical=medical.get(asset, 0.0),
            kind=_KINDS[kind],
            duration_s=duration_s if kind == Kind.VIDEO else None,
            sharpness=quality[0],
            exposure=quality[1],
            contrast=quality[2],
            phash=quality[3],
            colour=quality[4:] or None,
        )
        for (
            asset, path, at, certainty, width, height, role, latitude, longitude, place, country, camera,
            content_hash, kind, duration_s,
        ) in _of(db, _PHOTOS, "v.id", some)
        for quality in (measured.get(asset, _UNMEASURED),)
    ]  # fmt: skip
    return sorted(found, key=attrgetter("order"))


def _of(db: sqlite3.Connection, query: str, column: str, some: str | None) -> Rows:
    """Run a query over all assets, or over some (JSON); its rows are plain tuples."""
    cursor = db.cursor()
    cursor.row_factory = None
    if some is None:
        return cursor.execute(query)
    return cursor.execute(f"{query} AND {column} IN (SELECT value FROM json_each(?))", (some,))


def _labels(db: sqlite3.Connection, some: str | None) -> tuple[Scores, Scores, Scores]:
    """Return themes, objects, and of the classifier's words those that a rule asks for."""
    found: dict[str, dict[int, dict[str, float]]] = {"theme": {}, "object": {}, "word": {}}
    asked = ", ".join(f"'{word}'" for word in WORDS)
    query = f"SELECT asset_id, family, name, score FROM label WHERE (family <> 'word' OR name IN ({asked}))"
    for asset, family, name, score in _of(db, query, "asset_id", some):
        scores = found[family].setdefault(asset, {})
        scores[name] = max(score, scores.get(name, 0.0))
    return found["theme"], found["object"], found["word"]


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
