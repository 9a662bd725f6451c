"""Two stages that do not need each other, at the same time: OpenCV and NumPy let go of Python's lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

AT_ONCE = 1.4  # scale up to which two stages of a whole picture have room beside each other
First = TypeVar("First")
Second = TypeVar("Second")


def both(
    first: Callable[[], First], second: Callable[[], Second], in_turn: bool = False
) -> tuple[First, Second]:
    """Return what the two make, at the same time where there is more than one thread to use.

    `in_turn` is for large pictures, where both at once would take too much memory.
    """
    if in_turn or cv2.getNumThreads() < 2:
        return first(), second()
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(second)
        made = first()
        return made, later.result()
