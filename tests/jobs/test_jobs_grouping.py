"""New faces are placed as if all faces of all clusters had been read, though only a few rows are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from random import Random
from sqlite3 import Connection

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollsuggest.jobs import grouping as work
from rollsuggest.jobs import placing
from rollsuggest.library import grouping
from rollsuggest.library.database import Database
from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import FaceVector, extend

AXES = np.linalg.qr(np.random.default_rng(7).normal(size=(192, 192)))[0].astype(np.float32)


def face(n: int, person: int, asset: int, quality: float = 0.9) -> FaceVector:
    """Persons 2 k and 2 k + 1 are about as like each other as faces of one person sometimes are."""
    wander = np.random.default_rng(n).normal(scale=0.05, size=192).astype(np.float32)
    vector = AXES[person // 2] + 0.6 * AXES[50 + person] + wander
    stored = (vector / np.linalg.norm(vector)).astype(np.float16).astype(np.float32)
    return FaceVector(FaceId(n), AssetId(asset), stored, quality)


def fill(database: Database, faces: list[FaceVector], known: Mapping[FaceId, ClusterId]) -> None:
    with database.write() as db:
        for table in ("face", "cluster", "asset"):
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT OR IGNORE INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        db.executemany("INSERT INTO cluster (id) VALUES (?)", [(c,) for c in sorted(set(known.values()))])
        for one in faces:
            insert(db, one, known.get(one.face), 2)


def insert(db: Connection, one: FaceVector, cluster: ClusterId | None = None, grouped: int = 0) -> None:
    db.execute(
        "INSERT OR IGNORE INTO asset (id, roll_id, path, kind, size, mtime_ns)"
        " VALUES (?, 1, ?, 'photo', 1, 1)",
        (one.asset, f"{one.asset}.jpg"),
    )
    db.execute(
        "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id,"
        " grouped) VALUES (?, ?, 0, 0, 1, 1, 1, ?, 0, '[]', ?, ?, ?)",
        (one.face, one.asset, one.quality, one.vector.astype("<f2").tobytes(), cluster, grouped),
    )


def regroup(database: Database) -> dict[FaceId, ClusterId | None]:
    grouped = work.group(database.path)
    with database.write() as db:
        grouping.store(db, grouped)
        return {row["id"]: row["cluster_id"] for row in db.execute("SELECT id, cluster_id FROM face")}


def partition(found: Mapping[FaceId, ClusterId | None]) -> set[frozenset[FaceId]]:
    groups: dict[object, set[FaceId]] = defaultdict(set)
    for one, cluster in found.items():
        groups[cluster or f"alone {one}"].add(one)
    return {frozenset(group) for group in groups.values()}


rows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 14), st.sampled_from((0.9, 0.5, 0.1))),
    min_size=2,
    max_size=40,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, st.integers(1, 30), st.integers(1, 6), st.integers(0, 10**6).map(Random))
def test_it_is_as_if_all_had_been_read(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[int, int, float]],
    cut: int,
    step: int,
    random: Random,
) -> None:
    monkeypatch.setattr(grouping, "AT_ONCE_UP_TO", 0)
    monkeypatch.setattr(placing, "SMALL", 3)  # so that made-up clusters are large
    faces = [face(n + 1, who, asset + 1, q) for n, (who, asset, q) in enumerate(rows)]
    random.shuffle(faces)
    before = {f: c for f, c in extend(faces[:cut], {}, next_id=1).items() if c is not None}
    database = Database(tmp_path_factory.mktemp("grouping") / "library.sqlite")
    try:
        fill(database, faces[:cut], before)
        for upto in range(min(cut, len(faces)), len(faces), step):
            with database.write() as db:
                for one in faces[upto : upto + step]:
                    insert(db, one)
            found = regroup(database)
            some = [
                one for one in faces[: upto + step] if one.face in before or one in faces[upto : upto + step]
            ]
            pure = extend(some, before, next_id=10_000)
            assert partition({f: c for f, c in found.items() if f in pure}) == partition(pure)
            before = {f: c for f, c in found.items() if c is not None}
            photos = [(c, one.asset) for one in faces if (c := found.get(one.face)) is not None]
            assert len(photos) == len(set(photos))
    finally:
        database.close()


def test_two_large_clusters_that_share_a_photo_stay_two_whatever_comes_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "AT_ONCE_UP_TO", 0)
    monkeypatch.setattr(placing, "SMALL", 3)
    faces = [face(n, 0, n % 20) for n in range(1, 41)]  # one face as of twins in twenty photos
    known = {one.face: ClusterId(1 if one.face <= 20 else 2) for one in faces}
    database = Database(tmp_path / "library.sqlite")
    fill(database, faces, known)
    with database.write() as db:
        insert(db, face(99, 0, 99))
    found = regroup(database)
    database.close()
    assert found[FaceId(99)] in (1, 2)
    assert {f: c for f, c in found.items() if f != 99} == known


def test_a_sum_that_is_missing_is_told_from_some_of_the_faces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "AT_ONCE_UP_TO", 0)
    monkeypatch.setattr(placing, "SAMPLE", 5)
    faces = [face(n, 0, n, 0.9 if n % 4 else 0.1) for n in range(1, 42)]
    database = Database(tmp_path / "library.sqlite")
    fill(database, faces, {one.face: ClusterId(1) for one in faces})
    with database.write() as db:
        insert(db, face(99, 0, 99))
    found = regroup(database)
    with database.read() as db:
        size, mean = db.execute("SELECT size, mean FROM cluster_sum").fetchone()
    database.close()
    assert found[FaceId(99)] == 1
    assert 25 <= size <= 42  # 31 shape it
    true = np.stack([one.vector for one in faces if one.quality > 0.3]).mean(0)
    assert float(np.frombuffer(mean, np.float16).astype(np.float32) @ true) > 0.9 * float(true @ true)


def test_few_faces_are_settled_at_once_so_that_an_early_mistake_does_not_stay(tmp_path: Path) -> None:
    faces = [face(n, n % 2 * 2, n) for n in range(1, 21)]  # two persons, taken for one
    database = Database(tmp_path / "library.sqlite")
    fill(database, faces, {one.face: ClusterId(1) for one in faces})
    with database.write() as db:
        insert(db, face(99, 0, 99))
    found = regroup(database)
    database.close()
    assert found[FaceId(1)] != found[FaceId(2)] == found[FaceId(99)]
