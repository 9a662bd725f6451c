"""What the rules said holds after a new start, until anything they were asked about is another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.jobs import rules
from rollsuggest.library import alike, showing, store
from rollsuggest.library.database import Database
from rollsuggest.model import AssetId, ClusterId, Extra, Purpose, QuietKind, QuietRule, Role
from rollsuggest.studio import Studio, suggestions
from rollsuggest.suggest import engine

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


# --- stand-ins: photos are not compared anew because a day begins


def copies(studio: Studio, *files: str) -> None:
    """Add photos of the same bytes that were looked into."""
    with studio._db.write() as db:
        db.execute("INSERT OR IGNORE INTO roll (id, path, added_at) VALUES (1, '/roll', '')")
        for file in files:
            new = db.execute(
                "INSERT INTO asset (roll_id, path, kind, size, mtime_ns, content_hash)"
                " VALUES (1, ?, 'photo', 1, 1, x'01')",
                (file,),
            ).lastrowid
            db.execute("INSERT INTO feature VALUES (?, x'00003c00')", (new,))
        store.touch(db)


def test_a_new_day_compares_nothing_anew(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    copies(studio, "a.jpg", "b.jpg")
    first = rules.suggest(studio.paths.database, TODAY)
    stands = (Extra(AssetId(2), AssetId(1), Role.DUPLICATE, "original"),)
    assert first.alike == (stands, None)
    studio.suggestions(TODAY)
    with monkeypatch.context() as patch:
        patch.delattr(engine, "stand_ins")  # whoever asked for it would fail
        again = rules.suggest(studio.paths.database, TODAY + timedelta(days=1))
    assert again.alike is None
    studio.suggestions(TODAY + timedelta(days=1))
    with studio._db.read() as db:
        assert alike.known(db, again.compared) == (stands, ())


def test_a_new_photo_is_compared(studio: Studio) -> None:
    copies(studio, "a.jpg", "b.jpg")
    studio.suggestions(TODAY)
    copies(studio, "c.jpg")
    said = rules.suggest(studio.paths.database, TODAY)
    assert said.alike is not None and {extra.asset for extra in said.alike.every} == {2, 3}
    studio.suggestions(TODAY)
    with studio._db.write() as db:
        alike.keep_instead(db, AssetId(3), datetime(2026, 6, 14))
    said = rules.suggest(studio.paths.database, TODAY)
    assert said.alike is not None and {(e.asset, e.best) for e in said.alike.every} == {(1, 3), (2, 3)}


def test_nor_does_it_where_some_photos_may_not_be_suggested(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(studio, "a.jpg", "b.jpg", "c.jpg")
    with studio._db.write() as db:
        db.execute("INSERT INTO nudity VALUES (1, 0.9)")
        store.touch(db)
    asked = (studio.paths.database, TODAY, None, False)
    first = rules.suggest(*asked)
    assert first.alike is not None and first.alike.fit is not None
    assert [(e.asset, e.best) for e in first.alike.every] == [(2, 1), (3, 1)]
    assert [(e.asset, e.best) for e in first.alike.fit] == [(3, 2)]
    studio.suggestions(TODAY)
    line = QuietRule(QuietKind.YEAR, first=date(2020, 1, 1))
    with monkeypatch.context() as patch:
        patch.delattr(engine, "stand_ins")
        assert rules.suggest(*asked).alike is None
        with pytest.raises(NameError):  # as if there were a line more on the list, other photos are left
            rules.suggest(*asked, more=(line,))
    assert rules.suggest(*asked[:3], True).alike == (first.alike.every, None)
