"""Cakes, trees, gowns and caps with those who were there. Pure.

[Note: Company] A theme of such days is told by what only they have. Cake beside cake is no card that anybody
would open: half of it are the people of the same days, as far as there are any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from rollsuggest.model import Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.selection import ALIKE_BITS, ALIKE_COSINE, Chosen, choose, collage_size, quality
from rollsuggest.suggest.surest import surest

APART = timedelta(days=7)  # days nearer to each other are one feast


def occasions(signs: Iterable[Photo]) -> int:
    """Return on how many occasions the signs were photographed; unknown days are none."""
    days: Sequence[date] = sorted({day for p in signs if (day := p.day)})
    return bool(days) + sum(later - day > APART for day, later in pairwise(days))


def company(material: Material, signs: Photos) -> Photos:
    """Return the best photos of people of the same days, on each at most as many as there are signs."""
    known = {p.id for p in signs}
    found: list[Photo] = []
    for day, count in Counter(p.day for p in signs if p.day).items():
        there = [p for p in material.days.get(day, ()) if p.id not in known and keep.noticed(p)]
        found += sorted(there, key=lambda p: (-quality(p), p.path))[:count]
    return tuple(sorted(found, key=time_order))


def with_company(material: Material, theme: str, signs: Photos, others: Photos) -> Chosen:
    """Return which of both a collage shows; none that is not to be put forward."""
    given = signs, others, material.sad, material.missed
    return material.memory.of(("company", theme), given, partial(_chosen, material, theme, signs, others))


def _chosen(material: Material, theme: str, signs: Photos, others: Photos) -> Chosen:
    signs, others = (tuple(p for p in every if not material.spares(p)) for every in (signs, others))
    size = collage_size(len(signs) + len(others))
    shown = choose(list(surest(signs, theme)) or signs, (size + 1) // 2)
    fresh = [p for p in others if not any(_alike(p, one) for one in shown.photos)]
    there = choose(fresh, size - len(shown.photos))
    return Chosen(
        tuple(sorted((*shown.photos, *there.photos), key=time_order)),
        shown.alike + there.alike + len(others) - len(fresh),
        shown.blurred + there.blurred,
    )


def _alike(one: Photo, other: Photo) -> bool:
    return alike(one, other, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS)
