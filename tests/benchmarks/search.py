"""Searching a made-up library of 100,000 photos: queries, one photo refreshed, all of them written anew."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from rollsuggest.library import search
from rollsuggest.library.database import Database
from rollsuggest.library.vocabulary import objects, themes

PEOPLE = 200
PLACES = 300
QUERIES = (
    "dog", "beach", "person7", "person7 beach", "place3", "august 2024", "2019", "summer 2023", "christmas",
    "14 may", "person1 person2", "dogs -person1", '"by the sea in"', "pla", "img_0012", "last year food",
    "nothing",
)  # fmt: skip
REPEATS = 5
TODAY = date(2026, 6, 14)


def fill(database: Database, count: int, seed: int = 1) -> None:
    random = np.random.default_rng(seed)
    known_themes, known_objects = list(themes()), list(objects())
    start = datetime(2011, 6, 1)
    with database.write() as db:
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        db.executemany(
            "INSERT INTO person (id, name) VALUES (?, ?)", [(n + 1, f"Person{n}") for n in range(PEOPLE)]
        )
        db.executemany(
            "INSERT INTO cluster (id, person_id) VALUES (?, ?)", [(n + 1, n + 1) for n in range(PEOPLE)]
        )
        days = [
            (start + timedelta(days=int(d))).isoformat() for d in np.sort(random.integers(0, 5475, count))
        ]
        db.executemany(
            "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, width, height,"
            " taken_at, certainty, latitude, place, country)"
            " VALUES (?, 1, ?, 'photo', 1, 1, x'01', 4000, 3000, ?, 'exact', 41.0, ?, 'PT')",
            (
                (n + 1, f"DCIM/{n // 1000}/IMG_{n:06}.JPG", days[n], f"Place{n // 50 % PLACES}")
                for n in range(count)
            ),
        )
        db.executemany(
            "INSERT INTO label (asset_id, family, name, score) VALUES (?, ?, ?, 0.8)",
            (
                (n + 1, family, names[(n * 7 + n // 31) % len(names)])
                for n in range(count)
                for family, names in (("theme", known_themes), ("object", known_objects))
                if n % 3
            ),
        )
        db.executemany(
            "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id)"
            " VALUES (?, .1, .1, .2, .2, .9, .9, .5, '[]', x'00', ?)",
            ((n + 1, min(PEOPLE, 1 + int(random.pareto(0.6)))) for n in range(count) if n % 2),
        )


def milliseconds(since: float) -> float:
    return (perf_counter() - since) * 1000


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "library.sqlite")
        fill(database, count)
        before = database.path.stat().st_size
        start = perf_counter()
        search.freshen(database, lambda: False)
        database.vacuum()
        print(f"{count} photos written into the index in {milliseconds(start) / 1000:.1f} s,")
        print(f"the file grew by {(database.path.stat().st_size - before) / 1e6:.0f} MB")
        ask(database)
        one = []
        for n in range(20):
            with database.write() as db:
                db.execute("UPDATE asset SET path = path || '.x' WHERE id = ?", (1 + n * (count // 20),))
            start = perf_counter()
            search.freshen(database, lambda: False)
            one.append(milliseconds(start))
        print(f"one photo refreshed in {np.median(one):.1f} ms (longest {max(one):.1f})")
        database.close()


def ask(database: Database) -> None:
    times = []
    for query in QUERIES:
        for _repeat in range(REPEATS):
            start = perf_counter()
            with database.read() as db:
                found = search.find(db, query, TODAY)
            times.append(milliseconds(start))
        print(f"  {query:20} {len(found.tiles):6} found  {np.median(times[-REPEATS:]):7.1f} ms")
    print(f"a query: p50 {np.percentile(times, 50):.1f} ms, p95 {np.percentile(times, 95):.1f} ms")


if __name__ == "__main__":
    main()
