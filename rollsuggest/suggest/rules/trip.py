"""Trips away from home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import _, days_text, listed
from rollsuggest.library.countries import country_name
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.trips import Trip
from rollsuggest.suggest.wording import month_text, photos_and_days

NAMED = 3


def drafts(material: Material) -> Iterator[Draft]:
    for trip in material.trips:
        where = _where(trip, material.home_country)
        yield Draft(
            kind="trip",
            subject=trip.places[0] if trip.places else trip.first.isoformat(),
            identity=trip.first.isoformat(),
            title=_title(trip, where),
            subtitle=days_text(trip.first, trip.last),
            reason=_reason(trip, where),
            photos=trip.photos,
            films=_films(trip, material),
            left=material.left_between(trip.first, trip.last),
            make=Make.RECAP,
            section="trips",
            score=_score(trip, material.today),
            least=6,
        )


def _films(trip: Trip, material: Material) -> Photos:
    """Return the videos of the trip's days but for those that were taken at home."""
    return tuple(
        film
        for film in material.films_between(trip.first, trip.last)
        if film.latitude is None or film.longitude is None or film.day is None
        or not material.homes.near((film.latitude, film.longitude), film.day)
    )  # fmt: skip


def _where(trip: Trip, home_country: str) -> str:
    """Return the towns; of many in countries that are not home the countries, else the first and the last."""
    if len(trip.places) <= NAMED:
        return listed(trip.places)
    abroad = [country_name(code) for code in trip.countries if code and code != home_country]
    if abroad and len(abroad) == len(trip.countries) and len(abroad) <= NAMED:
        return listed(abroad)
    return _way(trip)


def _way(trip: Trip) -> str:
    """Return the first and the last town of a long way; "" of a short one."""
    if len(trip.places) <= NAMED:
        return ""
    return _("{first} to {last}").format(first=trip.places[0], last=trip.places[-1])


def _title(trip: Trip, where: str) -> str:
    if not where:
        return _("A trip in {month}").format(month=month_text(trip.first))
    return _("{where}, {month}").format(where=where, month=month_text(trip.first))


def _reason(trip: Trip, where: str) -> str:
    """Return "42 photos from 5 days in Faro"; nobody is in "Faro to Lagos"."""
    counted = photos_and_days(trip.photos)
    if not where:
        return counted
    return (
        f"{counted}, {where}"
        if where == _way(trip)
        else _("{counted} in {where}").format(counted=counted, where=where)
    )


def _score(trip: Trip, today: date) -> float:
    """Just back is best, then the days around a trip's anniversary, then the larger and the fresher."""
    if (today - trip.last).days <= 14:
        return 0.88
    near = min(
        abs((anniversary(trip.first, year) - today).days)
        for year in (today.year - 1, today.year, today.year + 1)
    )
    size = min(1.0, len(trip.photos) / 100)
    return 0.55 + 0.1 * size + 0.12 * max(0.0, 1 - near / 30) - min(0.1, (today - trip.last).days / 20_000)
