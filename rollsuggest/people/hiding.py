"""Which faces may be of somebody hidden, so that their photos stay hidden too. Pure.

Clustering asks for certainty before it puts faces together, so now and then a face of somebody hidden stands
alone. On a page it would be a leak. So for hidden persons the looser limit holds: at a mean cosine of 0.40 to
their faces one pair in a few hundred is of two people, and what that costs is one photo fewer. Nobody's
cluster changes by it: a sibling who was hidden along is there again when the hidden one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

import numpy as np

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.cluster import SAME_PERSON
from rollsuggest.people.units import FaceVector
from rollsuggest.people.verdicts import NO_RULES, Rules

HIDDEN_FROM = 0.40
MANY = 5  # faces of a cluster that is somebody: one of them is rarely the hidden person after all
NEARER = 0.10  # by so much such a face is more like its own cluster than like the hidden person


def perhaps_theirs(
    faces: Sequence[FaceVector],
    assigned: Mapping[FaceId, ClusterId | None],
    hidden: Set[ClusterId],
    named: Set[ClusterId],
    rules: Rules = NO_RULES,
) -> tuple[tuple[FaceId, ClusterId], ...]:
    """Return which faces may be of which hidden clusters: of each at most one a photo, none where it is seen.

    Left out are faces of `named` persons, those said not to be theirs, and surely somebody else's.
    """
    members: dict[ClusterId, list[FaceVector]] = defaultdict(list)
    for face in faces:
        if (own := assigned.get(face.face)) is not None:
            members[own].append(face)
    known = named | hidden
    free = [f for f in faces if assigned.get(f.face) not in known and f.face not in rules.no_faces]
    theirs = sorted(hidden & members.keys())
    if not free or not theirs:
        return ()
    vectors = np.stack([f.vector for f in free])
    found: list[tuple[FaceId, ClusterId]] = []
    for cluster in theirs:
        likeness = vectors @ np.mean(np.stack([f.vector for f in members[cluster]]), axis=0)
        taken = {f.asset for f in members[cluster]}
        keys = rules.cluster_keys.get(cluster, frozenset())
        near = np.flatnonzero(likeness >= HIDDEN_FROM)
        for at in near[np.argsort(-likeness[near], kind="stable")]:
            face, how_like = free[at], float(likeness[at])
            own = assigned.get(face.face)
            others = members[own] if own is not None else []
            said = not keys.isdisjoint(rules.of(face.face, face.asset))
            if face.asset not in taken and not said and not _somebody_else(face, others, how_like):
                taken.add(face.asset)
                found.append((face.face, cluster))
    return tuple(sorted(found))


def _somebody_else(face: FaceVector, others: Sequence[FaceVector], likeness: float) -> bool:
    """Tell whether a face is settled among many that are more like it than the hidden person is."""
    if len(others) < MANY or likeness >= SAME_PERSON:
        return False
    own = np.mean([float(face.vector @ other.vector) for other in others if other.face != face.face])
    return bool(own >= likeness + NEARER)
