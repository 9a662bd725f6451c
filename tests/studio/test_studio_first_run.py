"""What a long first run shows on its way: Live Photos are one; suspects of an end are looked at alone."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from made_films import film
from PIL import Image

from rollsuggest import paths
from rollsuggest.library import store
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import AssetId, Purpose, Stage
from rollsuggest.studio import Studio

PATIENCE_S = 60.0
OTHERS = 40


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    roll = tmp_path / "roll"
    roll.mkdir()
    for n in range(OTHERS):
        Image.effect_noise((320, 240), 20 + n).save(roll / f"{n:03}.jpg")
    Image.effect_noise((320, 240), 5).save(roll / "live.jpg")
    film(roll / "live.mov", seconds=2.0)
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)
        yield studio


def read(studio: Studio) -> set[str]:
    """Return the two halves of the Live Photo as far as they were read."""
    with studio._db.read() as db:
        rows = db.execute("SELECT path FROM asset WHERE path LIKE 'live.%' AND content_hash IS NOT NULL")
        return {row["path"] for row in rows}


def shown(studio: Studio) -> set[str]:
    with studio._db.read() as db:
        return {row["path"] for row in db.execute("SELECT path FROM visible WHERE path LIKE 'live.%'")}


def test_a_live_photo_is_one_after_a_run_that_was_stopped(studio: Studio) -> None:
    def tell(status: IndexStatus) -> None:
        if len(read(studio)) == 2:
            studio.stop_indexing()

    assert studio.index(tell).state == "stopped"
    assert shown(studio) == {"live.jpg"}


def test_a_live_photo_is_one_while_a_run_is_paused(studio: Studio) -> None:
    studio.start_indexing()
    eventually(lambda: len(read(studio)) == 2)
    studio.pause_indexing()
    eventually(lambda: studio.index_status().state == "paused")
    eventually(lambda: shown(studio) == {"live.jpg"})
    assert studio.index_status().state == "paused"
    studio.stop_indexing()


def test_a_live_photo_is_one_while_a_run_goes_on(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rollsuggest.jobs.indexer.PAIR_EVERY_S", 0.0)
    seen: list[set[str]] = []

    def tell(status: IndexStatus) -> None:
        if status.state == "looking" and len(read(studio)) == 2:
            seen.append(shown(studio))

    assert studio.index(tell).state == "done"
    assert {"live.jpg"} in seen


def test_what_was_open_at_an_end_is_looked_at_alone_and_last(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(status: IndexStatus) -> None:
        if status.state == "looking":
            studio.stop_indexing()

    studio.index(stop)
    with studio._db.write() as db:  # as a kill leaves it
        db.execute("DELETE FROM analysis")
        tasks = store.pending(db, sorted(Stage), store.roll_paths(db))
        store.claim(db, tasks[:3])
    studio.paths.underway.touch()
    claims: list[tuple[list[AssetId], bool]] = []
    claim = store.claim

    def claiming(db: object, tasks: Sequence[store.Task], *, alone: bool = False) -> None:
        claims.append(([task.asset for task in tasks], alone))
        claim(db, tasks, alone=alone)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "claim", claiming)
    assert studio.index(lambda status: None).state == "done"
    suspects = {task.asset for task in tasks[:3]}
    assert {asset for assets, alone in claims if alone for asset in assets} == suspects
    assert all(len(assets) == 1 for assets, alone in claims if alone)
    assert [alone for _assets, alone in claims] == sorted(alone for _assets, alone in claims)  # last
    assert studio.unreadable() == ()
    with studio._db.read() as db:
        assert store.pending(db, [Stage.FILE, Stage.CONTENT], store.roll_paths(db)) == []
