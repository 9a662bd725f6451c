"""Suggestions over a made-up library of 100,000 photos and 20,000 faces in fifteen years, with features.

Half of its photos are frames of bursts: more than in any life, so that sorting them out is not flattered.
Each figure is taken in a process of its own; times are of the processor, so that a busy machine tells the
truth too. A shared host is now fast and now slow, by half: all is done three times over, each time on a copy
of the library as it was made, and the middle of each is told too. Ends with 1 when a bar is missed in any of
them: python -m benchmarks suggest [--photos N].
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks.analysis import machine
from rollsuggest import paths
from rollsuggest.jobs import hashing, rules, starting
from rollsuggest.library.database import Database
from rollsuggest.library.store import touch
from rollsuggest.library.view import build_view
from rollsuggest.model import (
    STAGE_VERSIONS,
    AssetId,
    Box,
    Certainty,
    ClusterId,
    Person,
    Photo,
    PhotoFace,
    Purpose,
    Role,
    View,
)
from rollsuggest.studio import Studio
from rollsuggest.suggest.engine import said

TODAY = date(2026, 6, 14)
YEARS = 15
PERSONS = 2000
ROUNDS = 3
RULES_S, MEMORY_MB, ONE_S, COLD_S = 2.0, 300.0, 0.2, 3.0
THEMES = ("food", "beach_sea", "city_street", "flowers", "pets_dog", "sport", "snow", "landmarks")

WORDS = {"seashore": 0.5, "sandbar": 0.3, "breakwater": 0.2}


def made_up(count: int, seed: int = 1) -> View:
    random = np.random.default_rng(seed)
    # Outings of about eight photos; one in ten is a trip's day, one photo in four begins a burst of three.
    days = np.sort(random.integers(0, YEARS * 365, count // 8))
    scenes = (random.normal(size=(4000, 1280)) / 36).astype("<f2")
    photos = []
    for n in range(count):
        day = int(days[min(n // 8, len(days) - 1)])
        shot = n % 8 // 3 * 3 if n % 4 else n % 8
        at = datetime(2011, 6, 1, 8) + timedelta(days=day, minutes=12 * shot, seconds=7 + n % 3)
        trip = day % 100 < 10
        spot = random.normal(scale=0.01, size=2)
        photos.append(
            Photo(
                id=AssetId(n),
                path=f"DCIM/{n // 1000}/IMG_{n:06}.JPG",
                taken_at=at,
                certainty=Certainty.EXACT,
                width=4000,
                height=3000,
                role=Role.SCREENSHOT if n % 25 == 0 else Role.PHOTO,
                latitude=(37.1 if trip else 41.1) + float(spot[0]),
                longitude=-8.6 + float(spot[1]),
                place="Lagos" if trip else "Porto",
                country="PT",
                camera="Phone",
                labels={THEMES[n % len(THEMES)]: 0.9} if n % 3 else {},
                faces=_faces(n, random),
                sharpness=float(random.uniform(0.1, 1)),
                phash=int(random.integers(1, 2**62)),
                features=scenes[(n // 8 * 3 + shot // 3) % len(scenes)].tobytes(),
                content_hash=(n - n % 50 if n % 50 == 1 else n).to_bytes(16, "big"),
            )
        )
    persons = {
        ClusterId(c): Person(ClusterId(c), f"Person {c}" if c < 20 else "", (6, 18)) for c in range(PERSONS)
    }
    return View(tuple(photos), persons)


def _faces(n: int, random: np.random.Generator) -> tuple[PhotoFace, ...]:
    if n % 5:
        return ()
    who = int(min(PERSONS - 1, random.pareto(0.6)))
    return (PhotoFace(ClusterId(who), Box(0.3, 0.2, 0.25, 0.3), float(random.uniform(0.2, 1)), 0.5),)


def fill(database: Database, view: View) -> None:
    """Write a made-up view as photos that were looked at; asset, person and cluster n as n + 1."""
    photos, people = view.photos, view.persons.items()
    seen = [(p, face) for p in photos for face in p.faces]
    rows: dict[str, list[tuple[object, ...]]] = {
        "roll (id, path, added_at)": [(1, "/photos", "")],
        "person (id, name, birthday)": [(c + 1, p.name, "06-18") for c, p in people],
        "cluster (id, person_id)": [(c + 1, c + 1) for c, _person in people],
        "asset (id, roll_id, kind, size, mtime_ns, path, content_hash, width, height, taken_at, certainty,"
        " latitude, longitude, place, country, camera, role)": [_asset(p) for p in photos],
        "quality": [(p.id + 1, p.sharpness, p.exposure, p.contrast, p.phash, 90, 80, 70) for p in photos],
        "label (asset_id, family, name, score)": [
            (p.id + 1, family, name, score)
            for p in photos
            for family, found in (("theme", p.labels), ("object", {"person": 0.6}), ("word", WORDS))
            for name, score in found.items()
        ],
        "feature": [(p.id + 1, p.features) for p in photos],
        "nudity": [(p.id + 1, 0.0) for p in photos],
        "face (asset_id, cluster_id, x, y, w, h, quality, smile, score, points, embedding)": [
            (p.id + 1, (f.cluster or 0) + 1, *_corners(f.box), f.quality, f.smile, 0.9, "[]", b"")
            for p, f in seen
        ],
        "analysis (asset_id, stage, version, status, attempts)": [
            (p.id + 1, stage, version, "done", 1) for p in photos for stage, version in STAGE_VERSIONS.items()
        ],
    }  # fmt: skip
    with database.write() as db:
        for table, values in rows.items():
            places = ", ".join("?" * len(values[0]))
            db.executemany(f"INSERT INTO {table} VALUES ({places})", values)
        touch(db)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h


def _asset(p: Photo) -> tuple[object, ...]:
    at = p.taken_at.isoformat() if p.taken_at else None
    return (
        p.id + 1, 1, "photo", 1, 1, p.path, p.content_hash, p.width, p.height, at, p.certainty.value,
        p.latitude, p.longitude, p.place, p.country, p.camera, p.role.value,
    )  # fmt: skip


def add_one(database: Database, second: int) -> None:
    """Add one photo of today, as the indexer would; those of other seconds are frames of the same burst."""
    with database.write() as db:
        new = db.execute(
            "INSERT INTO asset (roll_id, path, kind, size, mtime_ns, content_hash, width, height, taken_at,"
            f" certainty, camera) VALUES (1, 'DCIM/new{second}.JPG', 'photo', 1, 1, x'0{second}', 4000, 3000,"
            f" '{TODAY.isoformat()}T09:30:0{second}', 'exact', 'Phone')"
        ).lastrowid
        db.execute("INSERT INTO quality VALUES (?, .8, .8, .8, 12345678901, 90, 80, 70)", (new,))
        vector = np.random.default_rng(7).normal(size=1280) / 36
        db.execute("INSERT INTO feature VALUES (?, ?)", (new, vector.astype("<f2").tobytes()))
        touch(db)


def library(data: Path, count: int) -> None:
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(Purpose.ANALYSE)
        fill(studio._db, made_up(count))
    hashing.bring_up(paths.under(data).database)  # as an index run ends with


# --- the figures, each in a process of its own --------------------------------------------------------------


def all_rules(data: Path) -> None:
    """All rules over the view, and the memory of the process that runs them, the view included."""
    with closing(Database(paths.under(data).database)) as database, database.read() as db:
        gc.disable()  # as the worker does
        before = process_time()
        view = build_view(db)
        read = process_time()
        found = said(view, TODAY)
        ruled = process_time()
    print(f"       view of {len(view.photos)} photos {read - before:.2f} s; {len(found.cards)} cards")
    _tell("all rules", ruled - read, RULES_S, "s")
    _tell("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _RSS_MB, MEMORY_MB, "MB")


def one(data: Path) -> None:
    """After one new photo, in a process that has said the cards before; and after the next of its burst."""
    where = paths.under(data).database
    rules.suggest(where, TODAY)
    for second, name in ((5, "one new photo"), (6, "the next frame of its burst")):
        with closing(Database(where)) as database:
            add_one(database, second)
        before = process_time()
        rules.suggest(where, TODAY)
        _tell(f"after {name}", process_time() - before, ONE_S, "s")


def cold(data: Path) -> None:
    """`rollsuggest suggest` in a process of its own: the first time of all, the day after, again on that day.

    The first time has no bar: `rollsuggest index` and the window do it themselves once photos were looked at.
    """
    after = TODAY + timedelta(days=1)
    print(f"       the first time of all, as an index run ends with: {_suggested(data, TODAY):.2f} s")
    for name, day in (("the day after", after), ("again on that day", after)):
        _tell(f"cold, {name}", _suggested(data, day), COLD_S, "s")


def _suggested(data: Path, day: date) -> float:
    words = [sys.executable, "-m", "rollsuggest", "suggest", "--data-dir", str(data), "--today", str(day)]
    spent, began = _children(), perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    print(f"       wall {perf_counter() - began:.2f} s")
    return _children() - spent


FIGURES: dict[str, Callable[[Path], None]] = {"rules": all_rules, "cold": cold, "one": one}
_RSS_MB = 1024 if sys.platform != "darwin" else 1024**2  # Linux counts in KiB, macOS in bytes


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tell(name: str, value: float, bar: float, unit: str) -> None:
    kept = "ok" if value <= bar else "MISSED"
    print(f"{kept:6} {name}: {value:.2f} {unit} (bar {bar:g} {unit})", flush=True)


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks suggest")
    words.add_argument("--photos", type=int, default=100_000)
    words.add_argument("--figure", help=argparse.SUPPRESS)
    words.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    args = words.parse_args(sys.argv[2:])
    starting.one_thread()
    if args.figure == "library":
        return library(args.data, args.photos)
    if args.figure:
        return FIGURES[args.figure](args.data)
    print(machine())
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        _run("library", str(made), args.photos)  # not here: a process is said to hold what its parent held
        for number in range(ROUNDS):
            copy = Path(folder) / str(number)
            shutil.copytree(made, copy)
            told += [_run(name, str(copy), args.photos) for name in FIGURES]
            shutil.rmtree(copy)
    _tell_middle("".join(told))
    sys.exit(any("MISSED" in lines for lines in told))


def _tell_middle(told: str) -> None:
    found: dict[tuple[str, str, str], list[float]] = {}
    for name, value, unit, bar in re.findall(
        r"^(?:ok|MISSED) +(.+): ([\d.]+) (\w+) \(bar ([\d.]+)", told, re.M
    ):
        found.setdefault((name, unit, bar), []).append(float(value))
    print(f"The middle of {ROUNDS}:")
    for (name, unit, bar), values in found.items():
        _tell(f"{name}, {min(values)} to {max(values)}", statistics.median(values), float(bar), unit)


def _run(name: str, folder: str, count: int) -> str:
    again = [sys.executable, "-m", "benchmarks", "suggest", "--figure", name, "--data", folder]
    again += ["--photos", str(count)]
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    lines = subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True, env=one_thread).stdout
    print(lines, end="", flush=True)
    return lines


if __name__ == "__main__":
    main()
