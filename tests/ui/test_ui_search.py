from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.model import Purpose
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

Key = Qt.Key


def library(qtbot: QtBot, window: MainWindow) -> LibraryPage:
    page = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 60)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return page


def texts(page: LibraryPage) -> list[str]:
    return [said.text() for said in page._empty.findChildren(QLabel)]


def test_typing_finds_photos_and_esc_brings_all_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = library(qtbot, open_window(studio))
    QTest.keySequence(page, "Ctrl+F")
    qtbot.waitUntil(page.search.field.hasFocus)
    QTest.keyClicks(page.search.field, "beach")
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 20)
    assert page.count.text() == page.search.field.accessibleDescription() == "20 photos"
    assert [call for call in studio.calls if call.startswith("search")] == ["search beach"]
    QTest.keyClick(page.search.field, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 60)
    assert not page.search.field.text()


def test_what_was_found_opens_in_the_viewer(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    page = library(qtbot, window)
    page.search.field.setText("beach")
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 20)
    page.search.field.setFocus()
    QTest.keyClick(page.search.field, Key.Key_Down)
    assert page.grid.hasFocus()
    QTest.keyClick(page.grid, Key.Key_Right)
    qtbot.waitUntil(
        lambda: page.grid.accessibleDescription().startswith("Mara with a dog in Porto, photo 4.")
    )
    QTest.keyClick(page.grid, Key.Key_Return)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(lambda: viewer.panel.caption.text() == "Mara with a dog in Porto, photo 4")
    assert viewer.place.text() == "2 of 20"
    qtbot.waitUntil(lambda: viewer.canvas.accessibleName().startswith("Mara with a dog in Porto, photo 4."))


def test_nothing_found_says_what_to_try(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    page = library(qtbot, open_window(new_studio()))
    page.search.field.setText("unicorn")
    qtbot.waitUntil(lambda: "Nothing found for “unicorn”" in texts(page))
    assert "Try a person, a place or a month." in texts(page)
    chips = [chip for chip in page.search._chips if chip.isVisible()]
    assert chips[0].text() == "Mara" and chips[0].accessibleName() == "Search for Mara"
    next(chip for chip in chips if chip.text() == "beach").click()
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 20)
    assert page.search.field.text() == "beach"


def test_hints_show_only_while_nothing_is_typed_yet(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = library(qtbot, open_window(new_studio()))
    bar = page.search
    page.grid.setFocus()
    qtbot.waitUntil(lambda: bool(bar._chips))
    assert not any(chip.isVisible() for chip in bar._chips)
    bar.field.setFocus()
    qtbot.waitUntil(lambda: all(chip.isVisible() for chip in bar._chips))
    bar._chips[0].setFocus()  # by Tab: they stay
    assert bar._chips[0].isVisible()
    bar.field.setFocus()
    QTest.keyClicks(bar.field, "b")
    assert not any(chip.isVisible() for chip in bar._chips)


def test_a_search_that_is_behind_asks_again(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    page = library(qtbot, open_window(studio))
    studio.behind = 7
    page.search.field.setText("unicorn")
    qtbot.waitUntil(lambda: "Photos are still being prepared for searching." in texts(page))
    studio.behind = 0
    qtbot.waitUntil(lambda: "Try a person, a place or a month." in texts(page), timeout=5000)
    assert not page._catching_up.isActive()


def test_nothing_can_be_searched_before_it_is_allowed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = library(qtbot, open_window(studio))
    studio.withdraw(Purpose.ANALYSE)
    qtbot.waitUntil(lambda: not page.search.isVisible())


def test_a_creation_is_said_in_words(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.desk.card_opened.emit(next(iter(studio.cards.values())))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: "Mara in Porto: collage of 5 photos" in stage.canvas.accessibleName())
