"""`cd tests && python -X faulthandler -m soak [--minutes N] [--seed N] [--acts FILE]`: 0 when all was well.

Ctrl+C ends the use early; what was done until then is judged as a whole run is.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import random
import signal
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from rollsuggest.app import application
from rollsuggest.model import Purpose
from rollsuggest.paths import under
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.ui.collecting import Collector
from rollsuggest.ui.desk import THUMB_PX
from rollsuggest.ui.window import MainWindow
from soak.hands import Hands
from soak.roll import ChangingRoll, stored

TODAY = date(2026, 6, 14)
WARM_UP, WINDOW = 1 / 3, 1 / 5  # shares of the run: before memory counts, and that are compared
MOST_GROWTH = 0.05
TELL_S = 60.0  # between two lines on how it stands
CHANGE_S = (1.0, 6.0)  # between two changes of files
# What the platform without a screen says of itself, and Qt of fonts that this machine has not.
NO_MATTER = ("This plugin does not support", "OpenType support missing")
HEAP = ("arena", "ordblks", "smblks", "hblks", "mapped", "usmblks", "fsmblks", "used", "free", "keepcost")
ALLOWED = (Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)


class Watch:
    """What goes wrong: crashes of ours, what Qt warns of, and the memory."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.rss: list[tuple[float, int]] = []
        self.kept: list[tuple[int, int]] = []  # bytes of pictures kept on purpose, blocks of Python's memory
        self.stopped = False
        self._told_s = 0.0
        signal.signal(signal.SIGINT, lambda _number, _frame: setattr(self, "stopped", True))
        qInstallMessageHandler(self._said)
        sys.excepthook = lambda kind, error, trace: self.note(f"{kind.__name__}: {error}")

    def note(self, text: str) -> None:
        self.wrong.append(text)
        print(f"WRONG: {text}", flush=True)

    def _said(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(known in text for known in NO_MATTER):
            self.note(f"Qt: {text}")

    def measure(self, begun: float, window: MainWindow, acts: int) -> None:
        fill(window)  # again: hands that hide somebody let all pictures go
        gc.collect()
        pictures = window.desk.thumbs._bytes + window.desk.covers._bytes
        self.kept.append((pictures, sys.getallocatedblocks()))
        told = Path("/proc/self/status").read_text().splitlines()
        kib = next(int(line.split()[1]) for line in told if line.startswith("VmRSS"))
        self.rss.append((time.monotonic() - begun, kib * 1024))
        if self.rss[-1][0] >= self._told_s:
            self._told_s = self.rss[-1][0] + TELL_S
            parts = len(window.findChildren(QWidget))  # of Qt's inner objects dead wrappers would stay
            print(
                f"{self.rss[-1][0] / 60:.0f} min: {kib / 1024:.1f} MiB, {parts} widgets,"
                f" {self.kept[-1][1]:,} blocks of Python, {heap()}; {acts} acts",
                flush=True,
            )

    def growth(self) -> tuple[int, int]:
        """Return the memory after the warm-up and at the end, in bytes."""
        end = self.rss[-1][0]
        after = [b for t, b in self.rss if end * WARM_UP <= t <= end * (WARM_UP + WINDOW)]
        last = [b for t, b in self.rss if t >= end * (1 - WINDOW)]
        return int(statistics.median(after)), int(statistics.median(last))


def main() -> int:
    words = argparse.ArgumentParser(prog="soak")
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--acts", type=Path, help="a file for each act, to read after a crash")
    args = words.parse_args()
    rng, watch = random.Random(args.seed), Watch()
    application()
    collector = Collector()  # as the app has
    QDesktopServices.openUrl = staticmethod(lambda _url: True)  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory(prefix="rollsuggest-soak-") as name:
        place = Path(name)
        roll = ChangingRoll(place / "roll", rng)
        with closing(Studio(under(place / "data"))) as studio:
            studio.allow(*ALLOWED)
            studio.add_roll(roll.folder)
            done = use(studio, roll, args.minutes * 60, rng, watch, args.acts)
            minutes = watch.rss[-1][0] / 60
        compare(place, roll, watch)
    collector.stop()
    after, last = watch.growth()
    growth = last / after - 1
    print(
        f"{minutes:.0f} min, seed {args.seed}: {done}; memory {after / 1e6:.0f} MB after the warm-up,"
        f" {last / 1e6:.0f} MB at the end ({growth:+.1%})"
    )
    third = watch.kept[len(watch.kept) // 3]
    for name, before, now in zip(
        ("bytes of pictures kept", "blocks of Python"), third, watch.kept[-1], strict=True
    ):
        print(f"{name}: {before:,} after the warm-up, {now:,} at the end")
    if growth > MOST_GROWTH:
        watch.note(f"memory grew by {growth:.1%}, more than {MOST_GROWTH:.0%}")
    print("nothing went wrong" if not watch.wrong else f"{len(watch.wrong)} things went wrong")
    return 1 if watch.wrong else 0


def use(
    studio: Studio, roll: ChangingRoll, seconds: float, rng: random.Random, watch: Watch, acts: Path | None
) -> str:
    """Use the window for so long, then wait until it has seen every change; returns what was done."""
    window = MainWindow(studio, lambda: TODAY)
    window.bridge.crashed.connect(watch.note)
    window.show()
    hands, changes = Hands(window, rng, acts), 0
    begun = time.monotonic()
    change_at, measure_at = begun + CHANGE_S[1], begun
    while (now := time.monotonic()) - begun < seconds and not watch.stopped:
        hands.act()
        QTest.qWait(rng.choice((0, 5, 20, 60)))
        if now >= change_at:
            roll.change()
            changes, change_at = changes + 1, now + rng.uniform(*CHANGE_S)
        if now >= measure_at:
            watch.measure(begun, window, hands.done)
            measure_at = now + 5
    settle(studio)
    window.close()
    window.deleteLater()
    QTest.qWait(50)
    return f"{hands.done} acts, {changes} changes of files"


def heap() -> str:
    """Tell what is in use of the heaps and what lies free in them, pictures aside: a leak, or only holes."""
    mallinfo2 = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo2 is None:
        return "heaps not told"
    mallinfo2.restype = type("Info", (ctypes.Structure,), {"_fields_": [(n, ctypes.c_size_t) for n in HEAP]})
    told = mallinfo2()
    return f"heaps {told.used / 2**20:.1f} MiB in use, {told.free / 2**20:.1f} free"


def fill(window: MainWindow) -> None:
    """Fill what pictures are kept in up to its budget, so that what grows afterwards is something else."""
    for kept in (window.desk.thumbs, window.desk.covers):
        number = 0
        while kept._bytes + 4 * THUMB_PX * THUMB_PX <= kept._budget:
            image = QImage(THUMB_PX, THUMB_PX, QImage.Format.Format_RGB32)
            image.fill(number)  # its memory is in use only then
            kept._came(("soak", number), image)
            number += 1


def settle(studio: Studio) -> None:
    """Leave what is open, allow again what hands took back, and look once more at what there is."""
    while (top := QApplication.activeModalWidget()) is not None and isinstance(top, QDialog):
        top.reject()
    held = Settings()
    studio.change_settings(replace(held, language=studio.settings().language))
    studio.allow(*ALLOWED)
    studio.stop_indexing()
    studio.index(lambda _status: None)
    QTest.qWait(500)  # the window hears of it


def compare(place: Path, roll: ChangingRoll, watch: Watch) -> None:
    """Make the index anew and look for what the used one has lost or kept too long."""
    with closing(Studio(under(place / "anew"))) as studio:
        studio.allow(*ALLOWED)
        studio.add_roll(roll.folder)
        studio.index(lambda _status: None)
    used, anew = (stored(under(place / name).database) for name in ("data", "anew"))
    lost, stale = sorted(anew - used), sorted(used - anew)
    print(f"{len(anew)} facts of {len(roll.photos())} photos; lost {len(lost)}, kept too long {len(stale)}")
    for fact in lost[:10] + stale[:10]:
        watch.note(f"{'lost' if fact in anew else 'kept too long'}: {fact}")


if __name__ == "__main__":
    sys.exit(main())
