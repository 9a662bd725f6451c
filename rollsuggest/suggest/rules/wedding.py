"""The day of a wedding."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.occasions import weddings
from rollsuggest.suggest.wording import photos_text


def drafts(material: Material) -> Iterator[Draft]:
    for wedding in weddings(material):
        yield Draft(
            kind="wedding",
            subject=wedding.day.isoformat(),
            identity=wedding.day.isoformat(),
            title=_("The wedding"),
            subtitle=day_text(wedding.day),
            reason=_("{photos} from {day}").format(
                photos=photos_text(len(wedding.photos)), day=day_text(wedding.day)
            ),
            photos=wedding.photos,
            films=material.films_between(wedding.day, wedding.day),
            left=material.left_between(wedding.day, wedding.day),
            make=Make.RECAP,
            section="people",
            score=0.66,
            least=8,
            sign="wedding",
        )
