"""When somebody was born: month and day, the year if it is known; all of it can be taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from rollsuggest.i18n import _, month_name
from rollsuggest.model import NO_BIRTHDAY
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Choice

DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST_YEAR = 1850  # nobody was photographed who was born before


class BirthdayField(QWidget):
    """Says a birthday once month and day are chosen: half a date would be a wrong one."""

    said = Signal(tuple, int)  # (month, day), year; NO_BIRTHDAY and 0 take it back

    def __init__(self) -> None:
        super().__init__()
        self._birthday: tuple[int, int] | None = None
        self._year = 0
        self.month = Choice(_("Month of birth"), ["", *(month_name(m) for m in range(1, 13))])
        self.day = Choice(_("Day of birth"), [])
        self.year = QLineEdit()
        self.year.setAccessibleName(_("Year of birth, if you know it"))
        self.year.setToolTip(_("With the year it can be said how old somebody turns."))
        self.year.setPlaceholderText(_("Year"))
        self.year.setMaxLength(4)
        self.year.setFixedWidth(tokens.px(64))
        self.month.activated.connect(self._month_chosen)
        self.day.activated.connect(lambda _day: self._say())
        self.year.editingFinished.connect(self._year_written)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S)
        for part in (self.month, self.day, self.year):
            layout.addWidget(part)
        self.show_birthday(None, None)

    def show_birthday(self, birthday: tuple[int, int] | None, year: int | None) -> None:
        self._birthday, self._year = birthday, year or 0
        self.month.setItemText(0, _("No birthday") if birthday else _("Birthday"))
        month, day = birthday or NO_BIRTHDAY
        self.month.setCurrentIndex(month)
        self._fill_days(month, day)
        self._show_year()

    def is_begun(self) -> bool:
        """Return whether a month was chosen and its day not yet."""
        return self.month.currentIndex() > 0 and self.day.currentIndex() < 1

    def _fill_days(self, month: int, day: int) -> None:
        self.day.clear()
        self.day.setVisible(month > 0)
        if month > 0:
            self.day.addItems([_("Day"), *(str(d) for d in range(1, DAYS[month - 1] + 1))])
            self.day.setCurrentIndex(min(day, DAYS[month - 1]))

    def _show_year(self) -> None:
        self.year.setText(str(self._year) if self._year else "")
        self.year.setVisible(self._birthday is not None)

    def _month_chosen(self, month: int) -> None:
        self._fill_days(month, max(self.day.currentIndex(), 0))
        if month == 0:
            self.year.hide()
        self._say()

    def _year_written(self) -> None:
        text = self.year.text().strip()
        if not text or (text.isdecimal() and FIRST_YEAR <= int(text) <= date.today().year):
            self._say()
        else:
            self._show_year()

    def _say(self) -> None:
        chosen = (self.month.currentIndex(), max(self.day.currentIndex(), 0))
        year = int(self.year.text().strip() or 0) if chosen[0] else 0
        before = (self._birthday or NO_BIRTHDAY, self._year)
        if (chosen[0] == 0 or chosen[1] > 0) and (chosen, year) != before:
            self._birthday, self._year = (chosen if chosen[0] else None), year
            self.said.emit(chosen, year)
