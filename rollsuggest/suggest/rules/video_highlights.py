"""The videos of a year, cut into one. A few of one afternoon are no highlights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rollsuggest.i18n import _, ngettext
from rollsuggest.model import Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import days_count, videos_text

LEAST = 4
LEAST_DAYS = 2


def drafts(material: Material) -> Iterator[Draft]:
    years: dict[int, list[Photo]] = defaultdict(list)
    for film in material.films:
        if film.day:
            years[film.day.year].append(film)
    for year, films in sorted(years.items()):
        days = days_count(films)
        if len(films) < LEAST or days < LEAST_DAYS:
            continue
        text = ngettext("{videos} from {n} day", "{videos} from {n} days", days)
        yield Draft(
            kind="video_highlights",
            subject=str(year),
            identity=str(year),
            title=_("Your videos of {year}").format(year=year),
            reason=text.format(videos=videos_text(len(films)), n=days),
            photos=films,
            make=Make.RECAP,
            section="week",
            score=max(0.3, 0.56 - 0.03 * (material.today.year - year)),
            least=LEAST,
        )
