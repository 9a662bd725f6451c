"""Settling: the same groups for any order, no verdict ever broken, ids that stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import FOUNDS_FROM, FaceVector, extend, settle
from rollsuggest.people.review import doubts
from rollsuggest.people.verdicts import NO_RULES, Rules, Verdict, rules

AXES = np.linalg.qr(np.random.default_rng(7).normal(size=(192, 192)))[0].astype(np.float32)
PERSONS = 4
Found = Mapping[FaceId, ClusterId | None]


def face(n: int, person: int, asset: int, quality: float, noise: float = 0.07) -> FaceVector:
    """Faces of one person are about half alike, so that many are on the edge; persons are at right angles."""
    vector = AXES[person] + np.random.default_rng(n).normal(scale=noise, size=192).astype(np.float32)
    return FaceVector(FaceId(n), AssetId(asset), vector / np.linalg.norm(vector), quality)


@st.composite
def crowds(draw: st.DrawFn) -> list[FaceVector]:
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, PERSONS - 1), st.integers(0, 12), st.floats(0, 1)),
            min_size=1,
            max_size=18,
        )
    )
    noise = draw(st.sampled_from((0.02, 0.05, 0.07)))
    return [face(n, who, asset, quality, noise) for n, (who, asset, quality) in enumerate(rows, 1)]


NAMED = st.sampled_from([ClusterId(n) for n in (1, 2, 3)])


@st.composite
def spoken(draw: st.DrawFn) -> tuple[list[FaceVector], list[Verdict]]:
    """Faces and what was said of them, in any contradiction; `NAMED` are the persons spoken of."""
    faces = draw(crowds())
    some = st.sampled_from([f.face for f in faces])
    made = st.one_of(
        st.builds(Verdict, st.sampled_from(("same", "apart")), some, some, st.none()),
        st.builds(Verdict, st.sampled_from(("is", "not")), some, st.none(), NAMED),
        st.builds(Verdict, st.just("no-face"), some, st.none(), st.none()),
    )
    return faces, draw(st.lists(made, max_size=12))


def groups(found: Found) -> dict[ClusterId, set[FaceId]]:
    members: dict[ClusterId, set[FaceId]] = defaultdict(set)
    for key, cluster in found.items():
        if cluster is not None:
            members[cluster].add(key)
    return members


def partition(found: Found) -> set[frozenset[FaceId]]:
    return {frozenset(m) for m in groups(found).values()}


def held(found: Found) -> dict[FaceId, ClusterId]:
    return {face: cluster for face, cluster in found.items() if cluster is not None}


def arrived(faces: Sequence[FaceVector], random: Random, book: Rules = NO_RULES) -> dict[FaceId, ClusterId]:
    """Let them come in any order, some at a time; sometimes a run ends in between."""
    shuffled = list(faces)
    random.shuffle(shuffled)
    known: dict[FaceId, ClusterId] = {}
    upto = 0
    while upto < len(faces):
        upto += random.randint(1, 8)
        act = settle if random.random() < 0.2 else extend
        known = held(act(shuffled[:upto], known, next_id=max(known.values(), default=9) + 1, rules=book))
    return known


@settings(deadline=None, max_examples=20)
@given(crowds(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_settles_to_the_very_same_groups(
    faces: list[FaceVector], random: Random
) -> None:
    whole = settle(faces, {}, next_id=1)
    later = settle(faces, arrived(faces, random), next_id=1000)
    assert partition(later) == partition(whole)


def consistent(verdicts: Sequence[Verdict], assets: Mapping[FaceId, AssetId]) -> list[Verdict]:
    """Return the verdicts that no later one contradicts, by trying them one by one, the latest first.

    That a face is or is not itself says nothing.

    A slow second way to `rules`: a set of verdicts holds when the groups they make break none of them.
    """
    kept: list[Verdict] = []
    for verdict in (v for v in verdicts if v.face != v.other):
        if holds([*kept, verdict], assets):
            kept.append(verdict)
    return kept


def holds(verdicts: Sequence[Verdict], assets: Mapping[FaceId, AssetId]) -> bool:
    none = {v.face for v in verdicts if v.kind == "no-face"}
    spoken_of = {f for v in verdicts if v.kind != "no-face" for f in (v.face, v.other)}
    parts: list[set[tuple[str, int]]] = []
    pairs = [
        (
            v.kind,
            ("face", int(v.face)),
            ("face", int(v.other)) if v.other else ("person", int(v.cluster or 0)),
        )
        for v in verdicts
        if v.kind != "no-face"
    ]
    for kind, one, two in pairs:
        touched = [p for p in parts if p & {one, two}] if kind in ("same", "is") else []
        if kind in ("same", "is"):
            parts = [p for p in parts if p not in touched] + [{one, two}.union(*touched)]
    for part in parts:
        photos = [assets[FaceId(n)] for what, n in part if what == "face"]
        if len(photos) != len(set(photos)) or sum(what == "person" for what, _n in part) > 1:
            return False
    split = [{one, two} for kind, one, two in pairs if kind in ("apart", "not")]
    return not none & spoken_of and not any(apart <= part for apart in split for part in parts)


@settings(deadline=None, max_examples=60)
@given(spoken(), st.integers(0, 10**6).map(Random), st.booleans())
def test_no_verdict_is_ever_broken_nor_two_faces_of_one_photo_joined(
    given_: tuple[list[FaceVector], list[Verdict]], random: Random, before: bool
) -> None:
    faces, verdicts = given_
    assets = {f.face: f.asset for f in faces}
    book = rules(verdicts, assets)
    named = {ClusterId(n) for n in (1, 2, 3)}
    known = arrived(faces, random, NO_RULES if before else book)
    if before:  # then persons were named, and only then something was said
        known = {f: ClusterId(c - 9) if c < 12 else c for f, c in known.items()}
    for act in (extend, settle, settle):
        found = act(faces, known, next_id=5000, named=named, rules=book)
        assert set(found) == set(assets)
        seen = [(cluster, assets[f]) for f, cluster in found.items() if cluster is not None]
        assert len(seen) == len(set(seen))
        for verdict in consistent(verdicts, assets):
            assert obeyed(verdict, found), verdict
        known = held(found)


def obeyed(verdict: Verdict, found: Found) -> bool:
    own = found[verdict.face]
    if verdict.kind == "no-face":
        return own is None
    if verdict.kind in ("is", "not"):
        return (own == verdict.cluster) == (verdict.kind == "is")
    assert verdict.other is not None
    return (own is not None and own == found[verdict.other]) == (verdict.kind == "same")


@settings(deadline=None, max_examples=60)
@given(spoken(), st.integers(0, 10**6).map(Random))
def test_a_sorted_cluster_keeps_whom_nothing_was_said_against_and_never_merges(
    given_: tuple[list[FaceVector], list[Verdict]], random: Random
) -> None:
    faces, verdicts = given_
    by_id = {f.face: f for f in faces}
    book = rules(verdicts, {f.face: f.asset for f in faces})
    named = {ClusterId(n) for n in (1, 2, 3)}
    known = {f: ClusterId(c - 9) if c < 12 else c for f, c in arrived(faces, random).items()}
    for act in (extend, settle):
        found = act(faces, known, next_id=5000, named=named, rules=book)
        for one, cluster in known.items():
            stays = book.cluster_keys.get(cluster, frozenset())
            others = [f for f, c in found.items() if c == cluster and f != one]
            keys = stays.union(*(book.of(f, by_id[f].asset) for f in others))
            free = one not in book.no_faces and not any(one in group for group in book.groups)
            if cluster in named and free and keys.isdisjoint(book.of(one, by_id[one].asset)):
                assert found[one] == cluster


@settings(deadline=None, max_examples=20)
@given(spoken())
def test_the_latest_word_counts(given_: tuple[list[FaceVector], list[Verdict]]) -> None:
    faces, verdicts = given_
    assets = {f.face: f.asset for f in faces}
    if not verdicts or verdicts[0].kind == "no-face" or verdicts[0].other is None:
        return
    latest = verdicts[0]
    one, two = latest.face, latest.other
    assert two is not None
    found = settle(faces, {}, next_id=100, rules=rules(verdicts, assets))
    if latest.kind == "same" and assets[one] != assets[two]:
        assert found[one] == found[two] is not None
    if latest.kind == "apart" and one != two:
        assert found[one] is None or found[one] != found[two]


@settings(deadline=None, max_examples=20)
@given(crowds(), st.randoms(use_true_random=False))
def test_named_clusters_keep_their_faces_and_never_merge_by_themselves(
    faces: list[FaceVector], random: Random
) -> None:
    known = arrived(faces, random)
    named = {c for n, c in enumerate(sorted(set(known.values()))) if n % 2 == 0}
    found = settle(faces, known, next_id=5000, named=named)
    assert all(found[f] == c for f, c in known.items() if c in named)


@settings(deadline=None, max_examples=20)
@given(crowds())
def test_ids_stay_and_settling_twice_changes_nothing(faces: list[FaceVector]) -> None:
    first = settle(faces, {}, next_id=1)
    assert settle(faces, held(first), next_id=1000) == first
    stranger = face(999, PERSONS + 1, 999, 0.9, 0.02)
    more = settle([*faces, stranger], held(first), next_id=1000)
    assert {f: more[f] for f in first} == first


@settings(deadline=None, max_examples=20)
@given(crowds(), st.randoms(use_true_random=False))
def test_poor_faces_found_no_cluster(faces: list[FaceVector], random: Random) -> None:
    quality = {f.face: f.quality for f in faces}
    for found in (arrived(faces, random), settle(faces, {}, next_id=1)):
        for members in groups(found).values():
            assert max(quality[f] for f in members) >= FOUNDS_FROM


def test_an_early_mistake_is_undone_by_later_faces() -> None:
    """Two persons with a face in between: first it looks like one, with more faces it is two."""
    between = AXES[0] + AXES[1]
    middle = FaceVector(FaceId(1), AssetId(1), between / np.linalg.norm(between), 0.9)
    early = [middle, face(2, 0, 2, 0.9, 0.02), face(3, 1, 3, 0.9, 0.02)]
    known = held(extend(early, {}, next_id=1))
    wrong = {f: ClusterId(1) for f in known}  # as if all three had been merged
    later = [*early, *(face(n, n % 2, n, 0.9, 0.02) for n in range(10, 20))]
    found = settle(later, wrong, next_id=5)
    assert found[FaceId(2)] != found[FaceId(3)]
    assert ClusterId(1) in found.values()


def test_questions_are_about_what_is_likely_and_never_asked_twice() -> None:
    mid = AXES[0] + 1.5 * AXES[5]
    alike = FaceVector(FaceId(50), AssetId(50), (mid / np.linalg.norm(mid)).astype(np.float32), 0.9)
    faces = [*(face(n, n % 2, n, 0.9, 0.02) for n in range(1, 13)), alike]
    placed = settle(faces, {}, next_id=1)
    assert placed[FaceId(50)] != placed[FaceId(2)]
    found = doubts(faces, placed, NO_RULES, named=frozenset(), asked=frozenset(), most=3)
    assert {placed[found[0].first], placed[found[0].second]} == {placed[FaceId(2)], placed[FaceId(50)]}
    again = doubts(
        faces,
        placed,
        NO_RULES,
        named=frozenset(),
        asked={frozenset((d.first, d.second)) for d in found},
        most=3,
    )
    assert not {(d.first, d.second) for d in again} & {(d.first, d.second) for d in found}

    theirs = placed[FaceId(2)] or ClusterId(0)
    said = rules([Verdict("not", FaceId(50), cluster=theirs)], {f.face: f.asset for f in faces})
    told = doubts(faces, placed, said, named=frozenset({theirs}), asked=frozenset(), most=3)
    assert all({placed[d.first], placed[d.second]} != {theirs, placed[FaceId(50)]} for d in told)


def test_a_poor_face_is_asked_about_before_a_good_one_that_is_as_like() -> None:
    """A face seen badly is less like its own person, but no more like strangers."""

    def like(n: int, person: int, quality: float) -> FaceVector:
        vector = 0.44 * AXES[person] + np.sqrt(1 - 0.44**2) * AXES[20 + n]
        return FaceVector(FaceId(500 + n), AssetId(500 + n), vector.astype(np.float32), quality)

    crowd = [face(n, n % 2, n, 0.9, 0.02) for n in range(1, 21)]
    faces = [*crowd, like(1, 0, 0.9), like(2, 1, 0.15)]
    placed = settle(faces, {}, next_id=1)
    found = doubts(faces, placed, NO_RULES, named=frozenset(), asked=frozenset(), most=2)
    assert [{d.first, d.second} & {501, 502} for d in found] == [{502}, {501}]
