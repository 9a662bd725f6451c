"""What has the focus and is switched off or hidden by its own press: the keys stay where they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest.ui.controls import Button
from rollsuggest.ui.viewer import ViewerPage

Key = Qt.Key
NAMES = ("one", "two", "three")


class Three(QWidget):
    """Three buttons below each other in a part of a window, and one that is none of their business."""

    def __init__(self) -> None:
        super().__init__()
        self.part = QWidget()
        inside = QVBoxLayout(self.part)
        self.buttons = [Button(name, partial(self.press, n)) for n, name in enumerate(NAMES)]
        for button in self.buttons:
            inside.addWidget(button)
        around = QVBoxLayout(self)
        around.addWidget(self.part)
        self.last = Button("last", lambda: self.pressed.append("last"))
        around.addWidget(self.last)
        self.pressed: list[str] = []
        self.act: Callable[[Button], object] = lambda button: button.setEnabled(False)

    def press(self, number: int) -> None:
        button = self.buttons[number]
        self.pressed.append(button.text())
        self.act(button)


@pytest.fixture
def three(qtbot: QtBot) -> Iterator[Three]:
    made = Three()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made


def space() -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Key.Key_Space)


HIDDEN: list[Callable[[Button], object]] = [lambda b: b.setEnabled(False), lambda b: b.hide()]


@pytest.mark.parametrize("act", HIDDEN)
def test_pressed_twice_it_presses_nothing_else(three: Three, act: Callable[[Button], object]) -> None:
    three.act = act
    three.buttons[1].setFocus()
    space()
    space()
    assert three.pressed == ["two"] and three.focusWidget() is three.part


@pytest.mark.parametrize("act", HIDDEN)
def test_tab_goes_on_from_there(three: Three, act: Callable[[Button], object]) -> None:
    three.act = act
    for key, name in ((Key.Key_Tab, "three"), (Key.Key_Backtab, "one")):
        three.buttons[1].setEnabled(True)
        three.buttons[1].show()
        three.buttons[1].setFocus()
        space()
        QTest.keyClick(QApplication.focusWidget() or three, key)
        focus = three.focusWidget()
        assert isinstance(focus, Button) and focus.text() == name


def test_it_gets_the_keys_back_when_it_can_be_used_again(three: Three) -> None:
    three.buttons[1].setFocus()
    space()
    three.buttons[1].setEnabled(True)
    assert three.focusWidget() is three.buttons[1]
    space()
    assert three.pressed == ["two", "two"]


def test_who_went_elsewhere_stays_there(three: Three) -> None:
    three.buttons[1].setFocus()
    space()
    three.last.setFocus()
    three.buttons[1].setEnabled(True)
    assert three.focusWidget() is three.last


def test_a_part_that_goes_as_a_whole_leaves_the_keys_to_the_window(three: Three) -> None:
    three.act = lambda _button: three.part.hide()
    three.buttons[1].setFocus()
    space()
    space()
    assert three.pressed == ["two"] and three.focusWidget() is three


def test_at_the_last_photo_the_keys_stay_with_it(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.desk.view(tuple(studio.photos[:2]), 0, {})
    page = window.pages["viewer"]
    assert isinstance(page, ViewerPage)
    page.next.setFocus()
    space()
    assert not page.next.isEnabled() and window.focusWidget() is page
    QTest.keyClick(page, Key.Key_Left)
    assert window.focusWidget() is page.next
