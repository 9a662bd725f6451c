"""How much one step of the GUI thread does: the calls of Python in it from one event to the next.

A number of calls is the same on a slow machine and on a busy one, which a time is not; times are measured by
`python -m benchmarks awake`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

# A call with what it does takes one microsecond, or two where the machine is slow.
MOST_CALLS = 30_000


class Steps(QObject):
    """Counts while it is installed: `most` is the largest step so far, `where` the function it began in."""

    def __init__(self) -> None:
        super().__init__()
        self.most, self.steps, self.where = 0, 0, ""
        self._calls, self._first = 0, ""

    def eventFilter(self, _watched: QObject, _event: QEvent) -> bool:  # noqa: N802
        self._step()
        return False

    def called(self, frame: FrameType, what: str, _argument: object) -> None:
        if what in {"call", "c_call"}:
            self._calls += 1
            if what == "call" and self._calls < 4:
                self._first = frame.f_code.co_qualname

    def _step(self) -> None:
        self.steps += 1
        if self._calls > self.most:
            self.most, self.where = self._calls, self._first
        self._calls = 0


@contextmanager
def counted() -> Iterator[Steps]:
    """Count the steps of this thread, which is the GUI's, inside the block."""
    steps, app, before = Steps(), QApplication.instance(), sys.getprofile()
    assert app is not None
    app.installEventFilter(steps)
    sys.setprofile(steps.called)
    try:
        yield steps
    finally:
        sys.setprofile(before)
        app.removeEventFilter(steps)
