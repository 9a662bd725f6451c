"""A photo that eats memory costs one photo: a worker that grows beyond the limit ends itself.

The same on every system: a thread of the worker watches what the process holds. Decoders let go of Python's
lock while they work, so it is heard; and the parent tells this end from a crash by its exit code.
"""

from __future__ import annotations

import os
import threading
import time

# The most that a worker held over all our test photos, panoramas and damaged files too, is a third of this.
LIMIT_BYTES = 1_500_000_000
# What somebody waits for is drawn from whole photos: a restyle of 64 megapixels held 1.33 GB, a collage of
# seven of 48 to 150 megapixels 0.72 GB. Beyond twice that the person's computer would begin to swap.
MAKING_LIMIT_BYTES = 3_000_000_000
EXIT_CODE = 77
LOOK_EVERY_S = 0.1


def watch(limit_bytes: int) -> None:
    """Watch this process from now on, in the background."""
    threading.Thread(target=_watch, args=(limit_bytes,), name="memory", daemon=True).start()


def ended(error: BaseException) -> bool:
    """Return whether a worker ended itself for its memory."""
    return getattr(error, "exitcode", None) == EXIT_CODE


def _watch(limit_bytes: int) -> None:
    import psutil

    this = psutil.Process()
    while this.memory_info().rss <= limit_bytes:
        time.sleep(LOOK_EVERY_S)
    os._exit(EXIT_CODE)
