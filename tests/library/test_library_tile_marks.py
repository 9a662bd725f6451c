"""What tiles tell besides their pictures; nobody hidden or gone stands for a photo that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rollsuggest.library import alike, queries
from rollsuggest.library.database import Database
from rollsuggest.library.rows import Tile
from rollsuggest.library.tile_marks import marked
from rollsuggest.model import Alike, AssetId, Extra, Role

ONE, TWO, THREE = (AssetId(n) for n in (1, 2, 3))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/roll', '')")
        db.executemany(
            "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash)"
            " VALUES (?, 1, ?, ?, 1, 1, x'00')",
            [(n, f"a/{n}.jpg", "photo") for n in (1, 2, 3)]
            + [(4, "a/1.mov", "video"), (5, "a/2.cr2", "photo")],
        )
        alike.store(
            db, Alike(tuple(Extra(n, ONE, Role.BURST_EXTRA, "eyes") for n in (TWO, THREE)), None), "then"
        )
    yield database
    database.close()


def tiles(database: Database) -> dict[AssetId, Tile]:
    with database.read() as db:
        return {tile.asset: tile for tile in marked(db, queries.tiles(db))}


def test_a_tile_tells_which_photo_is_used_in_its_place(library: Database) -> None:
    assert {asset: tile.best for asset, tile in tiles(library).items()} == {
        ONE: None, TWO: ONE, THREE: ONE, AssetId(4): None, AssetId(5): None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "gone",
    [
        "UPDATE asset SET missing_since = '2026-01-01' WHERE id = 1",
        "DELETE FROM asset WHERE id = 1",
        "UPDATE asset SET error = 'damaged' WHERE id = 1",
        "INSERT INTO person (id, hidden) VALUES (1, 1);"
        "INSERT INTO cluster (id, person_id) VALUES (1, 1);"
        "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id)"
        " VALUES (1, 0, 0, 1, 1, 1, 1, 0, '[]', x'', 1)",
    ],
    ids=["missing", "deleted", "unreadable", "hidden"],
)
def test_whose_best_cannot_be_shown_stands_for_itself(library: Database, gone: str) -> None:
    with library.write() as db:
        for statement in gone.split(";"):
            db.execute(statement)
    shown = tiles(library)
    assert ONE not in shown
    assert shown[TWO].best is None
    assert shown[THREE].best is None


def test_films_and_raws_are_told_of(library: Database) -> None:
    with library.write() as db:
        db.execute("UPDATE asset SET companion_of = 1 WHERE id = 4")
        db.execute("UPDATE asset SET companion_of = 2 WHERE id = 5")
        db.execute("UPDATE asset SET film_offset = 100 WHERE id = 3")
    marks = {asset: (tile.film, tile.raw) for asset, tile in tiles(library).items()}
    assert marks == {ONE: (True, False), TWO: (False, True), THREE: (True, False)}
    with library.write() as db:
        db.execute("UPDATE asset SET missing_since = '2026-01-01' WHERE id IN (4, 5)")
    assert not tiles(library)[ONE].film
    assert not tiles(library)[TWO].raw
