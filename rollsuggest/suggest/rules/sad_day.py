"""One gentle question about a day that may have been sad: until it is answered, the day is let be."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make, Occasion
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.selection import Chosen

FEW = 4


def drafts(material: Material) -> Iterator[Draft]:
    """Yield a question about the latest of such days; nobody who is missed is shown in it."""
    for day in sorted(material.sad, reverse=True):
        of_day = material.days.get(day, ())
        photos = tuple(p for p in of_day if not any(f.cluster in material.missed for f in p.faces))
        if not photos:
            continue
        yield Draft(
            kind="found_occasion",
            subject=f"sad {day.isoformat()}",
            identity=f"sad {day.isoformat()}",
            title=day_text(day),
            reason=_("It may have been a sad day, so nothing of it is put forward until you say so."),
            photos=photos,
            left=material.left_between(day, day),
            make=Make.COLLAGE,
            section="week",
            score=0.5,
            least=1,
            chosen=Chosen(photos[:FEW], 0, 0),
            question=_("Should photos of {day} be suggested?").format(day=day_text(day)),
            asks=Occasion.of_photos(day),
            about_spared=True,
            in_time=True,
        )
        return
