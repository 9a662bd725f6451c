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
from rollsuggest.suggest.by_month import Photos
from rollsuggest.suggest.known import Known, folder_of, known
from rollsuggest.suggest.likeness import hashes_of
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.same_picture import BANDS, MOST_BITS, NEXT
from rollsuggest.suggest.sameness import maybe_named_alike, name_of


def alone(photo: Photo, others: Photos, copies: Collection[AssetId], memory: Memory | None = None) -> bool:
    """Tell whether `photo` is none more of the same; `others` are in the order of time.

    `copies` are those for which another of the same bytes stands.
    """
    if photo.role is not Role.PHOTO:
        return True
    if _taken_with_others(photo, others):
        return False
    months, content = known(others, memory or Memory()), hash(photo.content_hash)
    if any(bool((month.contents == content).any()) for month in months):
        return False
    folder = folder_of(photo)
    beside = [p for month in months for p in month.folders.get(folder, ())]
    if _tips_the_folders(folder, beside, months, copies) or _named_alike(photo, beside):
        return False
    return not months or not _pictured(photo, months)


def _taken_with_others(photo: Photo, others: Sequence[Photo]) -> bool:
    """Tell whether any photo of an exact time was taken so near that bursts would be looked for."""
    if photo.day is None or photo.taken_at is None or photo.certainty is not Certainty.EXACT:
        return False
    begin, end = photo.taken_at - TAKES_GAP, photo.taken_at + TAKES_GAP
    first = bisect_left(others, (False, begin), key=lambda p: p.order[:2])
    last = bisect_left(others, (False, end + timedelta(microseconds=1)), key=lambda p: p.order[:2])
    return any(p.certainty is Certainty.EXACT for p in others[first:last])


def _tips_the_folders(
    own: str, beside: Sequence[Photo], months: Sequence[Known], copies: Collection[AssetId]
) -> bool:
    """Tell whether a folder has as many photos, or one more: another copy might be the original then.

    Only where there is a copy in this folder, or one that is kept beside the original: these may be it then.
    """
    if not any(p.id in copies or p.kept for p in beside):
        return False
    folders: Counter[str] = Counter()
    for month in months:
        folders.update({folder: len(some) for folder, some in month.folders.items()})
    return any(count - folders[own] in (0, 1) for folder, count in folders.items() if folder != own)


def _named_alike(photo: Photo, beside: Sequence[Photo]) -> bool:
    """Tell whether an editor may have made one of the other, by their names."""
    name = name_of(photo)
    return any(name_of(p) == name for p in maybe_named_alike([photo, *beside]) if p is not photo)


def _pictured(photo: Photo, months: Sequence[Known]) -> bool:
    """Tell whether a picture may be the same, or more share a band of its hash than are compared.

    Those of a band are compared only where one of them has no exact time.
    """
    if not photo.phash:
        return False
    hashes = np.concatenate([month.hashes for month in months])
    exact = np.concatenate([month.exact for month in months])
    apart = hashes ^ hashes_of([photo])[0]
    if np.any((hashes != 0) & (np.bitwise_count(apart) <= MOST_BITS)):
        return True
    for first, count in BANDS:
        band = (apart >> np.uint64(first)) & np.uint64((1 << count) - 1)
        same = band == 0
        if same.sum() >= NEXT and not (photo.certainty is Certainty.EXACT and exact[same].all()):
            return True
    return False
