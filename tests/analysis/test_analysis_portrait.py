"""Who a face may be: the same on one thread and on two."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from rollsuggest.analysis.portrait import FaceEmbedder
from rollsuggest.library.pixels import Rgb


@pytest.fixture
def threads() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


def _chips(count: int) -> list[Rgb]:
    noise = np.random.default_rng(7).integers(0, 256, (count, 14, 14, 3), dtype=np.uint8)
    return [np.asarray(cv2.resize(chip, (112, 112)), np.uint8) for chip in noise]


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_halves_made_beside_each_other_are_the_same_in_the_same_order(count: int) -> None:
    embedder, chips = FaceEmbedder(), _chips(count)
    cv2.setNumThreads(1)
    alone = embedder(chips)
    cv2.setNumThreads(2)
    assert alone.shape == (count, 192)
    np.testing.assert_array_equal(embedder(chips), alone)
    for row, chip in zip(alone, chips, strict=True):
        np.testing.assert_array_equal(embedder([chip])[0], row)
