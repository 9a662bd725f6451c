"""Python's search for garbage in circles, done by the thread of the window alone.

[Note: Who collects garbage] Python looks for circles in whichever thread happens to make the next object. A
circle may hold widgets: found by a thread that reads, their wrappers would go while Qt deletes them in the
window's thread, and two soaks ended in shiboken's `releaseWrapper`. So the automatic search is off while
there is a window, and done as often as before by a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Collects while it lives; `stop` leaves it to Python again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()


def collect() -> None:
    """Collect each generation that Python itself would by now."""
    for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if count <= most:
            return
        gc.collect(generation)
