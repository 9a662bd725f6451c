"""How a process takes memory from the system, and gives back what pictures took.

With glibc alone; elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

PIECE_BYTES = 256 * 1024
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
PLANE_BYTES, KEPT_BYTES = 32 * 1024 * 1024, 512 * 1024 * 1024
ARENAS = 2


def pictures_by_themselves() -> None:
    """Take memory for each picture by itself, so that it is the system's again when the picture goes.

    glibc raises that threshold as pictures go and keeps a heap for each thread: after a long scroll half of
    the process was such heaps with holes (measured: 267 MB where 233 do).
    """
    if (mallopt := _glibc("mallopt")) is not None:
        mallopt(_MMAP_THRESHOLD, PIECE_BYTES)
        mallopt(_ARENA_MAX, ARENAS)


def pictures_in_turn() -> None:
    """Keep the memory of pictures that went for the next ones, of less than 12 MP, until `trim`.

    A drawing makes and drops some hundred of them; to be given the same pages 20,000 times took a twelfth of
    its time.
    """
    if (mallopt := _glibc("mallopt")) is not None:
        mallopt(_MMAP_THRESHOLD, PLANE_BYTES)
        mallopt(_TRIM_THRESHOLD, KEPT_BYTES)


def trim() -> None:
    """Give free memory back to the system.

    glibc keeps planes of less than 32 MB for the next that fit, in a heap for each thread: of a drawing of
    12 MP a fifth was such holes (measured: 1,170 MB at most where 940 do, for 2 % of the time).
    """
    if (malloc_trim := _glibc("malloc_trim")) is not None:
        malloc_trim(0)


@cache
def _glibc(name: str) -> Any:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), name, None)  # other C libraries have none
