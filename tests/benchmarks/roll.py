"""Suggestions over whole camera rolls of the shared data: made, looked at, named as truth says, and scored.

    python -m benchmarks roll                      life A: about three minutes
    python -m benchmarks roll LIFE.json …          other lives
    python -m benchmarks roll LIFE.json --fast     asks the rules alone where that roll was looked at before

Exits with 1 where fewer than 95 % of the expected suggestions are found, fewer than 90 % of what is shown
matches one, or a trap is stepped on. Rolls are kept in the temporary folder, each life's apart.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rollsuggest import paths
from rollsuggest.cli import results
from rollsuggest.model import ClusterId, Purpose
from rollsuggest.studio import Studio

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
RECALL, PRECISION = 0.95, 0.9
ASKED = (Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
LEAST_FACES = 3  # a group of fewer nobody names

Json = dict[str, Any]


def main() -> None:
    words = sys.argv[2:]
    lives = [Path(word) for word in words if not word.startswith("--")] or [DATA / "life_a.json"]
    passed = [_try(life.resolve(), fast="--fast" in words) for life in lives]
    sys.exit(0 if all(passed) else 1)


def _try(life: Path, *, fast: bool) -> bool:
    folder = Path(tempfile.gettempdir()) / "rollsuggest-rolls" / _name(life)
    _make_roll(life, folder)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    data = folder / "data"
    with closing(Studio(paths.under(data))) as studio:
        if not (fast and studio.rolls()):
            studio.close()
            shutil.rmtree(data, ignore_errors=True)
            _look(data, folder / "roll", truth)
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(*ASKED)  # anew where the terms have changed since the roll was looked at
        studio.suggestions(date.fromisoformat(truth["today"]))
        found = results.export_index(studio)
    (folder / "results.json").write_text(json.dumps(found), "utf-8")
    return _tell(life, _score(folder), truth, found["suggestions"])


def _name(life: Path) -> str:
    return f"{life.stem}-{blake2b(life.read_bytes(), digest_size=4).hexdigest()}"


def _make_roll(life: Path, folder: Path) -> None:
    if (folder / "truth.json").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    words = ("--pool", DATA, "--life", life, "--out", folder / "roll")
    subprocess.run([sys.executable, DATA / "make_roll.py", *words], check=True)


def _look(data: Path, roll: Path, truth: Json) -> None:
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(*ASKED)
        studio.add_roll(roll)
        studio.index(lambda status: None)
        for cluster, person in _who(results.export_index(studio)["assets"], truth).items():
            told = truth["persons"][person]
            birthday = told["birthday"]
            studio.set_person(
                cluster,
                name=person.capitalize(),
                birthday=(int(birthday[:2]), int(birthday[3:])) if birthday else None,
                hidden=True if told["hidden"] else None,
            )


def _who(assets: Iterable[Json], truth: Json) -> dict[ClusterId, str]:
    """Return who most faces of each larger group of faces are, as somebody who knows them would say."""
    found = {asset["path"]: asset["faces"] for asset in assets}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for file in truth["files"]:
        for told in file["faces"]:
            inside = [
                f for f in found.get(file["path"], ()) if f["cluster"] and _within(f["box"], told["box"])
            ]
            if inside:
                largest = max(inside, key=lambda f: f["box"][2] * f["box"][3])
                votes[largest["cluster"]][told["person"]] += 1
    return {
        ClusterId(cluster): counts.most_common(1)[0][0]
        for cluster, counts in sorted(votes.items())
        if counts.total() >= LEAST_FACES
    }


def _within(face: list[float], region: list[float]) -> bool:
    x, y = face[0] + face[2] / 2, face[1] + face[3] / 2
    return region[0] <= x <= region[0] + region[2] and region[1] <= y <= region[1] + region[3]


def _score(folder: Path) -> Json:
    words = (folder / "truth.json", folder / "results.json", "--json")
    told = subprocess.run([sys.executable, DATA / "score.py", *words], check=True, capture_output=True)
    figures: Json = json.loads(told.stdout)
    return figures


def _tell(life: Path, figures: Json, truth: Json, made: list[Json]) -> bool:
    said = figures["suggestions"]
    fallen = {why: times for why, times in figures["traps"].items() if times}
    print(f"{life.name}: recall {said['recall']} ({RECALL}), precision {said['precision']} ({PRECISION}),")
    print(f"  members right {said['members right']}, unwanted in {said['with unwanted members']}")
    print(f"  traps {fallen or 'none'}")
    for missed in said["missed"]:
        print(f"  missed: {missed}")
    for one in _unmatched(truth, made):
        days = f"{one['from']} to {one['to']}, {len(one['assets'])} photos"
        print(f"  matches none: {one['kind']} “{one['title']}” {days}")
    print(f"  {dict(sorted(Counter(one['kind'] for one in made).items()))}")
    return bool(said["recall"] >= RECALL and said["precision"] >= PRECISION and not fallen)


def _unmatched(truth: Json, made: list[Json]) -> list[Json]:
    """Return the suggestions that match none expected, as score.py counts them."""
    kinds = {wanted["kind"] for wanted in truth["expected"]}

    def matches(one: Json, wanted: Json) -> bool:
        has, wants = set(one["assets"]), set(wanted["files"])
        least = min(len(has), len(wants))
        shared = len(has & wants)
        return one["kind"] == wanted["kind"] and shared >= max(min(3, least), least / 2)

    return [
        one
        for one in made
        if one["kind"] in kinds and not any(matches(one, wanted) for wanted in truth["expected"])
    ]


if __name__ == "__main__":
    main()
