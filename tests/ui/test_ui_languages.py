"""The window in each language: every page builds, Arabic reads from the right, a choice opens it anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest import i18n
from rollsuggest.app import speak
from rollsuggest.ui import tokens
from rollsuggest.ui.card_grid import CardGrid
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.window import BELOW, PAGES


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    speak(qapp, "en")


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_every_page_opens(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open, language: str
) -> None:
    speak(qapp, language)
    studio = new_studio()
    studio.held = replace(studio.held, language=language)
    window = open_window(studio)
    for name in [page for page, *_rest in PAGES + BELOW]:
        window.show_page(name)
        qtbot.wait(40)
    right_to_left = language == "ar"
    direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    assert window.layoutDirection() == direction
    rail = window._rail["library"]
    assert (rail.mapTo(window, rail.rect().center()).x() > window.width() / 2) == right_to_left
    said = rail.accessibleName()
    assert (said == "Library") == (language == "en")


def test_another_language_opens_the_window_anew(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.show_page("settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    at = 1 + list(i18n.LANGUAGES).index("ar")
    assert page.language.itemText(at) == "العربية"
    with qtbot.waitSignal(window.outdated):
        page.language.setCurrentIndex(at)
        page.language.activated.emit(at)
    assert studio.held.language == "ar"


def test_arabic_lays_cards_and_photos_from_the_right(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open
) -> None:
    speak(qapp, "ar")
    studio = new_studio()
    studio.held = replace(studio.held, language="ar")
    window = open_window(studio)
    page = window.pages["suggestions"]
    qtbot.waitUntil(lambda: any(grid.cards for grid in page.findChildren(CardGrid)))
    grid = next(grid for grid in page.findChildren(CardGrid) if grid.cards)
    qtbot.waitUntil(lambda: grid.cards[0].geometry().right() > grid.width() - 24)
    window.show_page("library")
    library = window.pages["library"]
    assert isinstance(library, LibraryPage)
    qtbot.waitUntil(lambda: len(library.grid._laid.lines) > 0)
    line = library.grid._laid.lines[0]
    first, second = library.grid._rect(line, 0), library.grid._rect(line, 1)
    assert second.right() < first.left()
    QTest.keyClick(library.grid, Qt.Key.Key_Left)
    assert library.grid._current == 1


def test_the_library_keeps_its_distance_from_the_rail(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open
) -> None:
    speak(qapp, "ar")
    studio = new_studio()
    studio.held = replace(studio.held, language="ar")
    window = open_window(studio)
    window.show_page("library")
    page = window.pages["library"]
    assert isinstance(page, LibraryPage)
    left = page.grid.mapTo(page, page.grid.rect().topLeft()).x()
    assert left == 0 and page.width() - page.grid.width() == tokens.XXL - tokens.XS
