"""What paints its own tiles is a list to a screen reader, each tile an item with a name and a place."""

from __future__ import annotations

import gc

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.ui import listed
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.window import MainWindow

Role, Name = QAccessible.Role, QAccessible.Text.Name


def met(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def library(qtbot: QtBot, window: MainWindow) -> LibraryPage:
    page = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(page.grid._laid.lines) > 0)
    return page


def test_photos_are_items_of_a_list(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    grid = library(qtbot, open_window(new_studio(photos=60))).grid
    found = met(grid)
    assert (found.role(), found.text(Name)) == (Role.List, grid.accessibleName())
    items = [found.child(n) for n in range(len(grid.tiles))]
    assert {item.role() for item in items} == {Role.ListItem}
    assert [found.indexOfChild(item) for item in items] == list(range(len(grid.tiles)))
    assert items[3].text(Name) == grid.tile_name(3) != ""
    assert items[3].parent() is found
    assert items[3].rect().topLeft() == grid.viewport().mapToGlobal(grid.tile_place(3).topLeft())
    middle = items[3].rect().center()
    assert found.childAt(middle.x(), middle.y()) is items[3]
    assert found.childAt(*QPoint(-9, -9).toTuple()) is None
    assert items[59].state().offscreen and not items[0].state().offscreen
    inside = [found.child(n) for n in range(len(items), found.childCount())]
    assert any(isinstance(part.object(), QWidget) and part.object().findChild(QScrollBar) for part in inside)
    assert found.child(found.childCount()) is None


def test_the_item_with_the_focus_is_told(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    grid = library(qtbot, open_window(new_studio())).grid
    found = met(grid)
    grid.setFocus()
    grid.window().activateWindow()
    qtbot.waitUntil(grid.hasFocus, timeout=4000)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    at = found.focusChild()
    assert at is found.child(1)
    assert at.state().focused and at.state().selected and not found.child(0).state().focused


def test_faces_are_items_of_a_list(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    page = show(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: len(page.grid.marks) > 2)
    found = met(page.grid)
    first = found.child(0)
    assert first.role() is Role.ListItem and page.grid.marks[0].name in first.text(Name)
    page.grid.set_sections(())
    assert not first.isValid() and first.state().invalid and first.text(Name) == ""


def test_few_items_are_held_and_none_of_what_is_gone(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "MOST_ITEMS", 10)
    grid = library(qtbot, open_window(new_studio(photos=60))).grid
    found = met(grid)
    assert [found.child(n).text(Name) for n in range(60)] == [grid.tile_name(n) for n in range(60)]
    gc.collect()
    assert isinstance(found, listed.List) and len(found._items) <= 10
