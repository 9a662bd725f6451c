"""The day of a wedding, or its days."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, days_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.occasions import weddings
from rollsuggest.suggest.wording import photos_text


def drafts(material: Material) -> Iterator[Draft]:
    for wedding in weddings(material):
        first, last = wedding.days[0], wedding.days[-1]
        days = days_text(first, last)
        yield Draft(
            kind="wedding",
            subject=wedding.day.isoformat(),
            identity=wedding.day.isoformat(),
            title=_("The wedding"),
            subtitle=days,
            reason=_("{photos} from {days}").format(photos=photos_text(len(wedding.photos)), days=days),
            photos=wedding.photos,
            films=material.films_between(first, last),
            left=material.left_between(first, last),
            make=Make.RECAP,
            section="people",
            score=0.66,
            least=8,
            sign="wedding",
        )
