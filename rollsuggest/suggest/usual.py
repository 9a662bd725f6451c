"""Where somebody usually is: home, several in turn when they moved, and the towns they come back to. Pure.

[Note: One trip is no home] However many photos a journey brings, a town is home only after weeks over two
months, and a usual place only after visits that lie a fortnight apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from rollsuggest.model import HomeVerdicts, Photo, UsualPlace, View
from rollsuggest.suggest.by_month import by_month
from rollsuggest.suggest.homes import homes, spots_of
from rollsuggest.suggest.placed import placed

LEAST_WEEKS, LEAST_SPAN = 4, timedelta(days=60)
VISITS_APART = timedelta(days=14)
LEAST_DAYS, LEAST_VISITS, MOST = 3, 2, 5

Town = tuple[str, str]  # name, country


def usual_places(view: View) -> tuple[UsualPlace, ...]:
    """Return homes, latest first, then the places of most days. () while places are not known."""
    photos = [p for p in view.photos if p.latitude is not None and p.place and p.day]
    days: dict[Town, set[date]] = defaultdict(set)
    for photo in photos:
        if photo.day:
            days[photo.place, photo.country].add(photo.day)
    every = len(set().union(*days.values())) if days else 0
    at_home = _homes(photos, days, view.homes)
    others = [town for town in days if town not in at_home and _often(days[town])]
    others.sort(key=lambda town: (-len(days[town]), town))
    return tuple(
        UsualPlace(*town, len(days[town]) / every, min(days[town]), max(days[town]), home=town in at_home)
        for town in (*at_home, *others[:MOST])
    )


def _homes(photos: Sequence[Photo], days: dict[Town, set[date]], said: HomeVerdicts) -> list[Town]:
    months = by_month(tuple(photos))
    learned = homes(spots_of(placed(of_month), said) for _month, of_month in months)
    near: dict[Town, set[date]] = defaultdict(set)
    for photo in photos:
        day, at = photo.day, (photo.latitude or 0.0, photo.longitude or 0.0)
        if day and learned.near(at, day):
            near[photo.place, photo.country].add(day)
    told = {town for town, home in said.items() if home and town in days}
    found = {town for town in near if said.get(town, True) and _lived_in(days[town])}
    # Of a town and its suburbs, all near one home, the one of most days gives the name.
    points = {town: learned.at(max(days[town])) for town in found}
    first: dict[object, Town] = {}
    for town in sorted(found, key=lambda town: (-len(days[town]), town)):
        first.setdefault(points[town] or town, town)
    return sorted({*first.values(), *told}, key=lambda town: (max(days[town]), town), reverse=True)


def _lived_in(days: set[date]) -> bool:
    weeks = {day.toordinal() // 7 for day in days}
    return len(weeks) >= LEAST_WEEKS and max(days) - min(days) >= LEAST_SPAN


def _often(days: set[date]) -> bool:
    ordered = sorted(days)
    gaps = (later - earlier for earlier, later in pairwise(ordered))
    visits = 1 + sum(gap >= VISITS_APART for gap in gaps)
    return len(days) >= LEAST_DAYS and visits >= LEAST_VISITS
