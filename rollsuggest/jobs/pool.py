"""Worker processes that survive a bad file: each task has a time limit and a death costs one task.

pebble, and asyncio with it, is loaded with the first task: no window waits for it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError as FutureCancelledError
from concurrent.futures import InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import memory, rules, starting
from rollsuggest.jobs.spawning import Spawning
from rollsuggest.library import sealing

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

T = TypeVar("T")

FORGET_TIMEOUT_S = 60.0
TEND_EVERY_S = 1.0
TASKS_PER_PROCESS = 1000  # then a new process, so that what a library leaks returns


def worker_died() -> tuple[type[Exception], ...]:
    """Return what a task raises whose worker, or all of them at once, ended or took too long."""
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    return (ProcessExpired, BrokenProcessPool, FutureTimeoutError, TimeoutError)


def background_workers(setting: int) -> int:
    """Return how many processes look at photos: as set, else all cores but one for the person."""
    return setting if setting > 0 else max(1, (os.cpu_count() or 2) - 1)


def too_large() -> UserError:
    """Return what to say when a worker ended itself while somebody waited for its work."""
    return UserError(
        _("This needs more memory than a computer should give to it."),
        _("One of the photos is very large: leave it out, or use a smaller copy of it."),
    )


class Workers:
    """A pool that is started on first use and leaves nothing behind when closed. For any thread.

    [Note: Who waits] pebble forgets what it was asked for when it is stopped, and what it is asked for while
    it breaks: who waits for such a task waits for ever (a window closed while all was erased never ended).
    So what is not done when a pool ends is told so here, and who waits looks now and then if it broke.
    """

    def __init__(self, count: int, *, polite: bool) -> None:
        self._count, self._polite = count, polite
        self._pool: ProcessPool | None = None
        self._asked: set[ProcessFuture[Any]] = set()  # of that pool, and not done
        self._starting = threading.RLock()  # of two pools one would outlive us, and the program with it

    def submit(self, function: Callable[..., T], *args: Any, timeout_s: float) -> ProcessFuture[T]:
        """Have a worker run one function; what a broken pool was asked for is told first."""
        from pebble import ProcessPool

        with self._starting:
            self.tend()
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._count,
                    max_tasks=TASKS_PER_PROCESS,
                    initializer=starting.start,
                    initargs=(self._polite, sealing.keys()),
                    context=Spawning(),
                )
            future: ProcessFuture[T] = self._pool.schedule(function, args=args, timeout=timeout_s)
            self._asked.add(future)
            future.add_done_callback(self._asked.discard)
            return future

    def call(self, function: Callable[..., T], *args: Any, timeout_s: float) -> T:
        """Run one function in a worker and wait; a worker's death is told in plain words.

        Where the pool breaks it is run again, so it has to be one that may. Raises CancelledError when all
        is closed meanwhile.
        """
        from concurrent.futures.process import BrokenProcessPool

        try:
            try:
                return self._waited(function, *args, timeout_s=timeout_s)
            except BrokenProcessPool:  # by the death of what stood before it in the line, it may be
                return self._waited(function, *args, timeout_s=timeout_s)
        except FutureCancelledError as error:
            raise CancelledError from error
        except worker_died() as error:
            if memory.ended(error):
                raise too_large() from error
            raise UserError(
                _("This took too long or a part of the program gave up."),
                _("Try again; if it happens again, one of the photos may be damaged: leave it out."),
            ) from error

    def _waited(self, function: Callable[..., T], *args: Any, timeout_s: float) -> T:
        future = self.submit(function, *args, timeout_s=timeout_s)
        while True:
            try:
                return future.result(TEND_EVERY_S)  # `wait` is not told of what is called off as a pool ends
            except FutureTimeoutError:
                if future.done():
                    return future.result()
                self.tend()

    def tend(self) -> None:
        """End a pool of which a thread gave up: it takes no more. See Note: Who waits."""
        from concurrent.futures.process import BrokenProcessPool

        with self._starting:
            if self._pool is not None and not self._pool.active:
                left = tuple(self._asked)
                self._end()
                for future in left:
                    with suppress(InvalidStateError):  # called off
                        future.set_exception(BrokenProcessPool("The pool gave up"))

    def forget(self) -> None:
        """Have the only worker drop what it keeps of the library, before it is asked anything else."""
        if self._pool is not None and self._count == 1:
            self.submit(rules.forget, timeout_s=FORGET_TIMEOUT_S)

    def close(self) -> None:
        with self._starting:
            for future in tuple(self._asked):
                future.cancel()
            if self._pool is not None:
                self._end()

    def _end(self) -> None:
        pool, self._pool, self._asked = self._pool, None, set()
        assert pool is not None
        pool.stop()
        pool.join()
