"""When all faces are settled together: a new one must not cost more in a larger library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from rollsuggest.library import grouping
from rollsuggest.library.database import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    database = Database(tmp_path / "library.sqlite")
    with database.write() as connection:
        connection.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        connection.execute(
            "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns) VALUES (1, 1, 'a', 'photo', 1, 1)"
        )
        yield connection
    database.close()


def add(db: Connection, count: int, *, grouped: int) -> None:
    row = (1, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.5, "[]", b"", grouped)
    db.executemany(
        "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding, grouped)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [row] * count,
    )


def test_a_small_library_is_settled_whenever_there_is_news(db: Connection) -> None:
    add(db, 100, grouped=2)
    assert not grouping.due(db)
    add(db, 1, grouped=1)
    assert grouping.due(db)


def test_a_large_one_is_settled_when_a_twentieth_is_new(db: Connection) -> None:
    add(db, grouping.ALWAYS_UP_TO, grouped=2)
    add(db, 200, grouped=1)
    assert not grouping.due(db)
    add(db, 100, grouped=0)
    assert grouping.due(db)


def test_a_word_of_the_person_settles_a_large_one_too(db: Connection) -> None:
    add(db, grouping.ALWAYS_UP_TO, grouped=2)
    add(db, 1, grouped=0)
    assert not grouping.due(db)
    db.execute(
        "INSERT INTO spot (asset_id, x, y, w, h, face_id) SELECT asset_id, x, y, w, h, max(id) FROM face"
    )
    assert grouping.due(db)
