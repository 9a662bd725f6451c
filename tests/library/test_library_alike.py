"""Who stands for whom, stored; and a person who would rather have the other one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from rollsuggest.library import alike
from rollsuggest.library.database import Database
from rollsuggest.library.rows import Behind
from rollsuggest.model import Alike, AssetId, Extra, Role

NOW = datetime(2026, 6, 14)
ONE, TWO, THREE, GONE = (AssetId(n) for n in (1, 2, 3, 77))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/roll', '')")
        db.executemany(
            "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash)"
            " VALUES (?, 1, ?, 'photo', 1, 1, x'00')",
            [(n, f"a/{n}.jpg") for n in (1, 2, 3)],
        )
        alike.store(
            db,
            Alike(
                (
                    Extra(TWO, ONE, Role.BURST_EXTRA, "eyes"),
                    Extra(THREE, ONE, Role.BURST_EXTRA, "sharper"),
                    Extra(GONE, ONE, Role.DUPLICATE, "original"),
                ),
                None,
            ),
            "then",
        )
    yield database
    database.close()


def test_each_knows_who_stands_for_it(library: Database) -> None:
    with library.read() as db:
        assert alike.behind(db, TWO) == Behind(ONE, "1.jpg", Role.BURST_EXTRA, "eyes")
        assert alike.behind(db, ONE) is None
        assert [alike.stands_for(db, asset) for asset in (ONE, TWO)] == [2, 0]


def test_keeping_another_one_turns_the_group_around(library: Database) -> None:
    with library.write() as db:
        alike.keep_instead(db, TWO, NOW)
        assert alike.behind(db, TWO) is None
        for asset in (ONE, THREE):
            assert alike.behind(db, asset) == Behind(TWO, "2.jpg", Role.BURST_EXTRA, "kept")
        alike.keep_instead(db, THREE, NOW)
        said = dict(db.execute("SELECT asset_id, role FROM role_verdict").fetchall())
        assert said == {THREE: "photo"}
        alike.keep_instead(db, THREE, NOW)  # it stands for itself already
        assert alike.stands_for(db, THREE) == 2


def test_a_photo_that_cannot_be_shown_stands_for_nobody(library: Database) -> None:
    with library.write() as db:
        db.execute("UPDATE asset SET missing_since = '2026-01-01' WHERE id = 1")
        assert alike.behind(db, TWO) is None


def test_storing_tells_whether_anything_is_new(library: Database) -> None:
    extras = (Extra(TWO, ONE, Role.BURST_EXTRA, "eyes"), Extra(THREE, ONE, Role.BURST_EXTRA, "sharper"))
    with library.write() as db:
        assert not alike.store(db, Alike(extras, None), "then")
        assert alike.store(db, Alike(extras[:1], None), "then")


def test_what_is_stored_is_known_of_that_state_alone(library: Database) -> None:
    extras = (Extra(TWO, ONE, Role.BURST_EXTRA, "eyes"), Extra(THREE, ONE, Role.DUPLICATE, "original"))
    with library.write() as db:
        alike.store(db, Alike(extras, extras[:1]), "now")
        assert alike.known(db, "now") == (extras, extras[:1])
        assert alike.known(db, "then") is None
