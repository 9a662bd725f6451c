"""Days that were more than any day: weddings, graduations, birthdays, holidays.

Found by evidence, not by date alone: a birthday on which the person was not photographed is no memory of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollsuggest.i18n import _, language
from rollsuggest.model import ClusterId
from rollsuggest.suggest.feast_days import Festival, feast_days
from rollsuggest.suggest.material import Material, Photos, shown
from rollsuggest.suggest.moments import anniversary, moments

SMALL_HOURS = 5  # a feast goes on past midnight
WEEK = timedelta(days=7)
MOST_WEDDINGS = 6


@dataclass(frozen=True, slots=True)
class Feast:
    """A day with all its photos, those after midnight too when the camera hardly rested.

    Of a wedding of several `days` it is the one with most signs.
    """

    day: date
    photos: Photos
    days: tuple[date, ...]

    @property
    def faces(self) -> int:
        return sum(1 for p in self.photos if p.faces)


def feast(material: Material, day: date) -> Feast:
    """Gather the photos of a day and of the night that follows without a break."""
    photos = material.days.get(day, ())
    night = [
        p
        for p in material.days.get(day + timedelta(days=1), ())
        if p.taken_at and p.taken_at.hour < SMALL_HOURS
    ]
    if not night:
        return Feast(day, photos, (day,))
    late = {p.id for m in moments([*photos, *night]) if m[0].day == day for p in m}
    return Feast(day, (*photos, *(p for p in night if p.id in late)), (day,))


def feasts(
    material: Material, theme: str, *, least_photos: int, least_signs: int, least_faces: float
) -> tuple[Feast, ...]:
    """Find the days with enough photos, enough of them showing `theme`, and enough of them faces."""
    signs = Counter(p.day for p in material.of_theme.get(theme, ()) if p.day is not None)
    found = []
    for day in sorted(day for day, n in signs.items() if day is not None and n >= least_signs):
        one = feast(material, day)
        if len(one.photos) >= least_photos and one.faces >= least_faces * len(one.photos):
            found.append(one)
    return tuple(found)


def weddings(material: Material) -> tuple[Feast, ...]:
    """Find the days on which somebody married: dense, with many faces and with gowns or grooms.

    Days that follow each other are one wedding. The best documented few: should the theme ever be mistaken,
    it is not mistaken on every page.
    """
    every: list[list[Feast]] = []
    for one in feasts(material, "wedding", least_photos=15, least_signs=2, least_faces=0.25):
        if every and one.day - every[-1][-1].day == timedelta(days=1):
            every[-1].append(one)
        else:
            every.append([one])
    signs = Counter(p.day for p in material.of_theme.get("wedding", ()))
    found = [_joined(days, signs) for days in every]
    return tuple(sorted(found, key=lambda f: (-len(f.photos), f.day))[:MOST_WEDDINGS])


def _joined(feasts: Sequence[Feast], signs: Mapping[date | None, int]) -> Feast:
    """Make one of the days of a feast; what was taken after midnight is of two of them."""
    photos = {p.id: p for one in feasts for p in one.photos}
    most = max(feasts, key=lambda one: (signs.get(one.day, 0), len(one.photos), -one.day.toordinal()))
    return Feast(most.day, tuple(photos.values()), tuple(one.day for one in feasts))


def graduations(material: Material) -> tuple[Feast, ...]:
    one_sign = feasts(material, "graduation", least_photos=8, least_signs=1, least_faces=0.3)
    two_signs = feasts(material, "graduation", least_photos=6, least_signs=2, least_faces=0.1)
    return tuple({f.day: f for f in (*one_sign, *two_signs)}.values())


def yearly(month: int, day: int, material: Material) -> Iterator[date]:
    """Yield each year's date from the first photo to a week from today; 29 February on the 28th elsewhere."""
    if not material.days:
        return
    leap = date(2000, month, day)
    for year in range(min(material.days).year, (material.today + WEEK).year + 1):
        yield anniversary(leap, year)


def due(day: date, today: date) -> bool:
    """Tell whether the day is today or within the week to come."""
    return today <= day <= today + WEEK


def who(photos: Photos, least: int) -> frozenset[ClusterId]:
    """Return the persons seen in at least so many of the photos."""
    counts = Counter(c for p in photos for c in shown(p))
    return frozenset(c for c, n in counts.items() if n >= least)


def festivals(material: Material) -> tuple[Festival, ...]:
    """Return the feasts of all years that have photos: the world's two, then those of the country.

    That is the one the person said; else where home was at the time, so that whoever moved has both.
    """
    years = sorted(material.years)
    found = []
    for year in sorted({*years, *(year - 1 for year in years)}):
        found.append(Festival(date(year, 12, 24), date(year, 12, 26), "christmas", _("Christmas")))
        found.append(Festival(date(year, 12, 31), date(year + 1, 1, 1), "new-year", _("New Year")))
    taken = {f.first + timedelta(days=n) for f in found for n in range((f.last - f.first).days + 1)}
    homes = material.homes
    for country in sorted({material.holidays_of} - {""} or {homes.country, *homes.countries.values()}):
        for feast in feast_days(country, tuple(years), language()):
            here = country == (material.holidays_of or homes.country_at(feast.first))
            if here and feast.first not in taken and not (feast.first.month == 1 and feast.first.day == 1):
                found.append(feast)
    return tuple(found)
