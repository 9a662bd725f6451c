"""The one place that owns threads: calls the studio off the GUI thread and brings answers back to it.

Two kinds of call. A read delivers its answer to a callback, unless a newer read under the same name has
been asked for meanwhile. A change is made in the order of asking and is never dropped. A dialog or page that
has gone meanwhile is told nothing.

[Note: Who lets go] What is asked for holds widgets: in its answer's callback, often in the act itself. Were a
thread of a pool the last to let go of a closed dialog, Python would free the dialog's wrapper in that thread
while Qt deletes the dialog in its own: shiboken then reads freed memory (two soaks ended so). So errands are
kept by the GUI thread alone. A pool is handed a number, and has let go of all else before it gives that back.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.studio import Changed, Studio

T = TypeVar("T")
Failed = Callable[[UserError], None]


@dataclass(slots=True)
class _Errand:
    """What was asked for, and later how its answer is brought back, or the traceback of a crash."""

    act: Callable[[Studio], Any]
    done: Callable[[Any], None]
    failed: Failed
    wanted: Callable[[], bool]  # to be begun
    welcome: Callable[[], bool]  # to be told, once it is there
    bring: Callable[[], None] | None = None
    crash: str = ""


class Bridge(QObject):
    changed = Signal(frozenset)  # topics, on the GUI thread
    failed = Signal(object)  # a UserError: an error of the world that nobody else shows
    crashed = Signal(str)  # an error of ours: its traceback
    _back = Signal(object)
    _ran = Signal(int)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._closing = threading.Event()
        self._generations: dict[str, int] = {}  # of each name, the last that was asked for
        self._answered: dict[str, int] = {}  # and the last that was told
        self._changes = 0  # how many were asked for
        self._errands: dict[int, _Errand] = {}
        self._numbers = count()
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
        self._ran.connect(self._bring, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = studio.subscribe(self._heard)

    @property
    def closing(self) -> bool:
        """True once the window is closing; long acts look at it as they look at their cancel button."""
        return self._closing.is_set()

    @property
    def busy(self) -> bool:
        """True while something that was asked for has not been brought back."""
        return bool(self._errands)

    def read(
        self,
        name: str,
        act: Callable[[Studio], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        pool: str = "reads",
        *,
        told_late: bool = False,
    ) -> None:
        """Ask the studio; a later read of the same name makes this one's answer stale ("": never).

        `told_late`: only one that has answered does. For the same question asked again and again: on a slow
        computer each answer came after the next asking, and none was ever told.
        """
        if not name:
            self._submit(pool, act, done, failed, lambda: True)
            return
        generation = self._generations[name] = self._generations.get(name, 0) + 1

        changes = self._changes

        def newest() -> bool:
            return self._generations[name] == generation

        def news() -> bool:
            """It may have been read before a change that somebody made since: then the newest tells."""
            return newest() or (self._answered.get(name, 0) < generation and changes == self._changes)

        def told(answer: T) -> None:
            self._answered[name] = generation
            _tell(done, answer)

        if told_late:
            self._submit(pool, act, told, failed, newest, news)
        else:
            self._submit(pool, act, done, failed, newest)

    def forget(self, name: str) -> None:
        """Tell no answer to what was asked for under a name: it may be read before what happens now."""
        self._generations[name] = self._generations.get(name, 0) + 1

    def change(
        self,
        act: Callable[[Studio], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        pool: str = "changes",
    ) -> None:
        """Change something; `done` or `failed` is called on the GUI thread."""
        self._changes += 1
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
        self._errands.clear()

    def _submit(
        self,
        pool: str,
        act: Callable[[Studio], Any],
        done: Callable[[Any], None],
        failed: Failed | None,
        wanted: Callable[[], bool],
        welcome: Callable[[], bool] | None = None,
    ) -> None:
        if self.closing:
            return
        number = next(self._numbers)
        self._errands[number] = _Errand(act, done, failed or self.failed.emit, wanted, welcome or wanted)
        self._pools[pool].submit(self._work, number)

    def _work(self, number: int) -> None:
        """Run an errand in a pool's thread. See Note: Who lets go."""
        self._run(self._errands[number])
        if not self.closing:
            self._ran.emit(number)

    def _run(self, errand: _Errand) -> None:
        if self.closing or not errand.wanted():
            return
        try:
            answer = errand.act(self._studio)
        except CancelledError:
            return
        except UserError as error:  # without its traceback, whose frames hold the errand
            errand.bring = partial(_tell, errand.failed, error.with_traceback(None))
        except Exception:
            errand.crash = traceback.format_exc()
        else:
            errand.bring = partial(_tell, errand.done, answer)

    def _bring(self, number: int) -> None:
        if self.closing:  # all were let go of
            return
        errand = self._errands.pop(number)
        if errand.crash:
            self.crashed.emit(errand.crash)
        elif errand.bring is not None and errand.welcome():
            errand.bring()

    def _deliver(self, act: Callable[[], None]) -> None:
        if not self.closing:
            act()

    def _heard(self, change: Changed) -> None:
        self.later(lambda: self.changed.emit(change.topics))


def _tell(listener: Callable[[T], object], answer: T) -> None:
    """Tell a listener, unless it is a method of a widget that is gone, as of a dialog closed meanwhile."""
    method = listener.func if isinstance(listener, partial) else listener
    owner = getattr(method, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        listener(answer)
