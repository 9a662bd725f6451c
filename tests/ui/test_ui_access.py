"""Everything has a name and can be reached; colours can be read; the window stays awake."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open, fake_tiles
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from showing import show
from steps import MOST_CALLS, counted

from rollsuggest.model import ClusterId
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Switch
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.justify import arrange, months
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.tokens import CONTRAST, DARK, LIGHT, Tokens
from rollsuggest.ui.window import MainWindow

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractScrollArea, QProgressBar)


def all_pages(qtbot: QtBot, window: MainWindow) -> None:
    for name in [page for page, *_rest in PAGES + BELOW]:
        window.show_page(name)
        qtbot.wait(100)
    page, library = window.pages["suggestions"], window.pages["library"]
    assert isinstance(page, SuggestionsPage)
    assert isinstance(library, LibraryPage)
    page.desk.open_card(page.feed._all[0])
    qtbot.wait(100)
    window.desk.view(library.grid.tiles, 0)
    qtbot.wait(100)


def nameless(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        own = type(widget).__name__.startswith("Q") and isinstance(widget.parent(), QComboBox | QScrollBar)
        inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QLabel)
        if own or inner or widget.parent() is None or in_combo(widget):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def in_combo(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox):
            return True
        parent = parent.parentWidget()
    return False


def test_every_control_has_a_name(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio(photos=60))
    all_pages(qtbot, window)
    assert nameless(window) == []


def test_icon_buttons_have_tooltips(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    all_pages(qtbot, window)
    bare = [b.accessibleName() for b in window.findChildren(QAbstractButton)
            if b.property("kind") in ("icon", "scrim") and not b.toolTip()]  # fmt: skip
    assert bare == []


@pytest.mark.parametrize("kind", [Button, Switch])
def test_a_toggle_by_a_screen_reader_is_a_click(qtbot: QtBot, kind: type[Button | Switch]) -> None:
    control = kind("Faces")
    qtbot.addWidget(control)
    control.setCheckable(True)
    clicks: list[bool] = []
    control.clicked.connect(lambda on: clicks.append(on))
    control.setChecked(True)  # our own code shows what holds
    qtbot.wait(10)
    assert clicks == []
    control.toggle()  # what Qt does when the bus asks for it
    qtbot.wait(10)
    assert clicks == [False]
    control.click()
    qtbot.wait(10)
    assert clicks == [False, True]


def test_tab_goes_through_the_window(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    qtbot.wait(150)
    window._rail["suggestions"].setFocus()
    met: list[str] = []
    for _step in range(60):
        focus = window.focusWidget()
        assert focus is not None
        met.append(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    for name in ("Suggestions", "Library", "Settings", "Eight years ago", "Save: Eight years ago"):
        assert name in met


def test_the_grid_works_by_keyboard(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    page = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(page.grid._laid.lines) > 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(page.grid, key)
    QTest.keyClick(page.grid, Qt.Key.Key_Space)
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    QTest.keyClick(page.grid, Qt.Key.Key_Space)
    assert len(page.grid.selection) == 2
    assert page.make.isVisible()
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.pages["viewer"]
    QTest.keyClick(window.pages["viewer"], Qt.Key.Key_Right)
    QTest.keyClick(window.pages["viewer"], Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is page
    page.make.click()
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    assert len(stage.edits.now.photos) == 2


def test_hiding_and_naming_a_person(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    from rollsuggest.ui.people import PeoplePage

    studio = new_studio()
    window = open_window(studio)
    page = show(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: len(page.grid.marks) == 5)  # with the dogs; the fifth person is hidden
    page.hidden.click()
    assert len(page.grid.marks) == 6
    page.grid.opened.emit(ClusterId(3))
    assert page.person.isVisible()
    page.person.name.setText("Ada")
    page.person.name.editingFinished.emit()
    qtbot.waitUntil(lambda: studio.persons[2].name == "Ada")
    born = page.person.birthday
    born.month.setCurrentIndex(6)
    born.month.activated.emit(6)
    born.day.setCurrentIndex(1)
    born.day.activated.emit(1)
    qtbot.waitUntil(lambda: studio.persons[2].birthday == (6, 1))
    page.person.hide_button.click()
    qtbot.waitUntil(lambda: studio.persons[2].hidden)


# --- colours


def luminance(colour: str) -> float:
    given = QColor(colour)
    parts = (given.redF(), given.greenF(), given.blueF())
    r, g, b = (c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("t", [LIGHT, DARK, CONTRAST], ids=lambda t: t.name)
def test_colours_hold_aa(t: Tokens) -> None:
    grounds = (t.window, t.surface, t.rail)
    for ground in grounds:
        for text in (t.text, t.muted, t.accent_text, t.danger_text):
            assert contrast(text, ground) >= 4.5, (text, ground)
        for line in (t.edge, t.focus, t.accent):
            assert contrast(line, ground) >= 3, (line, ground)
    for ground in (t.hover, t.pressed, t.accent_soft):
        assert contrast(t.text, ground) >= 4.5, ground
    assert contrast(t.on_accent, t.accent) >= 4.5
    assert contrast(t.accent_text, t.accent_soft) >= 3  # icons
    assert contrast(t.on_scrim, QColor(t.scrim).name()) >= 4.5


def test_no_colour_is_written_outside_the_tokens() -> None:
    folder = Path(tokens.__file__).parent
    for file in folder.glob("*.py"):
        if file.name != "tokens.py":
            text = file.read_text("utf-8")
            assert 'QColor("' not in text, file
            assert not [w for w in text.split('"') if w.startswith("#") and len(w) == 7], file


@pytest.mark.parametrize("appearance", ["light", "dark", "contrast"])
def test_every_appearance_can_be_worn(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, appearance: str
) -> None:
    from dataclasses import replace

    studio = new_studio()
    studio.held = replace(studio.held, appearance=appearance)
    open_window(studio)
    qtbot.waitUntil(lambda: tokens.current().name == appearance)


# --- awake, and nothing left


def test_a_step_does_little_while_pages_fill(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio(photos=20_000, cards=80))
    with counted() as steps:
        all_pages(qtbot, window)
        for topic in ("photos", "suggestions", "people", "status"):
            window.bridge.changed.emit(frozenset({topic}))
        page = show(window, "library", LibraryPage)
        for step in range(30):
            bar = page.grid.verticalScrollBar()
            bar.setValue(bar.maximum() * step // 30)
            qtbot.wait(20)
    print(steps.most, steps.where, steps.steps)
    assert 100 < steps.most < MOST_CALLS, steps.where


# What the window may not wait for: loaded by the first task, run, export or upload that needs it.
LATER = {
    "asyncio", "cv2", "av", "email", "http", "multiprocessing.sharedctypes", "numpy", "onnxruntime", "pebble",
    "PIL", "psutil", "ssl", "urllib.request", "xml.sax", "rollsuggest.cli.main", "rollsuggest.jobs.indexer",
    "rollsuggest.ui.people", "rollsuggest.ui.stage", "rollsuggest.ui.viewer",
}  # fmt: skip
DOOR = """
import sys
from PySide6.QtWidgets import QApplication
from rollsuggest.__main__ import main
from rollsuggest.ui import window
window.READ_AHEAD_MS = 600_000  # a slow machine would have read ahead before we look

def look(*_application):
    QApplication.processEvents()
    print(*sorted(LATER & set(sys.modules)), "|")
    from rollsuggest.ui.pages import read_ahead
    read_ahead()
    print(*{"cv2", "onnxruntime", "av"} & set(sys.modules), "|", "rollsuggest.ui.people" in sys.modules)
    return 0

QApplication.exec = look
main()
"""


def test_opening_the_window_loads_no_detector(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"LATER = {LATER}{DOOR}", "--data-dir", str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["|", "| True"]


# --- the grid's arithmetic


@given(count=st.integers(0, 400), width=st.integers(100, 2000))
def test_every_photo_has_its_place(count: int, width: int) -> None:
    tiles = fake_tiles(count)
    laid = arrange(tiles, width, 196, 4, 44)
    placed = [line.first + n for line in laid.lines for n in range(len(line.spans))]
    assert placed == list(range(count))
    for line in laid.lines:
        last = line.spans[-1]
        assert last[0] + last[1] <= width + 4 or len(line.spans) == 1
        assert all(w > 0 for _x, w in line.spans)
    assert [head.text for head in laid.heads] == [text for text, _first in months(tiles)]


def test_photos_stay_where_they_are_when_others_come(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio(photos=300))
    page = show(window, "library", LibraryPage)
    grid: PhotoGrid = page.grid
    qtbot.waitUntil(lambda: len(grid._laid.lines) > 0)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    before = grid._anchor()
    grid.set_tiles(grid.tiles[10:])  # ten newer ones are gone
    assert abs(grid._anchor()[1] - before[1]) < 250
    first = grid._anchor()[0]
    assert first is not None
    assert before[0] is not None
    assert abs(first - before[0]) <= 6


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, ""), (20, "about a minute left"), (300, "5 min left"), (7200, "2 hours left")],
)
def test_times_are_said_as_people_say_them(seconds: float | None, said: str) -> None:
    assert wording.left(seconds) == said


def test_sizes_and_names() -> None:
    assert [wording.size(n) for n in (0, 900, 12_300_000, 1_400_000_000)] == [
        "0 KB",
        "1 KB",
        "12 MB",
        "1.4 GB",
    ]
    assert wording.file_name('Porto: 5/6 "days"', ".jpg") == "Porto 5 6 days.jpg"
    assert wording.file_name("...", ".mp4") == "Untitled.mp4"
