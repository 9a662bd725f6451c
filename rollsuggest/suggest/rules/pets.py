"""Dogs and cats; by its name where it has one: only then is it known to be one animal."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import days_count, since_text

LEAST = 10
LEAST_DAYS = 4  # somebody else's dog is met once


def drafts(material: Material) -> Iterator[Draft]:
    for kind, theme, title in (("dog", "pets_dog", _("Dogs")), ("cat", "pets_cat", _("Cats"))):
        photos = material.of_theme.get(theme, ())
        if len(photos) < LEAST or days_count(photos) < LEAST_DAYS:
            continue
        yield Draft(
            kind="pets",
            subject=theme,
            identity=theme,
            title=material.pets.get(kind) or title,
            reason=since_text(photos),
            photos=photos,
            left=material.left_of_theme.get(theme, ()),
            make=Make.COLLAGE,
            section="themes",
            score=0.5 + 0.1 * min(1.0, len(photos) / 100),
            least=4,
        )
