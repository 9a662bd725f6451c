"""Precision and recall of the themes, of screenshots and of documents on the shared photos.

The photos have one label each though many show more. `SEEN` says what else is in them, told by eye on contact
sheets of all of them; "strict" counts only the one label and is a lower bound.

    python -m benchmarks themes [ROLL]      (a folder with roll/ and truth.json: measured there as well)
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from benchmarks.analysis import SHARED
from benchmarks.themes_seen import SEEN
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


def shared(engine: Engine) -> Iterator[Told]:
    for path, labels in json.loads((DATA / "truth.json").read_text())["themes"].items():
        if (ours := found(engine, DATA / path)) is not None:
            also = SEEN.get(path.removeprefix("themes/"), "").split()
            yield frozenset(labels), frozenset((*labels, *also)), ours


def roll(engine: Engine, folder: Path) -> Iterator[Told]:
    """The photos of a generated roll; what else is in them is known by their sources."""
    for file in json.loads((folder / "truth.json").read_text())["files"]:
        if not file["label"] or file["role"] == "unreadable":
            continue
        if (ours := found(engine, folder / "roll" / file["path"])) is not None:
            also = [name for s in file["sources"] for name in SEEN.get(s.removeprefix("themes/"), "").split()]
            yield frozenset({file["label"]}), frozenset((file["label"], *also)), ours


def print_table(told: Iterable[Told]) -> None:
    photos, hits, said, right, strict = (Counter[str]() for _ in range(5))
    for labels, seen, ours in told:
        photos.update(labels)
        hits.update(labels & ours)
        said.update(ours)
        right.update(seen & ours)
        strict.update(labels & ours)
    sums: dict[str, list[float]] = {"precision": [], "recall": [], "strict": []}
    print(f"{'theme':20s} photos  precision  recall  (strict)")
    for name in sorted(photos):
        row = _ratios(name, photos, hits, said, right, strict)
        print(
            f"{name:20s} {photos[name]:6d} {row['precision']:10.2f} {row['recall']:7.2f}  {row['strict']:.2f}"
        )
        if photos[name] >= LEAST and name not in ROLES:
            for key, value in row.items():
                sums[key].append(value)
    means = {key: sum(values) / max(1, len(values)) for key, values in sums.items()}
    print(
        f"macro over {len(sums['recall'])} labels of {LEAST} and more: precision {means['precision']:.3f}, "
        f"recall {means['recall']:.3f}; strict precision {means['strict']:.3f} (bars 0.92, 0.65)"
    )


def _ratios(
    name: str,
    photos: Mapping[str, int],
    hits: Mapping[str, int],
    said: Mapping[str, int],
    right: Mapping[str, int],
    strict: Mapping[str, int],
) -> dict[str, float]:
    shown = max(1, said[name])
    return {
        "precision": right[name] / shown,
        "recall": hits[name] / photos[name],
        "strict": strict[name] / shown,
    }


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
    print_table(shared(engine))
    print_losses(engine)
    for folder in sys.argv[2:]:
        print(folder)
        print_table(roll(engine, Path(folder)))
