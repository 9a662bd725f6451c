"""The photos with one kind of pet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Tile
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid


class PetView(QWidget):
    """The photos with one kind of pet."""

    def __init__(self, desk: Desk, leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._leave = desk, leave
        self.grid = PhotoGrid(desk, _("Photos of pets"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.title = label("", "title")
        back = Button(_("Back to people"), leave, icon="arrow-left", kind="icon")
        self.count = label("", "muted", wrap=False)
        top = row(back, self.title, None, self.count)
        top.setContentsMargins(tokens.M, tokens.L, tokens.XXL, tokens.S)
        layout.addLayout(top)
        inside = row(self.grid, gap=0)
        inside.setContentsMargins(tokens.XXL - tokens.XS, 0, 0, 0)
        layout.addLayout(inside, 1)

    def show_kind(self, kind: str) -> None:
        self.title.setText(_("Cats") if kind == "cat" else _("Dogs"))
        self.grid.set_tiles(())
        self._desk.bridge.read("pets", lambda s: s.pet_tiles(kind), self._show, pool="pictures")

    def _show(self, tiles: tuple[Tile, ...]) -> None:
        self.grid.set_tiles(tiles)
        self.count.setText(wording.photos(len(tiles)))
        self.grid.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
