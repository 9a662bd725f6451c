"""The same view years apart: two pictures from one spot that look much alike.

Home is left out: a kitchen in two years is no view. How alike two pictures must be was set on photos of the
same street and of different streets: features of one view agree to 0.6 and more, others rarely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from heapq import nlargest, nsmallest

import numpy as np

from rollsuggest.i18n import _
from rollsuggest.model import Make, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.homes import km
from rollsuggest.suggest.likeness import Vector, matrices
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.placed import Placed, by_cell, joined
from rollsuggest.suggest.selection import BLURRED, Chosen

APART = timedelta(days=700)
NEAR_KM = 0.1
CELL = 500  # cells to a degree: about 220 m
SAME_VIEW = 0.6
MOST_A_CELL = 60
MOST_CELLS = 60  # of those with the best pictures of both times; three cards are made
MOST = 3
HOME_KM = 1.0


def drafts(material: Material) -> Iterator[Draft]:
    found = material.memory.each("same view", _cells(material), _pairs)
    pairs = sorted((pair for pair in found if pair), key=lambda pair: -pair[0])
    used: set[str] = set()
    for likeness, then, now in pairs:
        if (place := now.place or then.place) in used or len(used) == MOST:
            continue
        used.add(place)
        yield _draft(likeness, then, now, place)


def _cells(material: Material) -> dict[int, Photos]:
    """Return the photos of each small cell away from home that was seen years apart, cells as first seen.

    Of very many only those with the best pictures of both times.
    """
    months = [
        material.memory.of(("views", month), there.photos, partial(_views, there))
        for month, there in material.placed.items()
    ]
    apart = material.memory.of("cells", months, partial(_years_of, months))
    away = {cell: photos for cell, photos in apart.items() if not _at_home(material, photos[-1])}
    return away if len(away) <= MOST_CELLS else _most_promising(material, away)


def _years_of(months: Sequence[Placed]) -> dict[int, Photos]:
    """Return the photos of each small cell that was seen years apart, cells as first seen."""
    views = joined(months)
    cells, days = views.cells(CELL), views.days
    return {
        int(cells[rows[0]]): tuple([views.photos[n] for n in rows.tolist()])
        for rows in by_cell(cells)
        if days[rows[-1]] - days[rows[0]] >= APART.days
    }


def _most_promising(material: Material, cells: Mapping[int, Photos]) -> dict[int, Photos]:
    worth = {
        cell: material.memory.of(("both times", cell), photos, partial(_both_times, photos))
        for cell, photos in cells.items()
    }
    best = frozenset(nlargest(MOST_CELLS, cells, key=worth.__getitem__))
    return {cell: photos for cell, photos in cells.items() if cell in best}


def _both_times(photos: Photos) -> float:
    """Return the score of the worse of two: the best picture of then and that of now; in order of time."""
    dated = [(p.day, keep.score(p)) for p in photos if p.day]
    first, last = dated[0][0], dated[-1][0]
    then = max(score for day, score in dated if last - day >= APART)
    return min(then, max(score for day, score in dated if day - first >= APART))


def _views(there: Placed) -> Placed:
    """Return those of a month that may be views."""
    return there.only([not p.faces and p.sharpness >= BLURRED for p in there.photos])


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
