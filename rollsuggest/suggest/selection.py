"""Choosing the few photos of a recipe: spread over time, no two alike, the best first.

Equal buckets of time, not of counts, so that one busy afternoon does not fill a whole year (as Ente does).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, pairwise
from math import sqrt

import numpy as np
import numpy.typing as npt

from rollsuggest.model import EPOCH, ClusterId, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.likeness import Vector, alike, bits_apart, vector, vectors
from rollsuggest.suggest.moments import time_order

BLURRED = 0.12  # sharpness below this shows at any size
ALIKE_COSINE = 0.85
ALIKE_BITS = 9
LEADS = 0.15  # of quality: what it is worth that theirs is the largest face
FILM_SHARE = 3  # one in so many


@dataclass(frozen=True, slots=True)
class Chosen:
    photos: tuple[Photo, ...]  # in time order
    alike: int  # passed over because they look like a chosen one
    blurred: int


def quality(photo: Photo, person: ClusterId | None = None) -> float:
    """Return how well the photo would stand in a creation, 0..1; `person` is whose face should be clear."""
    if photo.score is not None and person is not None and len(photo.faces) == 1:
        face = photo.faces[0]
        if face.cluster == person and face.quality >= keep.NOTICED:  # as in most photos of somebody
            return 0.9 * photo.score + 0.1
    worth = 0.9 * keep.score(photo, person)
    for face in photo.faces:
        if face.cluster is not None and (person is None or person == face.cluster):
            return worth + 0.1
    return worth


def _worth(photos: Sequence[Photo], person: ClusterId | None) -> npt.NDArray[np.float64]:
    """Return the quality of each; of most it is asked in many drafts, and known."""
    if person is not None:
        return np.array([quality(p, person) for p in photos])
    return np.array([quality(p) if p.faces or p.score is None else 0.9 * p.score for p in photos])


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
    worth = _worth(sharp, person)
    picks = _Picks(sharp)
    queues = [deque((np.argsort(-worth[a:b], kind="stable") + a).tolist()) for a, b in _buckets(sharp, size)]
    picks.expect([q[0] for q in queues])
    while len(picks.photos) < size and any(queues):
        for queue in sorted((q for q in queues if q), key=lambda q: -worth[q[0]]):
            if len(picks.photos) == size:
                break
            picks.take_first(queue)
    chosen = _both_orientations(picks, queues, worth)
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
    """Put the photo that should be largest first and leave the rest in order.

    A card about somebody is led by a picture of them, not of somebody else beside them.
    """

    def worth(photo: Photo) -> float:
        return quality(photo, person) + LEADS * (person is not None and leads(photo, person))

    hero = max(photos, key=lambda p: (worth(p), p.path))
    return (hero, *(p for p in photos if p is not hero))


def leads(photo: Photo, person: ClusterId) -> bool:
    """Tell whether theirs is the largest face."""
    return bool(photo.faces) and max(photo.faces, key=lambda f: f.box.area).cluster == person


class _Picks:
    """The photos taken so far, with their features for quick comparison."""

    def __init__(self, stock: Sequence[Photo]) -> None:
        self.stock = stock
        self.places: list[int] = []  # in the stock
        self.photos: list[Photo] = []
        self.vectors: dict[int, Vector | None] = {}  # of the stock, as far as it was asked for
        self.alike = 0

    def expect(self, places: Sequence[int]) -> None:
        """Look up at once what these look like: they are the next to be compared."""
        self.vectors |= zip(places, vectors([self.stock[n] for n in places]), strict=True)

    def take_first(self, queue: deque[int]) -> None:
        """Take the first of the queue that looks like none taken; forget those before it."""
        while queue:
            place = queue.popleft()
            if not self.has_alike(place):
                self.places.append(place)
                self.photos.append(self.stock[place])
                return
            self.alike += 1

    def has_alike(self, place: int, but: int | None = None) -> bool:
        """Tell whether the photo looks like one taken, `but` for one of these."""
        mine, others = self.stock[place], [n for n in self.places if n != but]
        for n in others:
            bits = bits_apart(mine, self.stock[n])
            if bits is not None and bits <= ALIKE_BITS:
                return True
        if place not in self.vectors:
            self.vectors[place] = vector(mine)
        looks, known = self.vectors[place], [v for n in others if (v := self.vectors[n]) is not None]
        return looks is not None and any(float(looks @ v) >= ALIKE_COSINE for v in known)


def _buckets(photos: Sequence[Photo], count: int) -> list[tuple[int, int]]:
    """Split into `count` equal stretches of time; what has no certain day is a bucket of its own, the first.

    Each is the place of its first photo and of the one after its last. The photos are in the order of time.
    """
    known = bisect_left(photos, True, key=lambda p: p.day is None)
    first, last = (_seconds(photos[0]), _seconds(photos[known - 1])) if known else (0.0, 0.0)
    width = (last - first) / max(1, count) or 1.0

    def bucket(photo: Photo) -> int:
        return min(count - 1, int((_seconds(photo) - first) / width))

    ends = [bisect_right(photos, n, 0, known, key=bucket) for n in range(count)]
    found = [(known, len(photos)), *pairwise((0, *ends))]
    return [(begin, end) for begin, end in found if begin < end]


def _seconds(photo: Photo) -> float:
    assert photo.taken_at is not None
    return (photo.taken_at - EPOCH).total_seconds()


def _both_orientations(
    picks: _Picks, rest: Iterable[Iterable[int]], worth: npt.NDArray[np.float64]
) -> list[Photo]:
    """Swap the weakest for one of the other orientation when all stand or all lie."""
    chosen = picks.photos
    if len(chosen) < 4 or len({_upright(p) for p in chosen}) == 2:
        return chosen
    photos = picks.stock
    least = min(picks.places, key=lambda n: (worth[n], photos[n].path))
    weakest, standing = photos[least], _upright(photos[least])
    left = np.fromiter(chain.from_iterable(rest), int)
    good = left[worth[left] >= 0.8 * worth[least]].tolist()
    others = [n for n in good if (photos[n].height > photos[n].width) != standing]
    for n in nsmallest(20, others, key=lambda n: (-worth[n], photos[n].path)):
        if not picks.has_alike(n, but=least):
            return [photos[n] if p is weakest else p for p in chosen]
    return chosen


def _upright(photo: Photo) -> bool:
    return photo.height > photo.width
