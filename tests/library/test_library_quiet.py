"""The Quiet list, answers and what was shown, as they are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from rollsuggest.errors import UserError
from rollsuggest.library import asking, choices, decisions, quiet, quieting, showing, verdicts, view
from rollsuggest.library.database import Database
from rollsuggest.model import (
    AssetId,
    ClusterId,
    Kind,
    LossAnswer,
    Make,
    Occasion,
    QuietKind,
    QuietRule,
    Receipt,
    Recipe,
    Shown,
    Suggestion,
    SuggestionKey,
    SuggestionState,
)

NOW = datetime(2026, 6, 14, 12)
TODAY = NOW.date()
KEY = SuggestionKey("k")
ROWS = """
INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '');
INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash) VALUES
    (7, 1, 'a.jpg', 'photo', 1, 1, x'01'), (8, 1, 'b.jpg', 'photo', 1, 1, x'02');
INSERT INTO person (id, name) VALUES (1, 'Ana');
INSERT INTO cluster VALUES (3, 1), (4, NULL);
INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id) VALUES
    (1, 7, 0, 0, .5, .5, 1, 1, 1, '[]', x'00', 3), (2, 8, 0, 0, .5, .5, 1, 1, 1, '[]', x'00', 4);
"""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = Database(tmp_path / "library.sqlite")
    with database.read() as connection:
        connection.executescript(ROWS)
        yield connection
    database.close()


def made(photos: tuple[int, ...] = (7,)) -> Suggestion:
    ids = tuple(AssetId(p) for p in photos)
    return Suggestion(
        KEY, "trip", "Faro", "Faro", None, None, "", ids, Recipe(Make.COLLAGE, ids), 0.5, Receipt(1, {})
    )


def person(*clusters: int, name: str = "") -> QuietRule:
    return QuietRule(QuietKind.PERSON, name, clusters=frozenset(ClusterId(c) for c in clusters))


def test_a_line_is_kept_once_drops_what_was_suggested_and_is_taken_off(db: sqlite3.Connection) -> None:
    choices.store_suggestions(db, [made()], "2026-06-14")
    rule = QuietRule(QuietKind.PLACE, " Faro ", "PT")
    number = quieting.add(db, rule, NOW)
    assert quieting.add(db, rule, NOW) == number
    assert choices.cards(db) == ()
    assert [(r.name, r.country, r.id) for r in quiet.rules(db)] == [("Faro", "PT", number)]
    quieting.remove(db, number)
    assert quiet.rules(db) == ()


def test_a_name_counts_before_anybody_bears_it(db: sqlite3.Connection) -> None:
    quieting.add(db, person(name="rui"), NOW)
    assert quiet.rules(db)[0].clusters == frozenset()
    decisions.set_person(db, ClusterId(4), name="Rui")
    assert quiet.rules(db)[0].clusters == {4}


def test_somebody_without_a_name_stays_quiet_when_they_turn_out_to_be_somebody(
    db: sqlite3.Connection,
) -> None:
    quieting.add(db, person(4), NOW)
    assert quiet.rules(db)[0].clusters == {4}
    verdicts.merge(db, [ClusterId(3), ClusterId(4)], NOW)
    assert [(r.name, r.clusters) for r in quiet.rules(db)] == [("Ana", frozenset({ClusterId(3)}))]


def test_what_says_nothing_is_refused(db: sqlite3.Connection) -> None:
    for rule in (
        QuietRule(QuietKind.PLACE, " "),
        QuietRule(QuietKind.DAYS),
        QuietRule(QuietKind.DAYS, first=date(2024, 5, 2), last=date(2024, 5, 1)),
        person(),
    ):
        with pytest.raises(UserError):
            quieting.add(db, rule, NOW)


def test_an_edit_with_a_quiet_photo_is_not_shown_and_comes_back(db: sqlite3.Connection) -> None:
    choices.store_suggestions(db, [made()], "2026-06-14")
    edited = Recipe(Make.COLLAGE, (AssetId(7), AssetId(8)), title="Ours")
    choices.keep_recipe(db, KEY, edited, NOW)
    quieting.store_assets(db, {AssetId(8)})
    assert choices.cards(db)[0].recipe == made().recipe
    quieting.store_assets(db, set())
    assert choices.cards(db)[0].recipe == edited


def test_what_is_kept_for_later_outlives_its_rule_until_it_is_let_go(db: sqlite3.Connection) -> None:
    choices.store_suggestions(db, [made()], "2026-06-14")
    choices.keep(db, KEY, True, NOW)
    choices.choose(db, KEY, SuggestionState.SEEN, NOW)  # looking at it does not let it go
    choices.store_suggestions(db, [], "2026-06-15")
    assert [s.key for s in choices.kept(db)] == [KEY]
    choices.choose(db, KEY, SuggestionState.DISMISSED, NOW)
    assert choices.kept(db) == ()


def test_the_cards_of_a_day_replace_those_of_that_day_and_old_days_go(db: sqlite3.Connection) -> None:
    one = Shown("a", TODAY, "trip", (ClusterId(3),), ("Faro",))
    old = Shown("old", TODAY - timedelta(days=200), "trip")
    showing.store_shown(db, [old], old.day)
    showing.store_shown(db, [Shown("b", TODAY, "trip")], TODAY)
    showing.store_shown(db, [one], TODAY)
    assert showing.shown(db) == (one,)


def test_an_answer_about_a_day_is_kept_for_the_person_and_taken_back(db: sqlite3.Connection) -> None:
    of_ana = Occasion("birthday", 5, 14, ClusterId(3))
    asking.set_occasion(db, of_ana, False, NOW)
    asking.set_occasion(db, of_ana, True, NOW)
    asking.set_occasion(db, Occasion("anniversary", 5, 14), False, NOW)
    assert view.occasions(db) == {of_ana: True, Occasion("anniversary", 5, 14): False}
    asking.set_occasion(db, of_ana, None, NOW)
    assert view.occasions(db) == {Occasion("anniversary", 5, 14): False}


def test_of_somebody_seen_no_more_is_asked_once_ever(db: sqlite3.Connection) -> None:
    ana = ClusterId(3)
    assert asking.to_ask(db, [ana], TODAY) == ana
    assert asking.to_ask(db, [ana], TODAY + timedelta(days=7)) == ana  # it stays a week for an answer
    assert asking.to_ask(db, [ana], TODAY + timedelta(days=8)) is None
    asking.answer_loss(db, ana, LossAnswer.LESS, NOW)
    assert asking.to_ask(db, [ana], TODAY) is None
    assert view.still_shown(db) == {ana}
    assert [(r.kind, r.name) for r in quiet.rules(db)] == [(QuietKind.FEWER_PERSON, "Ana")]


@pytest.mark.parametrize("answer", list(LossAnswer))
def test_an_answer_about_somebody_is_taken_back_with_its_line(
    db: sqlite3.Connection, answer: LossAnswer
) -> None:
    ana, year = ClusterId(3), QuietRule(QuietKind.YEAR, first=date(2020, 1, 1), last=date(2020, 12, 31))
    quieting.add(db, year, NOW)
    asking.to_ask(db, [ana], TODAY)
    asking.take_back_loss(db, ana)  # nothing was answered yet
    asking.answer_loss(db, ana, answer, NOW)
    assert asking.to_ask(db, [ana], TODAY) is None
    asking.take_back_loss(db, ana)
    assert asking.to_ask(db, [ana], TODAY) == ana
    assert view.still_shown(db) == frozenset()
    assert [rule.kind for rule in quiet.rules(db)] == [QuietKind.YEAR]


def test_nobody_who_was_erased_meanwhile_is_asked_about(db: sqlite3.Connection) -> None:
    gone = ClusterId(99)
    assert asking.to_ask(db, [gone], TODAY) is None
    asking.answer_loss(db, gone, LossAnswer.NO, NOW)
    asking.set_occasion(db, Occasion("birthday", 5, 14, gone), True, NOW)
    assert quiet.rules(db) == () and view.occasions(db) == {}


@pytest.mark.parametrize("answer", [LossAnswer.NO, LossAnswer.NEVER_ASK])
def test_a_no_about_somebody_is_silence(db: sqlite3.Connection, answer: LossAnswer) -> None:
    asking.answer_loss(db, ClusterId(3), answer, NOW)
    assert view.still_shown(db) == frozenset()
    kind = QuietKind.PERSON if answer is LossAnswer.NO else QuietKind.MISSED
    assert [(r.kind, r.name, r.clusters) for r in quiet.rules(db)] == [
        (kind, "Ana", frozenset({ClusterId(3)}))
    ]


def test_do_not_ask_is_put_back_on_the_list_as_it_was(db: sqlite3.Connection) -> None:
    asking.answer_loss(db, ClusterId(3), LossAnswer.NEVER_ASK, NOW)
    (line,) = quiet.rules(db)
    quieting.remove(db, line.id)
    assert quiet.rules(db) == () and view.still_shown(db) == {ClusterId(3)}
    assert quieting.add(db, replace(line, id=0), NOW) == line.id
    assert quiet.rules(db) == (line,) and view.still_shown(db) == frozenset()
    db.execute("UPDATE cluster SET person_id = NULL WHERE id = 3")  # as after another grouping
    assert quiet.rules(db) == ()
    assert quieting.add(db, replace(line, id=0, clusters=frozenset({ClusterId(99)})), NOW) == 0


@pytest.mark.parametrize("answer", [LossAnswer.NO, LossAnswer.NEVER_ASK])
def test_who_was_answered_no_about_is_welcome_once_taken_off_the_list(
    db: sqlite3.Connection, answer: LossAnswer
) -> None:
    ana = ClusterId(3)
    year = quieting.add(db, QuietRule(QuietKind.YEAR, first=date(2020, 1, 1), last=date(2020, 12, 31)), NOW)
    asking.answer_loss(db, ana, answer, NOW)
    quieting.remove(db, year)
    assert view.still_shown(db) == frozenset()
    quieting.remove(db, next(rule.id for rule in quiet.rules(db)))
    assert view.still_shown(db) == {ana} and asking.to_ask(db, [ana], TODAY) is None


def test_what_names_people_and_places_goes_when_they_are_erased(db: sqlite3.Connection) -> None:
    quieting.add(db, person(3), NOW)
    quieting.add(db, person(name="Rui"), NOW)
    quieting.add(db, QuietRule(QuietKind.PLACE, "Faro"), NOW)
    quieting.add(db, QuietRule(QuietKind.YEAR, first=date(2020, 1, 1), last=date(2020, 12, 31)), NOW)
    asking.set_occasion(db, Occasion("birthday", 5, 14, ClusterId(3)), True, NOW)
    asking.set_occasion(db, Occasion("anniversary", 5, 14).named("Ana's party"), True, NOW)
    asking.to_ask(db, [ClusterId(3)], TODAY)
    decisions.erase_faces(db)
    decisions.erase_places(db)
    assert [r.kind for r in quiet.rules(db)] == [QuietKind.YEAR]
    assert view.occasions(db) == {}
    assert db.execute("SELECT count(*) FROM loss_question").fetchone()[0] == 0


def test_the_levers_of_a_card_are_its_people_places_days_and_kind(db: sqlite3.Connection) -> None:
    db.execute("UPDATE asset SET latitude = 37, longitude = -8, place = 'Faro', country = 'PT' WHERE id = 7")
    ana = replace(made((7, 8)), about=(ClusterId(3),))
    found = quieting.offers(db, ana, (AssetId(7), AssetId(8)))
    assert [(r.kind, r.name) for r in found] == [
        (QuietKind.FEWER_PERSON, "Ana"), (QuietKind.PERSON, "Ana"), (QuietKind.PLACE, "Faro"),
        (QuietKind.CARD_KIND, "trip"),
    ]  # fmt: skip


def people_levers(db: sqlite3.Connection, *about: int) -> list[tuple[QuietKind, str, frozenset[ClusterId]]]:
    card = replace(made((7, 8)), about=tuple(ClusterId(c) for c in about))
    people = (QuietKind.FEWER_PERSON, QuietKind.PERSON)
    offered = quieting.offers(db, card, (AssetId(7), AssetId(8)))
    return [(r.kind, r.name, r.clusters) for r in offered if r.kind in people]


def test_fewer_is_offered_of_those_whom_the_card_is_about(db: sqlite3.Connection) -> None:
    ana, other = frozenset({ClusterId(3)}), frozenset({ClusterId(4)})
    fewer, never = QuietKind.FEWER_PERSON, QuietKind.PERSON
    assert people_levers(db) == [(never, "Ana", ana)]  # merely seen
    both = [(fewer, "Ana", ana), (never, "Ana", ana)]
    assert people_levers(db, 3) == both
    assert people_levers(db, 4) == [(fewer, "", other), (never, "", other), (never, "Ana", ana)]
    decisions.set_person(db, ClusterId(4), name="ana")  # one person, in two groups of faces
    assert people_levers(db, 3) == [(kind, "Ana", ana | other) for kind in (fewer, never)]


def test_two_without_a_name_are_offered_apart(db: sqlite3.Connection) -> None:
    db.execute("UPDATE person SET name = ''")
    levers = people_levers(db, 3, 4)
    assert {(name, who) for _kind, name, who in levers} == {("", frozenset({ClusterId(c)})) for c in (3, 4)}
    for kind, _name, who in levers:
        quieting.add(db, QuietRule(kind, clusters=who), NOW)
    assert {rule.clusters for rule in quiet.rules(db)} == {who for _kind, _name, who in levers}
    assert len(quiet.rules(db)) == 4


@pytest.mark.parametrize(
    ("first", "last", "kinds"),
    [
        (date(2024, 5, 1), date(2024, 5, 31), [(QuietKind.DAYS, date(2024, 5, 1))]),
        (date(2024, 12, 20), date(2025, 1, 4), [(QuietKind.DAYS, date(2024, 12, 20))]),
        (date(2024, 2, 1), date(2024, 11, 30), [(QuietKind.YEAR, date(2024, 1, 1))]),
        (date(2021, 5, 1), date(2025, 5, 1), []),
    ],
)
def test_of_a_long_time_the_year_can_be_left_out_and_of_many_years_no_days(
    db: sqlite3.Connection, first: date, last: date, kinds: list[tuple[QuietKind, date]]
) -> None:
    found = quieting.offers(db, replace(made(), first=first, last=last), ())
    days = [r for r in found if r.kind in (QuietKind.DAYS, QuietKind.YEAR)]
    assert [(r.kind, r.first) for r in days] == kinds
    for rule in days:
        quieting.add(db, rule, NOW)


def test_a_video_is_seen_by_the_rules_but_unproven_ones_not_while_somebody_is_left_out(
    db: sqlite3.Connection,
) -> None:
    db.executescript(
        "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, width, height, duration_s)"
        " VALUES (20, 1, 'a.mp4', 'video', 1, 1, x'03', 4, 3, 9),"
        " (21, 1, 'b.mp4', 'video', 1, 1, x'04', 4, 3, 7);"
        "INSERT INTO feature VALUES (20, x'00'), (21, x'00');"
        "INSERT INTO analysis VALUES (21, 'faces', 1, 'done', 1, NULL, '');"
    )

    def films() -> list[tuple[int, float | None]]:
        return [(p.id, p.duration_s) for p in view.build_view(db).photos if p.kind is Kind.VIDEO]

    assert films() == [(20, 9.0), (21, 7.0)]
    number = quieting.add(db, person(4), NOW)
    assert films() == [(21, 7.0)]
    quieting.remove(db, number)
    decisions.set_person(db, ClusterId(3), hidden=True)
    assert films() == [(21, 7.0)]
