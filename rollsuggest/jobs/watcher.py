"""Notices files that come, change, move and go in the rolls, and now and then looks by itself.

The system tells of most changes at once (watchfiles). Network drives and full watch lists do not: so a scan
is due every quarter of an hour whatever was told, and after the computer slept. A scan reads no photo that
did not change. Nobody tells of drives that come and go: so each roll's own folder is asked every few seconds
on which drive it lies.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rollsuggest.library.scan import is_passed_over, is_watched

QUIET_MS = 2000  # a camera being emptied tells of each file: wait until it pauses, but no longer than this
PAUSE_MS = 250  # that is a pause; so often the thread wakes, also while nothing happens
BY_ITSELF_S = 900.0
LOOK_UP_MS = 1000
WOKE_S = 60.0  # between two looks a second apart: the computer slept
DRIVES_EVERY_S = 5.0
CLOSING_S = 10.0  # a network drive that hangs may hold the thread; it must not hold the window

Held = Callable[[Path], bool]


class Watcher:
    """Calls `changed` (from its own thread) when a scan is due. Close it when done.

    `held` tells of a path that is no longer there whether it was a folder with known photos; nothing below
    `skip` (our own data) is listened to.
    """

    def __init__(
        self, folders: Sequence[Path], changed: Callable[[], None], held: Held, skip: Sequence[Path] = ()
    ) -> None:
        self._folders, self._changed, self._held, self._skip = tuple(folders), changed, held, tuple(skip)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSING_S)

    def _run(self) -> None:
        missed = False  # while another set of drives was listened to
        while not self._stop.is_set():
            there = drives(self._folders)
            due, drives_at = time.monotonic() + BY_ITSELF_S, time.monotonic()
            looked = time.time()
            for told in self._listen(tuple(there)):
                now, before, looked = time.monotonic(), looked, time.time()
                missed |= slept(before, looked)
                if told or missed or now >= due:
                    missed = False
                    self._changed()
                if now - drives_at >= DRIVES_EVERY_S:
                    drives_at = now
                    missed = drives(self._folders) != there
                if missed or now >= due:  # listen anew: a folder may be another one by the same name
                    break

    def _listen(self, folders: Sequence[Path]) -> Iterator[bool]:
        """Yield every second or so whether the system told of a change, until closed."""
        from watchfiles import watch  # here: it is needed by the window alone, and costs a tenth of a second

        try:
            if folders:
                told = watch(
                    *folders,
                    watch_filter=lambda _change, path: self._counts(Path(path)),
                    debounce=QUIET_MS,
                    step=PAUSE_MS,
                    stop_event=self._stop,
                    rust_timeout=LOOK_UP_MS,
                    yield_on_timeout=True,
                    ignore_permission_denied=True,
                )
                for changes in told:
                    yield bool(changes)
        except OSError:  # too many folders for the system's watch list, or one of them went away
            pass
        while not self._stop.wait(LOOK_UP_MS / 1000):
            yield False

    def _counts(self, path: Path) -> bool:
        """Return whether a change here can change the library.

        Of a folder that is moved the system tells the folder's own name alone. Gone, it is like any temporary
        file that goes: whether photos lay below it is known to the library.
        """
        if any(path.is_relative_to(folder) for folder in self._skip):
            return False
        root = next((folder for folder in self._folders if path.is_relative_to(folder)), None)
        if root is None or is_passed_over(path.relative_to(root)):
            return False
        if is_watched(path.name):
            return True
        return path.is_dir() or (not path.exists() and self._held(path))


def slept(before: float, now: float) -> bool:
    """Tell whether the computer slept between two looks; seconds of the clock, which goes on meanwhile."""
    return now - before > WOKE_S


def drives(folders: Sequence[Path]) -> Mapping[Path, int]:
    """Return the number of the drive on which each folder lies, of those that are there."""
    found = {}
    for folder in folders:
        try:
            if folder.is_dir():
                found[folder] = folder.stat().st_dev
        except OSError:
            continue
    return found
