"""A window over a fake studio, closed after each test with nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_studio import TODAY, FakeStudio, NewStudio, Open
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.app import application
from rollsuggest.paths import under
from rollsuggest.ui import filling
from rollsuggest.ui.window import MainWindow

# What is waited for comes; on a machine with other work, or beside other tests, it may take its time.
PATIENCE_MS = 30_000
for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
    wait.__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says at each dialog that it knows no window manager; nothing else is let off."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    app = application()
    yield app
    # Off the screen Qt holds what was copied until Python is gone, and crashes as it lets go of it.
    app.clipboard().clear()


@pytest.fixture(autouse=True)
def filled_at_once(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Settings and privacy are whole as soon as they are asked for; how they fill has tests of its own."""
    if request.node.get_closest_marker("alone") is None:
        monkeypatch.setattr(filling, "AT_FIRST", 99)


@pytest.fixture
def new_studio(tmp_path: Path, qapp: QApplication) -> NewStudio:
    def make(photos: int = 60, cards: int = 8, allowed: bool = True) -> FakeStudio:
        return FakeStudio(under(tmp_path), photos, cards, allowed)

    return make


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    """Return how to open a window; afterwards none of its widgets may remain."""
    opened: list[MainWindow] = []

    def make(studio: FakeStudio) -> MainWindow:
        window = MainWindow(studio, lambda: TODAY)
        opened.append(window)
        window.show()
        qtbot.waitUntil(lambda: "grants" in studio.calls)
        qtbot.wait(50)
        return window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not left, f"widgets left: {left}"
