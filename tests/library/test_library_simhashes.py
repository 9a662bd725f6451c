from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rollsuggest.library import simhashes
from rollsuggest.library.database import Database
from rollsuggest.library.erasing import Kept, erase

LATER = simhashes.CHUNK + 5


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(tmp_path / "library.sqlite")) as database:
        with database.write() as db:
            db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
            for n in (1, 2, LATER):
                db.execute(
                    "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns)"
                    " VALUES (?, 1, ?, 'photo', 1, 1)",
                    (n, f"{n}.jpg"),
                )
                db.execute("INSERT INTO feature VALUES (?, ?)", (n, bytes([n % 256])))
        yield database


def store_all(database: Database) -> None:
    with database.read() as db:
        for chunk in simhashes.missing(db, "a"):
            change, rows = simhashes.features(db, chunk)
            with database.write() as writing:
                simhashes.store(writing, chunk, "a", bytes(asset % 256 for asset, _row in rows), b"-", change)


def found(database: Database) -> list[tuple[bytes, bytes]]:
    with database.read() as db:
        return list(simhashes.read(db, "a"))


def test_each_chunk_is_stored_once_and_read_in_order(database: Database) -> None:
    store_all(database)
    assert found(database) == [(b"\1\2", b"-"), (b"\5", b"-")]
    with database.read() as db:
        assert simhashes.missing(db, "a") == []
        assert simhashes.missing(db, "another form") == [0, 1]
        assert not list(simhashes.read(db, "another form"))


@pytest.mark.parametrize(
    "change",
    [
        "INSERT OR REPLACE INTO feature VALUES (2, x'09')",
        "UPDATE feature SET vector = x'09' WHERE asset_id = 2",
        "DELETE FROM feature WHERE asset_id = 2",
        "DELETE FROM asset WHERE id = 2",
    ],
)
def test_a_changed_feature_drops_its_chunk_alone(database: Database, change: str) -> None:
    store_all(database)
    with database.write() as db:
        db.execute(change)
    assert found(database) == [(b"\5", b"-")]
    with database.read() as db:
        assert simhashes.missing(db, "a") == [0]


def test_what_changed_meanwhile_is_not_stored(database: Database) -> None:
    with database.read() as db:
        change, _rows = simhashes.features(db, 0)
    with database.write() as db:
        db.execute("DELETE FROM feature WHERE asset_id = 1")
        simhashes.store(db, 0, "a", b"\1\2", b"-", change)
    assert found(database) == []


def test_they_go_with_what_was_seen(database: Database) -> None:
    store_all(database)
    with database.write() as db:
        erase(db, Kept.LOOKS)
    assert found(database) == []
