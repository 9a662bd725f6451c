"""Who a face may be: the same on one thread and on two."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from rollsuggest.analysis.portrait import FaceEmbedder, unit
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


def test_a_mirrored_embedding_is_the_mean_of_the_chips_and_its_mirror_images() -> None:
    embedder, (chip,) = FaceEmbedder(), _chips(1)
    ways = embedder([chip, chip[:, ::-1]], mirrored=False)
    assert 1 - ways[0] @ ways[1] > 1e-3
    np.testing.assert_allclose(embedder([chip])[0], unit(ways.sum(0, keepdims=True))[0], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(ways, axis=1), 1, atol=1e-5)
