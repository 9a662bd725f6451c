"""Choosing one photo: first the others of the same suggestion, then the whole library."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId, Kind
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.grid import PhotoGrid


class PhotoPicker(Dialog):
    picked = Signal(int)  # AssetId

    def __init__(
        self, parent: QWidget, desk: Desk, belonging: tuple[AssetId, ...], used: tuple[AssetId, ...]
    ) -> None:
        super().__init__(parent, _("Choose another photo"), 640, fits=False)
        self.resize(760, 560)
        self._belonging, self._used = frozenset(belonging), frozenset(used)
        self._tiles: tuple[Tile, ...] = ()
        self._closed = False
        self.grid = PhotoGrid(desk, _("Photos to choose from"), row_px=tokens.ROW_PX * 2 // 3, many=False)
        self.grid.opened.connect(self._pick)
        self.these = Button(_("In this suggestion"), self._show)
        self.all = Button(_("Whole library"), self._show)
        group = QButtonGroup(self)
        for button in (self.these, self.all):
            button.setCheckable(True)
            group.addButton(button)
        (self.these if self._belonging - self._used else self.all).setChecked(True)
        self.these.setEnabled(bool(self._belonging - self._used))
        self.use = Button(_("Use this photo"), self._pick_selected, kind="primary")
        self.use.setEnabled(False)
        self.grid.selected.connect(lambda count: self.use.setEnabled(count == 1))
        title = label(_("Choose another photo"), "heading", wrap=False)
        self.column.addLayout(row(title, None, self.these, self.all))
        self.column.addWidget(self.grid, 1)
        self.buttons(Button(_("Cancel"), self.reject), self.use)
        desk.bridge.read("picker", lambda studio: studio.tiles(), self._came)
        self.grid.setFocus()

    def done(self, result: int) -> None:
        self._closed = True
        super().done(result)

    def _came(self, tiles: tuple[Tile, ...]) -> None:
        if self._closed:
            return  # before the photos came
        photos = (tile for tile in tiles if tile.kind is Kind.PHOTO)
        self._tiles = tuple(tile for tile in photos if tile.asset not in self._used)
        self._show()

    def _show(self) -> None:
        near = self.these.isChecked()
        self.grid.selection.clear()
        self.use.setEnabled(False)
        self.grid.set_tiles(tuple(tile for tile in self._tiles if not near or tile.asset in self._belonging))

    def _pick(self, index: int) -> None:
        self.picked.emit(self.grid.tiles[index].asset)
        self.accept()

    def _pick_selected(self) -> None:
        for asset in self.grid.selection:
            self.picked.emit(asset)
        self.accept()
