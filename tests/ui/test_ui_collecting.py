"""Garbage in circles goes in the window's thread, whichever thread made it."""

from __future__ import annotations

import gc
import threading

import pytest
from pytestqt.qtbot import QtBot

from rollsuggest import heap
from rollsuggest.ui import collecting
from rollsuggest.ui.collecting import EVERY_MS, Collector


class Circle:
    def __init__(self, gone: list[int]) -> None:
        self._self, self._gone = self, gone

    def __del__(self) -> None:
        self._gone.append(threading.get_ident())


def test_only_the_windows_thread_collects(qtbot: QtBot) -> None:
    gone: list[int] = []
    collector = Collector()
    try:
        assert not gc.isenabled()

        def make() -> None:
            for _ in range(2 * gc.get_threshold()[0]):  # Python would look for circles on the way
                Circle(gone)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        assert gone == []
        qtbot.waitUntil(lambda: bool(gone), timeout=10 * EVERY_MS)
        assert set(gone) == {threading.get_ident()}
    finally:
        collector.stop()
    assert gc.isenabled()
    collector.deleteLater()


def test_what_is_free_goes_back_while_there_is_a_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    monkeypatch.setattr(heap, "trim", lambda: threads.append(threading.get_ident()))
    monkeypatch.setattr(collecting, "TRIM_MS", 10)
    collector = Collector()
    qtbot.waitUntil(lambda: bool(threads))
    collector.stop()
    given = len(threads)
    qtbot.wait(50)
    assert len(threads) == given
    collector.deleteLater()
