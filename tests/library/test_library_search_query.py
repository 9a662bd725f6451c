import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rollsuggest.library.search import MADE
from rollsuggest.library.search_dates import day_keys
from rollsuggest.library.search_query import EVERY, Reading, Term, expression, forms, parse
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
        ("this weekend", "2026-06-13", "2026-06-14", 2),
        ("aug '24", "2024-08-01", "2024-08-31", 31),
        ("06/2025", "2025-06-01", "2025-06-30", 30),
        ("the 14th of may 2024", "2024-05-14", "2024-05-14", 1),
        ("summer of 2023", "2023-06-01", "2023-08-31", 92),
        ("between 2023 and 2024", "2023-01-01", "2024-12-31", 731),
        ("since 2025", "2025-01-01", "2026-12-31", 730),
        ("before 2023", "2022-01-01", "2022-12-31", 365),
        ("two years ago", "2024-01-01", "2024-12-31", 366),
        ("3 months ago", "2026-03-01", "2026-03-31", 31),
        ("a week ago", "2026-06-01", "2026-06-07", 7),
        ("10 days ago", "2026-06-04", "2026-06-04", 1),
        ("new year’s eve 2024", "2024-12-31", "2024-12-31", 1),
        ("sunday 2024", "2024-01-07", "2024-12-29", 52),
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
    assert query.wanted == (Term(("Ana",)), Term(("on the beach",), quoted=True))
    assert query.unwanted == (Term(("dog",)), Term(("two people",), quoted=True))


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [("aug 24", "e0824", "m202408"), ("6/25", "e0625", "m202506"), ("dec 99", "m209912", "")],
)
def test_a_day_that_may_be_a_year_is_the_year_only_then(text: str, first: str, then: str) -> None:
    (term,) = parse(text, TODAY).wanted
    assert [key[1:] for key in term.keys] == [first]
    assert [key[1:] for key in term.second] == ([then] if then else [])


@pytest.mark.parametrize(
    ("word", "other"),
    [("puppies", "puppy"), ("beach", "beaches"), ("dogs", "dog"), ("biking", "bike"), ("swimming", "swim"),
     ("hiked", "hike"), ("city", "cities")],
)  # fmt: skip
def test_words_have_other_forms(word: str, other: str) -> None:
    assert other in forms(word)


@pytest.mark.parametrize("text", ["Ana & Rui", "ana,rui", "Ana+Rui", "ana; rui", "Ana's Rui’s"])
def test_several_may_be_joined_and_own_something(text: str) -> None:
    assert [term.phrases[0].casefold() for term in parse(text, TODAY).wanted] == ["ana", "rui"]


def test_a_month_that_is_also_a_name_is_both() -> None:
    (term,) = parse("April", TODAY).wanted
    assert term.phrases == ("april",) and term.keys


def test_only_the_last_word_may_be_a_beginning() -> None:
    asked = expression(parse("ana por", TODAY), Reading.BEGINNING)
    assert asked == '("ana") AND ("por"*)'
    assert expression(parse("ana por", TODAY)) == '("ana") AND ("por")'
    assert "*" not in expression(parse("ana -por", TODAY), Reading.BEGINNING)
    assert "*" not in expression(parse('"ana por"', TODAY), Reading.BEGINNING)


def test_words_that_say_nothing_count_only_alone() -> None:
    assert parse("of the", TODAY).wanted
    assert [term.phrases for term in parse("my dog in the photos", TODAY).wanted] == [("dog",)]


def test_less_certain_dates_have_fewer_keys() -> None:
    day = date(2024, 5, 14)
    counts = [
        len(day_keys(day, c)) for c in (Certainty.EXACT, Certainty.DAY, Certainty.MONTH, Certainty.YEAR)
    ]
    assert counts == [6, 6, 3, 1] and day_keys(day, Certainty.UNKNOWN) == ()


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
    for reading in Reading:
        if asked := expression(query, reading):
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
    if asked := expression(parse(" ".join(words), TODAY), Reading.BEGINNING):
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
