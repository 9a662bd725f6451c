"""One clear picture of a person from each year, in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from heapq import nsmallest

from rollsuggest.i18n import _
from rollsuggest.model import ClusterId, Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.selection import ALIKE_BITS, ALIKE_COSINE, BLURRED, Chosen, quality
from rollsuggest.suggest.wording import since_text

LEAST_YEARS = 4
MOST = 9
CLEAR_FACE = 0.3
TRIED = 8


def drafts(material: Material) -> Iterator[Draft]:
    for cluster in frequent(material):
        name = material.name_of(cluster)
        if not name:
            continue
        dated, best = material.of_one("years", cluster, partial(_years, material, cluster))
        if len(best) < LEAST_YEARS:
            continue
        first, last = min(best), max(best)
        yield Draft(
            kind="through_the_years",
            subject=str(cluster),
            identity=material.identity_of(cluster),
            title=_("{name} through the years").format(name=name),
            subtitle=_("{first} to {last}").format(first=first, last=last),
            reason=_("One picture of each year, of {photos}").format(photos=since_text(dated)),
            photos=dated,
            left=material.left_of_person.get(cluster, ()),
            make=Make.COLLAGE,
            section="people",
            score=0.56 + 0.01 * min(10, last - first) + 0.04 * material.persons[cluster].favourite,
            least=LEAST_YEARS,
            person=cluster,
            chosen=Chosen(tuple(best[year] for year in _spread(sorted(best))), 0, 0),
            in_time=True,
        )


def _years(material: Material, cluster: ClusterId) -> tuple[Photos, dict[int, Photo]]:
    """Return somebody's photos so far, and the best of each year that may be put forward."""
    dated = tuple(p for p in material.of_person[cluster] if p.day and p.day <= material.today)
    return dated, _best_of_years([p for p in dated if not material.spares(p)], cluster)


def _best_of_years(photos: Iterable[Photo], cluster: ClusterId) -> dict[int, Photo]:
    years: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        clear = any(f.cluster == cluster and f.quality >= CLEAR_FACE for f in photo.faces)
        if clear and photo.sharpness >= BLURRED and photo.day:
            years[photo.day.year].append(photo)
    best: dict[int, Photo] = {}
    for year in sorted(years):
        ordered = nsmallest(TRIED, years[year], key=lambda p: (-quality(p, cluster), p.path))
        fresh = (p for p in ordered if not any(_same(p, other) for other in best.values()))
        if (found := next(fresh, None)) is not None:
            best[year] = found
    return best


def _same(one: Photo, other: Photo) -> bool:
    return alike(one, other, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS)


def _spread(years: list[int]) -> list[int]:
    """Return at most `MOST` of the years: the first, the last, and those between in even steps."""
    if len(years) <= MOST:
        return years
    return [years[round(n * (len(years) - 1) / (MOST - 1))] for n in range(MOST)]
