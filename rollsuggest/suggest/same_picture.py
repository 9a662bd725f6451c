"""The same picture again, wherever in the library it lies: smaller, sent around, saved anew without its date.

Nothing is sent before it was taken, and hardly anything long after: what a messenger dates otherwise is
another picture that looks alike.

[Note: Bands] Two hashes of 64 bits that differ in at most four agree in one of five bands. So photos are
sorted by each band in turn, and only those that agree in it are compared, each with its next few: the cost
grows as the library does, not as its square.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Certainty, Photo
from rollsuggest.suggest.columns import Columns
from rollsuggest.suggest.likeness import cosine

MOST_BITS, LEAST_COSINE = 4, 0.95
AT_ONCE_S = 2  # two exact times further apart are two photos, however alike they look
SENT_WITHIN = range(-1, 61)  # days after it was taken; the day before where the zones differ
NEXT = 48  # neighbours within a band; more agree only where pictures are of nothing
BANDS = ((0, 13), (13, 13), (26, 13), (39, 13), (52, 12))  # first bit, bits

Pair = tuple[Photo, Photo]
_Numbers = npt.NDArray[np.int64]


def same_pictures(columns: Columns) -> list[Pair]:
    """Return pairs of the same picture: each photo of no exact time with the one most like it.

    One link each, so that a copy never joins two photos that were taken apart.
    """
    seen = np.array([bool(p.features) for p in columns.photos], bool)
    columns = columns.only(seen & (columns.hashes != 0))
    hashed, exact = columns.photos, columns.exact
    nearest: dict[AssetId, tuple[tuple[bool, int, float, int], Pair]] = {}
    pairs = []
    for one, other, bits in _near(columns):
        a, b = hashed[one], hashed[other]
        if not (_sent(a, b) if exact[one] else _sent(b, a)):
            continue
        near = cosine(a, b)
        if near is None or near < LEAST_COSINE:
            continue
        if exact[one] and exact[other]:
            pairs.append((a, b))
        for loose, known in ((one, other), (other, one)):
            rank = (not exact[known], bits, -near, hashed[known].id)
            before = nearest.get(hashed[loose].id)
            if not exact[loose] and (before is None or rank < before[0]):
                nearest[hashed[loose].id] = rank, (hashed[known], hashed[loose])
    return pairs + [pair for _rank, pair in nearest.values()]


def _sent(taken: Photo, other: Photo) -> bool:
    """Tell whether, by their days where both are known, the other may be the same picture sent around."""
    if taken.day is None or other.day is None or other.certainty is Certainty.EXACT:
        return True
    days = (other.day - taken.day).days
    return days in SENT_WITHIN or (taken.certainty is not Certainty.EXACT and -days in SENT_WITHIN)


def copy_rank(photo: Photo) -> tuple[bool, bool, int, str, int]:
    """Sort key, the one to keep first: the one that knows when and by what it was taken, the largest."""
    dated = photo.certainty is Certainty.EXACT
    return not dated, not photo.camera, -photo.width * photo.height, photo.path, photo.id


def _near(columns: Columns) -> Iterator[tuple[int, int, int]]:
    """Yield the places of two photos whose hashes are near, each two once, and how many bits they differ."""
    exact, hashes = columns.exact, columns.hashes
    seconds = columns.at // 1_000_000
    seen: set[tuple[int, int]] = set()
    for one, other in (*_at_once(exact, seconds), *_in_a_band(exact, hashes)):
        bits = np.bitwise_count(hashes[one] ^ hashes[other])
        for n in np.flatnonzero(bits <= MOST_BITS):
            two = (int(min(one[n], other[n])), int(max(one[n], other[n])))
            if two not in seen:
                seen.add(two)
                yield *two, int(bits[n])


def _at_once(exact: npt.NDArray[np.bool_], seconds: _Numbers) -> Iterator[tuple[_Numbers, _Numbers]]:
    """Yield the places of two photos each whose exact times are one."""
    order = np.flatnonzero(exact)
    order = order[np.argsort(seconds[order], kind="stable")]
    near = np.arange(len(order))
    for step in range(1, min(NEXT, len(order) - 1) + 1):
        near = near[near + step < len(order)]
        near = near[seconds[order[near + step]] - seconds[order[near]] <= AT_ONCE_S]
        if not len(near):
            return
        yield order[near], order[near + step]


def _in_a_band(
    exact: npt.NDArray[np.bool_], hashes: npt.NDArray[np.uint64]
) -> Iterator[tuple[_Numbers, _Numbers]]:
    """Yield the places of two photos each that agree in a band and of which one has no exact time."""
    for first, count in BANDS:
        band = (hashes >> np.uint64(first)) & np.uint64((1 << count) - 1)
        asked = np.zeros(1 << count, bool)
        asked[band[~exact]] = True  # few: most libraries know the time of most photos
        some = np.flatnonzero(asked[band])
        order = some[np.lexsort((hashes[some], band[some]))]
        for one, other in _neighbours(order, band):
            loose = ~(exact[one] & exact[other])
            yield one[loose], other[loose]


def _neighbours(order: _Numbers, band: npt.NDArray[np.uint64]) -> Iterator[tuple[_Numbers, _Numbers]]:
    """Yield pairs of places that agree in a band, by how far they lie apart in its order."""
    agree = np.arange(len(order) - 1)
    for step in range(1, min(NEXT, len(order) - 1) + 1):
        agree = agree[agree + step < len(order)]
        agree = agree[band[order[agree]] == band[order[agree + step]]]
        if not len(agree):
            return
        yield order[agree], order[agree + step]
