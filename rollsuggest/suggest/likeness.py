"""How alike two pictures are: cosine of the classifier's features, and distance of perceptual hashes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Photo

Vector = npt.NDArray[np.float32]


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
def _looked_up(features: Callable[[AssetId], bytes], asset: AssetId) -> Vector | None:
    found = features(asset)
    return _unpacked(found) if found else None


def cosine(one: Photo, other: Photo) -> float | None:
    """Return -1..1, or None when one of the two has no features."""
    a, b = vector(one), vector(other)
    return float(a @ b) if a is not None and b is not None and a.shape == b.shape else None


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
