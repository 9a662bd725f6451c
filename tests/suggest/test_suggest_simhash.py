from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.model import AssetId, Certainty, Photo, Role
from rollsuggest.suggest import likeness, simhash

Vectors = npt.NDArray[np.float32]


def pairs(cosine: float, count: int, seed: int) -> Vectors:
    """Return features of which each second is at this cosine to the one before."""
    random = np.random.default_rng(seed)
    one = np.abs(random.standard_gamma(0.5, (count, simhash.LENGTH)))  # few large ones, as a network's are
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    other = random.normal(size=one.shape)
    other -= np.sum(one * other, axis=1, keepdims=True) * one
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    both = np.stack([one, cosine * one + np.sqrt(1 - cosine**2) * other], axis=1)
    return both.reshape(-1, simhash.LENGTH).astype(np.float32)


class Library:
    """Features and SimHashes of photos 0, 1, 2 ...; the latter but for those that are `unhashed`."""

    def __init__(self, features: Vectors, unhashed: frozenset[int] = frozenset()) -> None:
        self._features, self._unhashed = features.astype("<f2"), unhashed
        self.read: set[int] = set()

    def __call__(self, assets: Sequence[AssetId]) -> list[bytes]:
        self.read |= set(assets)
        return [self._features[asset].tobytes() for asset in assets]

    def simhashes(self, form: str) -> Iterable[tuple[bytes, bytes]]:
        assert form == simhash.FORM
        there = [n for n in range(len(self._features)) if n not in self._unhashed]
        for some in (there[: len(there) // 2], there[len(there) // 2 :]):
            yield simhash.made([(n, self._features[n].tobytes()) for n in some])

    def photos(self) -> list[Photo]:
        numbers = range(len(self._features))
        return [
            Photo(AssetId(n), f"{n}.jpg", None, Certainty.UNKNOWN, 1, 1, Role.PHOTO, features=self)
            for n in numbers
        ]


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.9, 0.99), st.integers(0, 2**32 - 1))
def test_the_bits_that_differ_tell_the_angle(cosine: float, seed: int) -> None:
    bits = simhash.bits_of(pairs(cosine, 40, seed)).view(np.uint64)
    first = np.arange(0, 80, 2)
    apart = simhash.apart(bits, first, first + 1)
    assert np.abs(apart - simhash.expected(np.array([cosine]))).max() < simhash.SLACK


@pytest.mark.parametrize("unhashed", [frozenset(), frozenset({0, 401, 402, 700})])
def test_pairs_are_alike_as_their_features_say(
    unhashed: frozenset[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "MANY", 1)
    cosines = (0.1, 0.3, 0.55, 0.59, 0.61, 0.65, 0.8, 0.92, 0.94, 0.99)
    library = Library(np.concatenate([pairs(c, 40, n) for n, c in enumerate(cosines)]), unhashed)
    one = np.arange(0, 800, 2)
    least = np.where(one % 4, 0.6, 0.93)
    photos = library.photos()
    told = likeness.look_alike(photos, one, one + 1, least)
    read = set(library.read)
    assert (told == (likeness.cosines(photos, one, one + 1) >= least)).all()
    assert told.sum() == 6 * 20 + 2 * 20
    assert read >= {n for n in range(800) if n in unhashed}
    assert len(read) < 300  # those that are far from the limit are not read


def test_few_pairs_are_told_by_their_features_alone() -> None:
    library = Library(pairs(0.99, 5, 1))
    one = np.arange(0, 10, 2)
    assert likeness.look_alike(library.photos(), one, one + 1, np.full(5, 0.6)).all()
    assert library.read == set(range(10))


def test_features_of_another_length_have_no_simhash() -> None:
    row = pairs(0.5, 1, 3)[0].astype("<f2").tobytes()
    assets, bits = simhash.stored([simhash.made([(3, b""), (4, row), (7, row[:64])]), simhash.made([])])
    assert assets.tolist() == [4]
    assert bits.shape == (1, simhash.LENGTH // 64)
