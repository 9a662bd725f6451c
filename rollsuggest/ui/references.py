"""[Note: PySide6 6.12.0 drops references] A guard for Python 3.11, until a fixed PySide6 can be required.

PySide6 6.12.0 releases a reference too many to None (each Qt call that answers None) and to True (each emit);
upstream PYSIDE-3474. From Python 3.12 on these are immortal and nothing happens. On 3.11 the interpreter
aborts after some minutes: "none_dealloc: deallocating None". So they are given more references than any
session can use up, which is what Python 3.12 does for good.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 40
IMMORTAL_SINCE = (3, 12)


def hold_constants() -> None:
    """Give None, True and False plenty of references where they are not immortal. Harmless when repeated."""
    if sys.version_info >= IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        references = ctypes.c_ssize_t.from_address(id(constant))  # the first field of every object
        if references.value < PLENTY:
            references.value += PLENTY
