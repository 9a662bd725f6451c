"""The same day in earlier years, one card a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import photos_text, years_ago

LEAST = 3
LEAST_DIFFERENT = 2  # of a child that sat still: the day is remembered all the same


def drafts(material: Material) -> Iterator[Draft]:
    today = material.today
    for day, photos in material.days.items():
        if day.year >= today.year or len(photos) < LEAST or not _is_remembered(day, today):
            continue
        years = today.year - day.year
        same = (day.month, day.day) == (today.month, today.day)
        yield Draft(
            kind="on_this_day",
            subject=day.isoformat(),
            identity=day.isoformat(),
            title=years_ago(years) if same else day_text(day),
            subtitle=day_text(day) if same else "",
            reason=_reason(day, len(photos), same),
            photos=photos,
            left=material.left_between(day, day),
            make=Make.COLLAGE,
            section="today",
            score=0.9 + min(0.05, len(photos) / 400) - 0.004 * years,
            least=LEAST_DIFFERENT,
        )


def _is_remembered(day: date, today: date) -> bool:
    """Tell whether the day is remembered today: the same date, or 29 February around the end of February."""
    if (day.month, day.day) != (2, 29) or (today.month, today.day) == (2, 29):
        return (day.month, day.day) == (today.month, today.day)
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    at_end = (today.month, today.day) == (2, 28) and tomorrow.month == 3
    after = (today.month, today.day) == (3, 1) and yesterday.day == 28
    return at_end or after


def _reason(day: date, count: int, same: bool) -> str:
    if same:
        return _("{photos} from this day in {year}").format(photos=photos_text(count), year=day.year)
    return _("{photos} from 29 February {year}; this year has no such day").format(
        photos=photos_text(count), year=day.year
    )
