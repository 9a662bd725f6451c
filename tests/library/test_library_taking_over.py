"""Of two who are one, nothing that was said is lost; and undone, each has their own again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from rollsuggest.errors import UserError
from rollsuggest.library import asking, decisions, quieting, verdicts
from rollsuggest.library.database import Database
from rollsuggest.model import NO_BIRTHDAY, ClusterId, FaceId, LossAnswer, Occasion, QuietKind, QuietRule

NOW = datetime(2026, 6, 14, 12)
ANA, OTHER, THIRD = ClusterId(1), ClusterId(2), ClusterId(3)
TABLES = ("person", "cluster", "quiet", "occasion_verdict", "loss_question", "face_verdict")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    """Three clusters of two faces, each in a photo of its own."""
    database = Database(tmp_path / "library.sqlite")
    with database.write() as connection:
        connection.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        for n in range(6):
            connection.execute("INSERT OR IGNORE INTO cluster (id) VALUES (?)", (1 + n // 2,))
            connection.execute(
                "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns) VALUES (?, 1, ?, 'photo', 1, 1)",
                (n + 1, f"{n}"),
            )
            connection.execute(
                "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding,"
                " cluster_id) VALUES (?, ?, .1, .1, .1, .1, .9, .9, .5, '[]', x'', ?)",
                (n + 1, n + 1, 1 + n // 2),
            )
        yield connection
    database.close()


def told(db: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(map(tuple, db.execute(f"SELECT * FROM {table}")), key=str) for table in TABLES}


def of(db: Connection, cluster: ClusterId) -> dict[str, object]:
    row = db.execute(
        "SELECT p.* FROM cluster c JOIN person p ON p.id = c.person_id WHERE c.id = ?", (cluster,)
    ).fetchone()
    return {name: row[name] for name in ("name", "birthday", "birth_year", "favourite", "me", "relation")}


def say_much(db: Connection) -> None:
    """Ana has a name alone; all else was said of the other."""
    decisions.set_person(db, ANA, name="Ana")
    decisions.set_person(
        db, OTHER, birthday=(6, 18), birth_year=2019, me=True, favourite=True, relation="sister"
    )
    asking.set_occasion(db, Occasion("birthday", 6, 18, OTHER), True, NOW)
    asking.answer_loss(db, OTHER, LossAnswer.LESS, NOW)


def merge(db: Connection) -> int:
    return verdicts.merge(db, [ANA, OTHER], NOW)[1]


def answer(db: Connection) -> int:
    return verdicts.answer(db, FaceId(1), FaceId(3), "same", NOW)


@pytest.mark.parametrize("become_one", [merge, answer])
def test_what_was_said_of_the_one_merged_away_holds_and_is_given_back(db: Connection, become_one) -> None:  # type: ignore[no-untyped-def]
    say_much(db)
    before = told(db)
    act = become_one(db)
    ana = {"name": "Ana", "birthday": "06-18", "birth_year": 2019, "favourite": 1, "me": 1}
    assert of(db, ANA) == ana | {"relation": "sister"}
    assert db.execute("SELECT count(*) FROM person WHERE me").fetchone()[0] == 1
    person = db.execute("SELECT person_id FROM cluster WHERE id = ?", (ANA,)).fetchone()[0]
    for table in ("quiet", "occasion_verdict", "loss_question"):
        assert db.execute(f"SELECT 1 FROM {table} WHERE person_id = ?", (person,)).fetchone(), table
    verdicts.undo(db, act)
    assert told(db) == before


def test_what_is_known_of_who_stays_is_not_written_over(db: Connection) -> None:
    say_much(db)
    decisions.set_person(db, ANA, birthday=(1, 2), relation="me")
    asking.set_occasion(db, Occasion("birthday", 6, 18, ANA), False, NOW)
    asking.answer_loss(db, ANA, LossAnswer.YES, NOW)
    before = told(db)
    act = merge(db)
    assert of(db, ANA)["birth_year"] is None  # it goes with the other day
    assert of(db, ANA)["birthday"] == "01-02" and of(db, ANA)["relation"] == "me"
    rows = db.execute(
        "SELECT o.yes, l.answer FROM cluster c JOIN occasion_verdict o ON o.person_id = c.person_id"
        " JOIN loss_question l ON l.person_id = c.person_id WHERE c.id = ?", (ANA,)
    ).fetchall()  # fmt: skip
    assert [tuple(row) for row in rows] == [(0, "yes")]
    verdicts.undo(db, act)
    assert told(db) == before


def test_what_is_said_after_the_merge_stays_when_it_is_undone(db: Connection) -> None:
    say_much(db)
    act = merge(db)
    decisions.set_person(db, ANA, birthday=(3, 4), relation="aunt")
    decisions.set_person(db, THIRD, me=True)
    verdicts.undo(db, act)
    ana = {"name": "Ana", "birthday": "03-04", "birth_year": None, "favourite": 0, "me": 0}
    assert of(db, ANA) == ana | {"relation": "aunt"}
    assert of(db, OTHER)["birthday"] == "06-18" and of(db, THIRD)["me"] == 1


def test_a_question_that_nobody_answered_gives_way_to_an_answer(db: Connection) -> None:
    decisions.set_person(db, ANA, name="Ana")
    assert asking.to_ask(db, [ANA], date(2026, 6, 1)) == ANA
    asking.answer_loss(db, OTHER, LossAnswer.YES, NOW)
    before = told(db)
    act = merge(db)
    assert [row["answer"] for row in db.execute("SELECT answer FROM loss_question")] == ["yes", "yes"]
    verdicts.undo(db, act)
    assert told(db) == before


def test_of_three_each_gets_back_their_own(db: Connection) -> None:
    decisions.set_person(db, ANA, name="Ana")
    decisions.set_person(db, OTHER, relation="sister")
    decisions.set_person(db, THIRD, relation="aunt", birthday=(1, 1))
    quieting.add(db, QuietRule(QuietKind.PERSON, clusters=frozenset({THIRD})), NOW)
    before = told(db)
    _kept, act = verdicts.merge(db, [OTHER, ANA, THIRD], NOW)
    ana = {"name": "Ana", "birthday": "01-01", "birth_year": None, "favourite": 0, "me": 0}
    assert of(db, ANA) == ana | {"relation": "sister"}
    verdicts.undo(db, act)
    assert told(db) == before


def test_a_yes_to_somebody_hidden_meanwhile_shows_nobody(db: Connection) -> None:
    decisions.set_person(db, ANA, hidden=True)
    with pytest.raises(UserError, match="hidden"):
        answer(db)


def test_a_birthday_and_its_year_can_be_taken_back(db: Connection) -> None:
    decisions.set_person(db, ANA, birthday=(6, 18), birth_year=2019)
    decisions.set_person(db, ANA, name="Ana")
    assert of(db, ANA)["birth_year"] == 2019
    decisions.set_person(db, ANA, birth_year=0)
    assert (of(db, ANA)["birthday"], of(db, ANA)["birth_year"]) == ("06-18", None)
    decisions.set_person(db, ANA, birth_year=2019)
    decisions.set_person(db, ANA, birthday=NO_BIRTHDAY)
    assert (of(db, ANA)["birthday"], of(db, ANA)["birth_year"]) == (None, None)
