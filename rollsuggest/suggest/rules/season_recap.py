"""The season that ended, by the calendar of the home's hemisphere. None without a home: a roll without places
may be from either half of the world; and none in the tropics, which have no such four.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rollsuggest.i18n import _
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import photos_and_days

LEAST = 24
LEAST_MONTHS = 2
FRESH = timedelta(days=45)
TROPICS = 23.4  # degrees of latitude


def drafts(material: Material) -> Iterator[Draft]:
    """Yield the season of three months that ended last (they begin with March, June, September, December)."""
    today = material.today
    month = today.month // 3 * 3 or 12
    end = date(today.year - (today.month < 3), month, 1) - timedelta(days=1)
    first = date(end.year - (end.month < 3), (end.month - 3) % 12 + 1, 1)
    home = material.homes.at(end)
    photos = material.on(first, end)
    months = {day.month for p in photos if (day := p.day)}
    if home is None or abs(home[0]) < TROPICS or today - end > FRESH:
        return
    if len(photos) < LEAST or len(months) < LEAST_MONTHS:
        return
    yield Draft(
        kind="season_recap",
        subject=f"{first:%Y-%m}",
        identity=f"{first:%Y-%m}",
        title=_title(first, end, north=home[0] > 0),
        reason=photos_and_days(photos),
        photos=photos,
        films=material.films_between(first, end),
        left=material.left_between(first, end),
        make=Make.RECAP,
        section="week",
        score=0.74 - 0.002 * (today - end).days,
        least=8,
    )


def _title(first: date, end: date, *, north: bool) -> str:
    names = {3: _("Spring {year}"), 6: _("Summer {year}"), 9: _("Autumn {year}"), 12: _("Winter {year}")}
    month = first.month if north else (first.month + 5) % 12 + 1
    turn = first.year != end.year
    year = _("{first} to {last}").format(first=first.year, last=end.year) if turn else str(end.year)
    return names[month].format(year=year)
