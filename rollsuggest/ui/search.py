"""The search field, with a few things to look for beside it while nothing is typed or nothing was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import icons, tokens
from rollsuggest.ui.controls import Button, right_to_left

DEBOUNCE_MS = 150
FIELD_PX = 340
LONGEST = 200
Key = Qt.Key


class SearchField(QLineEdit):
    """A line with a magnifying glass and a button that clears it; Esc clears it too."""

    down = Signal()  # to what was found

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Search your photos"))
        self.setPlaceholderText(_("People, places, dates, things"))
        self.setMaxLength(LONGEST)
        before = tokens.ICON_PX + tokens.XS  # which Qt does not mirror
        self.setTextMargins(*((0, 0, before, 0) if right_to_left(self) else (before, 0, 0, 0)))
        self._clear = QAction(_("Clear the search"), self)
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Key(event.key()):
            case Key.Key_Escape if self.text():
                self.clear()
            case Key.Key_Return | Key.Key_Enter | Key.Key_Down:
                self.down.emit()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = tokens.ICON_PX
        glass = icons.pixmap("search", tokens.current().muted, size, self.devicePixelRatioF())
        at = self.width() - size - tokens.S - 2 if right_to_left(self) else tokens.S + 2
        painter.drawPixmap(at, (self.height() - size) // 2, glass)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_clear"):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._clear.setIcon(icons.icon("x", tokens.current().text, ratio=self.devicePixelRatioF()))


class SearchBar(QWidget):
    """The field and its hints; `asked` comes a moment after the last letter, and at once when cleared."""

    asked = Signal(str)
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = SearchField()
        self.field.setFixedWidth(tokens.px(FIELD_PX))
        self.field.down.connect(self.down)
        self.field.textChanged.connect(self._typed)
        self._soon = QTimer(self, interval=DEBOUNCE_MS, singleShot=True)
        self._soon.timeout.connect(lambda: self.asked.emit(self.text()))
        self._chips: list[Button] = []
        self._nothing_found = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.M)
        self._row.setSpacing(tokens.S)
        self._row.addWidget(self.field)
        self._row.addStretch(1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def text(self) -> str:
        return " ".join(self.field.text().split())

    def found(self, count: int) -> None:
        """Say how many were found for what is asked; with none the hints come back."""
        self._nothing_found = count == 0 and bool(self.text())
        self._offer()

    def set_hints(self, hints: Sequence[str]) -> None:
        """Offer other things to look for."""
        if [chip.text() for chip in self._chips] == list(hints):
            return
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = [self._chip(hint) for hint in hints]
        self._offer()

    def _chip(self, hint: str) -> Button:
        chip = Button(hint, partial(self.field.setText, hint))
        chip.setAccessibleName(_("Search for {what}").format(what=hint))
        chip.hide()
        self._row.insertWidget(self._row.count() - 1, chip)
        return chip

    def _typed(self, text: str) -> None:
        if text.strip():
            self._soon.start()
        else:
            self._soon.stop()
            self._nothing_found = False
            self.asked.emit("")
        self._offer()

    def _focus_moved(self, _before: QObject | None, now: QObject | None) -> None:
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer()

    def _offer(self) -> None:
        """Show as many hints as there is room for, while they help."""
        inside = self.field.hasFocus() or any(chip.hasFocus() for chip in self._chips)
        wanted = self._nothing_found or (inside and not self.text())
        room = self.width() - 2 * tokens.XXL - tokens.px(FIELD_PX)
        for chip in self._chips:
            room -= chip.sizeHint().width() + tokens.S
            chip.setVisible(wanted and room >= 0)
