"""Qt's own dialogs for files and printers, as we dress them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Arrow, show_arrows
from rollsuggest.ui.file_dialog import folder_dialog, save_dialog


@pytest.fixture(params=["light", "dark", "contrast"])
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    tokens.apply(qapp, request.param)
    yield request.param
    tokens.apply(qapp, "system")


def darkest(picture: QImage) -> int:
    """Return how dark the darkest pixel is that is hardly seen through, 0 to 255."""
    return min(
        color.value()
        for y in range(picture.height())
        for x in range(picture.width())
        if (color := picture.pixelColor(x, y)).alpha() > 200
    )


def test_a_list_looks_like_one(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    printer = QPrinter()
    printing = QPrintDialog(printer, parent)
    show_arrows(printing)
    dialogs: list[QDialog] = [printing]
    dialogs += [make(parent, "", Path.home()) for make in (save_dialog, folder_dialog)]
    for dialog in dialogs:
        dialog.resize(700, 500)
        dialog.show()
        boxes = dialog.findChildren(QComboBox)
        assert boxes
        for box in boxes:
            (arrow,) = box.findChildren(Arrow)
            assert arrow.size() == box.size() and arrow.isVisible() == box.isVisible()
            assert arrow.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dialog.close()


def test_the_way_up_is_seen_in_the_dark(qtbot: QtBot, dressed: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = save_dialog(parent, "", Path.home())
    for name in ("backButton", "forwardButton", "toParentButton", "newFolderButton"):
        button = dialog.findChild(QToolButton, name)
        assert isinstance(button, QToolButton)
        drawn = button.icon().pixmap(16, 16, QIcon.Mode.Normal).toImage()
        assert (darkest(drawn) > 200) == (tokens.current().surface < "#7"), name
    dialog.close()
