"""What other programs are given: files dragged out, copied, opened, shown, printed; folders dropped in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QContextMenuEvent, QDrag, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.errors import UserError
from rollsuggest.library.rows import Creation
from rollsuggest.model import AssetId, Make, Recipe
from rollsuggest.ui import handing, outside, printing
from rollsuggest.ui.consent import ConsentDialog
from rollsuggest.ui.controls import Button
from rollsuggest.ui.dates import DatesPage
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.handing import GNOME_COPIES
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.printing import put_on
from rollsuggest.ui.saved import Cover, SavedPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

Key, Left, Copy = Qt.Key, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], Qt.DropAction]]:
    """Return what is dragged out, and how it may be taken: no test moves a real mouse."""
    seen: list[tuple[list[str], Qt.DropAction]] = []

    def let_fall(drag: QDrag, may: Qt.DropAction) -> Qt.DropAction:
        seen.append(([url.toLocalFile() for url in drag.mimeData().urls()], may))
        return may

    monkeypatch.setattr(QDrag, "exec", let_fall)
    monkeypatch.setattr(QApplication, "mouseButtons", staticmethod(lambda: Left))
    return seen


def library(window: MainWindow, until: Callable[[Callable[[], bool]], None]) -> PhotoGrid:
    page = show(window, "library", LibraryPage)
    until(lambda: len(page.grid._laid.lines) > 0)
    return page.grid


def pull(grid: PhotoGrid, index: int) -> None:
    """Press a photo and move the mouse away from it."""
    start = grid.tile_place(index).center()
    QTest.mousePress(grid.viewport(), Left, Qt.KeyboardModifier(0), start)
    QTest.mouseMove(grid.viewport(), start + QPoint(30, 4))


def files(studio: FakeStudio, grid: PhotoGrid, *indices: int) -> list[str]:
    return [str(studio.thumbnail(grid.tiles[index].asset)) for index in indices]


def test_chosen_photos_are_dragged_out_to_be_copied_only(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, dragged: list[tuple[list[str], Qt.DropAction]]
) -> None:
    studio = new_studio()
    grid = library(open_window(studio), qtbot.waitUntil)
    for index in (0, 2, 1):
        QTest.mouseClick(
            grid.viewport(), Left, Qt.KeyboardModifier.ControlModifier, grid.tile_place(index).center()
        )
    pull(grid, 2)
    qtbot.waitUntil(lambda: bool(dragged))
    assert dragged == [(files(studio, grid, 0, 2, 1), Copy)]
    pull(grid, 5)  # not among them: it alone
    qtbot.waitUntil(lambda: len(dragged) == 2)
    assert dragged[1] == (files(studio, grid, 5), Copy)


def test_a_press_on_one_of_several_chosen_chooses_it_alone(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    grid = library(open_window(new_studio()), qtbot.waitUntil)
    grid.select_all()
    QTest.mouseClick(grid.viewport(), Left, Qt.KeyboardModifier(0), grid.tile_place(3).center())
    assert list(grid.selection) == [grid.tiles[3].asset]


def test_files_are_copied_by_keys(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    grid = library(window, qtbot.waitUntil)
    grid.go_to(1)
    clipboard = QApplication.clipboard()
    clipboard.clear()  # of what another test copied
    QTest.keyClick(grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: clipboard.mimeData() is not None and clipboard.mimeData().hasUrls())
    data = clipboard.mimeData()
    (file,) = files(studio, grid, 1)
    assert [url.toLocalFile() for url in data.urls()] == [file]
    assert bytes(data.data(GNOME_COPIES).data()).decode() == f"copy\n{QUrl.fromLocalFile(file).toString()}"
    clipboard.clear()


def test_what_was_saved_is_dragged_out_and_copied(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path,
    dragged: list[tuple[list[str], Qt.DropAction]],
) -> None:  # fmt: skip
    file = tmp_path / "Summer.jpg"
    file.write_bytes(b"")
    studio = new_studio()
    studio.made = [Creation(1, None, Recipe(Make.COLLAGE, (AssetId(1),)), file, datetime(2026, 6, 1))]
    window = open_window(studio)
    window.show_page("saved")
    page = window.pages["saved"]
    qtbot.waitUntil(lambda: bool(page.findChildren(Cover)))
    (cover,) = page.findChildren(Cover)
    qtbot.waitUntil(cover.isVisible)
    QTest.mousePress(cover, Left, Qt.KeyboardModifier(0), QPoint(9, 9))
    QTest.mouseMove(cover, QPoint(40, 9))
    assert dragged == [([str(file)], Copy)]
    copy = next(b for b in page.findChildren(Button) if b.accessibleName() == "Copy Summer.jpg")
    copy.click()
    clipboard = QApplication.clipboard()
    assert [url.toLocalFile() for url in clipboard.mimeData().urls()] == [str(file)]
    clipboard.clear()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Open Summer.jpg", "No program on this computer wants to open this file."),
        ("Show Summer.jpg in folder", "No program on this computer wants to show this folder: {folder}"),
    ],
)
@pytest.mark.parametrize("asked", [False, True])
def test_where_no_program_opens_it_that_is_said(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, name: str, said: str, asked: bool,
) -> None:  # fmt: skip
    def no_file_manager(_path: Path, otherwise: Callable[[], object]) -> bool:
        if asked:  # it is only known later that none answers
            otherwise()
        return asked

    monkeypatch.setattr(outside, "_opened", lambda _path: False)
    monkeypatch.setattr(outside, "_shown_chosen", no_file_manager)
    file = tmp_path / "Summer.jpg"
    file.write_bytes(b"")
    studio = new_studio()
    studio.made = [Creation(1, None, Recipe(Make.COLLAGE, (AssetId(1),)), file, datetime(2026, 6, 1))]
    window = open_window(studio)
    window.show_page("saved")
    page = window.pages["saved"]
    qtbot.waitUntil(lambda: bool(page.findChildren(Cover)))
    next(b for b in page.findChildren(Button) if b.accessibleName() == name).click()
    notices = [notice.said.text() for notice in window.notices.findChildren(Notice)]
    assert notices == [said.format(folder=tmp_path)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the menu pops up
def test_the_menu_of_a_photo(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, Path]] = []

    monkeypatch.setattr(handing, "open_outside", lambda path, _tell: shown.append(("opened", path)))
    monkeypatch.setattr(handing, "show_in_folder", lambda path, _tell: shown.append(("folder", path)))
    studio = new_studio()
    window = open_window(studio)
    grid = library(window, qtbot.waitUntil)
    window.desk.view(grid.tiles, 4)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    viewer.share.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.text().partition("\t")[0] for action in menu.actions()]
    assert names == ["Copy", "Open in another program", "Show in folder", "Print…"]
    for action in menu.actions()[1:3]:
        action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(shown) == 2)
    (file,) = files(studio, grid, 4)
    assert sorted(shown) == [("folder", Path(file)), ("opened", Path(file))]


def test_the_viewer_shows_who_is_where_and_mends_the_date(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.desk.view(tuple(studio.photos), 2)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(viewer.who.isEnabled)
    assert viewer.panel.map.isVisible()
    QTest.keyClick(viewer, Key.Key_F)
    assert viewer.frames.isVisible()
    assert [face.name for face in viewer.frames.faces] == ["Mara"]
    assert viewer.frames.size() == viewer.canvas._shown_at().toRect().size()
    QTest.keyClick(viewer, Key.Key_F)
    assert not viewer.frames.isVisible()
    viewer.date.click()
    page = window.pages["dates"]
    assert isinstance(page, DatesPage) and window.stack.currentWidget() is page
    assert window.focusWidget() is page.form.day  # to be typed at once


@pytest.mark.parametrize(
    ("name", "prints"), [("Summer.jpg", True), ("Summer.PNG", True), ("Summer.mp4", False)]
)
def test_a_picture_that_was_saved_is_printed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, name: str, prints: bool,
) -> None:  # fmt: skip
    file, studio = tmp_path / name, new_studio()
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#3060c0"))
    image.save(str(tmp_path / "picture.png"))
    (tmp_path / "picture.png").rename(file)
    studio.made = [Creation(1, None, Recipe(Make.COLLAGE, (AssetId(1),)), file, datetime(2026, 6, 1))]
    asked: list[QImage] = []
    monkeypatch.setattr(printing, "ask", lambda _window, _desk, picture: asked.append(picture(studio)))
    page = show(open_window(studio), "saved", SavedPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(Cover)))
    buttons = [b for b in page.findChildren(Button) if b.accessibleName() == f"Print {name}"]
    assert len(buttons) == prints
    for button in buttons:
        button.click()
    assert [(one.width(), one.height()) for one in asked] == [(30, 20)] * prints


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the menu pops up
@pytest.mark.parametrize(("make", "height"), [(Make.COLLAGE, 3600), (Make.RECAP, 1920), (Make.RESTYLE, 1080)])
def test_what_is_on_the_stage_is_printed_before_it_is_saved(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, make: Make,
    height: int,
) -> None:  # fmt: skip
    studio = new_studio()
    window = open_window(studio)
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is make))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    asked: list[QImage] = []
    monkeypatch.setattr(printing, "ask", lambda _window, _desk, picture: asked.append(picture(studio)))
    stage.edit(replace(stage.edits.now, title="Typed just now"))
    previews, preview = list[Recipe](), studio.preview

    def seen(recipe: Recipe, height_px: int, *_heard: object) -> Path:
        previews.append(recipe)
        return preview(recipe, height_px)

    monkeypatch.setattr(studio, "preview", seen)
    stage.print.click()
    QTest.keyClick(stage, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    place = stage.canvas.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, stage.canvas.mapToGlobal(place))
    QApplication.sendEvent(stage.canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [act.text() for act in menu.actions()] == ["Save\tCtrl+S", "Copy", "Print…\tCtrl+P"]
    menu.actions()[-1].trigger()
    menu.close()
    assert [picture.height() for picture in asked] == [height] * 3
    assert {recipe.title for recipe in previews} == {"Typed just now"}


def test_the_buttons_of_what_was_saved_stand_below_each_other(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    recipe = Recipe(Make.COLLAGE, (AssetId(1),))
    studio.made = [
        Creation(n, None, recipe, tmp_path / name, datetime(2026, 6, n))
        for n, name in enumerate(("a.pdf", "b.jpg"), 1)  # of which one is printed from here
    ]
    page = show(open_window(studio), "saved", SavedPage)
    qtbot.waitUntil(lambda: len(page.findChildren(Cover)) == 2)
    qtbot.wait(50)
    for act in ("Open {}", "Copy {}", "Show {} in folder"):
        names = {act.format(name) for name in ("a.pdf", "b.jpg")}
        found = [b for b in page.findChildren(Button) if b.accessibleName() in names]
        assert len(found) == 2 and len({b.mapTo(page, QPoint()).x() for b in found}) == 1, act


@pytest.mark.qt_log_ignore("Returned false", extend=True)  # where it cannot write
def test_one_picture_is_one_page(tmp_path: Path) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#3060c0"))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    put_on(printer, image)
    made = (tmp_path / "page.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1
    assert printer.pageLayout().orientation() == printer.pageLayout().Orientation.Landscape
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "page.pdf"))
    with pytest.raises(UserError):
        put_on(printer, image)
    with pytest.raises(UserError):
        put_on(printer, QImage())


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drop files on the window as another program would; returns whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = Qt.KeyboardModifier(0)
    comes = QDragEnterEvent(QPoint(300, 300), Copy, data, Left, held)
    QApplication.sendEvent(window, comes)
    if comes.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), Copy, data, Left, held))
    return comes.isAccepted()


def test_a_folder_dropped_is_looked_at(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    window = open_window(studio)
    assert not drop(window)  # a text, a link: nothing of this computer
    folder = tmp_path / "Summer"
    folder.mkdir()
    assert drop(window, folder)
    qtbot.waitUntil(lambda: folder in [roll.path for roll in studio.folders])
    before = list(studio.folders)
    told: list[str] = []
    window.desk.noticed.connect(lambda text, *_rest: told.append(text))
    (tmp_path / "one.jpg").write_bytes(b"")
    assert drop(window, tmp_path / "one.jpg")
    qtbot.waitUntil(lambda: any("one.jpg is no folder." in text for text in told))
    assert studio.folders == before


def test_a_folder_dropped_before_anything_is_allowed_asks_first(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio(allowed=False)
    window = open_window(studio)
    for dialog in window.findChildren(ConsentDialog):
        dialog.reject()
    before = list(studio.folders)
    assert drop(window, tmp_path)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(ConsentDialog)))
    assert studio.folders == before
    for dialog in window.findChildren(ConsentDialog):
        dialog.reject()
