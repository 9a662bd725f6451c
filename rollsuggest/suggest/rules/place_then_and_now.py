"""The same view years apart: two pictures from one spot that look much alike.

Home is left out: a kitchen in two years is no view. How alike two pictures must be was set on photos of the
same street and of different streets: features of one view agree to 0.6 and more, others rarely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from heapq import nsmallest

import numpy as np

from rollsuggest.i18n import _
from rollsuggest.model import Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.likeness import matrix
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.selection import BLURRED, Chosen, quality
from rollsuggest.suggest.trips import km

APART = timedelta(days=700)
NEAR_KM = 0.1
CELL = 500  # cells to a degree: about 220 m
SAME_VIEW = 0.6
MOST_A_CELL = 60
MOST = 3
HOME_KM = 1.0


def drafts(material: Material) -> Iterator[Draft]:
    found = [
        material.memory.of(("same view", cell), photos, partial(_pair, photos))
        for cell, photos in _cells(material)
    ]
    pairs = sorted((pair for pair in found if pair), key=lambda pair: -pair[0])
    used: set[str] = set()
    for likeness, then, now in pairs:
        if (place := now.place or then.place) in used or len(used) == MOST:
            continue
        used.add(place)
        yield _draft(likeness, then, now, place)


def _cells(material: Material) -> Iterator[tuple[tuple[int, int], Photos]]:
    cells: dict[tuple[int, int], list[Photo]] = defaultdict(list)
    for photo in material.dated:
        north, east = photo.latitude, photo.longitude
        if north is not None and east is not None and not photo.faces and photo.sharpness >= BLURRED:
            cells[round(north * CELL), round(east * CELL)].append(photo)
    for cell, photos in cells.items():
        first, last = photos[0], photos[-1]
        if first.day and last.day and last.day - first.day >= APART and not _at_home(material, last):
            yield cell, tuple(photos)


def _at_home(material: Material, photo: Photo) -> bool:
    home = material.homes.at(photo.day) if photo.day else None
    assert photo.latitude is not None and photo.longitude is not None
    return home is not None and km(home, (photo.latitude, photo.longitude)) <= HOME_KM


def _pair(photos: Photos) -> tuple[float, Photo, Photo] | None:
    """Return the most alike two of the cell that are years apart and were taken within some steps."""
    some = nsmallest(MOST_A_CELL, photos, key=lambda p: (-quality(p), p.path))
    if len({p.day.year for p in some if p.day}) < 2:
        return None
    near = matrix(some)
    alike = near @ near.T
    rows, columns = np.nonzero(np.triu(alike >= SAME_VIEW, 1))
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
