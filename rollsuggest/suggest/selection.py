"""Choosing the few photos of a recipe: spread over time, no two alike, the best first.

Equal buckets of time, not of counts, so that one busy afternoon does not fill a whole year (as Ente does).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

import numpy as np

from rollsuggest.model import AssetId, ClusterId, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.likeness import Vector, alike, bits_apart, vector
from rollsuggest.suggest.moments import time_order

EPOCH = datetime(1970, 1, 1)  # wall clocks are compared as they stand, without any zone
BLURRED = 0.12  # sharpness below this shows at any size
ALIKE_COSINE = 0.85
ALIKE_BITS = 9
FILM_SHARE = 3  # one in so many


@dataclass(frozen=True, slots=True)
class Chosen:
    photos: tuple[Photo, ...]  # in time order
    alike: int  # passed over because they look like a chosen one
    blurred: int


def quality(photo: Photo, person: ClusterId | None = None) -> float:
    """Return how well the photo would stand in a creation, 0..1; `person` is whose face should be clear."""
    known = bool(photo.faces) and any(
        f.cluster is not None and person in (None, f.cluster) for f in photo.faces
    )
    return 0.9 * keep.score(photo, person) + (0.1 if known else 0.0)


def collage_size(count: int) -> int:
    """Return how many of `count` photos a collage shows: 4 to 9, fewer only when there are fewer."""
    return min(count, max(4, min(9, round(sqrt(count)) + 2)))


def recap_size(count: int) -> int:
    """Return how many of `count` photos a film shows: 8 to 20, fewer only when there are fewer."""
    return min(count, max(8, min(20, 4 + count // 3)))


def choose(photos: Sequence[Photo], size: int, person: ClusterId | None = None) -> Chosen:
    """Choose up to `size` of photos in the order of time.

    Blurred ones and look-alikes never come in, even if that leaves fewer.
    """
    sharp = [p for p in photos if p.sharpness >= BLURRED]
    worth = {p.id: quality(p, person) for p in sharp}
    picks = _Picks()
    queues = [sorted(b, key=lambda p: -worth[p.id]) for b in _buckets(sharp, size)]
    while len(picks.photos) < size and any(queues):
        for queue in sorted((q for q in queues if q), key=lambda q: -worth[q[0].id]):
            if len(picks.photos) == size:
                break
            picks.take_first(queue)
    chosen = _both_orientations(picks, [p for q in queues for p in q], worth)
    return Chosen(tuple(sorted(chosen, key=time_order)), picks.alike, len(photos) - len(sharp))


def with_films(photos: Sequence[Photo], films: Sequence[Photo], size: int) -> Chosen:
    """Choose up to `size`, a third of them videos as far as these show something else than the photos do."""
    still = choose(photos, size - min(len(films), max(1, size // FILM_SHARE)))
    fresh = [
        film
        for film in films
        if not any(alike(film, p, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS) for p in still.photos)
    ]
    moving = choose(fresh, size - len(still.photos))
    return Chosen(
        tuple(sorted((*still.photos, *moving.photos), key=time_order)),
        still.alike + moving.alike + len(films) - len(fresh),
        still.blurred + moving.blurred,
    )


def hero_first(photos: Sequence[Photo], person: ClusterId | None = None) -> tuple[Photo, ...]:
    """Put the photo that should be largest first and leave the rest in order."""
    hero = max(photos, key=lambda p: (quality(p, person), p.path))
    return (hero, *(p for p in photos if p is not hero))


class _Picks:
    """The photos taken so far, with their features side by side for quick comparison."""

    def __init__(self) -> None:
        self.photos: list[Photo] = []
        self.vectors: dict[AssetId, Vector] = {}
        self.alike = 0

    def take_first(self, queue: list[Photo]) -> None:
        """Take the first photo of the queue that looks like none taken; forget those before it."""
        while queue:
            photo = queue.pop(0)
            if not self.has_alike(photo):
                self.add(photo)
                return
            self.alike += 1

    def add(self, photo: Photo) -> None:
        self.photos.append(photo)
        if (found := vector(photo)) is not None:
            self.vectors[photo.id] = found

    def has_alike(self, photo: Photo, but: Photo | None = None) -> bool:
        others = [p for p in self.photos if p is not but]
        if any((bits := bits_apart(photo, p)) is not None and bits <= ALIKE_BITS for p in others):
            return True
        vectors = [v for p in others if (v := self.vectors.get(p.id)) is not None]
        mine = vector(photo) if vectors else None
        return mine is not None and float(np.max(np.stack(vectors) @ mine)) >= ALIKE_COSINE


def _buckets(photos: Sequence[Photo], count: int) -> list[list[Photo]]:
    """Split into `count` equal stretches of time; what has no certain day is a bucket of its own."""
    times = [(p.taken_at - EPOCH).total_seconds() if p.taken_at and p.day else None for p in photos]
    known = [when for when in times if when is not None]
    first, last = min(known, default=0.0), max(known, default=0.0)
    width = (last - first) / max(1, count) or 1.0
    buckets: dict[int, list[Photo]] = defaultdict(list)
    for photo, when in zip(photos, times, strict=True):
        buckets[-1 if when is None else min(count - 1, int((when - first) / width))].append(photo)
    return [buckets[n] for n in sorted(buckets)]


def _both_orientations(picks: _Picks, rest: Iterable[Photo], worth: Mapping[AssetId, float]) -> list[Photo]:
    """Swap the weakest for one of the other orientation when all stand or all lie."""
    chosen = picks.photos
    if len(chosen) < 4 or len({_upright(p) for p in chosen}) == 2:
        return chosen
    weakest = min(chosen, key=lambda p: (worth[p.id], p.path))
    others = sorted(
        (p for p in rest if _upright(p) != _upright(weakest)), key=lambda p: (-worth[p.id], p.path)
    )
    for other in others[:20]:
        if worth[other.id] >= 0.8 * worth[weakest.id] and not picks.has_alike(other, but=weakest):
            return [other if p is weakest else p for p in chosen]
    return chosen


def _upright(photo: Photo) -> bool:
    return photo.height > photo.width
