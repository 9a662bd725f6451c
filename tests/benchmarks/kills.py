"""Random kill -9 during one run, against an uninterrupted one: python -m benchmarks kills [--kills 20].

All that is stored of every file is compared, row by row: facts, findings, faces and who is together, pairs,
what was inferred, why a file cannot be read, and its thumbnail.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from made_films import film
from PIL import Image

PICTURES = Path(__file__).parent.parent / "pictures"
COPIES = 12
TOLD_BY = ("analysis", "quality", "label", "feature", "face", "inferred", "extra")
OWN_TO_A_RUN = {
    "id",
    "asset_id",
    "best_id",
    "roll_id",
    "companion_of",
    "cluster_id",
    "finished_at",
    "attempts",
}


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks kills")
    words.add_argument("--kills", type=int, default=20)
    words.add_argument("--seed", type=int, default=1)
    args = words.parse_args(sys.argv[2:])
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="rollsuggest-kills-") as name:
        place = Path(name)
        roll = make(place / "roll")
        whole = indexed(place / "whole", roll)
        print(f"{len(whole)} facts of {files(roll)} files from an uninterrupted run", flush=True)
        allow(place / "killed")
        done = 0
        while done < args.kills:
            run = subprocess.Popen(words_for(place / "killed", "index", str(roll)), stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.3, 3.0))
            if run.poll() is not None:
                print(f"finished after {done} kills")
                break
            run.send_signal(signal.SIGKILL)
            run.wait()
            done += 1
        differ = sorted(whole ^ indexed(place / "killed", roll))
        print(f"{done} kills: the index is {'DIFFERENT' if differ else 'the same'}")
        for fact in differ[:20]:
            print(fact[:300])
        sys.exit(1 if differ else 0)


def files(roll: Path) -> int:
    return len(list(roll.iterdir()))


def make(roll: Path) -> Path:
    """Photos with and without date and place, Live Photos, films, and files that cannot be read."""
    roll.mkdir()
    day = datetime(2025, 7, 4, 9)
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        with Image.open(picture) as image:
            for copy in range(COPIES):
                w, h = image.size
                exif = Image.Exif()
                if copy % 3:
                    taken = day + timedelta(days=number, minutes=7 * copy)
                    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
                if copy % 4 == 1:
                    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 43.0, 20.0), 3: "W", 4: (9.0, 8.0, 21.0)})
                cut = image.crop((copy, copy, w - 2 * copy, h - copy))
                cut.save(roll / f"{picture.stem}-{copy:02}.jpg", exif=exif)
        film(roll / f"{picture.stem}-01.mov", seconds=2.0)
        film(roll / f"film-{number}.mp4", seconds=4.0, tags={"creation_time": "2025-07-04T23:30:10Z"})
    (roll / "empty.jpg").touch()
    (roll / "words.png").write_text("no picture")
    (roll / "words.mp4").write_text("no film")
    return roll


def words_for(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "rollsuggest", "--data-dir", str(data), *words]


def allow(data: Path) -> None:
    subprocess.run(
        words_for(data, "consent", "allow", "analyse", "faces"), check=True, stdout=subprocess.DEVNULL
    )


def indexed(data: Path, roll: Path) -> set[str]:
    allow(data)
    subprocess.run(
        words_for(data, "index", str(roll)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with closing(sqlite3.connect(data / "library.sqlite")) as db:
        db.row_factory = sqlite3.Row
        return {*facts(db), *together(db), *thumbnails(db, data)}


def facts(db: sqlite3.Connection) -> Iterator[str]:
    """Yield all that is stored of files, each row named by its file instead of by numbers."""
    told = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    named = {row["id"]: row["path"] for row in db.execute("SELECT id, path FROM asset")}
    for row in db.execute("SELECT * FROM asset"):
        yield f"{row['path']} companion of {named.get(row['companion_of'])}"
        yield f"{row['path']} asset {plain(row)}"
    for table in TOLD_BY:
        for row in db.execute(f"SELECT * FROM {table}") if table in told else ():
            best = named[row["best_id"]] if table == "extra" else ""
            yield f"{named[row['asset_id']]} {table} {plain(row)} {best}"


def plain(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in row.keys() if key not in OWN_TO_A_RUN}  # noqa: SIM118


def together(db: sqlite3.Connection) -> Iterator[str]:
    """Yield who is together with whom."""
    groups: dict[int, list[str]] = {}
    for row in db.execute("SELECT f.*, a.path FROM face f JOIN asset a ON a.id = f.asset_id"):
        if row["cluster_id"] is not None:
            groups.setdefault(row["cluster_id"], []).append(f"{row['path']} {row['x']:.4f} {row['y']:.4f}")
    return (f"together {sorted(group)}" for group in groups.values())


def thumbnails(db: sqlite3.Connection, data: Path) -> Iterator[str]:
    for row in db.execute("SELECT id, path FROM asset WHERE error IS NULL"):
        there = (data / "cache" / "thumbnails" / f"{row['id'] % 256:02x}" / f"{row['id']}.jpg").is_file()
        yield f"{row['path']} thumbnail {there}"
