"""One person: name, birthday, hide, and the photos."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from rollsuggest.i18n import _, month_name
from rollsuggest.library.rows import PersonRow, Tile
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Choice, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid

DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class PersonView(QWidget):
    def __init__(self, desk: Desk, leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._leave = desk, leave
        self.row: PersonRow | None = None
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Who is this?"))
        self.name.setAccessibleName(_("Name"))
        self.name.setFixedWidth(240)
        self.name.editingFinished.connect(self._rename)
        months = [_("Birthday"), *(month_name(m) for m in range(1, 13))]
        self.month, self.day = Choice(_("Month of birth"), months), Choice(_("Day of birth"), [])
        self.month.activated.connect(self._month_chosen)
        self.day.activated.connect(lambda _day: self._birthday())
        self.hide_button = Button(_("Hide"), self._hide, icon="eye-off")
        self.grid = PhotoGrid(desk, _("Photos of this person"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.count = label("", "muted", wrap=False)
        back = Button(_("Back to people"), leave, icon="arrow-left", kind="icon")
        top = row(back, self.name, self.count, None, self.month, self.day, self.hide_button)
        top.setContentsMargins(tokens.M, tokens.L, tokens.XL, tokens.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        inside = QVBoxLayout()
        inside.setContentsMargins(tokens.XXL - tokens.XS, 0, 0, 0)
        inside.addWidget(self.grid)
        column.addLayout(inside, 1)

    def show_row(self, shown: PersonRow) -> None:
        other = self.row is None or self.row.cluster != shown.cluster
        self.row = shown
        if other or not self.name.hasFocus():
            self.name.setText(shown.name)
        self.count.setText(wording.photos(shown.photos))
        month, day = shown.birthday or (0, 0)
        self.month.setCurrentIndex(month)
        self._fill_days(month, day)
        self.hide_button.setText(_("Show again") if shown.hidden else _("Hide"))
        self.hide_button.setAccessibleName(self.hide_button.text())
        self.hide_button.set_icon("eye" if shown.hidden else "eye-off")
        self.hide_button.setToolTip(_("Photos with hidden people are never suggested."))
        if other:
            self.grid.set_tiles(())
        cluster = shown.cluster
        self._desk.bridge.read("person", lambda s: s.person_tiles(cluster), self._show_tiles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        self.grid.set_tiles(tiles)

    def _rename(self) -> None:
        name = self.name.text().strip()
        if self.row is not None and name != self.row.name:
            cluster = self.row.cluster
            self._desk.bridge.change(lambda s: s.set_person(cluster, name=name))

    def _month_chosen(self, month: int) -> None:
        self._fill_days(month, max(self.day.currentIndex(), 1))
        self._birthday()

    def _fill_days(self, month: int, day: int) -> None:
        self.day.clear()
        self.day.setVisible(month > 0)
        if month > 0:
            self.day.addItems([_("Day"), *(str(d) for d in range(1, DAYS[month - 1] + 1))])
            self.day.setCurrentIndex(min(day, DAYS[month - 1]))

    def _birthday(self) -> None:
        chosen = (self.month.currentIndex(), self.day.currentIndex())
        if self.row is not None and chosen[0] > 0 and chosen[1] > 0 and chosen != self.row.birthday:
            cluster = self.row.cluster
            self._desk.bridge.change(lambda s: s.set_person(cluster, birthday=chosen))

    def _hide(self) -> None:
        if self.row is None:
            return
        cluster, hidden = self.row.cluster, not self.row.hidden
        self._desk.bridge.change(lambda s: s.set_person(cluster, hidden=hidden))
        if hidden:
            self._leave()
            self._desk.notice(
                _("Hidden. Photos with this person are no longer suggested or shown."),
                _("Undo"),
                lambda: self._desk.bridge.change(lambda s: s.set_person(cluster, hidden=False)),
            )
