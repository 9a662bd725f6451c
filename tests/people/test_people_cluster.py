"""Clustering: the same people however the faces arrive, and never two of one photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people import cluster as clustering
from rollsuggest.people import linkage
from rollsuggest.people.cluster import FaceVector, extend, settle

AXES = np.linalg.qr(np.random.default_rng(7).normal(size=(192, 192)))[0].astype(np.float32)


def face(
    n: int, person: int, *, asset: int | None = None, quality: float = 0.9, noise: float = 0.04
) -> FaceVector:
    """A face of a made-up person: persons are at right angles, faces of one are about 0.75 alike."""
    wander = np.random.default_rng(n).normal(scale=noise, size=192).astype(np.float32)
    vector = AXES[person] + wander
    vector /= np.linalg.norm(vector)
    return FaceVector(FaceId(n), AssetId(n if asset is None else asset), vector, quality)


def groups(found: Mapping[FaceId, ClusterId | None]) -> set[frozenset[FaceId]]:
    members: dict[ClusterId, set[FaceId]] = defaultdict(set)
    for key, cluster in found.items():
        if cluster is not None:
            members[cluster].add(key)
    return {frozenset(m) for m in members.values()}


def settled(found: Mapping[FaceId, ClusterId | None]) -> dict[FaceId, ClusterId]:
    return {k: v for k, v in found.items() if v is not None}


persons = st.lists(st.integers(0, 7), min_size=1, max_size=40)


@given(persons, st.randoms(use_true_random=False))
def test_the_order_of_faces_does_not_matter(who: list[int], random: Random) -> None:
    faces = [face(n, person) for n, person in enumerate(who)]
    shuffled = list(faces)
    random.shuffle(shuffled)
    found = extend(faces, {}, next_id=1)
    assert extend(shuffled, {}, next_id=1) == found
    assert len(groups(found)) == len(set(who))


@given(persons, st.data())
def test_faces_that_come_later_find_the_same_people_and_change_no_id(
    who: list[int], data: st.DataObject
) -> None:
    faces = [face(n, person) for n, person in enumerate(who)]
    cut = data.draw(st.integers(0, len(faces)))
    first = settled(extend(faces[:cut], {}, next_id=1))
    both = extend(faces, first, next_id=100)
    assert groups(both) == groups(extend(faces, {}, next_id=1))
    assert all(both[key] == cluster for key, cluster in first.items())


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.floats(0, 1)), min_size=1, max_size=40),
    st.integers(1, 30),
)
def test_two_faces_of_one_photo_are_never_one_person_and_nothing_is_lost(
    rows: list[tuple[int, int, float]], cut: int
) -> None:
    faces = [face(n, who, asset=asset, quality=q) for n, (who, asset, q) in enumerate(rows)]
    found = extend(faces[:cut], {}, next_id=1)
    found = extend(faces, settled(found), next_id=1000)
    assert set(found) == {f.face for f in faces}
    seen = [(found[f.face], f.asset) for f in faces if found[f.face] is not None]
    assert len(seen) == len(set(seen))


def test_twins_in_one_photo_stay_two_though_they_look_the_same() -> None:
    faces = [face(n, 0, asset=n // 2) for n in range(12)]
    found = extend(faces, {}, next_id=1)
    assert all(found[FaceId(n)] != found[FaceId(n + 1)] for n in range(0, 12, 2))


def test_a_poor_face_joins_but_does_not_found() -> None:
    good = [face(n, 0) for n in range(3)]
    poor = [face(10, 0, quality=0.1), face(11, 1, quality=0.1), face(12, 1, quality=0.1)]
    found = extend([*good, *poor], {}, next_id=5)
    assert found[FaceId(10)] == found[FaceId(0)] == 5
    assert found[FaceId(11)] is None and found[FaceId(12)] is None


def test_when_clusters_merge_the_named_one_survives_else_the_larger() -> None:
    faces = [face(n, 0) for n in range(6)]
    known = {FaceId(n): ClusterId(1 if n < 4 else 2) for n in range(6)}
    assert set(settle(faces, known, next_id=9).values()) == {ClusterId(1)}
    assert set(settle(faces, known, next_id=9, named={ClusterId(2)}).values()) == {ClusterId(2)}


def test_two_named_clusters_never_merge() -> None:
    faces = [face(n, 0) for n in range(8)]
    known = {FaceId(n): ClusterId(1 if n < 4 else 2) for n in range(6)}
    found = extend(faces, known, next_id=9, named={ClusterId(1), ClusterId(2)})
    assert {k: found[k] for k in known} == known
    assert set(found.values()) == {1, 2}


def test_no_faces_no_clusters() -> None:
    assert extend([], {}, next_id=1) == {}


def by_hand(faces: Sequence[FaceVector], threshold: float) -> set[frozenset[FaceId]]:
    """Average linkage as the textbook has it: join the best pair until none is good enough."""
    parts = [[f] for f in faces]
    while len(parts) > 1:
        pairs = [
            (float(np.mean([a.vector @ b.vector for a in one for b in two])), i, j)
            for i, one in enumerate(parts)
            for j, two in enumerate(parts)
            if i < j and not {a.asset for a in one} & {b.asset for b in two}
        ]
        best = max(pairs, default=(-1.0, 0, 0))
        if best[0] < threshold:
            break
        parts[best[1]] += parts.pop(best[2])
    return {frozenset(f.face for f in part) for part in parts}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 14), st.integers(3, 14))
def test_it_is_average_linkage(seed: int, count: int, photos: int) -> None:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(3, 192))
    faces = []
    for n in range(count):
        vector = (centres[random.integers(3)] + random.normal(scale=0.9, size=192)).astype(np.float32)
        asset = AssetId(int(random.integers(photos)))
        faces.append(FaceVector(FaceId(n), asset, vector / np.linalg.norm(vector), 1.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clustering, "asked", lambda _faces: (0.5, 0.0))
        found = extend(faces, {}, next_id=1)
    assert groups(found) == by_hand(faces, 0.5)


def test_two_faces_that_are_one_among_few_are_two_among_thousands_but_a_large_cluster_takes_them() -> None:
    def like(n: int, cosine: float) -> FaceVector:
        vector = cosine * AXES[0] + np.sqrt(1 - cosine**2) * AXES[n]
        return FaceVector(FaceId(n), AssetId(n), vector.astype(np.float32), 0.9)

    one, two = like(1, 1.0), like(2, 0.61)
    assert len(groups(extend([one, two], {}, next_id=1))) == 1
    random = np.random.default_rng(3).normal(size=(6000, 192)).astype(np.float32)
    random -= random @ AXES[:3].T @ AXES[:3]
    crowd = [
        FaceVector(FaceId(100 + n), AssetId(100 + n), v / np.linalg.norm(v), 0.9)
        for n, v in enumerate(random)
    ]
    found = extend([one, two, *crowd], {}, next_id=1)
    assert found[FaceId(1)] != found[FaceId(2)]
    many = [replace(like(n, 0.95), asset=AssetId(n)) for n in range(3, 40)]
    found = extend([one, two, *many, *crowd], {}, next_id=1)
    assert found[FaceId(1)] == found[FaceId(3)]


def test_what_is_asked_grows_with_the_faces_and_ends() -> None:
    pairs = [sum(clustering.asked(n)) for n in (0, 1, 600, 1_000, 5_000, 13_000, 10**6, 10**7)]
    assert pairs == sorted(pairs)
    assert pairs[0] == pairs[2] == pytest.approx(0.58)
    assert pairs[-1] == pairs[-2] < 0.67
    assert all(clustering.asked(n)[0] >= clustering.SAME_PERSON for n in (0, 5_000, 10**7))


def test_batches_give_what_one_batch_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = [face(n, n % 5) for n in range(60)]
    whole = extend(faces, {}, next_id=1)
    monkeypatch.setattr(linkage, "BLOCK", 7)
    assert groups(extend(faces, {}, next_id=1)) == groups(whole)
