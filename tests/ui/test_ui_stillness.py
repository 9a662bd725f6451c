"""The window stays awake while photos are really looked at: real studio, workers and detectors.

What its thread does is looked at, not for how long: `python -m benchmarks awake` measures that.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fake_studio import TODAY
from pytestqt.qtbot import QtBot
from steps import MOST_CALLS, counted

from rollsuggest import paths
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui.pages import PAGES
from rollsuggest.ui.window import MainWindow

PICTURES = Path(__file__).parent.parent / "pictures"
COPIES = 2

_watched: list[tuple[Path, list[str]]] = []  # a hook cannot be taken away: it looks here whom it tells


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watched or threading.current_thread() is not threading.main_thread():
        return
    folder, told = _watched[-1]
    if event in {"sqlite3.connect", "subprocess.Popen", "socket.connect"}:
        told.append(f"{event} {arguments[0]}")
    elif event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(str(folder)):
        told.append(f"open {arguments[0]}")


sys.addaudithook(_hook)


@contextmanager
def reads_of_the_window(folder: Path) -> Iterator[list[str]]:
    """Note what the main thread opens below a folder, and each database, process and socket."""
    told: list[str] = []
    _watched.append((folder, told))
    try:
        yield told
    finally:
        _watched.clear()


def test_the_watch_sees_what_it_is_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    with reads_of_the_window(tmp_path) as told:
        (tmp_path / "a.txt").read_bytes()
        thread = threading.Thread(target=(tmp_path / "a.txt").read_bytes)
        thread.start()
        thread.join()
    assert told == [f"open {tmp_path / 'a.txt'}"]


def test_no_step_reads_or_does_much_while_photos_are_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    roll = tmp_path / "roll"
    roll.mkdir()
    for picture in PICTURES.glob("*.jpg"):
        for copy in range(COPIES):
            (roll / f"{picture.stem}-{copy}.jpg").write_bytes(picture.read_bytes() + bytes([copy]))
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        studio.add_roll(roll)
        window = MainWindow(studio, lambda: TODAY)
        window.show()
        qtbot.waitExposed(window)
        qtbot.wait(50)  # pytest-qt makes all of Qt's enumerations when it first waits
        studio.start_indexing()
        page = iter(list(PAGES) * 50)
        deadline = time.monotonic() + 120
        with reads_of_the_window(tmp_path) as told, counted() as steps:
            while time.monotonic() < deadline and studio.index_status().state != "done":
                window.show_page(next(page)[0])
                qtbot.wait(250)
        assert studio.index_status().state == "done"
        window.close()
        window.deleteLater()
        qtbot.wait(20)
    print(steps.most, steps.where, steps.steps)
    assert told == []
    assert 100 < steps.most < MOST_CALLS, steps.where
