"""How long a second start takes to see that nothing changed: python -m benchmarks rescan [--files 100000]."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from rollsuggest import paths
from rollsuggest.library import queries, store
from rollsuggest.library.view import build_view
from rollsuggest.model import STAGE_VERSIONS, Purpose
from rollsuggest.studio import Studio

FOLDER_HOLDS = 500


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks rescan")
    words.add_argument("--files", type=int, default=100_000)
    count = words.parse_args(sys.argv[2:]).files
    place = Path(tempfile.mkdtemp(prefix="rollsuggest-rescan-"))
    try:
        roll = make(place / "roll", count)
        with closing(Studio(paths.under(place / "data"))) as studio:
            studio.allow(Purpose.ANALYSE)
            studio.add_roll(roll)
            known(studio)
            measure("first words to search by", lambda: studio._freshen_search(lambda: False))
            measure("second start finds no work", lambda: studio.index(lambda status: None))
            measure("tiles of the library", studio.tiles)
            with studio._db.read() as db:
                measure("view for the rules", lambda: build_view(db))
                measure("status", lambda: queries.index_status(db))
    finally:
        shutil.rmtree(place)


def make(roll: Path, count: int) -> Path:
    """Make `count` tiny files, 500 to a folder."""
    for number in range(count):
        folder = roll / f"{number // FOLDER_HOLDS:04}"
        if number % FOLDER_HOLDS == 0:
            folder.mkdir(parents=True)
        (folder / f"IMG_{number:06}.jpg").write_bytes(b"%d" % number)
    print(f"{count:,} files in {count // FOLDER_HOLDS} folders")
    return roll


def known(studio: Studio) -> None:
    """Fill the library as a finished first run leaves it; the looking itself is measured elsewhere."""
    from rollsuggest.jobs.indexer import Control, Indexer, Order, stages_allowed

    stages = stages_allowed(faces=False)
    indexer = Indexer(
        studio._db, studio.paths, Order(stages, places=False, workers=1), Control(), lambda status: None
    )
    indexer._scan_all()
    now = datetime.now().isoformat()
    with studio._db.write() as db:
        for stage in stages:
            db.execute(
                "INSERT INTO analysis SELECT id, ?, ?, 'done', 1, NULL, ? FROM asset",
                (stage, STAGE_VERSIONS[stage], now),
            )
        db.execute(
            "UPDATE asset SET content_hash = zeroblob(16), width = 4000, height = 3000,"
            " taken_at = '2020-01-01T12:00:00', certainty = 'exact'"
        )
        db.execute("INSERT INTO feature SELECT id, zeroblob(2560) FROM asset")
        store.touch(db)
        store.relate(db)


def measure(what: str, act: object) -> None:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    print(f"{what:<32} {time.perf_counter() - began:6.2f} s")
