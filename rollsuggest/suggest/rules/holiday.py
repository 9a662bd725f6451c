"""Christmas, New Year, and the feasts and public holidays of home that somebody took photos of.

[Note: Not Christmas] Where home does not keep it these are three days of December, unless a tree says
otherwise; and a journey that is hardly more than those days has a card of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import _, days_text, language
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.feast_days import Festival
from rollsuggest.suggest.feasts_seen import BLOSSOM, HANAMI, feasts_seen
from rollsuggest.suggest.material import LABEL_FROM, Material, Photos
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.occasions import festivals
from rollsuggest.suggest.public_holidays import public_holidays
from rollsuggest.suggest.wording import photos_text

LEAST = 6
LEAST_PUBLIC = 10  # many a public holiday is only a day off; one kept in some year needs no more than `LEAST`
PEOPLE = 0.2  # and without people it is scenery
WORLD = ("christmas", "new-year")
SIGN = "christmas_halloween"
SIGNS = {"christmas": SIGN, "halloween": SIGN, HANAMI: BLOSSOM}


def drafts(material: Material) -> Iterator[Draft]:
    held = [(one, photos) for one in festivals(material) if len(photos := _photos(one, material)) >= LEAST]
    kept = {one.slug for one, photos in held if one.slug in WORLD or len(photos) >= LEAST_PUBLIC}
    held = [(one, photos) for one, photos in held if one.slug in kept]
    held += [(one, photos) for one, photos in feasts_seen(material) if len(photos) >= LEAST]
    for one, photos in held:
        days = days_text(*_days(photos))
        yield Draft(
            kind="holiday",
            subject=f"{one.slug}-{one.first.year}",
            identity=f"{one.slug} {one.first.year}",
            title=_("{name} {year}").format(name=one.name, year=one.last.year),
            subtitle=days,
            reason=_("{photos} from {days}").format(photos=photos_text(len(photos)), days=days),
            photos=photos,
            left=material.left_between(one.first, one.last),
            make=Make.COLLAGE,
            section="themes",
            score=_score(one, material),
            least=4,
            sign=SIGNS.get(one.slug, ""),
        )


def _photos(one: Festival, material: Material) -> Photos:
    """Return the photos of a holiday; () of a public one on a journey, or without people.

    See Note: Not Christmas.
    """
    photos = material.on(one.first, one.last)
    if len(photos) < LEAST:
        return ()
    first, last = _days(photos)
    if one.slug in WORLD:
        trip = next((t for t in material.trips if t.first <= first and last <= t.last), None)
        if one.slug == "christmas" and any(p.labels.get(SIGN, 0.0) >= LABEL_FROM for p in photos):
            return photos
        most_of_it = trip is not None and 2 * len(photos) > len(trip.photos)
        return photos if not most_of_it and (one.slug != "christmas" or _kept_at_home(one, material)) else ()
    peopled = sum(bool(p.faces) for p in photos) >= PEOPLE * len(photos)
    away = any(t.first <= last and first <= t.last for t in material.trips)
    return photos if peopled and not away else ()


def _days(photos: Photos) -> tuple[date, date]:
    """Return the first and the last day of which there are photos."""
    days = [day for p in photos if (day := p.day)]
    return days[0], days[-1]


def _kept_at_home(one: Festival, material: Material) -> bool:
    """Tell whether Christmas is a holiday where home was; where no home is known, that is thought."""
    country = material.holidays_of or material.homes.country_at(one.first)
    known = public_holidays(country, tuple(sorted(material.years)), language())
    return not known or any(one.first <= day <= one.last for day, _slug, _name in known)


def _score(one: Festival, material: Material) -> float:
    """Better in the weeks around the same holiday of this year."""
    today = material.today
    years = (today.year - 1, today.year, today.year + 1)
    near = min(abs((anniversary(one.first, year) - today).days) for year in years)
    return 0.46 + 0.25 * max(0.0, 1 - near / 14) - 0.01 * min(10, today.year - one.first.year)
