"""Where photos were taken, in columns: a row for each that knows its day and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Photo

Degrees = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
_ROW = 1 << 32  # of cells, from one parallel to the next


@dataclass(frozen=True, slots=True)
class Placed:
    """The columns all follow from the photos."""

    photos: tuple[Photo, ...]
    north: Degrees = field(compare=False)
    east: Degrees = field(compare=False)
    days: Numbers = field(compare=False)  # since the year 1, as `date.toordinal` counts them

    def at(self, rows: Numbers) -> Placed:
        photos = tuple([self.photos[n] for n in rows.tolist()])
        return Placed(photos, self.north[rows], self.east[rows], self.days[rows])

    def only(self, fit: Sequence[bool]) -> Placed:
        """Return those rows that fit."""
        return self if all(fit) else self.at(np.flatnonzero(fit))

    def cells(self, to_a_degree: int) -> Numbers:
        """Return in which cell each lies, so many of them to a degree."""
        north, east = (np.rint(part * to_a_degree).astype(np.int64) for part in (self.north, self.east))
        cells: Numbers = north * _ROW + east
        return cells


def placed(photos: Sequence[Photo]) -> Placed:
    """Return those of the photos that know their day and place."""
    known = [
        (p, p.latitude, p.longitude, p.day.toordinal())
        for p in photos
        if p.latitude is not None and p.longitude is not None and p.day
    ]
    found, north, east, days = zip(*known, strict=True) if known else ((), (), (), ())
    return Placed(found, np.array(north, np.float64), np.array(east, np.float64), np.array(days, np.int64))


def joined(months: Sequence[Placed]) -> Placed:
    """Return the rows of all months, one month after the other."""
    if not months:
        return placed(())
    return Placed(
        tuple(chain.from_iterable(month.photos for month in months)),
        np.concatenate([month.north for month in months]),
        np.concatenate([month.east for month in months]),
        np.concatenate([month.days for month in months]),
    )


def by_cell(cells: Numbers) -> list[Numbers]:
    """Return the rows of each cell, in order; cells as first seen."""
    order = np.argsort(cells, kind="stable")
    edges = np.flatnonzero(np.diff(cells[order])) + 1
    return sorted(np.split(order, edges), key=lambda rows: rows[0]) if len(order) else []
