"""A date is typed as people type it, over the one that is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, QDateTime, QPoint, Qt, QTime
from PySide6.QtTest import QTest
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


def shown(qtbot: QtBot, field: DateField) -> DateField:
    qtbot.addWidget(field)
    field.resize(220, 36)
    field.show()
    field.setFocus()
    return field
