"""Notices files that come, change, move and go in the rolls, and now and then looks by itself.

The system tells of most changes at once (watchfiles). Network drives and full watch lists do not, and a
drive comes and goes: so a scan is due every quarter of an hour whatever was told. A scan reads no photo that
did not change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rollsuggest.library.scan import is_watched

QUIET_MS = 2000  # a camera being emptied tells of each file: wait until it pauses
BY_ITSELF_S = 900.0
LOOK_UP_MS = 1000


class Watcher:
    """Calls `changed` (from its own thread) when a scan is due. Close it when done."""

    def __init__(self, folders: Sequence[Path], changed: Callable[[], None]) -> None:
        self._folders, self._changed = tuple(folders), changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            there = [folder for folder in self._folders if folder.is_dir()]
            try:
                self._listen(there)
            except OSError:  # too many folders for the system's watch list, or one of them went away
                self._stop.wait(BY_ITSELF_S)
            if not self._stop.is_set():
                self._changed()

    def _listen(self, folders: Sequence[Path]) -> None:
        """Return when something changed, or when a scan is due anyway."""
        from watchfiles import watch  # here: it is needed by the window alone, and costs a tenth of a second

        due = time.monotonic() + BY_ITSELF_S
        if not folders:
            self._stop.wait(BY_ITSELF_S)
            return
        told = watch(
            *folders,
            watch_filter=lambda _change, path: is_watched(path),
            debounce=QUIET_MS,
            stop_event=self._stop,
            rust_timeout=LOOK_UP_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        for changes in told:
            if changes or time.monotonic() >= due:
                return
