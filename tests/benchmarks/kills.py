"""Random kill -9 during one run, against an uninterrupted one: python -m benchmarks kills [--kills 20]."""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

PICTURES = Path(__file__).parent.parent / "pictures"
COPIES = 12


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
        allow(place / "killed")
        done = 0
        while done < args.kills:
            run = subprocess.Popen(words_for(place / "killed", "index", str(roll)), stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.3, 4.0))
            if run.poll() is not None:
                print(f"finished after {done} kills")
                break
            run.send_signal(signal.SIGKILL)
            run.wait()
            done += 1
        killed = indexed(place / "killed", roll)
        same = normal(whole) == normal(killed)
        print(
            f"{len(whole['assets'])} files, {done} kills: the index is {'the same' if same else 'DIFFERENT'}"
        )
        sys.exit(0 if same else 1)


def make(roll: Path) -> Path:
    roll.mkdir()
    for picture in sorted(PICTURES.glob("*.jpg")):
        with Image.open(picture) as image:
            for copy in range(COPIES):
                w, h = image.size
                image.crop((copy, copy, w - 2 * copy, h - copy)).save(roll / f"{picture.stem}-{copy:02}.jpg")
    (roll / "empty.jpg").touch()
    return roll


def words_for(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "rollsuggest", "--data-dir", str(data), *words]


def allow(data: Path) -> None:
    subprocess.run(
        words_for(data, "consent", "allow", "analyse", "faces"), check=True, stdout=subprocess.DEVNULL
    )


def indexed(data: Path, roll: Path) -> dict[str, Any]:
    allow(data)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(words_for(data, "index", str(roll)), **quiet)  # type: ignore[call-overload]
    told = subprocess.run(words_for(data, "export-index"), check=True, capture_output=True, text=True)
    body: dict[str, Any] = json.loads(told.stdout)
    return body


def normal(body: dict[str, Any]) -> tuple[list[Any], set[frozenset[str]]]:
    """Return assets without the numbers of clusters, and who is together with whom."""
    groups: dict[int, set[str]] = {}
    for asset in body["assets"]:
        for number, face in enumerate(asset["faces"]):
            if face["cluster"] is not None:
                groups.setdefault(face.pop("cluster"), set()).add(f"{asset['path']} {number}")
    return body["assets"], {frozenset(group) for group in groups.values()}
