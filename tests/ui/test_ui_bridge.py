"""The bridge: what was asked for is let go of by the GUI thread, whatever became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from fake_studio import NewStudio
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.studio import Studio
from rollsuggest.ui.bridge import Bridge


@pytest.fixture
def bridge(qapp: QApplication, new_studio: NewStudio) -> Iterator[Bridge]:
    bridge = Bridge(new_studio())
    yield bridge
    bridge.close()


class Dialog:
    """Stands for what only the errand still holds: its dialog was closed meanwhile."""

    def __init__(self, freed_in: list[threading.Thread], act: Callable[[], object]) -> None:
        self.freed_in, self.act = freed_in, act

    def read(self, _studio: Studio) -> object:
        return self.act()

    def show(self, _answer: object) -> None:
        pass

    def __del__(self) -> None:
        self.freed_in.append(threading.current_thread())


def fail() -> None:
    raise UserError("The drive was unplugged.")


def cancel() -> None:
    raise CancelledError


@pytest.mark.parametrize("act", [int, fail, cancel])
@pytest.mark.parametrize("stale", [False, True])
def test_only_the_gui_thread_lets_go_of_what_an_errand_holds(
    qtbot: QtBot, bridge: Bridge, act: Callable[[], object], stale: bool
) -> None:
    freed_in: list[threading.Thread] = []
    held = threading.Event()
    for _pool in range(2):  # the threads of the pool are busy until all was asked for
        bridge.read("", lambda _studio: held.wait(5), lambda _answer: None)
    for _attempt in range(20):
        dialog = Dialog(freed_in, act)
        bridge.read("page" if stale else "", dialog.read, dialog.show, failed=dialog.show)
        del dialog
    held.set()
    qtbot.waitUntil(lambda: len(freed_in) == 20)
    assert set(freed_in) == {threading.main_thread()}


def test_what_comes_back_after_the_end_is_told_to_nobody(qapp: QApplication, new_studio: NewStudio) -> None:
    bridge = Bridge(new_studio())
    ran, told = threading.Event(), list[object]()
    bridge.read("", lambda _studio: ran.set(), told.append)
    assert ran.wait(5)
    bridge.close()
    qapp.processEvents()
    assert told == []


def test_a_crash_is_told_though_nobody_waits_for_the_answer_any_more(qtbot: QtBot, bridge: Bridge) -> None:
    begun, held = threading.Event(), threading.Event()

    def broken(_studio: Studio) -> None:
        begun.set()
        held.wait(5)
        raise ValueError("a mistake of ours")

    bridge.read("page", broken, lambda _answer: None)
    begun.wait(5)
    bridge.read("page", lambda _studio: None, lambda _answer: None)
    with qtbot.waitSignal(bridge.crashed) as told:
        held.set()
    assert "a mistake of ours" in told.args[0]


class Told(QObject):
    """A widget of a dialog, and what it was told."""

    def __init__(self, told: list[object]) -> None:
        super().__init__()
        self._told = told

    def show(self, *said: object) -> None:
        self._told.append(said)


@pytest.mark.parametrize("gone", [False, True])
def test_what_comes_back_for_a_widget_that_is_gone_is_told_to_nobody(
    qtbot: QtBot, bridge: Bridge, gone: bool
) -> None:
    told, last, held = list[object](), list[object](), threading.Event()
    widget = Told(told)
    bridge.read("", lambda _studio: held.wait(5), widget.show, pool="home")
    bridge.read("", lambda _studio: 1, partial(widget.show, "about"), pool="home")
    bridge.read("", lambda _studio: 2, last.append, pool="home")
    if gone:
        delete(widget)
    held.set()
    qtbot.waitUntil(lambda: last == [2])
    assert told == ([] if gone else [(True,), ("about", 1)])


@pytest.mark.parametrize("late", [False, True])
def test_asked_again_and_again_faster_than_it_can_be_answered_it_is_told_all_the_same(
    qtbot: QtBot, bridge: Bridge, late: bool
) -> None:
    told = list[int]()
    gate = threading.Semaphore(0)

    def ask(number: int) -> None:
        def act(_studio: Studio) -> int:
            gate.acquire(timeout=5)
            return number

        bridge.read("page", act, told.append, pool="home", told_late=late)

    begun = threading.Event()
    bridge.read("", lambda _studio: begun.wait(5), lambda _none: None, pool="home")
    for number in range(3):
        ask(number)
    begun.set()  # of those that had not begun only the last is asked at all
    gate.release()
    qtbot.waitUntil(lambda: told == [2])
    ask(3)
    qtbot.wait(50)  # it has begun
    ask(4)
    gate.release()
    gate.release()
    qtbot.waitUntil(lambda: told[-1] == 4)
    assert told == ([2, 3, 4] if late else [2, 4])
