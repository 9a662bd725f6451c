"""Real faces, seen by the real engine: who is grouped with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np
import pytest

from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import decode
from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import FaceVector, extend

SETS = ("lfw", "deepface", "bbt", "facerec", "families")


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall over all pairs of faces."""

    def pairs(keys: Sequence[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(keys).values())

    both = pairs(list(zip(found, true, strict=True)))
    return both / pairs(found), both / pairs(true)


def bcubed(found: Sequence[Hashable], true: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall averaged over faces (Bagga and Baldwin 1998)."""
    clusters, persons = Counter(found), Counter(true)
    both = Counter(zip(found, true, strict=True))
    precision = sum(n * n / clusters[c] for (c, _), n in both.items()) / len(found)
    return precision, sum(n * n / persons[p] for (_, p), n in both.items()) / len(found)


@pytest.fixture(scope="module")
def embedded() -> tuple[list[FaceVector], list[str]]:
    """One face a photo, the one in the middle, with the name of its folder."""
    people = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "people"
    photos = [
        (p, f"{name}/{p.parent.name}")
        for name in SETS
        for p in sorted((people / name).glob("*/*"))
        if name != "lfw" or p.stem[-1] in "12345"  # half of them, for time
    ]
    photos += [(p, p.stem) for p in sorted((people / "lfw_singletons").iterdir())]
    engine = Engine()
    faces, names = [], []
    for n, (path, name) in enumerate(photos):
        seen = engine.faces(decode(path).rgb)
        if not seen:
            continue
        middle = min(seen, key=lambda f: abs(f.box.centre[0] - 0.5) + abs(f.box.centre[1] - 0.5) - f.box.area)
        vector = np.frombuffer(middle.embedding, "<f2").astype(np.float32)
        faces.append(FaceVector(FaceId(n), AssetId(n), vector, middle.quality))
        names.append(name)
    return faces, names


def grouped(faces: Sequence[FaceVector], found: dict[FaceId, ClusterId | None]) -> list[Hashable]:
    """A face in no cluster is alone."""
    return [found[f.face] if found[f.face] is not None else f"alone {f.face}" for f in faces]


@pytest.mark.shared
def test_at_once_and_bit_by_bit(embedded: tuple[list[FaceVector], list[str]]) -> None:
    faces, names = embedded
    assert len(faces) > 400
    at_once = grouped(faces, dict(extend(faces, {}, next_id=1)))
    known: dict[FaceId, ClusterId] = {}
    order = np.random.default_rng(0).permutation(len(faces))
    for upto in range(60, len(faces) + 60, 60):
        some = [faces[n] for n in order[:upto]]
        found = extend(some, known, next_id=max(known.values(), default=ClusterId(0)) + 1)
        known = {face: cluster for face, cluster in found.items() if cluster is not None}
    for result in (at_once, grouped(faces, dict(found))):
        print("pairwise P, R:", pairwise(result, names), "BCubed P, R:", bcubed(result, names))
        precision, recall = pairwise(result, names)
        assert precision >= 0.975 and recall >= 0.93
        precision, recall = bcubed(result, names)
        assert precision >= 0.98 and recall >= 0.93


@pytest.mark.shared
def test_siblings_parents_and_children_are_not_merged(embedded: tuple[list[FaceVector], list[str]]) -> None:
    faces, names = embedded
    family = [(f, name) for f, name in zip(faces, names, strict=True) if name.startswith("families/")]
    found = grouped([f for f, _ in family], dict(extend([f for f, _ in family], {}, next_id=1)))
    precision, _recall = bcubed(found, [name for _, name in family])
    assert precision == 1.0
