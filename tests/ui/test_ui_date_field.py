"""A date is typed as people type it, over the one that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QDate, QDateTime, QEvent, QLocale, QPoint, Qt, QTime
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.ui.date_field import DateField

Key = Qt.Key


def select_all(field: DateField) -> None:
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)


def click_on_the_year(field: DateField) -> None:
    QTest.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(18, 10))


def double_click_on_the_year(field: DateField) -> None:
    QTest.mouseDClick(field.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(18, 10))


def go_home(field: DateField) -> None:
    QTest.keyClick(field, Key.Key_Home)


def enter(field: DateField) -> None:
    field.setSelectedSection(field.sectionAt(0))  # as by Tab


@pytest.mark.parametrize("begin", [select_all, click_on_the_year, double_click_on_the_year, go_home, enter])
@pytest.mark.parametrize("typed", ["2024-11-29", "2024/11/29", "20241129", "2024.11.29", "2024 11 29"])
def test_a_day_is_typed_from_its_beginning(
    qtbot: QtBot, begin: Callable[[DateField], None], typed: str
) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 6), "yyyy-MM-dd"))
    begin(field)
    QTest.keyClicks(field, typed)
    assert field.date() == QDate(2024, 11, 29) and field.text() == "2024-11-29"


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [
        ("yyyy-MM-dd", "1999-1-2"), ("d/M/yyyy", "2/1/1999"), ("dd.MM.yyyy", "2.1.1999"),
        ("dd.MM.yyyy", "02.01.1999"), ("d MMMM yyyy", "2.1.1999"), ("d MMMM yyyy", "2 jan 1999"),
        ("d MMMM yyyy", "2 January 1999"), ("d 'de' MMMM 'de' yyyy", "2 de January de 1999"),
        ("d. M. yyyy", "2. 1. 1999"), ("yyyy/MM/dd", "1999-01-02"),
    ],
)  # fmt: skip
def test_short_parts_and_other_orders(qtbot: QtBot, pattern: str, typed: str) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 16), pattern))
    select_all(field)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Key.Key_Return)
    assert field.date() == QDate(1999, 1, 2)


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [("dd.MM.yyyy", "31.12.2025"), ("d MMMM yyyy", "31/12/2025"), ("d MMMM yyyy", "31 December 2025")],
)
def test_a_day_that_june_has_not(qtbot: QtBot, pattern: str, typed: str) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 16), pattern))
    select_all(field)
    QTest.keyClicks(field, typed)
    assert field.date() == QDate(2025, 12, 31)
    enter(field)
    QTest.keyClicks(field, "3/2/2025")  # the 31st is forgotten
    assert field.date() == QDate(2025, 2, 3)


def test_a_day_chosen_by_arrows_is_not_taken_back(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 16), "dd.MM.yyyy"))
    select_all(field)
    QTest.keyClicks(field, "31")  # of June
    enter(field)
    QTest.keyClick(field, Key.Key_Down)
    assert field.date() == QDate(2026, 6, 29)
    field.setSelectedSection(field.Section.YearSection)
    QTest.keyClicks(field, "2025")
    assert field.date() == QDate(2025, 6, 29)


@pytest.mark.parametrize("begin", [select_all, click_on_the_year, double_click_on_the_year, go_home, enter])
@pytest.mark.parametrize("pattern", ["d MMMM yyyy", "d. MMMM yyyy", "d 'de' MMMM 'de' yyyy", "dd.MM.yyyy"])
@pytest.mark.parametrize("typed", ["2024-11-29", "2024/11/29", "20241129", "2024.11.29", "2024-2-29"])
def test_the_year_may_be_typed_first_where_the_day_is_shown_first(
    qtbot: QtBot, begin: Callable[[DateField], None], pattern: str, typed: str
) -> None:
    for before in (QDate(2026, 6, 16), QDate(2025, 12, 31)):
        field = shown(qtbot, DateField(before, pattern))
        begin(field)
        QTest.keyClicks(field, typed)
        assert field.date() == QDate(2024, 2 if "-2-" in typed else 11, 29)
        QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, "3.4.2021")
        assert field.date() == QDate(2021, 4, 3)


@pytest.mark.parametrize(
    "typed", ["2024-11-29 10:15", "20241129 10:15", "202411291015", "29.11.2024 10:15", "29112024, 1015"]
)
def test_a_moment_may_begin_with_its_year(qtbot: QtBot, typed: str) -> None:
    field = shown(qtbot, DateField(QDateTime(QDate(2026, 6, 6), QTime(17, 33)), "d MMMM yyyy, HH:mm"))
    select_all(field)
    QTest.keyClicks(field, typed)
    assert field.dateTime() == QDateTime(QDate(2024, 11, 29), QTime(10, 15))


def test_a_day_of_four_figures_is_no_year(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 16), "d MMMM yyyy"))
    select_all(field)
    QTest.keyClicks(field, "20112024")
    assert field.date() == QDate(2024, 11, 20)
    select_all(field)
    QTest.keyClicks(field, "2211 2023")
    assert field.date() == QDate(2023, 11, 22)


def test_a_moment_is_typed_too(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(QDateTime(QDate(2026, 6, 6), QTime(17, 33)), "yyyy-MM-dd HH:mm"))
    select_all(field)
    QTest.keyClicks(field, "2024-11-29 10:15")
    assert field.dateTime() == QDateTime(QDate(2024, 11, 29), QTime(10, 15))


def test_one_part_is_corrected(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(QDate(2026, 6, 16), "yyyy-MM-dd"))
    click_on_the_year(field)
    QTest.keyClicks(field, "2025")
    assert field.date() == QDate(2025, 6, 16)
    QTest.keyClick(field, Key.Key_End)
    QTest.keyClick(field, Key.Key_Backspace)
    QTest.keyClicks(field, "8")
    assert field.date() == QDate(2025, 6, 18)


@pytest.fixture
def speaks() -> Iterator[Callable[[str], QLocale]]:
    """Use another language's names of months."""
    before = QLocale()

    def use(language: str) -> QLocale:
        QLocale.setDefault(QLocale(language))
        return QLocale()

    yield use
    QLocale.setDefault(before)


@pytest.mark.parametrize("language", ["hi", "ar_AE"])
@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_typed_in_other_scripts(
    qtbot: QtBot, speaks: Callable[[str], QLocale], language: str, month: int
) -> None:
    name = speaks(language).monthName(month)
    last = QDate(2024, month, 1).daysInMonth()
    field = shown(qtbot, DateField(QDate(2026, 6, 16), "d MMMM yyyy"))
    for letters in (name, name[:-1] if month not in (6, 7) else name):  # June and July begin alike
        select_all(field)
        keys(field, f"{last} {letters} 2024")
        assert field.date() == QDate(2024, month, last), letters


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [
        ("d MMMM yyyy", "३१/१२/२०२५"), ("d MMMM yyyy", "٣١/١٢/٢٠٢٥"), ("yyyy-MM-dd", "२०२५-१२-३१"),
        ("yyyy-MM-dd", "٢٠٢٥-١٢-٣١"), ("yyyy年M月d日", "２０２５年１２月３１日"),
    ],
)  # fmt: skip
def test_figures_of_other_scripts(qtbot: QtBot, pattern: str, typed: str) -> None:
    for by in (keys, composed):
        field = shown(qtbot, DateField(QDate(2026, 6, 16), pattern))
        select_all(field)
        by(field, typed)
        assert field.date() == QDate(2025, 12, 31)


LEAP = [
    ("d MMMM yyyy", "29 February {}"), ("d MMMM yyyy", "29/2/{}"), ("dd.MM.yyyy", "29.02.{}"),
    ("d/M/yyyy", "29/2/{}"), ("M/d/yyyy", "2/29/{}"), ("yyyy-MM-dd", "{}-02-29"),
]  # fmt: skip


@pytest.mark.parametrize("before", [QDate(2026, 6, 16), QDate(2025, 2, 3), QDate(2024, 2, 29)])
@pytest.mark.parametrize(("pattern", "typed"), LEAP)
def test_the_29_of_february_is_taken_where_the_year_has_it(
    qtbot: QtBot, pattern: str, typed: str, before: QDate
) -> None:
    for year, day in ((2024, 29), (2025, 28)):
        field = shown(qtbot, DateField(before, pattern))
        select_all(field)
        QTest.keyClicks(field, typed.format(year))
        assert field.date() == QDate(year, 2, day)


def test_another_day_of_december_is_typed_over_one_of_february(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField(QDate(2024, 2, 29), "dd.MM.yyyy"))
    select_all(field)
    QTest.keyClicks(field, "31.12.2025")
    assert field.date() == QDate(2025, 12, 31)


def keys(field: DateField, typed: str) -> None:
    for letter in typed:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier(0), letter))


def composed(field: DateField, typed: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(typed)
    QApplication.sendEvent(field, event)


def shown(qtbot: QtBot, field: DateField) -> DateField:
    qtbot.addWidget(field)
    field.resize(220, 36)
    field.show()
    field.setFocus()
    return field
