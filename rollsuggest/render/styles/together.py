"""Two stages that do not need each other, at the same time: OpenCV and NumPy let go of Python's lock.

As many threads work as OpenCV may use, and no more: it is told to use one while they do. With two Python
threads that each ask OpenCV for two, a drawing took a quarter more processor time, for who waits for a core
spins.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import cv2

AT_ONCE = 1.4  # scale up to which two stages of a whole picture have room beside each other
First = TypeVar("First")
Second = TypeVar("Second")
_own = threading.local()  # `crew`: the one that this thread works in


def both(
    first: Callable[[], First], second: Callable[[], Second], in_turn: bool = False
) -> tuple[First, Second]:
    """Return what the two make, at the same time where a thread has nothing else to do.

    `in_turn` is for large pictures, where both at once would take too much memory.
    """
    if in_turn:
        return first(), second()
    crew: _Crew | None = getattr(_own, "crew", None)
    if crew is not None:
        return crew.both(first, second)
    with _one_each.held() as threads:
        if threads < 2:
            return first(), second()
        with _crew(threads - 1) as crew:
            return crew.both(first, second)


def threads() -> int:
    """Return how many threads a drawing may use; OpenCV's own number is 1 while several work beside it."""
    return _one_each.threads or cv2.getNumThreads()


class _OneEach:
    """Lets OpenCV use one thread while anybody holds it; how many it may use is known meanwhile."""

    def __init__(self) -> None:
        self._lock, self._holders, self.threads = threading.Lock(), 0, 0

    @contextmanager
    def held(self) -> Iterator[int]:
        with self._lock:
            if not self._holders:
                self.threads = cv2.getNumThreads()
                cv2.setNumThreads(1)
            self._holders += 1
            count = self.threads
        try:
            yield count
        finally:
            with self._lock:
                self._holders -= 1
                if not self._holders:
                    cv2.setNumThreads(count)
                    self.threads = 0


_one_each = _OneEach()


@contextmanager
def _crew(others: int) -> Iterator[_Crew]:
    """Let so many other threads help this one."""
    crew = _Crew()
    helpers = [threading.Thread(target=crew.help, name="restyle") for _ in range(others)]
    started = []
    try:
        for helper in helpers:
            helper.start()
            started.append(helper)
        _own.crew = crew
        yield crew
    finally:
        _own.crew = None
        crew.close()
        for helper in started:
            helper.join()


class _Crew:
    """Threads that take over what another put off; who waits for one of those does another meanwhile.

    What is put off longest is taken over first, as it is the most; the newest is done by who waits, as it
    is part of what is waited for (R. Blumofe, C. Leiserson, "Scheduling Multithreaded Computations by Work
    Stealing", 1999).
    """

    def __init__(self) -> None:
        self._changed, self._put_off, self._closed = threading.Condition(), deque[_Task](), False

    def both(self, first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
        task = _Task(second)
        with self._changed:
            self._put_off.append(task)
            self._changed.notify()
        try:
            made = first()
        except BaseException:
            if not self._taken_back(task):
                self._wait(task)
            raise
        if self._taken_back(task):
            return made, second()
        self._wait(task)
        return made, task.result.result()

    def help(self) -> None:
        """Do what is put off, until the crew is closed."""
        _own.crew = self
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._put_off)
                if self._closed:
                    return
                task = self._put_off.popleft()
            self._do(task)
            del task  # it holds pictures

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _taken_back(self, task: _Task) -> bool:
        """Tell whether nobody took it over; then nobody will."""
        with self._changed:
            if task not in self._put_off:
                return False
            self._put_off.remove(task)
            return True

    def _wait(self, task: _Task) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: task.result.done() or self._put_off)
                if task.result.done():
                    return
                other = self._put_off.pop()
            self._do(other)

    def _do(self, task: _Task) -> None:
        task.do()
        with self._changed:
            self._changed.notify_all()


class _Task:
    def __init__(self, act: Callable[[], Any]) -> None:
        self.result: Future[Any] = Future()
        self._act = act

    def do(self) -> None:
        try:
            self.result.set_result(self._act())
        except BaseException as error:  # who waits for it is told
            self.result.set_exception(error)
