import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rollsuggest.library.search import MADE
from rollsuggest.library.search_query import EVERY, Term, day_keys, expression, parse
from rollsuggest.model import Certainty

TODAY = date(2026, 6, 14)  # a Sunday


def days(text: str, first: date = date(2022, 1, 1), last: date = date(2026, 12, 31)) -> list[date]:
    """Return the days whose keys every wanted term of the query names one of."""
    wanted = parse(text, TODAY).wanted
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in every if all(set(t.keys) & set(day_keys(d, Certainty.EXACT)) for t in wanted)]


def span(text: str) -> tuple[str, str, int]:
    found = days(text)
    return str(found[0]), str(found[-1]), len(found)


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("2024", "2024-01-01", "2024-12-31", 366),
        ("August 2024", "2024-08-01", "2024-08-31", 31),
        ("2024 aug", "2024-08-01", "2024-08-31", 31),
        ("photos of sept 2023", "2023-09-01", "2023-09-30", 30),
        ("2024-08", "2024-08-01", "2024-08-31", 31),
        ("summer 2023", "2023-06-01", "2023-08-31", 92),
        ("2023 to 2024", "2023-01-01", "2024-12-31", 731),
        ("2024-2023", "2023-01-01", "2024-12-31", 731),
        ("14 May 2024", "2024-05-14", "2024-05-14", 1),
        ("May 14th, 2024", "2024-05-14", "2024-05-14", 1),
        ("14.5.2024", "2024-05-14", "2024-05-14", 1),
        ("2024-05-14", "2024-05-14", "2024-05-14", 1),
        ("5/14/2024", "2024-05-14", "2024-05-14", 1),
        ("14 may", "2022-05-14", "2026-05-14", 5),
        ("29 february", "2024-02-29", "2024-02-29", 1),
        ("christmas 2023", "2023-12-24", "2023-12-26", 3),
        ("last year", "2025-01-01", "2025-12-31", 365),
        ("last month", "2026-05-01", "2026-05-31", 31),
        ("last summer", "2025-06-01", "2025-08-31", 92),
        ("last winter", "2025-12-01", "2026-02-28", 90),
        ("yesterday", "2026-06-13", "2026-06-13", 1),
        ("last week", "2026-06-01", "2026-06-07", 7),
        ("last weekend", "2026-06-06", "2026-06-07", 2),
    ],
)
def test_dates_as_people_say_them(text: str, first: str, last: str, count: int) -> None:
    assert span(text) == (first, last, count)


def test_winter_of_a_year_is_both_of_its_ends() -> None:
    assert {(d.year, d.month) for d in days("winter 2023")} == {
        (2023, 1), (2023, 2), (2023, 12), (2024, 1), (2024, 2),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["31.2.2024", "2024-13-01", "99/99/2024", "14 dogs", "1234", "14:05"])
def test_no_day_is_read_where_there_is_none(text: str) -> None:
    assert not [term for term in parse(text, TODAY).wanted if term.keys]


def test_words_phrases_and_what_is_not_wanted() -> None:
    query = parse('photos of Ana "on the beach" -dog -"two people"', TODAY)
    assert query.wanted == (Term(("Ana",)), Term(("on the beach",)))
    assert query.unwanted == (Term(("dog",)), Term(("two people",)))


def test_a_month_that_is_also_a_name_is_both() -> None:
    (term,) = parse("April", TODAY).wanted
    assert term.phrases == ("april",) and term.keys


def test_only_the_last_word_may_be_a_beginning() -> None:
    asked = expression(parse("ana por", TODAY), beginnings=True)
    assert asked == '("ana") AND ("por"*)'
    assert expression(parse("ana por", TODAY)) == '("ana") AND ("por")'
    assert "*" not in expression(parse("ana -por", TODAY), beginnings=True)
    assert "*" not in expression(parse('"ana por"', TODAY), beginnings=True)


def test_words_that_say_nothing_count_only_alone() -> None:
    assert parse("of the", TODAY).wanted
    assert [term.phrases for term in parse("my dog in the photos", TODAY).wanted] == [("dog",)]


def test_less_certain_dates_have_fewer_keys() -> None:
    day = date(2024, 5, 14)
    counts = [
        len(day_keys(day, c)) for c in (Certainty.EXACT, Certainty.DAY, Certainty.MONTH, Certainty.YEAR)
    ]
    assert counts == [5, 5, 3, 1] and day_keys(day, Certainty.UNKNOWN) == ()


@given(st.text(max_size=400), st.dates(date(1900, 1, 1)))
@example('"', TODAY)
@example('-"', TODAY)
@example("NEAR(a b) AND * ^x : {a} words:b", TODAY)
@example("a\x00b \ud800 \ue000y2024", TODAY)
@example("9999-12-31 ٢٠٢٤ ²⁰²⁴", TODAY)
@example('-- - -"a OR b', TODAY)
@example("\U0001fae8 \u0301", TODAY)
def test_any_text_is_a_question_that_sqlite_can_answer(text: str, today: date) -> None:
    query = parse(text, today)
    for beginnings in (False, True):
        if asked := expression(query, beginnings=beginnings):
            index().execute("SELECT rowid FROM search WHERE search MATCH ?", (asked,)).fetchall()
        else:
            assert not query.wanted and not query.unwanted


@given(
    st.lists(
        st.sampled_from(
            [
                "dog",
                "cat",
                "2024",
                "may",
                "last",
                "year",
                "christmas",
                "-",
                '"',
                "14",
                ".",
                ",",
                "the",
                "of",
                "-",
            ]
        ),
        max_size=12,
    )
)
def test_any_mixture_of_words_is_a_question(words: list[str]) -> None:
    if asked := expression(parse(" ".join(words), TODAY), beginnings=True):
        index().execute("SELECT rowid FROM search WHERE search MATCH ?", (asked,)).fetchall()


def test_nobody_types_a_key() -> None:
    assert all(EVERY not in p for term in parse(EVERY + "y2024", TODAY).wanted for p in term.phrases)


_index: list[sqlite3.Connection] = []


@pytest.fixture(scope="module", autouse=True)
def made_index() -> Iterator[None]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(MADE)
        db.execute("INSERT INTO search (words) VALUES ('a dog in Porto')")
        _index.append(db)
        yield
        _index.clear()


def index() -> sqlite3.Connection:
    return _index[0]
