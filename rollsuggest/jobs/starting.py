"""How a worker process begins: quiet, polite, within its memory; and how it tells how far it is."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rollsuggest.jobs import memory
from rollsuggest.library import sealing

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Event


def start(polite: bool, keys: Mapping[str, str]) -> None:
    """Prepare a worker process: at low priority, and with less memory, when it works in the background.

    `keys` open libraries that are locked (library.sealing).
    """
    warnings.simplefilter("ignore")  # a library's warning about one file is nothing to print a thousand times
    _hush()
    one_thread()
    if polite:
        _lower_priority()
    sealing.learn(keys)
    memory.watch(memory.LIMIT_BYTES if polite else memory.MAKING_LIMIT_BYTES)


def one_thread() -> None:
    """Have numpy's libraries, once loaded, work in one thread: their own pools only fight over the cores.

    On a busy machine a product of two small matrices took 8 ms with two threads, 0.2 ms with one.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _hush() -> None:
    """Keep what native libraries print off the terminal; ROLLSUGGEST_DEBUG lets it through.

    Errors are not lost by it: they come back to the window or the terminal as exceptions.
    """
    if os.environ.get("ROLLSUGGEST_DEBUG"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        os.nice(10)


_progress: Synchronized[float] | None = None
_cancel: Event | None = None


def start_export(progress: Synchronized[float], cancel: Event, polite: bool = False) -> None:
    """Prepare a worker that renders one file: it tells its progress and can be called off."""
    global _progress, _cancel
    _progress, _cancel = progress, cancel
    start(polite=False, keys={})
    if polite:  # with the memory that rendering takes
        _lower_priority()


def tell(share: float) -> None:
    if _progress is not None:
        _progress.value = share


def called_off() -> bool:
    return _cancel is not None and _cancel.is_set()
