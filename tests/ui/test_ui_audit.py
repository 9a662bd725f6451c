"""An audit of every page as a screen reader meets it: names, roles, and a keyboard that reaches all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest.ui.window import BELOW, PAGES, MainWindow

NAMES = [page for page, *_rest in PAGES + BELOW]
MOST_STEPS = 400  # of Tab; a page that needs more is a page that nobody gets through
# What a person does something with. A picture or a text needs no name of its own.
ACTED_ON = frozenset(
    {
        QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
        QAccessible.Role.ComboBox, QAccessible.Role.EditableText, QAccessible.Role.Slider,
        QAccessible.Role.SpinBox, QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.ProgressBar,
        QAccessible.Role.Link, QAccessible.Role.ButtonMenu, QAccessible.Role.Tree,
    }
)  # fmt: skip


def shown(window: MainWindow, qtbot: QtBot, name: str) -> QWidget:
    window.show_page(name)
    qtbot.wait(250)
    page = window.stack.currentWidget()
    assert page is not None
    return page


def below(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(root.childCount()):
        child = root.child(at)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        yield child
        if child.role() not in (QAccessible.Role.ComboBox, QAccessible.Role.SpinBox, QAccessible.Role.Table):
            yield from below(child)


def nameless(page: QWidget) -> list[str]:
    found = QAccessible.queryAccessibleInterface(page)
    assert found is not None
    return [
        f"{part.role().name}: {type(part.object()).__name__}"
        for part in below(found)
        if part.role() in ACTED_ON and not part.text(QAccessible.Text.Name).strip()
    ]


def test_the_audit_finds_what_has_no_name(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    named = QLineEdit()
    named.setAccessibleName("Name")
    for widget in (QLineEdit(), QPushButton(), QPushButton("Save"), named):
        layout.addWidget(widget)
    page.show()
    assert nameless(page) == ["EditableText: QLineEdit", "Button: QPushButton"]


def reachable(page: QWidget) -> list[QWidget]:
    """Return what Tab has to come to: enabled, visible, and taking part in it."""
    return [
        widget for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None and not widget.objectName().startswith("qt_")
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_can_name_every_control(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str
) -> None:
    window = open_window(new_studio())
    page = shown(window, qtbot, name)
    assert nameless(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_tab_reaches_every_control(qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    page = shown(window, qtbot, name)
    window._rail["suggestions"].setFocus()
    met: set[QWidget] = set()
    for _step in range(MOST_STEPS):
        focus = window.focusWidget()
        assert focus is not None
        if focus in met and focus is window._rail["suggestions"]:
            break
        met.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    left = [widget for widget in reachable(page) if widget not in met]
    assert [f"{type(widget).__name__} {widget.accessibleName()!r}" for widget in left] == []
