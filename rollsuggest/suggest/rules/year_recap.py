"""Each full year with enough in it, and what can truly be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from rollsuggest.i18n import _, in_a_row, language, listed, month_name, ngettext
from rollsuggest.model import ClusterId, Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos, shown
from rollsuggest.suggest.wording import photos_and_days

LEAST = 40
LEAST_MONTHS = 3  # less is a trip, not a year
FRESH_MONTH = 2  # until the end of February last year is still on people's minds
OFTEN = 5  # days on which somebody is seen, to be named in a year's line
NAMED = 3


def drafts(material: Material) -> Iterator[Draft]:
    today = material.today
    known = {
        year: material.memory.of(("year", year), (photos, language()), partial(_known_of, photos))
        for year, photos in material.years.items()
    }
    since: dict[str, int] = {}  # the first year of each town
    for year, of_year in known.items():
        for place in of_year.places:
            since[place] = min(year, since.get(place, year))
    for year, photos in material.years.items():
        months = {month for of_year, month in material.months if of_year == year}
        if year >= today.year or len(photos) < LEAST or len(months) < LEAST_MONTHS:
            continue
        fresh = today.year - year == 1 and today.month <= FRESH_MONTH
        yield Draft(
            kind="year_recap",
            subject=str(year),
            identity=str(year),
            title=_("Your {year}").format(year=year),
            subtitle=_span(months),
            reason=in_a_row((known[year].counted, *_facts(material, since, year, known[year]))),
            photos=photos,
            films=material.films_between(date(year, 1, 1), date(year, 12, 31)),
            left=material.left_between(date(year, 1, 1), date(year, 12, 31)),
            make=Make.RECAP,
            section="week",
            score=0.86 if fresh else max(0.3, 0.58 - 0.03 * (today.year - year)),
            least=12,
        )


class _Known(NamedTuple):
    """What is known of a year's photos: their towns, how many they are, and on which days who is seen."""

    places: frozenset[str]
    counted: str
    seen: frozenset[tuple[ClusterId, date | None]]


def _known_of(photos: Photos) -> _Known:
    seen = frozenset((c, p.day) for p in photos if p.faces for c in shown(p))
    return _Known(frozenset({p.place for p in photos} - {""}), photos_and_days(photos), seen)


def _span(months: set[int]) -> str:
    return _("{first} to {last}").format(first=month_name(min(months)), last=month_name(max(months)))


def _facts(material: Material, since: Mapping[str, int], year: int, known: _Known) -> Iterator[str]:
    """Yield the trips, the towns of them that no photo was from before, and who was there most often."""
    trips = [trip for trip in material.trips if trip.first.year == year]
    if trips:
        yield ngettext("{n} trip", "{n} trips", len(trips)).format(n=len(trips))
    new = [place for trip in trips for place in trip.places if since.get(place) == year]
    if new and min(since.values()) < year:
        yield _("first photos from {places}").format(places=listed(list(dict.fromkeys(new))[:NAMED]))
    given = known, material.persons, material.missed
    often = material.memory.of(("most often", year), given, partial(_often, material, known))
    if often:
        yield _("most often with {names}").format(names=listed(often))


def _often(material: Material, known: _Known) -> list[str]:
    """Return the names of who was there on most days, but for the person and who is missed."""
    unnamed = {material.me, *material.missed}
    days = Counter(name for c, _day in known.seen if c not in unnamed and (name := material.name_of(c)))
    often = sorted((n for n, count in days.items() if count >= OFTEN), key=lambda n: (-days[n], n))
    return often[:NAMED]
