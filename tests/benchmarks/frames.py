"""The real window over 100,000 photos: frames, memory, idle: python -m benchmarks frames [--files N].

The photos are links to a few real ones, each with a thumbnail, noted as a finished run leaves them. The grid
and the feed are scrolled for a while as by a wheel, then in jumps as by the bar. A frame is one turn of 60 a
second; what counts is the processor time the GUI thread needs in it, pictures that arrive included, so that a
busy machine tells the truth too. Where no screen is set, Qt's offscreen one is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea

from benchmarks._bars import Bars
from rollsuggest import app, paths
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui.collecting import Collector
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow

PICTURES = Path(__file__).parent.parent / "pictures"
FOLDER_HOLDS = 500
THUMB_PX = 480
TODAY = date(2022, 12, 1)  # the made-up photos are of 2011 to 2022
FRAME_S, FRAMES, JUMPS = 1 / 60, 600, 120
FRAME_MS, MEMORY_MB, IDLE_PERCENT = 16.0, 250.0, 0.5
SETTLE_S, IDLE_S, WAIT_S = 10.0, 60.0, 180.0


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks frames")
    words.add_argument("--files", type=int, default=100_000)
    words.add_argument("--data", type=Path, help="a library made before, to be opened as it is")
    words.add_argument("--keep", action="store_true", help="keep the library that is made")
    words.add_argument("--open", action="store_true", help="measure in this process")
    chosen = words.parse_args(sys.argv[2:])
    if chosen.open:
        measure(chosen.data)
        return
    from benchmarks.analysis import machine

    print(machine())
    place = Path(tempfile.mkdtemp(prefix="rollsuggest-frames-"))
    try:
        data = chosen.data or made(place, chosen.files)
        screen = (
            {} if os.environ.get("DISPLAY") or sys.platform != "linux" else {"QT_QPA_PLATFORM": "offscreen"}
        )
        own = [sys.executable, "-m", "benchmarks", "frames", "--open", "--data", str(data)]
        raise SystemExit(subprocess.run(own, env=os.environ | screen).returncode)
    finally:
        if chosen.keep:
            print(place)
        else:
            shutil.rmtree(place)


def made(place: Path, count: int) -> Path:
    """Make a library of so many photos; returns its folder."""
    from benchmarks.growth import fill  # not in the process that is measured

    photos, thumbs = originals(place / "made")
    roll = place / "roll"
    for number in range(count):
        folder = roll / f"{number // FOLDER_HOLDS:04}"
        if number % FOLDER_HOLDS == 0:
            folder.mkdir(parents=True)
        os.link(photos[number % len(photos)], folder / f"IMG_{number:06}.jpg")
    data = place / "data"
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(roll)
        fill(studio)
        with studio._db.read() as db:
            assets = [row["id"] for row in db.execute("SELECT id FROM asset ORDER BY id")]
        for number, asset in enumerate(assets):
            thumb = studio.paths.thumbnail(asset)
            thumb.parent.mkdir(exist_ok=True)
            os.link(thumbs[number % len(thumbs)], thumb)
        studio.index(lambda status: None)  # whatever is worked out once after a change
    return data


def originals(folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy the few photos there are, and make their thumbnails."""
    from PIL import Image, ImageOps

    folder.mkdir()
    photos, thumbs = [], []
    for picture in sorted(PICTURES.glob("*.jpg")):
        photos.append(Path(shutil.copyfile(picture, folder / picture.name)))
        thumbs.append(folder / f"thumb-{picture.name}")
        with Image.open(picture) as image:
            small = ImageOps.exif_transpose(image).convert("RGB")
            small.thumbnail((THUMB_PX, THUMB_PX))
            small.save(thumbs[-1], quality=85)
    return photos, thumbs


def measure(data: Path) -> None:
    """Open the window on a library and print its figures; exit code 1 when a bar was missed."""
    app.application()
    collector = Collector()  # as the app has it
    bars = Bars()
    with closing(Studio(paths.under(data))) as studio:
        window = MainWindow(studio, lambda: TODAY)
        window.show()
        window.show_page("library")
        library = window.page("library")
        assert isinstance(library, LibraryPage)
        wait(lambda: library.grid.verticalScrollBar().maximum() > 0, "photos")
        print(f"  {len(library.grid.tiles):,} photos")
        scrolled("grid", library.grid, bars)
        window.show_page("suggestions")
        feed = window.page("suggestions")
        assert isinstance(feed, SuggestionsPage)
        wait(lambda: bool(feed.feed._all), "suggestions")
        print(f"  {len(feed.feed._all):,} suggestions")
        area = feed.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        wait(lambda: area.verticalScrollBar().maximum() > 0, "length of the feed")
        scrolled("feed", area, bars)
        bars.most("memory of the window's process, MB", memory_mb(), MEMORY_MB)
        for page in ("suggestions", "library"):
            window.show_page(page)
            wait(lambda: at_rest(studio, window), "end of the run and the pictures")
            spend(SETTLE_S)
            bars.most(f"idle, {page} shown, % of a core over {IDLE_S:.0f} s", idle(), IDLE_PERCENT)
        window.close()
        window.deleteLater()
        QApplication.processEvents()
    collector.stop()
    bars.close()


def scrolled(name: str, area: QAbstractScrollArea, bars: Bars) -> None:
    """Scroll an area and tell the frames' times."""
    bar = area.verticalScrollBar()
    jump = bar.maximum() // JUMPS or 1
    for how, moves in (
        ("wheel", [partial(turn, area, -120)] * FRAMES),
        ("bar", [partial(bar.setValue, n * jump) for n in range(JUMPS)]),
    ):
        bar.setValue(0)
        spend(1.0)
        times = sorted(frames(moves))
        p99, middle = times[int(len(times) * 0.99)], times[len(times) // 2]
        print(f"  {name}, {how}: {len(times)} frames, middle {middle:.1f} ms, longest {times[-1]:.1f} ms")
        bars.most(f"{name}, {how}: p99 of a frame, ms", p99, FRAME_MS)


def frames(moves: Sequence[Callable[[], object]]) -> Iterator[float]:
    """Make one move a frame; yield the milliseconds of processor time of the GUI thread in each."""
    for move in moves:
        spent, end = time.thread_time(), time.monotonic() + FRAME_S
        move()
        QApplication.processEvents()
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.001)
        yield (time.thread_time() - spent) * 1000


def turn(area: QAbstractScrollArea, by: int) -> None:
    inside = area.viewport()
    middle = QPointF(inside.rect().center())
    event = QWheelEvent(
        middle, QPointF(inside.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, by),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(inside, event)


def at_rest(studio: Studio, window: MainWindow) -> bool:
    """Tell whether nothing is under way: neither the run that starts with the window, nor pictures."""
    pictures = (window.desk.covers, window.desk.thumbs)
    running = studio._control is not None
    return not running and not any(held._under_way or any(held._wishes.values()) for held in pictures)


def idle() -> float:
    """Return the share of a core that this process takes while nobody does anything, in percent."""
    spent = time.process_time()
    spend(IDLE_S)
    return (time.process_time() - spent) / IDLE_S * 100


def spend(seconds: float) -> None:
    """Let the event loop run, as it does while nobody looks at the clock."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def wait(there: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WAIT_S
    while not there():
        if time.monotonic() > end:
            raise SystemExit(f"no {what} came")
        spend(0.05)


def memory_mb() -> float:
    told = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
