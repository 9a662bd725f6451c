"""The first minute: how far it is, and the photos found so far."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Tile
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.home import Home


class Learning(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._said = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Photos looked at"))
        self._photos = PhotoGrid(desk, _("Photos found so far"), headings=False)
        self._photos.opened.connect(lambda index: desk.view(self._photos.tiles, index))
        self._desk = desk
        quiet = Button(
            _("Leave out people, places or days first"), lambda: desk.go.emit("quiet"), kind="link"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.XXL, 0, tokens.XXL, 0)
        layout.setSpacing(tokens.S)
        layout.addWidget(label(_("Getting to know your photos"), "heading"))
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addLayout(row(quiet, None))
        layout.addSpacing(tokens.S)
        layout.addWidget(self._photos, 1)

    def show_home(self, home: Home) -> None:
        words = _("The first suggestions appear within a minute, better ones as it goes on.")
        if home.held:
            words = _("The first suggestions appear soon after it goes on.")
        now = home.status.trouble or wording.status(home.status)
        self._said.setText(wording.sentences(now, words))
        self._bar.setRange(0, max(home.status.total, 0))
        self._bar.setValue(home.status.done)
        self._desk.thumbs.try_again()
        self._photos.set_tiles(self._in_place(home.tiles) if self._photos.underMouse() else home.tiles)

    def _in_place(self, tiles: tuple[Tile, ...]) -> tuple[Tile, ...]:
        """Return those pointed at in their order and new ones after them: a click must open what was seen."""
        place = {tile.asset: number for number, tile in enumerate(self._photos.tiles)}
        return tuple(sorted(tiles, key=lambda tile: place.get(tile.asset, len(place))))
