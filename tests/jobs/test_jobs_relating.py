"""What files tell of each other is worked out beside the person's own work, and misses none of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.jobs.indexer import Control, Indexer, Order
from rollsuggest.library import store
from rollsuggest.library.database import Database
from rollsuggest.model import Certainty, FileFacts, Findings, Kind, RollId, Stage, Taken

NOW = datetime(2024, 5, 1, 10)
FILES = ("a/IMG_0001.jpg", "a/IMG_0001.mov", "b/IMG_0002.jpg", "b/IMG_0002.mov")


@pytest.fixture
def indexer(tmp_path: Path) -> Indexer:
    database = Database(tmp_path / "library.db")
    with database.write() as db:
        roll = store.add_roll(db, tmp_path / "roll", NOW)
        for number, name in enumerate(FILES):
            kind = Kind.VIDEO if name.endswith("mov") else Kind.PHOTO
            db.execute(
                "INSERT INTO asset (roll_id, path, kind, size, mtime_ns) VALUES (?, ?, ?, 9, 9)",
                (roll, name, kind),
            )
            taken = Taken(NOW, Certainty.EXACT, "exif")
            seconds = 2.0 if kind is Kind.VIDEO else None
            facts = FileFacts(40, 30, taken, None, "", "", bytes([number]) * 16, "", duration_s=seconds)
            found = Findings(db.execute("SELECT max(id) FROM asset").fetchone()[0], facts)
            store.save(db, found, [Stage.FILE], NOW)
    order = Order(frozenset({Stage.FILE}), places=False, workers=1)
    made = Indexer(database, paths.under(tmp_path / "data"), order, Control(), lambda status: None)
    made._there = {RollId(1): tmp_path / "roll"}
    return made


def parts(indexer: Indexer) -> set[str]:
    with indexer._db.read() as db:
        rows = db.execute("SELECT path FROM asset WHERE companion_of IS NOT NULL").fetchall()
    return {row["path"] for row in rows}


def test_a_photo_and_its_film_become_one_and_that_is_noted(indexer: Indexer) -> None:
    indexer._relate()
    assert parts(indexer) == {"a/IMG_0001.mov", "b/IMG_0002.mov"}
    with indexer._db.read() as db:
        assert store.related(db)


def test_what_was_said_while_it_was_worked_out_counts(
    indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_out, asked = indexer._relations, 0

    def meanwhile(db: object) -> object:
        nonlocal asked
        found = work_out(db)  # type: ignore[arg-type]
        asked += 1
        if asked == 1:
            with indexer._db.write() as other:
                other.execute("UPDATE asset SET missing_since = ? WHERE path = 'b/IMG_0002.jpg'", ("2024",))
                store.touch(other)
                store.unrelate(other)
        return found

    monkeypatch.setattr(indexer, "_relations", meanwhile)
    indexer._relate()
    assert asked == 2
    assert parts(indexer) == {"a/IMG_0001.mov"}
