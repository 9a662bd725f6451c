"""The days around this one in an earlier year, where the day itself has too few photos.

Scarce on purpose: one card, of the year that has most; only from times known exactly; not of days that have a
card of their own, such as a trip or a feast; and not of the day for a week: it rests like any other card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from rollsuggest.i18n import _, days_text
from rollsuggest.model import Certainty, Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos, span
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.occasions import festivals, graduations, weddings
from rollsuggest.suggest.rules import holiday, on_this_day
from rollsuggest.suggest.wording import days_count, photos_and_days

AROUND = timedelta(days=3)
LEAST, LEAST_DAYS = 8, 2


def drafts(material: Material) -> Iterator[Draft]:
    then = [anniversary(material.today, year) for year in _years(material)]
    around = [photos for day in then if len(photos := _around(material, day)) >= LEAST]
    if not around or any(len(material.days.get(day, ())) >= on_this_day.LEAST for day in then):
        return
    told = told_days(material)
    fit = [tuple(p for p in photos if p.day not in told) for photos in around]
    enough = [photos for photos in fit if len(photos) >= LEAST and days_count(photos) >= LEAST_DAYS]
    if enough:
        yield _draft(material, max(enough, key=lambda photos: (len(photos), photos[0].day)))


def _years(material: Material) -> range:
    """The days around a new year's may be all there is of it."""
    return range(min(material.years, default=material.today.year) - 1, material.today.year)


def _around(material: Material, day: date) -> Photos:
    near = material.on(day - AROUND, day + AROUND)
    return tuple(p for p in near if p.certainty is Certainty.EXACT)


def told_days(material: Material) -> frozenset[date]:
    """Return the days that have a card of their own."""
    days = {day for trip in material.trips for p in trip.photos if (day := p.day)}
    for feast in festivals(material):
        if len(material.on(feast.first, feast.last)) >= holiday.LEAST:
            days.update(span(feast.first, feast.last))
    days.update(day for one in (*weddings(material), *graduations(material)) for day in one.days)
    births = {p.birthday for p in material.persons.values()}
    days.update(day for day in material.days if (day.month, day.day) in births)
    return frozenset(days)


def _draft(material: Material, photos: Photos) -> Draft:
    """The fullest day names the card, so that it is the same on each of the days around."""
    counts = Counter(day for p in photos if (day := p.day))
    fullest = max(counts, key=lambda day: (counts[day], day))
    year = fullest.year
    return Draft(
        kind="on_this_day",
        subject=fullest.isoformat(),
        identity=f"around {fullest.isoformat()}",
        title=_("Around this day in {year}").format(year=year),
        subtitle=days_text(min(counts), max(counts)),
        reason=photos_and_days(photos),
        photos=photos,
        left=material.left_between(min(counts), max(counts)),
        make=Make.COLLAGE,
        section="week",
        score=0.6 - 0.005 * min(20, material.today.year - year),
        least=4,
    )
