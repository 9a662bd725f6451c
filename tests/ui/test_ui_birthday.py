"""When somebody was born: said with month and day, the year or not, and taken back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rollsuggest.model import NO_BIRTHDAY
from rollsuggest.ui.birthday import BirthdayField

Made = tuple[BirthdayField, list[tuple[tuple[int, int], int]]]


@pytest.fixture
def made(qtbot: QtBot) -> Made:
    field = BirthdayField()
    qtbot.addWidget(field)
    told: list[tuple[tuple[int, int], int]] = []
    field.said.connect(lambda birthday, year: told.append((birthday, year)))
    field.show()
    return field, told


def choose(box: object, index: int) -> None:
    box.setCurrentIndex(index)  # type: ignore[attr-defined]
    box.activated.emit(index)  # type: ignore[attr-defined]


def write(field: BirthdayField, year: str) -> None:
    field.year.setText(year)
    QTest.keyClick(field.year, Qt.Key.Key_Return)


def test_a_month_alone_is_no_birthday(made: Made) -> None:
    field, told = made
    assert not field.day.isVisible() and not field.year.isVisible()
    choose(field.month, 6)
    assert field.day.isVisible() and field.is_begun() and told == []
    choose(field.day, 18)
    assert told == [((6, 18), 0)] and not field.is_begun()


def test_another_month_keeps_the_day_as_far_as_it_has_it(made: Made) -> None:
    field, told = made
    field.show_birthday((1, 31), None)
    choose(field.month, 2)
    assert told == [((2, 29), 0)]


@pytest.mark.parametrize("again", [lambda f: None, lambda f: f.show_birthday(None, None)])
def test_it_can_be_removed(made: Made, again: Callable[[BirthdayField], None]) -> None:
    field, told = made
    field.show_birthday((6, 18), 2019)
    assert field.month.itemText(0) == "No birthday"
    choose(field.month, 0)
    assert told == [(NO_BIRTHDAY, 0)]
    assert not field.day.isVisible() and not field.year.isVisible()
    again(field)
    choose(field.month, 0)
    assert len(told) == 1  # nothing more to take back


def test_the_year_is_said_and_taken_back_alone(made: Made) -> None:
    field, told = made
    field.show_birthday((6, 18), None)
    assert field.year.isVisible() and field.year.text() == ""
    write(field, "2019")
    write(field, "2019")
    write(field, "")
    assert told == [((6, 18), 2019), ((6, 18), 0)]


@pytest.mark.parametrize("year", ["soon", "19", str(date.today().year + 1), "-5"])
def test_what_is_no_year_of_birth_is_put_back(made: Made, year: str) -> None:
    field, told = made
    field.show_birthday((6, 18), 2019)
    write(field, year)
    assert field.year.text() == "2019" and told == []
