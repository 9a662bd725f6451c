"""The Quiet list: what nothing is suggested of. It can be filled before anything was looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QSpinBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, day_pattern
from rollsuggest.library.rows import QuietEffect
from rollsuggest.model import Purpose, QuietKind, QuietRule
from rollsuggest.studio import Studio
from rollsuggest.ui import quiet_words, tokens
from rollsuggest.ui.controls import Block, Button, Choice, clear, label, row
from rollsuggest.ui.date_field import DateField
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.glimpse import glimpse_of
from rollsuggest.ui.hidden_people import HiddenPeople
from rollsuggest.ui.naming import complete
from rollsuggest.ui.page import Page, header, reading_column
from rollsuggest.ui.put_away import PutAway

SETTLE_MS = 300  # while somebody types
KINDS = tuple(kind for kind in QuietKind if kind is not QuietKind.MISSED)  # that answers a question
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Known:
    """The list, and the names that can be completed."""

    rules: tuple[QuietRule, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def misses(self, rule: QuietRule) -> str:
        """Say that nobody and nothing of that name is known yet: it may be put on the list all the same."""
        names = self.places if rule.kind is QuietKind.PLACE else self.people
        if (
            not rule.name
            or rule.kind is QuietKind.CARD_KIND
            or rule.name.casefold() in map(str.casefold, names)
        ):
            return ""
        if rule.kind is QuietKind.PLACE:
            return _("No photo is known to be from there yet. It counts as soon as there is one.")
        return _("Nobody has this name yet. It counts as soon as somebody has it.")


def read_known(studio: Studio) -> Known:
    grants = studio.grants()
    people = studio.people() if grants.has(Purpose.FACES) else ()
    places = studio.places() if grants.has(Purpose.PLACES) else ()
    return Known(
        studio.quiet_list(),
        tuple(sorted({p.name for p in people if p.name and not p.hidden})),
        tuple(sorted({p.name for p in places})),
    )


class QuietForm(QWidget):
    """What to add: its kind, and the field that this kind asks for."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        names = (
            _("A person"), _("Fewer of a person"), _("A place"), _("Days"), _("A year"), _("A kind of card"),
        )  # fmt: skip
        self.kind = Choice(_("What to be quiet about"), names)
        self.person, self.place = QLineEdit(), QLineEdit()
        for field, name in ((self.person, _("Name of the person")), (self.place, _("Name of the place"))):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setMaxLength(80)
            field.textChanged.connect(self.changed)
        self.first, self.last = (_day_field(name, today) for name in (_("First day"), _("Last day")))
        self.first.dateChanged.connect(self._first_moved)
        self.last.dateChanged.connect(self.changed)
        self.yearly = QCheckBox(_("Every year"))
        self.yearly.toggled.connect(self.changed)
        self.year = QSpinBox()
        self.year.setAccessibleName(_("Year"))
        self.year.setFrame(False)  # as of a DateField
        self.year.lineEdit().setTextMargins(tokens.S, 0, 0, 0)
        self.year.setMinimumWidth(tokens.px(96))
        self.year.setRange(FIRST_YEAR, today.year)
        self.year.setValue(today.year - 1)
        self.year.valueChanged.connect(self.changed)
        self._kinds = quiet_words.card_kinds()
        self.card_kind = Choice(_("Kind of card"), list(self._kinds.values()))
        self.card_kind.activated.connect(self.changed)
        fields = QWidget()
        self.fields = QStackedLayout(fields)
        days = QWidget()
        days.setLayout(flow(self.first, label(_("to"), wrap=False), self.last, self.yearly, None))
        for shown in (self.person, self.place, days, _beside(self.year), _beside(self.card_kind)):
            self.fields.addWidget(shown)
        self.kind.activated.connect(self._chosen)
        across = flow(self.kind, fields)
        across.setContentsMargins(0, tokens.S, 0, tokens.S)
        self.setLayout(across)
        for choice in (self.kind, self.card_kind):
            choice.setFixedHeight(self.person.sizeHint().height())  # all fields of the line are of one height

    def complete(self, known: Known) -> None:
        """Offer the names there are."""
        for field, names in ((self.person, known.people), (self.place, known.places)):
            complete(field, names)

    def rule(self) -> QuietRule | None:
        """Return what the form says; None while it says nothing."""
        kind = KINDS[self.kind.currentIndex()]
        match kind:
            case QuietKind.PERSON | QuietKind.FEWER_PERSON | QuietKind.PLACE:
                field = self.place if kind is QuietKind.PLACE else self.person
                return QuietRule(kind, field.text().strip()) if field.text().strip() else None
            case QuietKind.DAYS:
                first, last = _date(self.first), _date(self.last)
                return QuietRule(kind, first=first, last=last, yearly=self.yearly.isChecked())
            case QuietKind.YEAR:
                year = self.year.value()
                return QuietRule(kind, first=date(year, 1, 1), last=date(year, 12, 31))
        return QuietRule(kind, list(self._kinds)[self.card_kind.currentIndex()])

    def take_keys(self) -> None:
        """Give the focus to the field of a name, which is the one that may be empty."""
        (self.place if KINDS[self.kind.currentIndex()] is QuietKind.PLACE else self.person).setFocus()

    def empty(self) -> None:
        self.person.clear()
        self.place.clear()

    def _chosen(self, at: int) -> None:
        order = {QuietKind.PERSON: 0, QuietKind.FEWER_PERSON: 0, QuietKind.PLACE: 1, QuietKind.DAYS: 2,
                 QuietKind.YEAR: 3, QuietKind.CARD_KIND: 4}  # fmt: skip
        self.fields.setCurrentIndex(order[KINDS[at]])
        self.changed.emit()

    def _first_moved(self, day: QDate) -> None:
        if self.last.date() < day:
            self.last.setDate(day)
        self.changed.emit()


class QuietPage(Page):
    topics = frozenset({"quiet", "consent", "people", "suggestions"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName(_("Quiet list"))
        self.form = QuietForm(desk.today())
        self.effect = label("", "muted")
        self.add = Button(_("Add"), self._add, kind="primary")
        self.rows: list[Button] = []
        self._known = Known()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask_effect)
        self.form.changed.connect(self._changed)
        area, column = reading_column(self)
        area.setAccessibleName(_("Quiet list"))
        column.addWidget(self._adding())
        self.block = Block(_("On the list"))
        self.block.body.addLayout(self._lines)
        column.addWidget(self.block)
        self.put_away = PutAway(desk, self.form.kind.setFocus)
        column.addWidget(self.put_away)
        self.hidden = HiddenPeople(desk, self.form.kind.setFocus)
        column.addWidget(self.hidden)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout.addLayout(header(_("Quiet list"), back=back))
        layout.addWidget(area, 1)
        self._changed()

    def _adding(self) -> Block:
        made = Block(
            _("Leave me in peace of"),
            _("Photos of what is listed are in no suggestion and no cover. They stay in the library."),
        )
        made.body.addWidget(self.form)
        line = row(self.effect, self.add)
        line.setStretch(0, 1)
        made.body.addLayout(line)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.desk.go.emit("back")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.form.rule() is not None:
            self._add()
        else:
            super().keyPressEvent(event)

    # the list

    def refresh(self) -> None:
        self.desk.bridge.read("quiet", read_known, self.show_known)
        self.put_away.refresh()
        self.hidden.refresh()

    def show_known(self, known: Known) -> None:
        self._known = known
        self.form.complete(known)
        clear(self._lines)
        self.rows = []
        for number, rule in enumerate(reversed(known.rules)):
            if number:
                self._lines.addWidget(_rule_line())
            self._lines.addWidget(self._line(rule))
        if not known.rules:
            self._lines.addWidget(label(_("Nothing yet. Everything you allowed may be suggested."), "muted"))

    def _line(self, rule: QuietRule) -> QWidget:
        what, does = quiet_words.line(rule)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(what))
        words.addWidget(label(does, "muted"))
        remove = Button(_("Take {name} off the list").format(name=what), partial(self._remove, rule),
                        icon="x", kind="icon")  # fmt: skip
        self.rows.append(remove)
        made = QWidget()
        across = row(remove, gap=tokens.M)
        across.insertLayout(0, words, 1)
        for person in () if rule.name else sorted(rule.clusters)[:1]:
            across.insertWidget(0, glimpse_of(self.desk, person))
        across.setContentsMargins(0, tokens.S, 0, tokens.S)
        made.setLayout(across)
        return made

    # acts

    def _changed(self) -> None:
        sayable = self.form.rule() is not None
        if not sayable and self.window().focusWidget() is self.add:
            self.form.take_keys()  # Qt would hand them to what takes a line off
        self.add.setEnabled(sayable)
        self.effect.setText("")
        self._settle.start()

    def _ask_effect(self) -> None:
        rule, today = self.form.rule(), self.desk.today()
        if rule is None or not self.isVisible():
            return
        self.desk.bridge.read(
            "quiet effect", lambda studio: studio.quiet_effect(rule, today),
            lambda effect: self._show_effect(rule, effect), lambda _error: None,
        )  # fmt: skip

    def _show_effect(self, rule: QuietRule, effect: QuietEffect) -> None:
        if rule == self.form.rule():
            unknown = self._known.misses(rule)
            self.effect.setText(unknown or quiet_words.effect(effect))

    def _add(self) -> None:
        if (rule := self.form.rule()) is None:
            return
        self._settle.stop()
        self.effect.setText("")  # it has come about
        self.desk.make_quiet(rule, self._refused)
        self.form.empty()

    def _refused(self, error: UserError) -> None:
        self.effect.setText(str(error))

    def _remove(self, rule: QuietRule) -> None:
        self.form.kind.setFocus()
        self.desk.bridge.change(lambda studio: studio.remove_quiet(rule.id))
        again = replace(rule, id=0)
        self.desk.notice(
            _("{name} is off the Quiet list.").format(name=quiet_words.line(rule)[0]),
            _("Undo"),
            lambda: self.desk.bridge.change(lambda studio: studio.add_quiet(again)),
        )


def _day_field(name: str, today: date) -> DateField:
    field = DateField(QDate(today.year, today.month, today.day), day_pattern())
    field.setAccessibleName(name)
    return field


def _date(field: DateField) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _beside(field: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(field, None))
    return made


def _rule_line() -> QFrame:
    made = QFrame()
    made.setFixedHeight(1)
    made.setObjectName("line")
    return made
