"""From a double click to the window, with a library of 100,000: python -m benchmarks start [--files N].

The clock runs from the start of the process, imports included, to the first turn of the event loop after the
window was painted. Where no screen is set, Qt's offscreen one is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks import rescan
from benchmarks.analysis import machine
from rollsuggest import paths
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio

TIMES = 5

# Run in a process of its own; it prints the seconds since the moment it is given.
OPEN = """
import sys, time
from datetime import date
from pathlib import Path
from PySide6.QtCore import QTimer
from rollsuggest import app, paths
from rollsuggest.studio import Studio

program = app.application()
studio = Studio(paths.under(Path(sys.argv[1])))
window = app.MainWindow(studio, date.today)
window.show()

def shown():
    print(time.time() - float(sys.argv[2]))
    window.close()
    program.quit()

QTimer.singleShot(0, shown)
program.exec()
studio.close()
"""
TIMED = "import subprocess, sys, time; subprocess.run([*sys.argv[1:], str(time.time())], check=True)"


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks start")
    words.add_argument("--files", type=int, default=100_000)
    count = words.parse_args(sys.argv[2:]).files
    place = Path(tempfile.mkdtemp(prefix="rollsuggest-start-"))
    print(machine())
    try:
        with closing(Studio(paths.under(place / "data"))) as studio:
            studio.allow(Purpose.ANALYSE)
            studio.add_roll(rescan.make(place / "roll", count))
            rescan.known(studio)
        seconds = sorted(opened(place / "data") for _time in range(TIMES))
        print(f"window open: best {seconds[0]:.2f} s, middle {seconds[TIMES // 2]:.2f} s, of {TIMES} starts")
    finally:
        shutil.rmtree(place)


def opened(data: Path) -> float:
    """Start the window once and return the seconds until it was there."""
    screen = {} if os.environ.get("DISPLAY") or sys.platform != "linux" else {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", TIMED, sys.executable, "-c", OPEN, str(data)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | screen,
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
