"""The thread that works the outbox off. It runs only while something waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from rollsuggest.cloud.sender import Sender
from rollsuggest.cloud.wire import Wire
from rollsuggest.errors import UserError

AGAIN_S = 30.0  # after the disk said no
LONGEST_S = 60.0  # of one sleep: the clock may be set, the computer may have slept


class Post:
    """One at a time for one outbox, whatever window or terminal it runs in: `lock` says so."""

    def __init__(self, sender: Sender, wire: Wire, lock: Callable[[], AbstractContextManager[None]]) -> None:
        self._sender, self._wire, self._held = sender, wire, lock
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._closing = False

    def wake(self) -> None:
        """Have the outbox looked at now."""
        with self._guard:
            if self._closing:
                return
            self._wake.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="cloud outbox")
                self._thread.start()

    def close(self) -> None:
        """Stop; what is under way is cut and taken up again at the next start."""
        with self._guard:
            self._closing = True
            self._wake.set()
            thread = self._thread
        self._wire.cut()
        while thread is not None and thread.is_alive():
            thread.join(0.2)
            self._wire.cut()  # one that was just about to open

    def work_off(self, patience_s: float, enough: Callable[[], bool] = lambda: False) -> None:
        """Work until nothing waits, `enough` says so or the time is over, in this thread.

        Raises UserError when another rollsuggest does it.
        """
        until = time.monotonic() + patience_s
        with self._held():
            self._sender.recover()
            while not enough() and time.monotonic() < until:
                wait = self._sender.step()
                if wait is None:
                    return
                time.sleep(min(wait, max(0.0, until - time.monotonic()), 1.0))

    def _run(self) -> None:
        try:
            while not self._closing:
                try:
                    with self._held():
                        self._sender.recover()
                        self._work()
                except UserError:  # another rollsuggest works it off, or the disk says no
                    self._wake.clear()
                    self._sleep(AGAIN_S)
                    continue
                with self._guard:  # whoever calls now finds us gone, or is heard
                    if not self._wake.is_set():
                        self._thread = None
                        return
        finally:
            with self._guard:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _work(self) -> None:
        """Do step after step until nothing waits any more."""
        while not self._closing:
            self._wake.clear()
            wait = self._sender.step()
            if wait is not None:
                self._sleep(wait)
            elif not self._wake.is_set():
                return

    def _sleep(self, seconds: float) -> None:
        if not self._closing:
            self._wake.wait(min(seconds, LONGEST_S))
