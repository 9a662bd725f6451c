"""What the rules said holds after a new start, until anything they were asked about is another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.library import showing, store
from rollsuggest.library.database import Database
from rollsuggest.model import ClusterId, Purpose
from rollsuggest.studio import Studio, suggestions

TODAY = date(2026, 6, 14)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A library of which the rules have spoken, opened anew."""
    with closing(Studio(paths.under(tmp_path))) as before:
        before.rules_here = True
        before.allow(Purpose.ANALYSE)
        assert before.suggestions(TODAY) == ()
    with closing(Studio(paths.under(tmp_path))) as studio:
        studio.rules_here = True
        yield studio


def asks(studio: Studio, today: date) -> bool:
    """Tell whether the rules are asked for the cards of a day."""
    ask, asked = studio._ask_rules, []
    studio._ask_rules = lambda day, more=(): asked.append(day) or ask(day, more)  # type: ignore
    studio.suggestions(today)
    studio._ask_rules = ask  # type: ignore[method-assign]
    return bool(asked)


def test_the_same_day_of_the_same_library_is_not_asked_about_again(studio: Studio) -> None:
    assert not asks(studio, TODAY)


def test_another_day_is(studio: Studio) -> None:
    assert asks(studio, TODAY + timedelta(days=1))


@pytest.mark.parametrize("change", [store.touch, showing.forget])
def test_a_library_that_changed_is(studio: Studio, change: object) -> None:
    with studio._db.write() as db:
        change(db)  # type: ignore[operator]
    assert asks(studio, TODAY)


@pytest.mark.parametrize(
    ("name", "value"), [("RULES_VERSION", -1), ("__version__", "0.0"), ("language", lambda: "xx_XX")]
)
def test_other_rules_another_version_and_another_language_are(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setattr(suggestions, name, value)
    assert asks(studio, TODAY)


def test_holidays_of_another_country_are(studio: Studio) -> None:
    studio.change_settings(replace(studio.settings(), holidays_of="PT"))
    assert asks(studio, TODAY)
    assert not asks(studio, TODAY)


def test_who_is_missed_is_still_known(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "library.sqlite")) as database, database.write() as db:
        db.execute("INSERT INTO cluster (id) VALUES (3), (8)")
        showing.note_said(db, "once", [ClusterId(8), ClusterId(3), ClusterId(99)])  # 99 went meanwhile
        assert showing.missed(db) == (3, 8)
        showing.note_said(db, "again", [ClusterId(3)])
        assert showing.missed(db) == (3,)
        assert _said(db) == (False, True)


def _said(db: sqlite3.Connection) -> tuple[bool, bool]:
    return showing.has_said(db, "once"), showing.has_said(db, "again")
