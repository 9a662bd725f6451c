"""The sign of an occasion: the cake, the gown, the cap, the tree. Pure.

Faces count most in what a photo is worth, so that of a birthday five portraits would be chosen. Whoever looks
at it later wants to see what day it was: where the sign was photographed, one picture shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rollsuggest.model import ClusterId, Kind, Photo
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.months import LABEL_FROM
from rollsuggest.suggest.selection import ALIKE_BITS, ALIKE_COSINE, BLURRED, Chosen, quality

FEWEST = 3  # photos among which one may give way


def with_sign(chosen: Chosen, fit: Sequence[Photo], sign: str, person: ClusterId | None = None) -> Chosen:
    """Return the chosen with one that shows the theme `sign` in the place of the weakest, if none does.

    The only picture of `person` stays.
    """
    photos = chosen.photos
    if not sign or len(photos) < FEWEST or any(_shows(p, sign) for p in photos):
        return chosen
    theirs = [p for p in photos if any(f.cluster == person for f in p.faces)] if person is not None else []
    may_go = [p for p in photos if p.kind is Kind.PHOTO and theirs != [p]]
    if not may_go:
        return chosen
    weakest = min(may_go, key=lambda p: (quality(p, person), p.path))
    rest = [p for p in photos if p is not weakest]
    signs = [p for p in fit if _shows(p, sign) and p.sharpness >= BLURRED and not _like_any(p, rest)]
    if not signs:
        return chosen
    best = max(signs, key=lambda p: (quality(p), p.path))
    return replace(chosen, photos=tuple(sorted((*rest, best), key=time_order)))


def _shows(photo: Photo, sign: str) -> bool:
    return photo.labels.get(sign, 0.0) >= LABEL_FROM


def _like_any(photo: Photo, others: Sequence[Photo]) -> bool:
    return any(alike(photo, p, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS) for p in others)
