"""Precision and recall of the themes, of screenshots and of documents on the shared photos.

The photos have one label each though many show more. `SEEN` says what else is in them, told by eye on contact
sheets of all of them; "strict" counts only the one label and is a lower bound. Thresholds were last set on
the photos whose names hash even; the others are the held-out half. The words were chosen with all in view.

    python -m benchmarks themes [ROLL]      (a folder with roll/ and truth.json: measured there as well)
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean

from benchmarks.analysis import SHARED
from benchmarks.themes_seen import BEYOND, SEEN
from rollsuggest.analysis import theme_figures
from rollsuggest.analysis.engine import Engine
from rollsuggest.errors import UnreadableError
from rollsuggest.library.metadata import read

DATA = SHARED / "data"
NOW = datetime(2026, 6, 14)
ROLES = ("screenshots", "documents")
LEAST = 10  # a label with fewer photos counts in no mean

Told = tuple[frozenset[str], frozenset[str], frozenset[str]]  # the label, all that is seen, what we say


def found(engine: Engine, path: Path) -> frozenset[str] | None:
    """Return the themes of one photo; None where it cannot be read."""
    try:
        facts, decoded = read(path, path.name, long_side_px=1600, places=False, now=NOW)
    except UnreadableError:
        return None
    return frozenset(label.name for label in engine.content(decoded.rgb, facts, path.name).themes)


def shared(engine: Engine) -> Iterator[tuple[str, Told]]:
    for path, labels in json.loads((DATA / "truth.json").read_text())["themes"].items():
        if (ours := found(engine, DATA / path)) is not None:
            also = SEEN.get(path.removeprefix("themes/"), "").split()
            yield path, (frozenset(labels), frozenset((*labels, *also)), ours)
    for path, label in BEYOND.items():
        if (ours := found(engine, DATA / path)) is not None:
            one = frozenset({label})  # of these nothing else is judged
            yield path, (one, one, ours & one)


def held_out(path: str) -> bool:
    """Tell whether a photo lies in the half that nothing was tuned on."""
    return hashlib.sha256(path.rpartition("/")[2].encode()).digest()[0] % 2 == 1


def roll(engine: Engine, folder: Path) -> Iterator[Told]:
    """The photos of a generated roll; what else is in them is known by their sources."""
    for file in json.loads((folder / "truth.json").read_text())["files"]:
        if not file["label"] or file["role"] == "unreadable":
            continue
        if (ours := found(engine, folder / "roll" / file["path"])) is not None:
            also = [name for s in file["sources"] for name in SEEN.get(s.removeprefix("themes/"), "").split()]
            yield frozenset({file["label"]}), frozenset((file["label"], *also)), ours


@dataclass(frozen=True, slots=True)
class Row:
    photos: int
    said: int
    precision: float
    recall: float
    strict: float


def rows(told: Iterable[Told]) -> dict[str, Row]:
    photos, hits, said, right = (Counter[str]() for _ in range(4))
    for labels, seen, ours in told:
        photos.update(labels)
        hits.update(labels & ours)
        said.update(ours)
        right.update(seen & ours)
    return {
        name: Row(
            photos[name],
            said[name],
            right[name] / max(1, said[name]),
            hits[name] / max(1, photos[name]),
            hits[name] / max(1, said[name]),
        )
        for name in sorted({*photos, *said})
    }


def print_table(table: Mapping[str, Row]) -> None:
    print(f"{'theme':20s} photos  said  precision  recall  (strict)")
    for name, row in table.items():
        print(
            f"{name:20s} {row.photos:6d} {row.said:5d} {row.precision:10.2f} {row.recall:7.2f}"
            f"  {row.strict:.2f}"
        )


def print_macro(what: str, table: Mapping[str, Row], least: int) -> None:
    counted = [row for name, row in table.items() if row.photos >= least and name not in ROLES]
    precision, recall, strict = (
        fmean(getattr(row, name) for row in counted) for name in ("precision", "recall", "strict")
    )
    print(
        f"{what}: macro over {len(counted)} labels of {least} and more: precision {precision:.3f},"
        f" recall {recall:.3f}; strict precision {strict:.3f} (bars 0.92, 0.65)"
    )


def print_written(table: Mapping[str, Row]) -> None:
    """Say where theme_figures.py is out of date, and what would be right."""
    for name, row in table.items():
        if name in ROLES:
            continue
        now = theme_figures.Measured(round(row.precision, 2), row.said, row.photos, round(row.recall, 2))
        if theme_figures.FIGURES.get(name) != now:
            print(f'  theme_figures.py should say  "{name}": {now},')
        if row.said and row.precision < theme_figures.BAR:
            print(f"  {name} is below its bar of {theme_figures.BAR}")


def print_losses(engine: Engine) -> None:
    """Real photos of the other parts that are taken for a screenshot or a document."""
    parts = [DATA / "roll", DATA / "people" / "groups", DATA / "themes" / "_multilabel_coco"]
    paths = [p for part in parts for p in sorted(part.rglob("*")) if p.suffix.lower() in (".jpg", ".jpeg")]
    told = [(path, ours) for path in paths if (ours := found(engine, path)) is not None]
    lost = [path for path, ours in told if ours & set(ROLES)]
    print(f"{len(told)} real photos of phones, groups, COCO: {len(lost)} lost as screenshot or document")
    for path in lost:
        print("  ", path.relative_to(DATA))


def main() -> None:
    engine = Engine()
    told = list(shared(engine))
    table = rows(one for _path, one in told)
    print_table(table)
    print_macro("all", table, LEAST)
    for half, out in (("tuned on", False), ("held out", True)):
        print_macro(half, rows(one for path, one in told if held_out(path) is out), LEAST // 2)
    print_written(table)
    print_losses(engine)
    for folder in sys.argv[2:]:
        print(folder)
        generated = rows(roll(engine, Path(folder)))
        print_table(generated)
        print_macro("roll", generated, LEAST)
