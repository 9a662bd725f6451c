"""The list of keys: opened by its keys, and each key on it does something where it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.model import Make
from rollsuggest.ui import keys
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.places import PlacesPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.shortcuts import ShortcutsDialog
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


def opened(window: MainWindow, studio: FakeStudio, make: Make) -> StagePage:
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is make))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    return stage


def card(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    until(lambda: bool(window.pages["suggestions"].findChildren(SuggestionCard)))
    return window.pages["suggestions"].findChildren(SuggestionCard)[0]


def photos(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    page = show(window, "library", LibraryPage)
    until(lambda: len(page.grid._laid.lines) > 0)
    page.grid.select_all()
    return page.grid


def viewer(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    shown = studio.photos[:9]
    window.desk.view(tuple(shown), 3, {shown[3].asset: tuple(shown[3:6])})
    page = window.pages["viewer"]
    assert isinstance(page, ViewerPage)
    return page


def stage(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    page = opened(window, studio, Make.RECAP)
    until(page.screening.player.isVisible)
    return page


def slots(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    page = opened(window, studio, Make.COLLAGE)
    until(lambda: bool(page.slots.laid.slots) and page.slots.isVisible())
    page.slots.choose(0)
    return page.slots


def map_of_places(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    page = show(window, "places", PlacesPage)
    page.leave_place()
    until(lambda: page.map.isVisible() and bool(page.map.places))
    return page.map


def faces(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    page = show(window, "people", PeoplePage)
    until(lambda: len(page.grid.marks) > 2)
    page.leave_person()
    page.grid.go_to(0)  # a person, not a pet
    page.grid.select_all()
    return page.grid


def review(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    people = window.page("people")
    assert isinstance(people, PeoplePage)
    return people.review


def everywhere(window: MainWindow, studio: FakeStudio, until: Wait) -> QWidget:
    return window


PLACES: dict[str, Callable[[MainWindow, FakeStudio, Wait], QWidget]] = {
    "window": everywhere, "card": card, "photos": photos, "viewer": viewer, "stage": stage, "slots": slots,
    "map": map_of_places, "faces": faces, "review": review,
}  # fmt: skip


def hears(widget: QWidget, key: QKeySequence) -> bool:
    """Is this key a shortcut where the widget is, or taken by the widget or what is around it?"""
    around: QWidget | None = widget
    while around is not None:
        own = around.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if any(shortcut.key() == key for shortcut in own):
            return True
        around = around.parentWidget()
    pressed = key[0]  # type: ignore[index]  # which Qt's stubs do not know
    event = QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers(), key.toString())
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_keys_open_the_list(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Slash):
        held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Slash else Qt.KeyboardModifier(0)
        QTest.keyClick(window, key, held)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ShortcutsDialog)
        texts = {part.text() for part in dialog.findChildren(QLabel)}
        assert {"Everywhere", "Library", "F5", "Keep for later"} <= texts
        dialog.reject()
    page = show(window, "settings", SettingsPage)
    page.shortcuts.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ShortcutsDialog)
    dialog.reject()


def test_the_program_ends_by_a_key(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    with qtbot.waitSignal(window.quit_asked):
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_search_is_found_from_every_page(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    window.show_page("places")
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    library = window.pages["library"]
    assert isinstance(library, LibraryPage)
    assert window.stack.currentWidget() is library and library.search.field.hasFocus()


@pytest.mark.parametrize("name", PLACES)
def test_each_key_of_the_list_does_something_there(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str
) -> None:
    studio = new_studio()
    window = open_window(studio)

    def until(so: Callable[[], bool]) -> None:
        qtbot.waitUntil(so, timeout=5000)

    (place,) = [place for place in keys.places(("Suggestions",)) if place.name == name]
    deaf = []
    for line in place.lines:
        for key in line.keys:
            widget = PLACES[name](window, studio, until)  # as it is before any key of the list was pressed
            if not hears(widget, QKeySequence(key)):
                deaf.append((line.does, QKeySequence(key).toString()))
    assert deaf == []
    assert not hears(PLACES[name](window, studio, until), QKeySequence("F9"))


def test_no_place_is_left_out() -> None:
    assert [place.name for place in keys.places(())] == list(PLACES)
