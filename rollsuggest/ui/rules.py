"""The rule by which dates are repaired: one choice, with what it needs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from rollsuggest.i18n import _, day_pattern, moment_pattern
from rollsuggest.library.repair import FromFolder, FromName, Rule, SetDay, SetMoment, Shift
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Choice
from rollsuggest.ui.date_field import DateField

MOST_HOURS = 24 * 366 * 100
PATTERN = "IMG_{year}{month}{day}"
FIELD_PX = 210


class RuleForm(QWidget):
    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.day = DateField(_qdate(today), day_pattern())
        self.moment = DateField(QDateTime(_qdate(today), QTime(12, 0)), moment_pattern())
        self.hours = QDoubleSpinBox()
        self.pattern = QLineEdit(PATTERN)
        self._rules: tuple[tuple[str, str, QWidget, Callable[[], Rule]], ...] = (
            (
                _("Set the day"),
                _("The time of day stays where it is known."),
                self.day,
                lambda: SetDay(_date(self.day.date())),
            ),
            (
                _("Set day and time"),
                _("All chosen photos get this moment."),
                self.moment,
                lambda: SetMoment(_moment(self.moment)),
            ),
            (
                _("Shift by hours"),
                _("For a camera whose clock was wrong: 1 is an hour later, -24 a day earlier."),
                self.hours,
                lambda: Shift(self.hours.value()),
            ),
            (
                _("From the file name"),
                _("Write {year}, {month}, {day}, {hour}, {minute} and {second} where the name has them."),
                self.pattern,
                lambda: FromName(self.pattern.text().strip()),
            ),
            (
                _("From the folder name"),
                _("The nearest folder that names a day, a month or a year says it."),
                QWidget(),
                lambda: FromFolder(),
            ),
        )
        self.which = Choice(_("How the dates are repaired"), [name for name, *_rest in self._rules])
        self._fields = QStackedWidget()
        for name, hint, field, _rule in self._rules:
            field.setAccessibleName(name)
            field.setAccessibleDescription(hint)
            self._fields.addWidget(field)
        self._prepare()
        longest = max(dated.sizeHint().width() for dated in (self.day, self.moment)) + tokens.L
        self._fields.setFixedWidth(max(tokens.px(FIELD_PX), longest))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S)
        layout.addWidget(self.which)
        layout.addWidget(self._fields)

    def _prepare(self) -> None:
        self.hours.setFrame(False)  # as of a DateField
        self.hours.setRange(-MOST_HOURS, MOST_HOURS)
        self.hours.setDecimals(1)
        self.hours.setValue(1)
        self.hours.lineEdit().setTextMargins(
            tokens.S, 0, tokens.S, 0
        )  # a style sheet's padding stays outside
        self.which.currentIndexChanged.connect(self._chosen)
        self.day.dateChanged.connect(lambda _day: self.changed.emit())
        self.moment.dateTimeChanged.connect(lambda _at: self.changed.emit())
        self.hours.valueChanged.connect(lambda _hours: self.changed.emit())
        self.pattern.textChanged.connect(lambda _text: self.changed.emit())

    def _chosen(self, at: int) -> None:
        self._fields.setCurrentIndex(at)
        self._fields.setVisible(self._rules[at][2] not in self._without_field())
        self.changed.emit()

    def _without_field(self) -> tuple[QWidget, ...]:
        return (self._rules[-1][2],)

    def rule(self) -> Rule:
        """Return the rule as it stands."""
        return self._rules[self.which.currentIndex()][3]()

    def hint(self) -> str:
        """Return one sentence on what the rule does."""
        return self._rules[self.which.currentIndex()][1]

    def take_keys(self) -> None:
        """Give the focus to what the rule needs to know."""
        field = self._rules[self.which.currentIndex()][2]
        (self.which if field in self._without_field() else field).setFocus(Qt.FocusReason.TabFocusReason)

    def start_at(self, at: datetime) -> None:
        """Begin with a date near those of the chosen photos."""
        self.day.setDate(_qdate(at.date()))
        self.moment.setDateTime(QDateTime(_qdate(at.date()), QTime(at.hour, at.minute)))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _moment(field: DateField) -> datetime:
    day, at = field.date(), field.time()
    return datetime(day.year(), day.month(), day.day(), at.hour(), at.minute())
