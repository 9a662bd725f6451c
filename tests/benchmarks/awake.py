"""How long the window's thread is away while photos are really looked at: python -m benchmarks awake.

Real studio, workers and detectors over a folder of copies of the tests' pictures; every page of the rail is
shown in turn. A timer notes how late it comes. Done three times, as other programs may hold the processor for
a moment and what our own code does, it does each time; the longest gap of the best time is what counts.
Where no screen is set, Qt's offscreen one is used.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from benchmarks._bars import Bars
from rollsuggest import app, paths
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui.collecting import Collector
from rollsuggest.ui.pages import PAGES
from rollsuggest.ui.window import MainWindow

PICTURES = Path(__file__).parent.parent / "pictures"
COPIES, TRIES = 6, 3
BEAT_MS, LONGEST_MS = 5, 50.0
OPENING_MS, PAGE_MS, MOST_S = 300, 250, 300.0  # what opening itself costs is measured by `start`
TODAY = date(2022, 12, 1)


class Heartbeat:
    """Notes how long the GUI thread was away between two beats of a timer."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self.gaps_ms: list[float] = []

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000 - BEAT_MS)
        self._last = now

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


def main() -> None:
    from benchmarks.analysis import machine

    print(machine())
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = app.application()
    collector = Collector()  # as the app has it
    bars, longest = Bars(), []
    with tempfile.TemporaryDirectory() as place:
        roll = Path(place) / "roll"
        roll.mkdir()
        for picture in PICTURES.glob("*.jpg"):
            for copy in range(COPIES):
                (roll / f"{picture.stem}-{copy}.jpg").write_bytes(picture.read_bytes() + bytes([copy]))
        for number in range(TRIES):
            longest.append(longest_gap(Path(place) / f"data{number}", roll))
            print(f"  longest gap: {longest[-1]:.1f} ms", flush=True)
    bars.most("longest gap of the window's thread, ms", min(longest), LONGEST_MS)
    collector.stop()
    application.quit()
    bars.close()


def longest_gap(data: Path, roll: Path) -> float:
    """Index a folder in a new library while the pages are shown; returns milliseconds."""
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        studio.add_roll(roll)
        window = MainWindow(studio, lambda: TODAY)
        window.show()
        QTest.qWait(OPENING_MS)
        heart, page, end = Heartbeat(), 0, time.monotonic() + MOST_S
        heart.start()
        studio.start_indexing()
        while studio.index_status().state != "done":
            if time.monotonic() > end:
                raise SystemExit(f"The photos were not looked at within {MOST_S:.0f} s.")
            window.show_page(PAGES[page % len(PAGES)][0])
            page += 1
            QTest.qWait(PAGE_MS)
        heart.stop()
        window.close()
        window.deleteLater()
        QTest.qWait(20)
    return max(heart.gaps_ms)
