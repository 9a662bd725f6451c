"""One indexer at a time for one library, whatever window or terminal it runs in.

SQLite's own lock on a tiny file: it works on every system, and the system itself lets go when we are killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
            raise UserError(
                _("Another rollsuggest is looking at photos right now."), _("Wait for it, or pause it there.")
            ) from error
        yield
