"""The photos of a creation in a row: choose one to swap it, take it out or move it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import AssetId
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.photo_row import PhotoRow, shelf


class PhotoStrip(QWidget):
    """The row with its four acts."""

    swapped = Signal(int)  # the photo at that place is to be replaced
    edited = Signal(tuple)  # the photos in their new order

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.row = PhotoRow(desk, _("Photos used"))
        self._least = 1
        self.swap = Button(
            _("Swap this photo"), lambda: self.swapped.emit(self.row.at), icon="replace", kind="icon"
        )
        self.out = Button(_("Take this photo out"), self._remove, icon="trash-2", kind="icon")
        self.left = Button(_("Move left"), lambda: self._move(-1), icon="arrow-left", kind="icon")
        self.right = Button(_("Move right"), lambda: self._move(1), icon="arrow-right", kind="icon")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the row of photos is
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.L, tokens.S, tokens.L, tokens.S)
        layout.setSpacing(tokens.XS)
        layout.addWidget(shelf(self.row), 1)
        for button in (self.left, self.right, self.swap, self.out):
            layout.addWidget(button)
        self.row.chosen.connect(self._chosen)
        self.row.used.connect(lambda: self.swapped.emit(self.row.at))

    def show_photos(self, photos: tuple[AssetId, ...], least: int) -> None:
        self._least = least
        self.row.show_photos(photos)

    def _chosen(self, at: int) -> None:
        count = len(self.row.photos)
        self.left.setEnabled(at > 0)
        self.right.setEnabled(at < count - 1)
        self.swap.setEnabled(count > 0)
        self.out.setEnabled(count > self._least)

    def _remove(self) -> None:
        photos, at = self.row.photos, self.row.at
        if len(photos) > self._least:
            self.edited.emit(photos[:at] + photos[at + 1 :])

    def _move(self, step: int) -> None:
        photos, at = list(self.row.photos), self.row.at
        to = at + step
        if 0 <= to < len(photos):
            photos[at], photos[to] = photos[to], photos[at]
            self.row.at = to
            self.edited.emit(tuple(photos))
