"""The one place that owns threads: calls the studio off the GUI thread and brings answers back to it.

Two kinds of call. A read delivers its answer to a callback, unless a newer read under the same name has
been asked for meanwhile. A change is made in the order of asking and is never dropped. A dialog or page that
has gone meanwhile is told nothing.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.studio import Changed, Studio

T = TypeVar("T")
Failed = Callable[[UserError], None]


class Bridge(QObject):
    changed = Signal(frozenset)  # topics, on the GUI thread
    failed = Signal(object)  # a UserError: an error of the world that nobody else shows
    crashed = Signal(str)  # an error of ours: its traceback
    _back = Signal(object)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._closing = threading.Event()
        self._generations: dict[str, int] = {}
        self._pools = {
            "reads": ThreadPoolExecutor(2, "reads"),
            "home": ThreadPoolExecutor(1, "home"),  # suggestions take seconds; no other page waits for them
            "searches": ThreadPoolExecutor(1, "searches"),  # wanted at once, whatever else is being read
            "changes": ThreadPoolExecutor(1, "changes"),
            "pictures": ThreadPoolExecutor(2, "pictures"),
            "renders": ThreadPoolExecutor(2, "renders"),
            "films": ThreadPoolExecutor(2, "films"),  # what plays does not stand in line behind covers
            "makes": ThreadPoolExecutor(1, "makes"),
        }
        self._back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = studio.subscribe(self._heard)

    @property
    def closing(self) -> bool:
        """True once the window is closing; long acts look at it as they look at their cancel button."""
        return self._closing.is_set()

    def read(
        self,
        name: str,
        act: Callable[[Studio], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        pool: str = "reads",
    ) -> None:
        """Ask the studio; a later read of the same name makes this one's answer stale ("": never)."""
        if not name:
            self._submit(pool, act, done, failed, lambda: True)
            return
        generation = self._generations[name] = self._generations.get(name, 0) + 1
        self._submit(pool, act, done, failed, lambda: self._generations[name] == generation)

    def change(
        self,
        act: Callable[[Studio], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        pool: str = "changes",
    ) -> None:
        """Change something; `done` or `failed` is called on the GUI thread."""
        self._submit(pool, act, done or (lambda _answer: None), failed, lambda: True)

    def later(self, act: Callable[[], None]) -> None:
        """Call `act` on the GUI thread; may be called from any thread."""
        if not self.closing:
            self._back.emit(act)

    def close(self) -> None:
        """Stop: nothing is delivered any more and no thread is left when this returns."""
        self._closing.set()
        self._unsubscribe()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    def _submit(
        self,
        pool: str,
        act: Callable[[Studio], Any],
        done: Callable[[Any], None],
        failed: Failed | None,
        wanted: Callable[[], bool],
    ) -> None:
        if self.closing:
            return

        def work() -> None:
            if self.closing or not wanted():
                return
            try:
                answer = act(self._studio)
            except CancelledError:
                return
            except UserError as error:
                caught = error
                self.later(lambda: _tell(failed or self.failed.emit, caught) if wanted() else None)
            except Exception:
                text = traceback.format_exc()
                self.later(lambda: self.crashed.emit(text))
            else:
                self.later(lambda: _tell(done, answer) if wanted() else None)

        self._pools[pool].submit(work)

    def _deliver(self, act: Callable[[], None]) -> None:
        if not self.closing:
            act()

    def _heard(self, change: Changed) -> None:
        self.later(lambda: self.changed.emit(change.topics))


def _tell(listener: Callable[[T], object], answer: T) -> None:
    owner = getattr(listener, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        listener(answer)
