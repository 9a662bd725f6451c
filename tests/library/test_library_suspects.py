"""Files that were open when everything ended: innocent ones are never named, one that did it is."""

import random
from datetime import datetime
from pathlib import Path

import pytest

from rollsuggest.library import scanned, store
from rollsuggest.library.database import Database
from rollsuggest.library.scan import Diff, Found
from rollsuggest.library.suspects import ENDS, settle
from rollsuggest.model import AssetId, Kind, RollId, Stage

NOW = datetime(2026, 6, 14, 12)
ROLL = RollId(1)
IN_FLIGHT = 2


def library(place: Path, count: int) -> Database:
    database = Database(place / "library.sqlite")
    found = tuple(Found(f"{n}.jpg", 10, n, Kind.PHOTO) for n in range(count))
    with database.write() as db:
        store.add_roll(db, place / "roll", NOW)
        scanned.apply_scan(db, ROLL, Diff(found, (), (), ()), {}, NOW)
    return database


def run(database: Database, *, ends_at: AssetId | None, broke_off: bool = True) -> set[AssetId]:
    """Run as the indexer does until all ends at a file (None: at the first); returns what was open."""
    with database.write() as db:
        suspects = settle(db, NOW, broke_off=broke_off)
        tasks = store.pending(db, [Stage.FILE], [ROLL])
    calm = [task for task in tasks if task.asset not in suspects]
    alone = sorted((t for t in tasks if t.asset in suspects), key=lambda task: suspects[task.asset])
    batches = [calm[n : n + IN_FLIGHT] for n in range(0, len(calm), IN_FLIGHT)] + [[task] for task in alone]
    for batch in batches:
        with database.write() as db:
            store.claim(db, batch, alone=batch[0].asset in suspects)
        open_now = {task.asset for task in batch}
        if ends_at is None or ends_at in open_now:
            return open_now
        with database.write() as db:
            db.executemany(
                "UPDATE analysis SET status = 'done' WHERE asset_id = ?", [(asset,) for asset in open_now]
            )
    return set()


def errors(database: Database) -> dict[int, str]:
    with database.read() as db:
        return {row["id"]: row["error"] for row in db.execute("SELECT * FROM asset WHERE error IS NOT NULL")}


@pytest.mark.parametrize("count", [8, 10, 15])
def test_twenty_ends_before_any_result_name_nobody_even_in_a_small_roll(tmp_path: Path, count: int) -> None:
    database = library(tmp_path, count)
    for number in range(20):
        run(database, ends_at=None, broke_off=number > 0)
    assert run(database, ends_at=AssetId(-1)) == set()
    assert errors(database) == {}
    with database.read() as db:
        assert store.pending(db, [Stage.FILE], [ROLL]) == []


@pytest.mark.parametrize("count", [1, 2, 15])
def test_a_file_that_ends_everything_is_named_and_no_other(tmp_path: Path, count: int) -> None:
    database = library(tmp_path, count)
    killer = AssetId(random.Random(count).randint(1, count))
    ends = 0
    while run(database, ends_at=killer, broke_off=ends > 0):
        ends += 1
        assert ends <= ENDS + 1
    assert ends == ENDS + 1  # once among others, then alone
    assert errors(database) == {killer: "rollsuggest stopped three times while reading this file."}
    with database.write() as db:
        assert store.pending(db, [Stage.FILE], [ROLL]) == []
        store.retry(db, [killer])
        assert [task.asset for task in store.pending(db, [Stage.FILE], [ROLL])] == [killer]


def test_a_run_that_could_tell_of_its_end_blames_nobody(tmp_path: Path) -> None:
    database = library(tmp_path, 1)
    for _ in range(ENDS + 3):
        assert run(database, ends_at=None, broke_off=False) == {1}
    assert errors(database) == {}
