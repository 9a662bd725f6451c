"""What photos are compared by, all of them at once: columns of numbers, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Certainty, Photo
from rollsuggest.suggest.likeness import Places, hashes_of
from rollsuggest.suggest.moments import times_of

_EXACT = Certainty.EXACT  # see Note: Members
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
AT_ONCE = 512  # photos that are gone over again and again: to fetch each anew takes twice as long


class Columns(NamedTuple):
    """Photos in the order of time; `at` in microseconds as `times_of` tells them, `hashes` are 0 for none."""

    photos: Sequence[Photo]
    at: Numbers
    exact: Mask  # the very time is known
    hashes: npt.NDArray[np.uint64]
    kept: Mask  # by the person
    pixels: Numbers

    def only(self, fit: Mask) -> Columns:
        """Return those rows that fit."""
        if fit.all():
            return self
        return self.at_rows(np.flatnonzero(fit))

    def at_rows(self, rows: Places) -> Columns:
        return Columns(
            [self.photos[n] for n in rows.tolist()],
            self.at[rows],
            self.exact[rows],
            self.hashes[rows],
            self.kept[rows],
            self.pixels[rows],
        )


def blocks(photos: Sequence[Photo]) -> list[Sequence[Photo]]:
    """Return the photos, so many at a time that the processor holds them; one block where there are none."""
    return [photos[n : n + AT_ONCE] for n in range(0, max(1, len(photos)), AT_ONCE)]


def columns_of(photos: Sequence[Photo]) -> Columns:
    parts = zip(*map(_numbers, blocks(photos)), strict=True)
    return Columns(photos, *map(np.concatenate, parts))


def _numbers(photos: Sequence[Photo]) -> tuple[npt.NDArray[Any], ...]:
    return (
        times_of(photos),
        np.array([p.taken_at is not None and p.certainty is _EXACT for p in photos], bool),
        hashes_of(photos),
        np.array([p.kept for p in photos], bool),
        # A file whose size was not read has none, whatever the type says.
        np.array([(p.width or 0) * (p.height or 0) for p in photos], np.int64),
    )


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
