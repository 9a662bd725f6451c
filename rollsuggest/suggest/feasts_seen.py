"""Feasts that no calendar of days off knows and that are kept by some: photos must show that they were. Pure.

[Note: Feasts of Japan] Cherries flower for a week or two between late March and mid April, earlier in the
south: those days count on which blossom was photographed more than once. Shichi-Go-San is for children of
three, five and seven, by either way of counting; whose age is not told must look like a small child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from rollsuggest.i18n import _
from rollsuggest.model import Photo
from rollsuggest.suggest.feast_days import Festival
from rollsuggest.suggest.material import LABEL_FROM, Material, Photos, shown, span

HANAMI, SHICHI_GO_SAN = "hanami", "shichi-go-san"
BLOSSOM, CHILD = "flowers", "baby_kids"
YEARS_OLD = range(2, 8)  # from the year of birth to that of the feast


class Sign(NamedTuple):
    """What a photo of a feast shows, and how many of a day's photos must show it."""

    shows: Callable[[Photo, Material], bool]
    least: int
    share: float


def feasts_seen(material: Material) -> Iterator[tuple[Festival, Photos]]:
    """Yield each such feast of home, from the first to the last day that tells of it, with those photos.

    A journey has a card of its own.
    """
    away = {day for trip in material.trips for day in span(trip.first, trip.last)}
    for year in sorted(material.years):
        for feast, sign in _of_japan(year):
            if (material.holidays_of or material.homes.country_at(feast.first)) != "JP":
                continue
            at_home = [
                day for day in span(feast.first, feast.last) if day in material.days and day not in away
            ]
            told = [day for day in at_home if _tells(material.days[day], sign, material)]
            if told:
                photos = chain.from_iterable(material.days[day] for day in told)
                yield feast._replace(first=told[0], last=told[-1]), tuple(photos)


def _of_japan(year: int) -> Iterator[tuple[Festival, Sign]]:
    """Yield the feasts of a year. See Note: Feasts of Japan."""
    hanami = Festival(date(year, 3, 20), date(year, 4, 15), HANAMI, _("Hanami"))
    yield hanami, Sign(_blossom, 2, 0.2)
    day = date(year, 11, 15)
    yield Festival(day, day, SHICHI_GO_SAN, _("Shichi-Go-San")), Sign(_child, 1, 0.2)


def _tells(photos: Photos, sign: Sign, material: Material) -> bool:
    seen = sum(sign.shows(photo, material) for photo in photos)
    return seen >= sign.least and seen >= sign.share * len(photos)


def _blossom(photo: Photo, material: Material) -> bool:
    return photo.labels.get(BLOSSOM, 0.0) >= LABEL_FROM


def _child(photo: Photo, material: Material) -> bool:
    """Tell whether somebody of the age is seen, or of unknown age a small child."""
    if photo.day is None:
        return False
    born = {material.persons[c].birth_year for c in shown(photo) if c in material.persons} - {None}
    if born:
        return any(year is not None and photo.day.year - year in YEARS_OLD for year in born)
    return bool(photo.faces) and photo.labels.get(CHILD, 0.0) >= LABEL_FROM
