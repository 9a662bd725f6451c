"""Whether a new photo leaves all others as they are: it stands for none, and none for it.

It may say no too often, never yes where comparing all photos (`sameness.stand_ins`) would find anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

import numpy as np

from rollsuggest.model import AssetId, Certainty, Photo, Role
from rollsuggest.suggest.bursts import TAKES_GAP
from rollsuggest.suggest.likeness import hashes_of
from rollsuggest.suggest.same_picture import BANDS, MOST_BITS, NEXT
from rollsuggest.suggest.sameness import maybe_named_alike, name_of


def alone(photo: Photo, others: Sequence[Photo], copies: Collection[AssetId]) -> bool:
    """Tell whether `photo` is none more of the same; `others` are in the order of time.

    `copies` are those for which another of the same bytes stands.
    """
    if photo.role is not Role.PHOTO:
        return True
    if _taken_with_others(photo, others) or photo.content_hash in [p.content_hash for p in others]:
        return False
    folder = _folder_of(photo)
    beside = [p for p in others if p.path.startswith(folder)]
    beside = [p for p in beside if _folder_of(p) == folder]
    if _tips_the_folders(folder, beside, others, copies) or _named_alike(photo, beside):
        return False
    return not _pictured(photo, others)


def _taken_with_others(photo: Photo, others: Sequence[Photo]) -> bool:
    """Tell whether any photo of an exact time was taken so near that bursts would be looked for."""
    if photo.day is None or photo.taken_at is None or photo.certainty is not Certainty.EXACT:
        return False
    begin, end = photo.taken_at - TAKES_GAP, photo.taken_at + TAKES_GAP
    first = bisect_left(others, (False, begin), key=lambda p: p.order[:2])
    last = bisect_left(others, (False, end + timedelta(microseconds=1)), key=lambda p: p.order[:2])
    return any(p.certainty is Certainty.EXACT for p in others[first:last])


def _folder_of(photo: Photo) -> str:
    return photo.path.rpartition("/")[0]


def _tips_the_folders(
    own: str, beside: Sequence[Photo], others: Sequence[Photo], copies: Collection[AssetId]
) -> bool:
    """Tell whether a folder has as many photos, or one more: another copy might be the original then.

    Only where there is a copy in this folder, or one that is kept beside the original: these may be it then.
    """
    if not any(p.id in copies or p.kept for p in beside):
        return False
    folders = Counter(_folder_of(p) for p in others if p.role is Role.PHOTO)
    return any(count - folders[own] in (0, 1) for folder, count in folders.items() if folder != own)


def _named_alike(photo: Photo, beside: Sequence[Photo]) -> bool:
    """Tell whether an editor may have made one of the other, by their names."""
    name = name_of(photo)
    return any(name_of(p) == name for p in maybe_named_alike([photo, *beside]) if p is not photo)


def _pictured(photo: Photo, others: Sequence[Photo]) -> bool:
    """Tell whether a picture may be the same, or more share a band of its hash than are compared.

    Those of a band are compared only where one of them has no exact time.
    """
    if not photo.phash:
        return False
    hashes = hashes_of(others)
    apart = hashes ^ hashes_of([photo])[0]
    if np.any((hashes != 0) & (np.bitwise_count(apart) <= MOST_BITS)):
        return True
    for first, count in BANDS:
        band = (apart >> np.uint64(first)) & np.uint64((1 << count) - 1)
        same = [photo, *(others[n] for n in np.flatnonzero(band == 0).tolist())]
        if len(same) > NEXT and any(p.certainty is not Certainty.EXACT for p in same):
            return True
    return False
