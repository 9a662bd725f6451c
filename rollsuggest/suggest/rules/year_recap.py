"""Each full year with enough in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import _, month_name
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import photos_and_days

LEAST = 40
LEAST_MONTHS = 3  # less is a trip, not a year
FRESH_MONTH = 2  # until the end of February last year is still on people's minds


def drafts(material: Material) -> Iterator[Draft]:
    today = material.today
    for year, photos in material.years.items():
        months = {day.month for p in photos if (day := p.day)}
        if year >= today.year or len(photos) < LEAST or len(months) < LEAST_MONTHS:
            continue
        fresh = today.year - year == 1 and today.month <= FRESH_MONTH
        yield Draft(
            kind="year_recap",
            subject=str(year),
            identity=str(year),
            title=str(year),
            subtitle=_span(months),
            reason=photos_and_days(photos),
            photos=photos,
            left=material.left_between(date(year, 1, 1), date(year, 12, 31)),
            make=Make.RECAP,
            section="week",
            score=0.86 if fresh else max(0.3, 0.58 - 0.03 * (today.year - year)),
            least=12,
        )


def _span(months: set[int]) -> str:
    return _("{first} to {last}").format(first=month_name(min(months)), last=month_name(max(months)))
