"""One window to a library, over real processes: a second start calls the first, a killed one is in no way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest import app
from rollsuggest.paths import under
from rollsuggest.ui.single import SingleWindow

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from rollsuggest.paths import under
from rollsuggest.ui.single import SingleWindow
app = QCoreApplication([])
mine = SingleWindow(under(Path(sys.argv[1])))
print(mine.take(), flush=True)
if sys.argv[2] == "call":
    mine.call()
else:
    sys.stdin.read()
"""


def start(folder: Path, what: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SECOND, str(folder), what]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_second_start_calls_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleWindow(under(tmp_path / "one"))
    assert first.take()
    with qtbot.waitSignal(first.called), start(tmp_path / "one", "call") as second:
        assert second.communicate()[0] == "False\n"
    other = SingleWindow(under(tmp_path / "two"))  # another library is none of its business
    assert other.take()
    other.release()
    first.release()
    assert list((tmp_path / "one").iterdir()) == []


def test_a_killed_one_leaves_no_blockade(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "stay") as killed:
        assert killed.stdout is not None and killed.stdout.readline() == "True\n"
        late = SingleWindow(under(tmp_path))
        assert not late.take()
        os.kill(killed.pid, signal.SIGKILL)
    after = SingleWindow(under(tmp_path))
    assert after.take()
    after.release()


def test_the_program_ends_at_once_where_a_window_is_open(qapp: QApplication, tmp_path: Path) -> None:
    first = SingleWindow(under(tmp_path))
    assert first.take()
    assert app.run(under(tmp_path)) == app.DONE
    assert not under(tmp_path).database.exists()
    first.release()
