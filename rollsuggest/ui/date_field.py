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
    Figures typed where a click put the cursor, or over all that is there, it drops; so it does with a 31st
    typed over a day of June, the figures of a month that has a name, and a name that is only begun.
    """

    def __init__(self, at: QDate | QDateTime, pattern: str) -> None:
        super().__init__(at)
        self.setDisplayFormat(pattern)
        self.lineEdit().setTextMargins(tokens.S, 0, tokens.S, 0)  # a style sheet's padding stays outside
        self._entered = False  # by the last key: nothing is typed in this part yet
        self._cursor = -1  # behind a figure that was typed in a part
        self._figures = ""  # of a day, or of a month that has a name, as far as they are typed
        self._day = 0  # that was typed and the month has not: one that has may be typed after it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed in BETWEEN:
            self._go_on()
        elif typed.isdigit():
            self._type(event)
        else:
            self._entered = False
            if not typed.isalpha():
                self._day = 0
            super().keyPressEvent(event)
            self._find_day()

    def _go_on(self) -> None:
        here = self.currentSectionIndex()
        if self._names_month():
            begun = self.sectionText(self.Section.MonthSection).casefold()
            if begun in self.displayFormat().split("'")[1::2]:  # it stands between the parts
                self.setSelectedSection(self.currentSection())
                return
            fits = [n for n in range(1, 13) if self.locale().monthName(n).casefold().startswith(begun)]
            if begun and len(fits) == 1:
                self._set(fits[0])
        if not self._entered and here + 1 < self.sectionCount():
            self.setSelectedSection(self.sectionAt(here + 1))
        self._entered, self._figures = True, ""

    def _type(self, event: QKeyEvent) -> None:
        self._make_room()
        here, part = self.currentSectionIndex(), self.currentSection()
        self._figures = (self._figures + event.text())[-2:]
        typed = int(self._figures)
        if self._names_month():
            self._entered = False
            if 1 <= typed <= 12:
                self._set(typed)
                self.lineEdit().deselect()
                self._cursor = self.lineEdit().cursorPosition()
            if typed > 1:
                self._go_on()
            return
        super().keyPressEvent(event)
        if part == self.Section.DaySection:
            self._day = typed if self.date().daysInMonth() < typed <= 31 else 0
            if self._day and self.currentSection() == part:  # which Qt has not taken
                self._set(self.date().month())
                self._go_on()
                return
        self._entered = self.currentSectionIndex() != here
        if self._entered:
            self._figures = ""
            self._find_day()
        self._cursor = self.lineEdit().cursorPosition()

    def _names_month(self) -> bool:
        return self.currentSection() == self.Section.MonthSection and "MMM" in self.displayFormat()

    def _find_day(self) -> None:
        """Take the day that was typed once the month that has so many is there."""
        typing = self.currentSection() in (self.Section.DaySection, self.Section.MonthSection)
        if self._day and not typing:
            self._set(self.date().month())
            self._day = 0

    def _set(self, month: int) -> None:
        """Set the month, and in it the day that was typed as far as it has so many."""
        part, year = self.currentSection(), self.date().year()
        day = min(max(self._day, self.date().day()), QDate(year, month, 1).daysInMonth())
        self.setDate(QDate(year, month, day))
        self.setSelectedSection(part)

    def _make_room(self) -> None:
        """Select what a figure is typed over: all of it, or the part in which the cursor was put."""
        line = self.lineEdit()
        if line.hasSelectedText():
            if line.selectedText() == line.text():
                self.setSelectedSection(self.sectionAt(0))
            self._figures = ""
        elif line.cursorPosition() != self._cursor and line.text() == self.textFromDateTime(self.dateTime()):
            self.setSelectedSection(self.currentSection())
            self._figures = ""
