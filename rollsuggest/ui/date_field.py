"""A day, or a moment, as people type it: from its beginning to its end."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit

from rollsuggest.ui import tokens

BETWEEN = "-/.,: 年月日"  # what is typed between year, month, day, hour and minute


class DateField(QDateTimeEdit):
    """Takes a date typed over another, where Qt's own field makes a different one of it and says nothing.

    Qt goes on to the month by itself once the year is full, and a `-` typed then would go on to the day.
    Figures typed where a click put the cursor, or over all that is there, it drops.
    """

    def __init__(self, at: QDate | QDateTime, pattern: str) -> None:
        super().__init__(at)
        self.setDisplayFormat(pattern)
        self.lineEdit().setTextMargins(tokens.S, 0, tokens.S, 0)  # a style sheet's padding stays outside
        self._entered = False  # by the last key: nothing is typed in this part yet
        self._cursor = -1  # behind a figure that was typed in a part

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed in BETWEEN:
            self._go_on()
        elif typed.isdigit():
            self._type(event)
        else:
            self._entered = False
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        here = self.currentSectionIndex()
        if not self._entered and here + 1 < self.sectionCount():
            self.setSelectedSection(self.sectionAt(here + 1))
        self._entered = True

    def _type(self, event: QKeyEvent) -> None:
        self._make_room()
        here = self.currentSectionIndex()
        super().keyPressEvent(event)
        self._entered = self.currentSectionIndex() != here
        self._cursor = self.lineEdit().cursorPosition()

    def _make_room(self) -> None:
        """Select what a figure is typed over: all of it, or the part in which the cursor was put."""
        line = self.lineEdit()
        if line.hasSelectedText():
            if line.selectedText() == line.text():
                self.setSelectedSection(self.sectionAt(0))
        elif line.cursorPosition() != self._cursor and line.text() == self.textFromDateTime(self.dateTime()):
            self.setSelectedSection(self.currentSection())
