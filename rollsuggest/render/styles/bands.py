"""Pictures worked out in parts: bands stay in the cache and take little room, halves keep two cores busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.together import both

BAND_PX = 1 << 16  # pixels of a band: the few floats of each fit into a core's cache
AT_ONCE_ROWS = 1512  # of the tallest whose halves are made at once: see together.AT_ONCE

Image = npt.NDArray[np.float32]  # (height, width) or (height, width, 3)
Half = TypeVar("Half", npt.NDArray[np.float32], npt.NDArray[np.uint8])


def banded(made: Callable[[slice], Image], like: Image) -> Image:
    """Return an image as large as `like`, each of its rows `made` by itself."""
    height, width = like.shape[:2]
    step = max(1, BAND_PX // max(1, width))
    whole = np.empty_like(like)

    def fill(first: int, end: int) -> None:
        for top in range(first, end, step):
            rows = slice(top, min(top + step, end))
            whole[rows] = made(rows)

    both(lambda: fill(0, height // 2), lambda: fill(height // 2, height))
    return whole


def halved(made: Callable[[slice], Half], height: int, reach: int) -> Half:
    """Return an image of that height, its upper and its lower half `made` at the same time.

    Each half is made with `reach` rows of the other: what lies further away must not matter to a pixel. The
    halves of a large one are made one after the other: what both need at once is more than may be had.
    """
    middle = height // 2
    if middle <= reach:
        return made(slice(0, height))

    def upper() -> Half:
        return made(slice(0, middle + reach))[:middle]

    def lower() -> Half:
        return made(slice(middle - reach, height))[reach:]

    if height <= AT_ONCE_ROWS:
        return np.concatenate(both(upper, lower))
    first: Half = upper()
    whole = np.empty((height, *first.shape[1:]), first.dtype)
    whole[:middle] = first
    del first
    whole[middle:] = lower()
    return whole
