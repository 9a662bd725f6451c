"""One person over all the time there is.

[Note: Not the same picture] Whoever has no name may be a poster, or children who look alike. A person who is
photographed often is so in different pictures: as many as a collage holds. Nor are prints of long ago, that
were scanned in an afternoon, photos that somebody takes often.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rollsuggest.i18n import _
from rollsuggest.model import ClusterId, Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.selection import collage_size
from rollsuggest.suggest.wording import days_count, since_text

LEAST = 12
LEAST_DAYS = 4
MOST_UNNAMED = 10


def drafts(material: Material) -> Iterator[Draft]:
    for cluster in frequent(material):
        photos = material.of_person[cluster]
        name = material.name_of(cluster)
        yield Draft(
            kind="person_spotlight",
            subject=str(cluster),
            identity=material.identity_of(cluster),
            title=name or _("Someone you photograph often"),
            reason=since_text(photos),
            photos=photos,
            left=material.left_of_person.get(cluster, ()),
            make=Make.COLLAGE,
            section="people",
            score=(0.62 if name else 0.45) + 0.1 * min(1.0, len(photos) / 200),
            least=4 if name else collage_size(len(photos)),  # see Note: Not the same picture
            person=cluster,
        )


def frequent(material: Material) -> tuple[ClusterId, ...]:
    """Return who is photographed often, most photos first: the named, and a few of those without a name."""
    given = material.of_person, material.persons, material.missed
    return material.memory.of("frequent", given, partial(_frequent, material))


def _frequent(material: Material) -> tuple[ClusterId, ...]:
    often = [c for c, photos in material.of_person.items() if _often(photos) and c not in material.missed]
    often.sort(key=lambda c: (-len(material.of_person[c]), c))
    unnamed = [c for c in often if not material.name_of(c) and _dated(material.of_person[c])][:MOST_UNNAMED]
    return tuple(c for c in often if material.name_of(c) or c in unnamed)


def _often(photos: Photos) -> bool:
    return len(photos) >= LEAST and days_count(photos) >= LEAST_DAYS


def _dated(photos: Photos) -> bool:
    """Tell whether enough of them know their day; they are the first. See Note: Not the same picture."""
    return photos[LEAST - 1].day is not None
