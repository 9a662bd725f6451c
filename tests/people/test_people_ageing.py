"""Children over the years are one; siblings, twins and people without dates are what they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, FaceId
from rollsuggest.people.cluster import FaceVector, settle

AXES = np.linalg.qr(np.random.default_rng(7).normal(size=(192, 192)))[0].astype(np.float32)
YEARS = 12


def child(
    first: int,
    own: npt.NDArray[np.float32],
    grown: npt.NDArray[np.float32],
    *,
    born: int = 2010,
    each: int = 8,
) -> list[FaceVector]:
    """Faces of twelve years, `each` a year, turning by more than a right angle from `own` to `grown`."""
    faces = []
    for n in range(YEARS * each):
        turn = n / (YEARS * each) * 0.6 * np.pi
        wander = np.random.default_rng(first + n).normal(scale=0.04, size=192)
        vector = (np.cos(turn) * own + np.sin(turn) * grown + wander).astype(np.float32)
        taken = date(born, 1, 1) + timedelta(days=n * 365 // each)
        face = FaceVector(FaceId(first + n), AssetId(first + n), vector / np.linalg.norm(vector), 0.9, taken)
        faces.append(face)
    return faces


def people(faces: Sequence[FaceVector]) -> list[set[int]]:
    found = settle(faces, {}, next_id=1)
    groups: dict[object, set[int]] = {}
    for face, cluster in found.items():
        groups.setdefault(cluster or f"alone {face}", set()).add(int(face))
    return sorted(groups.values(), key=min)


def test_a_child_is_one_over_the_years_whatever_order_the_faces_came_in() -> None:
    faces = child(1, AXES[0], AXES[1])
    undated = [replace(face, taken=None) for face in faces]
    assert len(people(undated)) > 1
    assert len(people(faces)) == 1
    Random(3).shuffle(faces)
    assert len(people(faces)) == 1


def test_siblings_a_few_years_apart_stay_two() -> None:
    alike = 0.5 * AXES[0] + np.sqrt(0.75) * AXES[2]
    grown = 0.5 * AXES[1] + np.sqrt(0.75) * AXES[3]
    one, two = child(1, AXES[0], AXES[1]), child(1001, alike, grown, born=2013)
    groups = people([*one, *two])
    assert groups == [{int(f.face) for f in one}, {int(f.face) for f in two}]


def test_twins_of_whom_photos_show_both_are_never_one() -> None:
    one = child(1, AXES[0], AXES[1])
    two = [
        replace(face, face=FaceId(face.face + 1000), asset=AssetId(face.asset + (1000 if n % 10 else 0)))
        for n, face in enumerate(one)
    ]
    for group in people([*one, *two]):
        photos = [(n - 1000 if n > 1000 and (n - 1001) % 10 == 0 else n) for n in group]
        assert len(photos) == len(set(photos))


def test_a_gap_of_years_is_not_bridged() -> None:
    faces = child(1, AXES[0], AXES[1])
    early = [f for f in faces if f.taken and f.taken.year < 2013]
    late = [f for f in faces if f.taken and f.taken.year > 2018]
    assert len(people([*early, *late])) == 2
