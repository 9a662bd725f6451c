"""What was let go of goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

SHARES = """
import ctypes, sys
from rollsuggest import heap
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
def rss():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
before = rss()
pieces = [libc.malloc(100_000) for _ in range(640)]
for piece in pieces:
    ctypes.memset(piece, 1, 100_000)
for piece in pieces[:-1]:  # the last one holds the heap's end
    libc.free(piece)
kept = rss() - before
heap.trim()
print(kept, rss() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="malloc_trim is glibc's")
def test_free_memory_below_what_is_in_use_is_given_back() -> None:
    told = subprocess.run([sys.executable, "-c", SHARES], capture_output=True, text=True, check=True)
    kept, after = map(int, told.stdout.split())
    assert kept > 40_000_000
    assert after < 5_000_000
