"""What the person said, made consistent: who belongs together and what two clusters must not share. Pure.

[Note: Keys] Each face carries keys: the photo it is in, and one for each "not the same" that it is part of.
Two clusters that share a key are never one. So "two faces of one photo are two persons" and every verdict
against a merge are one rule. Faces that were said to be one person carry each other's keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from rollsuggest.model import AssetId, ClusterId, FaceId

PERSON = -1  # the key of every cluster that a human sorted: two of them never merge by themselves


class Verdict(NamedTuple):
    """`kind`: same, apart (with `other`); is, not (with `cluster`); no-face. Others count for nothing."""

    kind: str
    face: FaceId
    other: FaceId | None = None
    cluster: ClusterId | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What follows from the verdicts. A group are faces said to be one person."""

    groups: tuple[tuple[FaceId, ...], ...] = ()
    persons: Mapping[FaceId, ClusterId] = field(default_factory=dict)  # of a group's faces, where it is known
    keys: Mapping[FaceId, frozenset[int]] = field(default_factory=dict)  # beside each face's own photo
    cluster_keys: Mapping[ClusterId, frozenset[int]] = field(default_factory=dict)
    no_faces: Set[FaceId] = frozenset()

    def of(self, face: FaceId, asset: AssetId) -> frozenset[int]:
        return self.keys.get(face, frozenset()) | {int(asset)}


NO_RULES = Rules()


def rules(verdicts: Iterable[Verdict], assets: Mapping[FaceId, AssetId]) -> Rules:
    """Return what follows from verdicts, the latest first: an older one that contradicts is left out."""
    book = _Book(assets)
    for verdict in verdicts:
        if verdict.face in assets and (verdict.other is None or verdict.other in assets):
            book.add(verdict)
    return book.rules()


class _Book:
    """Nodes are faces (n, 0) and persons (n, 1); `root` of a node stands for all that are one with it."""

    def __init__(self, assets: Mapping[FaceId, AssetId]) -> None:
        self._assets = assets
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}
        self._members: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._apart: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._against: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        self._faces: set[FaceId] = set()  # of which a word was taken, so that they are faces
        self._no_faces: set[FaceId] = set()

    def add(self, verdict: Verdict) -> None:
        if verdict.kind == "no-face":
            if verdict.face not in self._faces:
                self._no_faces.add(verdict.face)
            return
        one, two = (int(verdict.face), 0), _second(verdict)
        if two is None or verdict.face in self._no_faces or verdict.other in self._no_faces or one == two:
            return
        a, b = self._root(one), self._root(two)
        joins = verdict.kind in ("same", "is")
        if (joins and a != b and not self._may_be_one(a, b)) or (not joins and a == b):
            return  # a later word says otherwise
        self._faces |= {verdict.face, verdict.other or verdict.face}
        if joins and a != b:
            self._unite(a, b)
        elif not joins:
            self._apart.append((one, two))
            self._against[a].add(b)
            self._against[b].add(a)

    def _root(self, node: tuple[int, int]) -> tuple[int, int]:
        if node not in self._parent:
            self._parent[node] = node
            self._members[node] = [node]
        while self._parent[node] != node:
            node = self._parent[node]
        return node

    def _may_be_one(self, a: tuple[int, int], b: tuple[int, int]) -> bool:
        if b in self._against[a]:
            return False
        one, two = self._members[a], self._members[b]
        if any(kind for _n, kind in one) and any(kind for _n, kind in two):
            return False
        photos = [{self._assets[FaceId(n)] for n, kind in part if not kind} for part in (one, two)]
        return photos[0].isdisjoint(photos[1])

    def _unite(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        for other in self._against.pop(b, set()):
            self._against[other].discard(b)
            self._against[other].add(a)
            self._against[a].add(other)

    def rules(self) -> Rules:
        keys: dict[tuple[int, int], set[int]] = defaultdict(set)
        for n, (one, two) in enumerate(self._apart):
            for node in (one, two):
                keys[self._root(node)].add(PERSON - 1 - n)
        groups, persons = [], dict[FaceId, ClusterId]()
        face_keys, cluster_keys = dict[FaceId, frozenset[int]](), dict[ClusterId, frozenset[int]]()
        for root, nodes in self._members.items():
            faces = tuple(sorted(FaceId(n) for n, kind in nodes if not kind))
            person = next((ClusterId(n) for n, kind in nodes if kind), None)
            shared = frozenset(keys[root] | {int(self._assets[face]) for face in faces})
            face_keys |= dict.fromkeys(faces, shared | {PERSON} if person is not None else shared)
            if person is not None:
                persons |= dict.fromkeys(faces, person)
                cluster_keys[person] = shared
            if len(faces) + (person is not None) > 1:
                groups.append(faces)
        return Rules(tuple(sorted(groups)), persons, face_keys, cluster_keys, frozenset(self._no_faces))


def _second(verdict: Verdict) -> tuple[int, int] | None:
    if verdict.kind in ("same", "apart"):
        return (int(verdict.other), 0) if verdict.other is not None else None
    if verdict.kind in ("is", "not"):
        return (int(verdict.cluster), 1) if verdict.cluster is not None else None
    return None
