"""From a double click to the window, with 100,000 photos: python -m benchmarks start [--files N|--data DIR].

The clock runs from the start of the process, through the door that a double click opens, to the first turn of
the event loop after the window was painted. Processor time is that of the process alone, which a busy machine
stretches less. Where no screen is set, Qt's offscreen one is used.
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

# Run in a process of its own; it prints the seconds since the moment it is given, and its processor time.
OPEN = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rollsuggest.__main__ import main

begun, run = float(sys.argv.pop()), QApplication.exec

def shown():
    print(time.time() - begun, time.process_time())
    QApplication.quit()

def exec_(*_application):
    QTimer.singleShot(0, shown)
    return run()

QApplication.exec = exec_
main()
"""
TIMED = "import subprocess, sys, time; subprocess.run([*sys.argv[1:], str(time.time())], check=True)"


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks start")
    words.add_argument("--files", type=int, default=100_000)
    words.add_argument("--data", type=Path, help="a library made before; a copy, as the window changes it")
    chosen = words.parse_args(sys.argv[2:])
    print(machine())
    if chosen.data:
        tell(chosen.data)
        return
    place = Path(tempfile.mkdtemp(prefix="rollsuggest-start-"))
    try:
        with closing(Studio(paths.under(place / "data"))) as studio:
            studio.allow(Purpose.ANALYSE)
            studio.add_roll(rescan.make(place / "roll", chosen.files))
            rescan.known(studio)
        tell(place / "data")
    finally:
        shutil.rmtree(place)


def tell(data: Path) -> None:
    seconds, spent = (sorted(each) for each in zip(*(opened(data) for _time in range(TIMES)), strict=True))
    for what, took in (("window open", seconds), ("processor time", spent)):
        print(f"{what}: best {took[0]:.2f} s, middle {took[TIMES // 2]:.2f} s, of {TIMES} starts")


def opened(data: Path) -> tuple[float, float]:
    """Start the window once; return the seconds until it was there, and of the processor until then."""
    screen = {} if os.environ.get("DISPLAY") or sys.platform != "linux" else {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", TIMED, sys.executable, "-c", OPEN, "--data-dir", str(data)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | screen,
    )
    waited, spent = done.stdout.split()
    return float(waited), float(spent)


if __name__ == "__main__":
    main()
