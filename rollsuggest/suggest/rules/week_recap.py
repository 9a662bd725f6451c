"""Last week, while it is fresh. A week spent on a trip is the trip's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rollsuggest.i18n import _, days_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import days_count, photos_and_days

LEAST = 8
LEAST_DAYS = 3
MOSTLY = 0.6


def drafts(material: Material) -> Iterator[Draft]:
    """Yield the last full week, Monday to Sunday."""
    first = material.today - timedelta(days=material.today.weekday() + 7)
    last = first + timedelta(days=6)
    photos = material.on(first, last)
    away = {p.id for trip in material.trips if trip.last >= first and trip.first <= last for p in trip.photos}
    on_trip = sum(p.id in away for p in photos)
    if len(photos) < LEAST or days_count(photos) < LEAST_DAYS or on_trip > MOSTLY * len(photos):
        return
    yield Draft(
        kind="week_recap",
        subject=first.isoformat(),
        identity=first.isoformat(),
        title=_("Last week"),
        subtitle=days_text(first, last),
        reason=photos_and_days(photos),
        photos=photos,
        films=material.films_between(first, last),
        left=material.left_between(first, last),
        make=Make.RECAP,
        section="week",
        score=0.8 - 0.02 * material.today.weekday(),
        least=6,
    )
