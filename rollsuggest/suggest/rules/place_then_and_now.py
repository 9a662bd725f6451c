"""The same view years apart: two pictures from one spot that look much alike.

Home is left out: a kitchen in two years is no view. How alike two pictures must be was set on photos of the
same street and of different streets: features of one view agree to 0.6 and more, others rarely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from heapq import nsmallest
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.i18n import _
from rollsuggest.model import Make, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.likeness import Vector, matrices
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.selection import BLURRED, Chosen
from rollsuggest.suggest.trips import km

APART = timedelta(days=700)
NEAR_KM = 0.1
CELL = 500  # cells to a degree: about 220 m
SAME_VIEW = 0.6
MOST_A_CELL = 60
MOST = 3
HOME_KM = 1.0
_ROW = 1 << 32  # of cells, from one parallel to the next


def drafts(material: Material) -> Iterator[Draft]:
    found = material.memory.each("same view", dict(_cells(material)), _pairs)
    pairs = sorted((pair for pair in found if pair), key=lambda pair: -pair[0])
    used: set[str] = set()
    for likeness, then, now in pairs:
        if (place := now.place or then.place) in used or len(used) == MOST:
            continue
        used.add(place)
        yield _draft(likeness, then, now, place)


def _cells(material: Material) -> Iterator[tuple[int, Photos]]:
    """Yield the photos of each small cell away from home that was seen years apart, cells as first seen."""
    months = [
        material.memory.of(("views", month), photos, partial(_views, photos))
        for month, photos in material.months.items()
    ]
    if not months:
        return
    views = _Views(*(np.concatenate([month[n] for month in months]) for n in range(len(_Views._fields))))
    order = np.argsort(views.cells, kind="stable")
    edges = np.flatnonzero(np.diff(views.cells[order])) + 1
    first, last = np.concatenate([[0], edges]), np.concatenate([edges, [len(order)]])
    there = first < last
    first, last = first[there], last[there]
    apart = views.days[order[last - 1]] - views.days[order[first]] >= APART.days
    for begin, end in sorted(zip(first[apart], last[apart], strict=True), key=lambda ends: order[ends[0]]):
        if not _at_home(material, views.photos[order[end - 1]]):
            yield int(views.cells[order[begin]]), tuple(views.photos[order[begin:end]])


class _Views(NamedTuple):
    """The photos of a month that may be views, in which cells they lie, and their days as ordinals."""

    photos: npt.NDArray[np.object_]
    cells: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]


def _views(photos: Photos) -> _Views:
    fit = [
        (p, round(p.latitude * CELL) * _ROW + round(p.longitude * CELL), p.day.toordinal())
        for p in photos
        if p.latitude is not None and p.longitude is not None and p.day
        if not p.faces and p.sharpness >= BLURRED
    ]
    found, cells, days = zip(*fit, strict=True) if fit else ((), (), ())
    held = np.empty(len(found), object)
    held[:] = found
    return _Views(held, np.array(cells, np.int64), np.array(days, np.int64))


def _at_home(material: Material, photo: Photo) -> bool:
    home = material.homes.at(photo.day) if photo.day else None
    assert photo.latitude is not None and photo.longitude is not None
    return home is not None and km(home, (photo.latitude, photo.longitude)) <= HOME_KM


def _pairs(cells: Sequence[Photos]) -> Iterator[tuple[float, Photo, Photo] | None]:
    """Yield what `_pair` returns of each cell; features of many are looked up at once."""
    best = [_best(photos) for photos in cells]
    for some, features in zip(best, matrices(best), strict=True):
        yield _pair(some, features)


def _best(photos: Photos) -> Sequence[Photo]:
    """Return the best of a cell; none where no two of them are years apart. None shows a face."""
    some = nsmallest(MOST_A_CELL, photos, key=lambda p: (-keep.score(p), p.path))
    days = [p.day for p in some if p.day]
    return some if max(days) - min(days) >= APART else ()


def _pair(some: Sequence[Photo], features: Vector) -> tuple[float, Photo, Photo] | None:
    """Return the most alike two that are years apart and were taken within some steps."""
    alike = features @ features.T
    rows, columns = np.nonzero(alike >= SAME_VIEW)
    rows, columns = rows[rows < columns], columns[rows < columns]
    for n in np.argsort(-alike[rows, columns], kind="stable"):
        one, other = some[rows[n]], some[columns[n]]
        then, now = sorted((one, other), key=lambda p: (p.taken_at or datetime.max, p.path))
        if _years_apart(then, now):
            return float(alike[rows[n], columns[n]]), then, now
    return None


def _years_apart(then: Photo, now: Photo) -> bool:
    if then.day is None or now.day is None or now.day - then.day < APART:
        return False
    points = [(p.latitude, p.longitude) for p in (then, now)]
    (a, b), (c, d) = points
    return None not in (a, b, c, d) and km((a or 0.0, b or 0.0), (c or 0.0, d or 0.0)) <= NEAR_KM


def _draft(likeness: float, then: Photo, now: Photo, place: str) -> Draft:
    assert then.day and now.day
    first, last = then.day.year, now.day.year
    return Draft(
        kind="place_then_and_now",
        subject=place or f"{now.latitude:.3f} {now.longitude:.3f}",
        identity=f"{round((now.latitude or 0) * CELL)} {round((now.longitude or 0) * CELL)}",
        title=_("{place}, then and now").format(place=place) if place else _("The same place, then and now"),
        subtitle=_("{first} and {last}").format(first=first, last=last),
        reason=_("The same view in {first} and in {last}").format(first=first, last=last),
        photos=(then, now),
        make=Make.COLLAGE,
        section="themes",
        score=0.5 + 0.2 * (likeness - SAME_VIEW) + 0.01 * min(8, last - first),
        least=2,
        chosen=Chosen((then, now), 0, 0),
        style="pair",
        in_time=True,
    )
