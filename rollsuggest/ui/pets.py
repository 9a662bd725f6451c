"""The photos with one kind of pet, and what is said of it: its name, and that it is hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PetRow, Tile
from rollsuggest.ui import people_rows, tokens, wording
from rollsuggest.ui.controls import Button, fill, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.naming import NameField


class PetView(QWidget):
    """One kind of pet. It has a name where it is plausibly one animal (`library.pets`)."""

    def __init__(self, desk: Desk, leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._leave = desk, leave
        self.row: PetRow | None = None
        self.grid = PhotoGrid(desk, _("Photos of pets"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.title = label("", "title", wrap=False)
        self.name = NameField()
        self.name.setFixedWidth(tokens.px(240))
        self.name.editingFinished.connect(self._rename)
        self.name.left.connect(self._leave_name)
        self.count = label("", "muted", wrap=False)
        self.hide_button = Button(_("Hide"), self._hide, icon="eye-off")
        self.hide_button.setToolTip(_("Photos of hidden pets are not suggested. They stay in your library."))
        back = Button(_("Back to people"), leave, icon="arrow-left", kind="icon")
        top = row(back, self.title, self.name, self.count, None, self.hide_button)
        margins(top, tokens.M, tokens.L, tokens.XXL, tokens.S)
        inside = row(self.grid, gap=0)
        margins(inside, tokens.XXL - tokens.XS, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(inside, 1)

    def show_pet(self, shown: PetRow) -> None:
        other = self.row is None or self.row.kind != shown.kind
        self.row = shown
        self.title.setText(people_rows.pet_name(shown))
        may_have_name = shown.one or bool(shown.name)
        self.title.setVisible(not may_have_name)
        self.name.setVisible(may_have_name)
        asked = _("What is your cat called?") if shown.kind == "cat" else _("What is your dog called?")
        self.name.setPlaceholderText(asked)
        self.name.setAccessibleName(asked)
        if other or not self.name.hasFocus():
            fill(self.name, shown.name)
        self.count.setText(wording.photos(shown.photos))
        self.hide_button.setText(_("Show again") if shown.hidden else _("Hide"))
        self.hide_button.setAccessibleName(self.hide_button.text().strip())
        self.hide_button.set_icon("eye" if shown.hidden else "eye-off")
        kind = shown.kind
        if other:
            self.grid.set_tiles(())
        show = self._show_first if other else self.grid.set_tiles
        self._desk.bridge.read("pets", lambda s: s.pet_tiles(kind), show, pool="searches")

    def _show_first(self, tiles: tuple[Tile, ...]) -> None:
        self.grid.set_tiles(tiles)
        self.grid.setFocus()

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if self.row is not None and name != self.row.name:
            kind = self.row.kind
            self._desk.bridge.change(lambda s: s.set_pet(kind, name=name))

    def _leave_name(self) -> None:
        """Esc in the field: first it is as it was, then the page is left."""
        if self.row is not None and self.name.text() != self.row.name:
            fill(self.name, self.row.name)
        else:
            self._leave()

    def _hide(self) -> None:
        if self.row is None:
            return
        kind, bridge, hidden = self.row.kind, self._desk.bridge, not self.row.hidden
        bridge.change(lambda s: s.set_pet(kind, hidden=hidden))
        if hidden:
            self._desk.notice(
                _("Hidden. Photos of this pet are no longer suggested; they stay in your library."),
                _("Undo"), lambda: bridge.change(lambda s: s.set_pet(kind, hidden=False)),
            )  # fmt: skip
            self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
