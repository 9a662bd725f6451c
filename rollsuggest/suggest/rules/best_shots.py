"""The best pictures of the last full year. Worse frames of bursts are out already.

People and everything else are measured apart: a face, its smile and its eyes count in the score, so that one
list would show faces alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, ngettext
from rollsuggest.model import Make, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material

LEAST_OF_YEAR = 80  # a tenth of less is no choice
SHARE = 0.1
LEAST, MOST = 9, 20
GOOD = 0.5  # of keep.score; below it nothing is a best shot


def drafts(material: Material) -> Iterator[Draft]:
    year = material.today.year - 1
    photos = material.years.get(year, ())
    if len(photos) < LEAST_OF_YEAR:
        return
    people = [p for p in photos if keep.noticed(p)]
    rest = [p for p in photos if not keep.noticed(p)]
    best = [*_best(people), *_best(rest)]
    if len(best) < LEAST:
        return
    yield Draft(
        kind="best_shots",
        subject=str(year),
        identity=str(year),
        title=_("The best of {year}").format(year=year),
        reason=ngettext(
            "The {n} best of {all} photos: sharp and well lit",
            "The {n} best of {all} photos: sharp and well lit",
            len(best),
        ).format(n=len(best), all=len(photos)),
        photos=best,
        make=Make.COLLAGE,
        section="week",
        score=0.53 + (0.25 if material.today.month <= 2 else 0.0),
        least=6,
    )


def _best(photos: list[Photo]) -> list[Photo]:
    good = sorted((p for p in photos if p.kept or keep.score(p) >= GOOD), key=_rank)
    return good[: min(MOST, round(SHARE * len(photos)))]


def _rank(photo: Photo) -> tuple[bool, float, str]:
    return not photo.kept, -round(keep.score(photo), 3), photo.path
