"""How alike two pictures are: cosine of the classifier's features, and distance of perceptual hashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Photo
from rollsuggest.suggest import simhash

Vector = npt.NDArray[np.float32]
Column = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]  # in a sequence of photos
Lookup = Callable[[Sequence[AssetId]], Sequence[bytes]]
_PHASH = attrgetter("phash")
AT_ONCE = 128  # rows of features that are read: their numbers stay in the processor's own memory
GROUPS_AT_ONCE = 16
MANY = 1000  # pairs; for fewer it is no gain to read the SimHashes of all photos
_SIGN_AND_REST = np.int32(-0x70002000)  # of a float16 moved to where a float32 has them


def vector(photo: Photo) -> Vector | None:
    """Return the photo's L2-normalised features, or None while it was not analysed."""
    if not photo.features:
        return None
    if isinstance(photo.features, bytes):
        return _floats(photo.features)
    return _looked_up(photo.features, photo.id)


def _unpacked(features: bytes) -> Vector:
    found = _widened(features)
    found.flags.writeable = False
    return found


def _widened(features: bytes) -> Vector:
    """Return finite float16 as float32, exactly, in a fifth of the time that numpy takes.

    Sign, exponent and fraction are moved to where a float32 has them; the exponent is then 112 too low.
    """
    bits = np.frombuffer(features, "<i2").astype(np.int32)
    bits <<= 13
    bits &= _SIGN_AND_REST
    found = bits.view(np.float32)
    found *= np.float32(2.0**112)
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


def vectors(photos: Sequence[Photo]) -> list[Vector | None]:
    """Return what `vector` does of each, looked up at once."""
    found = _features(photos)
    if len(set(map(len, found))) != 1:
        return [_unpacked(row) if row else None for row in found]
    return list(_widened(b"".join(found)).reshape(len(photos), -1)) if found[0] else [None] * len(found)


def matrix(photos: Sequence[Photo]) -> Vector:
    """Return the features, a row each; zeros for a photo that has none, or none of this length."""
    found = _features(photos)
    lengths = set(map(len, found))
    length = max(lengths, default=0)
    if len(lengths) > 1:
        found = [row if len(row) == length else bytes(length) for row in found]
    return _widened(b"".join(found)).reshape(len(photos), length // 2)


def matrices(groups: Sequence[Sequence[Photo]]) -> Iterator[Vector]:
    """Yield what `matrix` returns of each of many small groups, several of them looked up at once."""
    for first in range(0, len(groups), GROUPS_AT_ONCE):
        some = groups[first : first + GROUPS_AT_ONCE]
        ends = np.cumsum([len(group) for group in some])
        yield from np.split(matrix(list(chain.from_iterable(some))), ends[:-1])


def cosines(photos: Sequence[Photo], one: Places, other: Places) -> Vector:
    """Return how alike photos at these places are to those at the others; 0 where one has no features.

    `one` is in order and `other` never far beyond, as with neighbours in time: each is looked up once.
    """
    asked = np.zeros(len(photos), bool)
    asked[one] = asked[other] = True
    places = np.flatnonzero(asked)
    row_of = np.cumsum(asked) - 1
    rows, columns = row_of[one], row_of[other]
    result = np.zeros(len(one), np.float32)
    for first in range(0, len(places), AT_ONCE):
        begin, end = np.searchsorted(rows, (first, first + AT_ONCE))
        far = int((columns[begin:end] - rows[begin:end]).max(initial=0))
        block = matrix([photos[n] for n in places[first : first + AT_ONCE + far].tolist()])
        near = np.zeros((far + 1, len(block)), np.float32)  # of each to the one so many further
        for step in range(1, min(far + 1, len(block))):
            near[step, :-step] = np.vecdot(block[:-step], block[step:])
        result[begin:end] = near[columns[begin:end] - rows[begin:end], rows[begin:end] - first]
    return result


def look_alike(photos: Sequence[Photo], one: Places, other: Places, least: Column) -> npt.NDArray[np.bool_]:
    """Tell of which pairs the cosine is at least so much, of places as `cosines` takes them.

    Most are told by their SimHash; features are read of those that are near the limit, or have none.
    """
    alike = np.zeros(len(one), bool)
    unsure = np.arange(len(one))
    if len(one) >= MANY and (apart := _bits_apart(photos, one, other)) is not None:
        expected = simhash.expected(least)
        alike = apart < expected - simhash.SLACK
        unsure = np.flatnonzero(~alike & ~(apart > expected + simhash.SLACK))
    alike[unsure] = cosines(photos, one[unsure], other[unsure]) >= least[unsure]
    return alike


def _bits_apart(photos: Sequence[Photo], one: Places, other: Places) -> Column | None:
    """Return how many bits of their SimHashes differ, NaN where that is not known; None where none is."""
    source = photos[0].features
    hashed: object = source
    if not isinstance(hashed, simhash.Hashed):
        return None
    assets, bits = simhash.stored(hashed.simhashes(simhash.FORM))
    if not len(assets):
        return None
    own = np.array([p.id if p.features is source else -1 for p in photos], np.int64)
    rows = np.minimum(np.searchsorted(assets, own), len(assets) - 1)
    known = assets[rows] == own
    return np.where(known[one] & known[other], simhash.apart(bits, rows[one], rows[other]), np.nan)


def _features(photos: Sequence[Photo]) -> list[bytes]:
    """Return those of each; what is looked up at the same place is looked up at once."""
    every = [p.features for p in photos]
    one = every[0] if every else b""
    if not isinstance(one, bytes) and every.count(one) == len(every):  # as in a library
        return list(one([p.id for p in photos]))
    held: dict[AssetId, bytes] = {}
    asked: dict[Lookup, list[AssetId]] = defaultdict(list)
    for photo in photos:
        if isinstance(photo.features, bytes):
            held[photo.id] = photo.features
        else:
            asked[photo.features].append(photo.id)
    for look_up, assets in asked.items():
        held.update(zip(assets, look_up(assets), strict=True))
    return [held[photo.id] for photo in photos]


def hashes_of(photos: Sequence[Photo]) -> npt.NDArray[np.uint64]:
    """Return the perceptual hashes; 0 where there is none."""
    return np.fromiter(map(_PHASH, photos), np.int64, len(photos)).view(np.uint64)


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
