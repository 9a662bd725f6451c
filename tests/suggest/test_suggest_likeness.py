"""How alike: what is read many at once is what is read one by one."""

from __future__ import annotations

import numpy as np
from suggest_worlds import photo

from rollsuggest.suggest import likeness


def test_every_finite_number_of_features_is_read_exactly() -> None:
    every = np.arange(65536, dtype="<u2").view("<f2")
    finite = every[np.isfinite(every)]
    assert np.array_equal(likeness._widened(finite.tobytes()), finite.astype(np.float32))


def test_many_compared_at_once_are_as_alike_as_two_alone() -> None:
    photos = [photo(n, "2025-07-01 12:00:01", looks=n % 7) for n in range(400)]
    one = np.repeat(np.arange(390), 3)
    other = one + np.tile([1, 4, 7], 390)
    alone = [likeness.cosine(photos[a], photos[b]) for a, b in zip(one, other, strict=True)]
    np.testing.assert_allclose(likeness.cosines(photos, one, other), np.array(alone, float), atol=1e-6)


def test_vectors_are_those_of_each_and_none_where_there_are_no_features() -> None:
    seen, unseen = photo(1, None), photo(2, None)
    object.__setattr__(unseen, "features", b"")
    first, second = likeness.vectors([seen, unseen])
    alone = likeness.vector(seen)
    assert first is not None and alone is not None and np.array_equal(first, alone) and second is None
    assert likeness.vectors([unseen]) == [None] and likeness.vectors([]) == []


def test_groups_looked_up_together_are_those_looked_up_alone() -> None:
    photos = [photo(n, "2025-07-01 12:00:01", looks=n % 7) for n in range(90)]
    groups = [photos[n:] if n % 5 == 0 else photos[n : n + n % 4] for n in range(40)]
    together = list(likeness.matrices([*groups, []]))
    assert len(together) == 41 and not len(together[-1])
    for group, rows in zip(groups, together, strict=False):
        assert np.array_equal(rows, likeness.matrix(group)) or not group
    assert list(likeness.matrices([])) == []
