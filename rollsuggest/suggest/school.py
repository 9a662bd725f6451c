"""First days of school, found by evidence: a child with a school bag on a weekday when schools begin. Pure.

[Note: Who is a child] Nothing measures age. With a year of birth told, it is the ages at which children begin
and change schools, and two years will do; without one, three years are asked for. Where school begins the
month does not say: the first days of all years must lie within a fortnight, as in every country they do.
Somebody with a bag on as many other days (on holidays, at work) is no sign at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial

from rollsuggest.model import ClusterId, Occasion, Photo
from rollsuggest.suggest.material import Material, shown

KIND = "first_school_day"
AGES = range(3, 15)
FROM_OBJECT, FROM_WORD = 0.5, 0.3  # surely enough a bag; the classifier spreads over a thousand words
BAGS = ("backpack",)
BAG_WORDS = ("backpack", "school bus")  # as `library.viewed` reads them
NAMED = (
    "first day of school", "back to school", "einschulung", "schulanfang", "rentree", "rentrée",
    "primer dia de cole", "primer día de cole", "primeiro dia de aulas", "primo giorno di scuola",
    "eerste schooldag",
)  # fmt: skip
NORTH, SOUTH = (8, 9, 10), (1, 2, 3)
FORTNIGHT = timedelta(days=14)
YEARS, YEARS_OF_NO_AGE = 2, 3


def first_days(material: Material, person: ClusterId) -> tuple[date, ...]:
    """Return the first day of school of each year that shows one; () where that is not sure enough."""
    days = _bag_days(material, person)
    season = [day for day in days if day.month in _months(material, day)]
    found = _of_one_fortnight(season)
    told = material.persons[person].birth_year is not None
    outside = len(days) - len(season)
    return found if len(found) >= (YEARS if told else YEARS_OF_NO_AGE) and outside < len(found) else ()


def occasion(person: ClusterId, days: Iterable[date]) -> Occasion:
    """Return what is asked about: it stays the same when further years are found."""
    return Occasion(KIND, 9 if min(days).month in NORTH else 2, 1, person)


def _bag_days(material: Material, person: ClusterId) -> list[date]:
    """Return the weekdays at home on which somebody is seen with a school bag, at an age for that."""
    born = material.persons[person].birth_year
    seen = material.of_one("bags", person, partial(_seen_with_bag, material, person))
    found = {day for day in seen if born is None or day.year - born in AGES}
    away = [(trip.first, trip.last) for trip in material.trips] if found else []
    return sorted(day for day in found if not any(first <= day <= last for first, last in away))


def _seen_with_bag(material: Material, person: ClusterId) -> frozenset[date]:
    return frozenset(
        day
        for p in material.of_person.get(person, ())
        if (day := p.day) is not None and day <= material.today and day.weekday() < 5 and has_bag(p)
        if person in shown(p)
    )


def has_bag(photo: Photo) -> bool:
    """Tell whether a school bag is seen, or the file's name says what day it is."""
    if photo.objects and any(photo.objects.get(name, 0.0) >= FROM_OBJECT for name in BAGS):
        return True
    if photo.words and any(photo.words.get(word, 0.0) >= FROM_WORD for word in BAG_WORDS):
        return True
    name = photo.path.casefold().replace("_", " ").replace("-", " ")
    return any(said in name for said in NAMED)


def _months(material: Material, day: date) -> tuple[int, ...]:
    home = material.homes.at(day)
    return SOUTH if home is not None and home[0] < 0 else NORTH


def _of_one_fortnight(days: Iterable[date]) -> tuple[date, ...]:
    """Return each year's first day within the fortnight of the year that holds most years."""
    best: Mapping[int, date] = {}
    every = sorted(days)
    for start in sorted({(day.month, day.day) for day in every}):
        of_year: dict[int, date] = {}
        for day in every:
            first = _moved(start, day.year)
            if first <= day <= first + FORTNIGHT:
                of_year.setdefault(day.year, day)
        best = of_year if len(of_year) > len(best) else best
    return tuple(best[year] for year in sorted(best))


def _moved(start: tuple[int, int], year: int) -> date:
    month, day = start
    return date(year, month, min(day, 28) if month == 2 else day)
