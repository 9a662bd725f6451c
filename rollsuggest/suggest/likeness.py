"""How alike two pictures are: cosine of the classifier's features, and distance of perceptual hashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Photo

Vector = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]  # in a sequence of photos
Lookup = Callable[[Sequence[AssetId]], Sequence[bytes]]
AT_ONCE = 64  # rows of features; more would only multiply what is not asked for


def vector(photo: Photo) -> Vector | None:
    """Return the photo's L2-normalised features, or None while it was not analysed."""
    if not photo.features:
        return None
    if isinstance(photo.features, bytes):
        return _floats(photo.features)
    return _looked_up(photo.features, photo.id)


def _unpacked(features: bytes) -> Vector:
    found = np.frombuffer(features, "<f2").astype(np.float32)
    found.flags.writeable = False
    return found


# Neighbours in time are compared with each other again and again.
_floats = lru_cache(maxsize=512)(_unpacked)


@lru_cache(maxsize=512)
def _looked_up(features: Lookup, asset: AssetId) -> Vector | None:
    (found,) = features([asset])
    return _unpacked(found) if found else None


def cosine(one: Photo, other: Photo) -> float | None:
    """Return -1..1, or None when one of the two has no features."""
    a, b = vector(one), vector(other)
    return float(a @ b) if a is not None and b is not None and a.shape == b.shape else None


def matrix(photos: Sequence[Photo]) -> Vector:
    """Return the features, a row each; zeros for a photo that has none, or none of this length."""
    found = _features(photos)
    length = max(map(len, found), default=0)
    whole = b"".join(row if len(row) == length else bytes(length) for row in found)
    return np.frombuffer(whole, "<f2").astype(np.float32).reshape(len(photos), length // 2)


def cosines(photos: Sequence[Photo], one: Places, other: Places) -> Vector:
    """Return how alike photos at these places are to those at the others; 0 where one has no features.

    `one` is in order and `other` never far beyond, as with neighbours in time: each is looked up once.
    """
    places = np.unique(np.concatenate([one, other]))
    rows, columns = np.searchsorted(places, one), np.searchsorted(places, other)
    result = np.zeros(len(one), np.float32)
    far = int((columns - rows).max(initial=0))
    for first in range(0, len(places), AT_ONCE):
        begin, end = np.searchsorted(rows, (first, first + AT_ONCE))
        if begin < end:
            block = matrix([photos[n] for n in places[first : first + AT_ONCE + far]])
            near = block[:AT_ONCE] @ block.T
            result[begin:end] = near[rows[begin:end] - first, columns[begin:end] - first]
    return result


def _features(photos: Sequence[Photo]) -> list[bytes]:
    """Return those of each; what is looked up at the same place is looked up at once."""
    held = {p.id: p.features for p in photos if isinstance(p.features, bytes)}
    asked: dict[Lookup, list[AssetId]] = defaultdict(list)
    for photo in photos:
        if not isinstance(photo.features, bytes):
            asked[photo.features].append(photo.id)
    for look_up, assets in asked.items():
        held.update(zip(assets, look_up(assets), strict=True))
    return [held[photo.id] for photo in photos]


def bits_apart(one: Photo, other: Photo) -> int | None:
    """Return how many of the 64 bits of the perceptual hashes differ, or None when one has none."""
    if not one.phash or not other.phash:
        return None
    return ((one.phash ^ other.phash) & 0xFFFFFFFFFFFFFFFF).bit_count()


def alike(one: Photo, other: Photo, *, cosine_from: float, bits_to: int) -> bool:
    """Tell whether either measure says that the two look alike; without any measure they do not."""
    bits = bits_apart(one, other)
    if bits is not None and bits <= bits_to:
        return True
    near = cosine(one, other)
    return near is not None and near >= cosine_from
