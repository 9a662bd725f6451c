"""Two stages that do not need each other, at the same time: OpenCV and NumPy let go of Python's lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

First = TypeVar("First")
Second = TypeVar("Second")


def both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Return what the two make, at the same time where there is more than one thread to use."""
    if cv2.getNumThreads() < 2:
        return first(), second()
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(second)
        made = first()
        return made, later.result()
