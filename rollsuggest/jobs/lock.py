"""One indexer at a time for one library, whatever window or terminal it runs in.

SQLite's own lock on a tiny file: it works on every system, and the system itself lets go when we are killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock, or raise UserError when another process does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise UserError(
                    _("rollsuggest's folder cannot be written to."),
                    _("Make room on the disk, or check its permissions and its drive."),
                ) from error
            raise UserError(
                _("Another rollsuggest is looking at photos right now."), _("Wait for it, or pause it there.")
            ) from error
        yield


@contextmanager
def noted(path: Path) -> Iterator[bool]:
    """Leave an empty file during a run; yields whether the one before ended without a word (kill, power).

    Where the disk is full or read-only there is no such file, and nobody is suspected.
    """
    broke_off = path.exists()
    with suppress(OSError):
        path.touch()
    try:
        yield broke_off
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
