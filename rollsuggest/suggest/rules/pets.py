"""Dogs and cats; by its name where it has one: only then is it known to be one animal.

[Note: A cat from behind] It is a collie to the classifier, and dog and cat to the detector; so is a malamute.
Such a photo is taken for the animal of which there are more that leave no doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rollsuggest.i18n import _
from rollsuggest.model import Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.surest import chosen_of
from rollsuggest.suggest.wording import days_count, since_text

LEAST = 10
LEAST_DAYS = 4  # somebody else's dog is met once
SURE = 0.7  # of the theme: huskies are cats to the detector, whatever the classifier says
AS_SURELY = 0.15  # by so much the detector must see the one more surely than the other
OTHER = {"dog": "cat", "cat": "dog"}


def drafts(material: Material) -> Iterator[Draft]:
    every = {kind: material.of_theme.get(_theme(kind), ()) for kind in OTHER}
    told = material.memory.of("pets", every, partial(_told_apart, every))
    for kind, title in (("dog", _("Dogs")), ("cat", _("Cats"))):
        theme, photos = _theme(kind), told[kind]
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
            chosen=chosen_of(material, theme, photos),
        )


def _theme(kind: str) -> str:
    return f"pets_{kind}"


def _told_apart(every: Mapping[str, Photos]) -> Mapping[str, Photos]:
    """Return the photos of each kind. See Note: A cat from behind."""
    clear = {kind: tuple([p for p in photos if not _in_doubt(p, kind)]) for kind, photos in every.items()}
    return {
        kind: photos if len(clear[kind]) >= len(clear[OTHER[kind]]) else clear[kind]
        for kind, photos in every.items()
    }


def _in_doubt(photo: Photo, kind: str) -> bool:
    """Tell whether it may as well be the other animal."""
    other = photo.objects.get(OTHER[kind], 0.0)
    seen = photo.objects.get(kind, 0.0)
    return photo.labels[_theme(kind)] < SURE and other > max(0.0, seen - AS_SURELY)
