"""The day of a graduation."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.occasions import graduations
from rollsuggest.suggest.wording import photos_text


def drafts(material: Material) -> Iterator[Draft]:
    for one in graduations(material):
        yield Draft(
            kind="graduation",
            subject=one.day.isoformat(),
            identity=one.day.isoformat(),
            title=_("Graduation, {year}").format(year=one.day.year),
            subtitle=day_text(one.day),
            reason=_("{photos} from {day}").format(
                photos=photos_text(len(one.photos)), day=day_text(one.day)
            ),
            photos=one.photos,
            left=material.left_between(one.day, one.day),
            make=Make.COLLAGE,
            section="people",
            score=0.6,
            least=4,
            sign="graduation",
        )
