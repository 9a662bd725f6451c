"""Worker processes that survive a bad file: each task has a time limit and a death costs one task.

pebble, and asyncio with it, is loaded with the first task: no window waits for it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, TypeVar

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import memory, rules, starting
from rollsuggest.jobs.spawning import Spawning
from rollsuggest.library import sealing

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

T = TypeVar("T")

FORGET_TIMEOUT_S = 60.0
TASKS_PER_PROCESS = 1000  # then a new process, so that what a library leaks returns


def worker_died() -> tuple[type[Exception], ...]:
    """Return what a task raises whose worker ended or took too long."""
    from pebble import ProcessExpired

    return (ProcessExpired, FutureTimeoutError, TimeoutError)


def _all_died() -> tuple[type[Exception], ...]:
    from concurrent.futures.process import BrokenProcessPool  # all of its processes went at once

    return (*worker_died(), BrokenProcessPool)


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
    """A pool that is started on first use and leaves nothing behind when closed. For any thread."""

    def __init__(self, count: int, *, polite: bool) -> None:
        self._count, self._polite = count, polite
        self._pool: ProcessPool | None = None
        self._starting = threading.Lock()  # of two pools one would outlive us, and the program with it

    def submit(self, function: Callable[..., T], *args: Any, timeout_s: float) -> ProcessFuture[T]:
        from pebble import ProcessPool

        with self._starting:
            if self._pool is not None and not self._pool.active:
                _end(self._pool)  # one of its threads gave up: it takes no more
                self._pool = None
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._count,
                    max_tasks=TASKS_PER_PROCESS,
                    initializer=starting.start,
                    initargs=(self._polite, sealing.keys()),
                    context=Spawning(),
                )
            return self._pool.schedule(function, args=args, timeout=timeout_s)

    def call(self, function: Callable[..., T], *args: Any, timeout_s: float) -> T:
        """Run one function in a worker and wait; a worker's death is told in plain words."""
        try:
            return self.submit(function, *args, timeout_s=timeout_s).result()
        except _all_died() as error:
            if memory.ended(error):
                raise too_large() from error
            raise UserError(
                _("This took too long or a part of the program gave up."),
                _("Try again; if it happens again, one of the photos may be damaged: leave it out."),
            ) from error

    def forget(self) -> None:
        """Have the only worker drop what it keeps of the library, before it is asked anything else."""
        if self._pool is not None and self._count == 1:
            self.submit(rules.forget, timeout_s=FORGET_TIMEOUT_S)

    def close(self) -> None:
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()
