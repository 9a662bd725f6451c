"""What photos are compared by, all of them at once: columns of numbers, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Certainty, Photo
from rollsuggest.suggest.likeness import Places, hashes_of
from rollsuggest.suggest.moments import times_of

Mask = npt.NDArray[np.bool_]


class Columns(NamedTuple):
    """Photos in the order of time; `at` in microseconds as `times_of` tells them, `hashes` are 0 for none."""

    photos: Sequence[Photo]
    at: npt.NDArray[np.int64]
    exact: Mask  # the very time is known
    hashes: npt.NDArray[np.uint64]

    def only(self, fit: Mask) -> Columns:
        """Return those rows that fit."""
        if fit.all():
            return self
        photos = [self.photos[n] for n in np.flatnonzero(fit).tolist()]
        return Columns(photos, self.at[fit], self.exact[fit], self.hashes[fit])


def columns_of(photos: Sequence[Photo]) -> Columns:
    exact = [p.taken_at is not None and p.certainty is Certainty.EXACT for p in photos]
    return Columns(photos, times_of(photos), np.array(exact, bool), hashes_of(photos))


def connected(count: int, one: Places, other: Places) -> Places:
    """Return, of each of so many places, the first of all that pairs connect it with, at last."""
    first = np.arange(count)
    while len(one):
        a, b = first[one], first[other]
        apart = a != b
        if not apart.any():
            break
        a, b = a[apart], b[apart]
        np.minimum.at(first, np.maximum(a, b), np.minimum(a, b))
        while (first[first] != first).any():
            first = first[first]
    return first
