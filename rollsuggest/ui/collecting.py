"""Python's search for garbage in circles, done by the thread of the window alone.

[Note: Who collects garbage] Python looks for circles in whichever thread happens to make the next object. A
circle may hold widgets: found by a thread that reads, their wrappers would go while Qt deletes them in the
window's thread. So the automatic search is off while there is a window, and a timer does it: of what is young
each second in which enough was made, in a fifth of a millisecond; of all, after two minutes of such seconds.
What was there before the window, code above all, is left out: with it the window was held for 35 to 55 ms.
What is free goes back to the system every ten seconds: 5 to 7 MB of 240 each time, in half a millisecond.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer

from rollsuggest import heap

EVERY_MS = 1000
ALL_AFTER = 120  # searches among the young
TRIM_MS = 10_000


class Collector(QObject):
    """Collects while it lives; `stop` leaves it to Python again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()
        self._trim = QTimer(self, interval=TRIM_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._trim.timeout.connect(heap.trim)
        self._trim.start()

    def stop(self) -> None:
        self._timer.stop()
        self._trim.stop()
        gc.unfreeze()
        gc.enable()


def collect() -> None:
    """Collect what is young where as much was made as makes Python search, and at times all."""
    made, _middle, searches = gc.get_count()
    if made > gc.get_threshold()[0]:
        gc.collect(2 if searches >= ALL_AFTER else 1)
