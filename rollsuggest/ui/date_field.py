"""A day, or a moment, as people type it: from its beginning to its end, with the figures of their script."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QDateTime, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit

from rollsuggest.ui import tokens

BETWEEN = "-/.,: ،、年月日"  # what is typed between year, month, day, hour and minute
MOST_DAYS = 31
YEARS = range(1826, 2101)  # that figures typed first may be: those of photographs
_Section = QDateTimeEdit.Section
YEAR_FIRST = [
    _Section.YearSection, _Section.MonthSection, _Section.DaySection, _Section.HourSection,
    _Section.MinuteSection,
]  # fmt: skip


class DateField(QDateTimeEdit):
    """Takes a date typed over another, where Qt's own field makes a different one of it and says nothing.

    Qt goes on to the month by itself once the year is full, and a `-` typed then would go on to the day.
    Figures typed where a click put the cursor, or over all that is there, it drops; so it does with a 31st
    typed over a day of June, a 29 February over a year without it, figures of other scripts than Latin, the
    figures of a month that has a name, and a name that is only begun.

    Where people write the day first, 2024-11-29 and 20241129 are understood as well.
    """

    def __init__(self, at: QDate | QDateTime, pattern: str) -> None:
        super().__init__(at)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # else Qt turns the pattern around in Arabic
        self.setDisplayFormat(pattern)
        self.setFrame(False)  # the style sheet draws one; room for Qt's would make it higher than a line
        self.lineEdit().setTextMargins(tokens.S, 0, tokens.S, 0)  # a style sheet's padding stays outside
        self._entered = False  # by the last key: nothing is typed in this part yet
        self._cursor = -1  # behind a figure that was typed in a part
        self._figures = ""  # of a day, or of a month that has a name, as far as they are typed
        self._day = 0  # as it was typed: a month or year that has it may be typed after it
        self._stands = 0  # the day that is there for it meanwhile
        self._left = (0, "")  # where the last key left the cursor, and what selected
        self._begin()

    def _begin(self) -> None:
        """Note that what is typed from here on has nothing to do with what was typed before."""
        self._run, self._before = "", self.dateTime()
        self._first = self.Section.NoSection  # in which it began
        self._sections = [self.sectionAt(at) for at in range(self.sectionCount())]  # as they are typed

    def _next(self, part: QDateTimeEdit.Section) -> QDateTimeEdit.Section | None:
        """Return what is typed after a part; None after the last."""
        onward = (
            self._sections[self._sections.index(part) + 1 :] if part in self._sections else self._sections
        )
        return onward[0] if onward else None

    def event(self, event: QEvent) -> bool:
        """Take what an input method composed as if it were typed."""
        if isinstance(event, QInputMethodEvent) and event.commitString():
            for letter in event.commitString():
                self.keyPressEvent(_key(letter))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if self._place() != self._left:
            self._begin()
        if typed and typed in BETWEEN:
            if len(self._run) != 4 or not self._year_first():
                self._go_on()
            self._run += typed
        elif typed.isdecimal() and len(typed) == 1:
            self._type(str(int(typed)))
            self._run += str(int(typed))
            if len(self._run) == 8:
                self._year_first()
        else:
            self._begin()
            self._entered, self._figures = False, ""
            super().keyPressEvent(event)
            self._look()
            if self.currentSection() not in (self.Section.DaySection, self.Section.MonthSection):
                self._find_day()
        self._left = self._place()

    def _place(self) -> tuple[int, str]:
        line = self.lineEdit()
        return line.cursorPosition(), line.selectedText()

    def _year_first(self) -> bool:
        """Take a year, or a whole day, that was typed where the day is shown first; return whether it was."""
        section = self.Section
        if self._first is not section.DaySection or not re.fullmatch(r"\d{4}|\d{8}", self._run):
            return False
        year, rest = int(self._run[:4]), self._run[4:]
        day = self._before.date()
        month = int(rest[:2] or day.month())
        last = QDate(year, month, 1).daysInMonth()
        date = QDate(year, month, int(rest[2:] or min(day.day(), last)))
        if year not in YEARS or not date.isValid():
            return False
        shown = [self.sectionAt(at) for at in range(self.sectionCount())]
        self._sections = sorted(shown, key=YEAR_FIRST.index)
        self.setDateTime(QDateTime(date, self._before.time()))
        self._entered, self._figures, self._day = True, "", 0
        self.setSelectedSection(section.DaySection if rest else section.MonthSection)
        if rest and (onward := self._next(section.DaySection)) is not None:
            self.setSelectedSection(onward)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._day = 0
        self._begin()
        super().focusOutEvent(event)

    def _go_on(self) -> None:
        if self._names_month():
            begun = self.sectionText(self.Section.MonthSection).casefold()
            if begun in self.displayFormat().split("'")[1::2]:  # it stands between the parts
                self.setSelectedSection(self.currentSection())
                return
            fits = [n for n in range(1, 13) if self.locale().monthName(n).casefold().startswith(begun)]
            if begun and len(fits) == 1:
                self._set(fits[0])
        if not self._entered and (onward := self._next(self.currentSection())) is not None:
            self.setSelectedSection(onward)
        self._entered, self._figures = True, ""

    def _type(self, figure: str) -> None:
        self._make_room()
        if not self._run:
            self._first = self.currentSection()
        if self.currentSection() == self.Section.DaySection:
            self._type_day(figure)
        elif self._names_month():
            self._type_month(figure)
        else:
            self._type_here(figure)

    def _type_day(self, figure: str) -> None:
        if not self._figures and not self.lineEdit().hasSelectedText():
            self._figures = self.sectionText(self.Section.DaySection)  # what was left of it
        figures = self._figures + figure
        if int(figures) > MOST_DAYS or len(figures) > 2:
            if self._next(self.currentSection()) is not None:
                self._entered = False
                self._go_on()
                self._type(figure)
                return
            figures = figure
        self._figures, self._entered = figures, False
        if int(figures):
            self._day = int(figures)
            self._set(self.date().month(), self._day)
            self._stay()
        if int(figures) > 3 or (int(figures) and len(figures) == 2):
            self._go_on()

    def _type_month(self, figure: str) -> None:
        self._figures = (self._figures + figure)[-2:]
        typed = int(self._figures)
        self._entered = False
        if 1 <= typed <= 12:
            self._set(typed)
            self._stay()
        if typed > 1:
            self._go_on()

    def _type_here(self, figure: str) -> None:
        here, part = self.currentSectionIndex(), self.currentSection()
        super().keyPressEvent(_key(figure))
        self._look()
        self._entered = self.currentSectionIndex() != here
        if self._entered:
            self._figures = ""
            if (onward := self._next(part)) not in (None, self.currentSection()):
                self.setSelectedSection(onward)
        if self._entered or (part == self.Section.YearSection and len(self.sectionText(part)) == 4):
            self._find_day()
        self._cursor = self.lineEdit().cursorPosition()

    def _names_month(self) -> bool:
        return self.currentSection() == self.Section.MonthSection and "MMM" in self.displayFormat()

    def _find_day(self) -> None:
        """Take the day that was typed once the month or the year that has it is there."""
        if self._wished() != self.date().day():
            self._set(self.date().month())
            if not self._entered:
                self.lineEdit().deselect()

    def _look(self) -> None:
        """Note whether the day that is there is still the typed one, as far as its month has it."""
        now = self.date()
        if min(self._day, now.daysInMonth()) == now.day():
            self._stands = now.day()
        elif now.day() != self._stands:
            self._day = 0  # another one was chosen

    def _wished(self) -> int:
        """Return the day that was typed, where the one that is there stands for it; else that one."""
        day = self.date().day()
        return self._day if self._day and self._stands == day else day

    def _set(self, month: int, day: int = 0) -> None:
        """Set the month, and in it the day (0: that was typed) as far as it has so many."""
        part, year = self.currentSection(), self.date().year()
        self._stands = min(day or self._wished(), QDate(year, month, 1).daysInMonth())
        self.setDate(QDate(year, month, self._stands))
        self.setSelectedSection(part)

    def _stay(self) -> None:
        """Put the cursor behind what was typed."""
        self.lineEdit().deselect()
        self._cursor = self.lineEdit().cursorPosition()

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


def _key(letter: str) -> QKeyEvent:
    key = ord(letter.upper()) if letter.isascii() else 0
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
