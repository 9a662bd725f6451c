"""How the window's process takes memory from the system, and gives back what pictures took."""

from __future__ import annotations

import ctypes
import sys

PIECE_BYTES = 256 * 1024
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # of glibc's malloc.h
ARENAS = 2


def give_back() -> None:
    """Take memory for each picture by itself, so that it is the system's again when the picture goes.

    glibc raises that threshold as pictures go and keeps a heap for each thread: after a long scroll half of
    the process was such heaps with holes (measured: 267 MB where 233 do). Elsewhere nothing is done.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, PIECE_BYTES)
        mallopt(_ARENA_MAX, ARENAS)
