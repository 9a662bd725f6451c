"""Help > Keyboard shortcuts: every key that does something, to read and by place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import keys, tokens
from rollsuggest.ui.controls import Button, label, margins
from rollsuggest.ui.dialogs import Dialog

KEYS_PX = 200  # the column of keys; more of them go on below


class ShortcutsDialog(Dialog):
    def __init__(self, parent: QWidget | None, pages: tuple[str, ...]) -> None:
        title = _("Keyboard shortcuts")
        super().__init__(parent, title, 560, fits=False)
        self.resize(600, 620)
        self.column.addWidget(label(title, "title"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        margins(column, tokens.S, tokens.XS, tokens.M, tokens.XS)
        column.setSpacing(tokens.S)
        for place in keys.places(pages):
            column.addWidget(label(place.title, "heading"))
            column.addLayout(_lines(place))
            column.addSpacing(tokens.L)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("read")
        area.setWidgetResizable(True)
        area.setAccessibleName(title)
        area.setAccessibleDescription(_spoken(keys.places(pages)))
        area.setWidget(inside)
        self.column.addWidget(area, 1)
        self.buttons(Button(_("Close"), self.accept))
        area.setFocus()


def _lines(place: keys.Place) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens.L)
    grid.setVerticalSpacing(tokens.S)
    grid.setColumnMinimumWidth(0, tokens.px(KEYS_PX))
    grid.setColumnStretch(1, 1)
    for number, line in enumerate(place.lines):
        pressed = label(keys.spoken(line.keys), "muted")
        pressed.setFixedWidth(tokens.px(KEYS_PX))
        grid.addWidget(pressed, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(line.does), number, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def _spoken(places: tuple[keys.Place, ...]) -> str:
    """Return the whole list as text: a screen reader says it when the list gets the focus."""
    return "\n".join(
        f"{place.title}. " + ". ".join(f"{line.does}: {keys.spoken(line.keys)}" for line in place.lines)
        for place in places
    )
