"""A new photo's cost at 1,000 and at 100,000 photos: python -m benchmarks growth [--new 100].

The libraries are filled by SQL as a finished run leaves them, two faces to three photos, their files tiny.
Photos of 12 megapixels are added, one at a time and then many: the runs with one tell what any run with news
costs, the difference what a new photo does. As a run with one takes seconds at 100,000 photos and varies by
tenths, the median of several counts. CPU time, in all processes and in the main one.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import statistics
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.analysis import machine
from benchmarks.index import cpu_s, made
from benchmarks.people import made_up
from benchmarks.rescan import make
from rollsuggest import paths
from rollsuggest.jobs.indexer import Control, Indexer, Order, stages_allowed
from rollsuggest.library import store
from rollsuggest.model import STAGE_VERSIONS, Purpose
from rollsuggest.studio import Studio

WORDS = ("food", "beach_sea", "city_street", "flowers", "pets_dog", "sport", "snow", "landmarks")
ALONE = 5  # runs with one new photo
FIRST = datetime(2011, 6, 1, 8)


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks growth")
    words.add_argument("--new", type=int, default=100)
    words.add_argument("--libraries", type=int, nargs="+", default=[1_000, 100_000])
    chosen = words.parse_args(sys.argv[2:])
    photos = made(chosen.new + ALONE)
    print(machine())
    costs = [cost(count, photos, chosen.new) for count in chosen.libraries]
    for count, each in zip(chosen.libraries, costs, strict=True):
        print(f"{count:>8,} photos: a run with one {each.fixed_s:5.1f} s, ", end="")
        print(f"a new photo {each.all_ms:5.0f} ms, of it here {each.here_ms:5.1f} ms")
    print(f"growth: {costs[-1].all_ms / costs[0].all_ms - 1:+.1%}")


@dataclass(frozen=True, slots=True)
class Cost:
    fixed_s: float
    all_ms: float
    here_ms: float


def cost(count: int, photos: Path, new: int) -> Cost:
    place = Path(tempfile.mkdtemp(prefix="rollsuggest-growth-"))
    try:
        roll = make(place / "roll", count)
        with closing(Studio(paths.under(place / "data"))) as studio:
            studio.allow(Purpose.ANALYSE, Purpose.FACES)
            studio.change_settings(replace(studio.settings(), workers=2))
            studio.add_roll(roll)
            fill(studio)
            studio.index(lambda status: None)  # whatever is worked out once after a change
            news = sorted(photos.iterdir())[: new + ALONE]
            alone = [spent(studio, roll, [one]) for one in news[:ALONE]]
            fixed, fixed_here = (statistics.median(each) for each in zip(*alone, strict=True))
            whole, here = spent(studio, roll, news[ALONE:])
        return Cost(fixed, (whole - fixed) / (new - 1) * 1000, (here - fixed_here) / (new - 1) * 1000)
    finally:
        shutil.rmtree(place)


def spent(studio: Studio, roll: Path, news: list[Path]) -> tuple[float, float]:
    """Add photos, index, and return the CPU seconds of all processes and of this one."""
    (roll / "new").mkdir(exist_ok=True)
    for photo in news:
        shutil.copyfile(photo, roll / "new" / photo.name)
    before, here = cpu_s(), cpu_s(children=False)
    studio.index(lambda status: None)
    return cpu_s() - before, cpu_s(children=False) - here


def fill(studio: Studio) -> None:
    """Note all files as looked at, with dates, features, labels, qualities and faces."""
    stages = stages_allowed(faces=True)
    order = Order(stages, places=False, workers=1)
    Indexer(studio._db, studio.paths, order, Control(), lambda status: None)._scan_all()
    with studio._db.write() as db:
        assets = [row["id"] for row in db.execute("SELECT id FROM asset ORDER BY id")]
        _facts(db, assets)
        for stage in stages:
            done = "INSERT INTO analysis SELECT id, ?, ?, 'done', 1, NULL, ? FROM asset"
            db.execute(done, (stage, STAGE_VERSIONS[stage], FIRST.isoformat()))
        _faces(db, assets)
        store.touch(db)


def _facts(db: sqlite3.Connection, assets: list[int]) -> None:
    random = np.random.default_rng(1)
    db.executemany(
        "UPDATE asset SET content_hash = ?, mime = 'image/jpeg', width = 4000, height = 3000, taken_at = ?,"
        " certainty = 'exact', date_source = 'exif', camera = 'Phone' WHERE id = ?",
        [(n.to_bytes(16, "big"), (FIRST + timedelta(hours=n)).isoformat(), n) for n in assets],
    )
    db.executemany(
        "INSERT INTO quality VALUES (?, 0.5, 0.7, 0.7, ?, 90, 90, 90)",
        [(n, int(random.integers(1, 2**62))) for n in assets],
    )
    db.executemany(
        "INSERT INTO label VALUES (?, 'theme', ?, 0.9, NULL, NULL, NULL, NULL)",
        [(n, WORDS[n % len(WORDS)]) for n in assets],
    )
    scenes = [row.tobytes() for row in (random.normal(size=(4000, 1280)) / 36).astype("<f2")]
    db.executemany("INSERT INTO feature VALUES (?, ?)", [(n, scenes[n // 8 % 4000]) for n in assets])


def _faces(db: sqlite3.Connection, assets: list[int]) -> None:
    made_faces = made_up(len(assets) * 2 // 3, persons=max(20, len(assets) // 50))
    db.executemany(
        "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding)"
        " VALUES (?, 0.4, 0.3, 0.1, 0.1, 0.9, ?, 0.5, '[[0.4, 0.3]]', ?)",
        [(assets[f.asset], f.quality, f.vector.astype("<f2").tobytes()) for f in made_faces],
    )
