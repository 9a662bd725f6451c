"""The last full month, and the good months of the year before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import month_title
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import photos_and_days

LEAST = 8
MONTHS = 12


def drafts(material: Material) -> Iterator[Draft]:
    today = material.today
    for back in range(1, MONTHS + 1):
        index = today.year * 12 + today.month - 1 - back
        year, month = index // 12, index % 12 + 1
        photos = material.months.get((year, month), ())
        if len(photos) < LEAST:
            continue
        first = date(year, month, 1)
        last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
        yield Draft(
            kind="month_recap",
            subject=f"{year}-{month:02}",
            identity=f"{year}-{month:02}",
            title=month_title(year, month),
            reason=photos_and_days(photos),
            photos=photos,
            films=material.films_between(first, last),
            left=material.left_between(first, last),
            make=Make.RECAP,
            section="week",
            score=(0.82 if back == 1 else 0.6 - 0.02 * back) + min(0.05, len(photos) / 1000),
            least=min(LEAST, 6),
        )
