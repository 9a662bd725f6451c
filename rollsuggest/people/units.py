"""What linkage starts from: faces that belong together before any likeness is looked at. Pure.

Three layers, each of which gives way to the one before:
1. What was said: faces said to be one person go together (`people.verdicts`, where the later word counts).
2. The clusters that are kept: their other faces join, one by one, unless a key forbids it.
3. Every other face is a unit of its own.
Units and whatever is made of them are merged only while they share no key. So none of what was said is ever
broken, two faces of one photo are never one person, and a cluster that a human sorted never splits or merges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.verdicts import PERSON, Rules

FOUNDS_FROM = 0.30  # face quality; poorer faces join clusters but neither found nor shape them

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaceVector:
    """A face with its embedding: `vector` has 192 values and length 1, `quality` is 0..1."""

    face: FaceId
    asset: AssetId
    vector: Vector
    quality: float
    taken: date | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Faces of one person. `id` is None while the cluster is new; `total` sums `size` vectors.

    `keys`: what it must not share with another cluster, see `people.verdicts`. `parts`: the known clusters
    that went into it. A known cluster may come without its faces where nobody asks for them.
    """

    id: ClusterId | None
    faces: tuple[FaceId, ...]
    keys: frozenset[int]
    total: Vector
    size: int
    parts: tuple[ClusterId, ...] = ()

    @property
    def mean(self) -> Vector:
        return (self.total / self.size).astype(np.float32)


def cluster(own: ClusterId | None, members: Sequence[FaceVector], keys: Iterable[int] = ()) -> Cluster:
    """Return members as one; the poor belong but do not shape the mean, unless there are no others."""
    shaping = [f for f in members if f.quality >= FOUNDS_FROM] or members
    total = np.stack([f.vector for f in shaping]).sum(axis=0, dtype=np.float32)
    faces, parts = tuple(sorted(f.face for f in members)), () if own is None else (own,)
    return Cluster(own, faces, frozenset(keys), total, len(shaping), parts)


def single(face: FaceVector, rules: Rules) -> Cluster:
    vector = face.vector.astype(np.float32, copy=False)
    return Cluster(None, (face.face,), rules.of(face.face, face.asset), vector, 1)


def units(
    faces: Iterable[FaceVector], kept: Mapping[FaceId, ClusterId], named: Set[ClusterId], rules: Rules
) -> tuple[list[Cluster], list[list[FaceVector]], list[FaceVector]]:
    """Return the kept clusters by id, the groups said to be one that are in none, and all other faces.

    `kept`: the cluster of faces whose clusters stay whole. Whom a human spoke of stays before others, then
    the better face.
    """
    by_id = {f.face: f for f in faces if f.face not in rules.no_faces}
    atoms = [[by_id[face] for face in group if face in by_id] for group in rules.groups]
    spoken = {face for group in rules.groups for face in group}
    atoms += [[f] for f in by_id.values() if f.face not in spoken and f.face in kept]
    claims: dict[ClusterId | None, list[list[FaceVector]]] = defaultdict(list)
    for atom in filter(None, atoms):
        claims[_claimed(atom, kept, named, rules)].append(atom)
    unclaimed = claims.pop(None, [])
    made = []
    for own in sorted(claims):  # type: ignore[type-var]
        members, keys, left = _gathered(own, claims[own], rules)  # type: ignore[arg-type]
        unclaimed += left
        if members:
            made.append(cluster(own, members, keys | ({PERSON} if own in named else set())))
    free = [atom[0] for atom in unclaimed if len(atom) == 1 and atom[0].face not in spoken]
    groups = [atom for atom in unclaimed if len(atom) > 1 or atom[0].face in spoken]
    return made, groups, free + [f for f in by_id.values() if f.face not in spoken and f.face not in kept]


def _claimed(
    atom: Sequence[FaceVector], kept: Mapping[FaceId, ClusterId], named: Set[ClusterId], rules: Rules
) -> ClusterId | None:
    """Return whose these are: as was said, else where most of them are, a human's cluster first."""
    if (person := rules.persons.get(atom[0].face)) is not None:
        return person
    where = Counter(kept[f.face] for f in atom if f.face in kept)
    return min(where, key=lambda c: (c not in named, -where[c], c), default=None)


def _gathered(
    own: ClusterId, atoms: Iterable[list[FaceVector]], rules: Rules
) -> tuple[list[FaceVector], set[int], list[list[FaceVector]]]:
    """Return the faces of a cluster, their keys, and the atoms that a key keeps out."""

    def rank(atom: list[FaceVector]) -> tuple[bool, int, float, FaceId]:
        said = rules.persons.get(atom[0].face) == own
        return not said, -len(atom), -atom[0].quality, atom[0].face

    members, left = list[FaceVector](), list[list[FaceVector]]()
    keys = set(rules.cluster_keys.get(own, ()))
    for atom in sorted(atoms, key=rank):
        theirs = rules.of(atom[0].face, atom[0].asset)
        if rules.persons.get(atom[0].face) == own or keys.isdisjoint(theirs):
            members += atom
            keys |= theirs
        else:
            left.append(atom)
    return members, keys, left
