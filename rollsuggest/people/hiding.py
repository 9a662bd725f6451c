"""Who is hidden stays hidden: a face that may be theirs is taken for theirs. Pure.

Clustering asks for certainty before it puts faces together, so now and then a face of somebody hidden stands
alone. On a page it would be a leak. So for hidden persons the looser limit holds: at a mean cosine of 0.40 to
their faces one pair in a few hundred is of two people, and what that costs is one photo fewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.units import FaceVector

HIDDEN_FROM = 0.40


def kept_hidden(
    faces: Sequence[FaceVector],
    assigned: Mapping[FaceId, ClusterId | None],
    hidden: Set[ClusterId],
    named: Set[ClusterId],
) -> Mapping[FaceId, ClusterId | None]:
    """Return the assignment with doubtful faces given to the hidden; those of named persons stay theirs."""
    result = dict(assigned)
    free = [f for f in faces if assigned.get(f.face) is None or assigned[f.face] not in named | hidden]
    if not free:
        return result
    vectors = np.stack([f.vector for f in free])
    best = np.full(len(free), HIDDEN_FROM)
    for cluster in sorted(hidden):
        theirs = [f.vector for f in faces if assigned.get(f.face) == cluster]
        if not theirs:
            continue
        likeness = vectors @ np.mean(np.stack(theirs), axis=0)
        for at in np.flatnonzero(likeness >= best):
            best[at] = likeness[at]
            result[free[at].face] = cluster
    return result
