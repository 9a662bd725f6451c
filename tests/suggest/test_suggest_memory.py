"""What is remembered of a library says the same as looking at all of it anew, whatever changed between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_worlds import AWAY, everyday, face, photo, series, view, views

from rollsuggest.model import Certainty, ClusterId, Occasion, Person, Photo, QuietKind, QuietRule, Role, View
from rollsuggest.suggest.by_month import by_month, in_months, number_of
from rollsuggest.suggest.engine import Said, said
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.moments import time_order

Change = Callable[[View], View]


def of_photos(change: Callable[[list[Photo]], list[Photo]]) -> Change:
    return lambda world: replace(world, photos=tuple(change(list(world.photos))))


def of_one(n: int, **facts: Any) -> Change:
    """Change one photo, as a repaired date, a verdict or a face that was found do."""
    return of_photos(
        lambda every: [replace(p, **facts) if i == n % len(every) else p for i, p in enumerate(every)]
    )


def named(**facts: Any) -> Change:
    return lambda world: replace(world, persons={c: replace(p, **facts) for c, p in world.persons.items()})


def without(n: int) -> Change:
    return of_photos(lambda every: [p for i, p in enumerate(every) if i != n % len(every)])


def with_new(n: int, at: datetime) -> Change:
    return of_photos(lambda every: [*every, photo(70_000 + n, at, looks=n, faces=[face(1)])])


def quiet(rule: QuietRule) -> Change:
    return lambda world: replace(world, quiet=(rule,))


PLACES = st.integers(0, 99)
FACTS: tuple[dict[str, Any], ...] = (
    {"kept": True},
    {"nudity": 0.9},
    {"medical": 0.9},
    {"path": "Hospital/a.jpg", "labels": {"birthday": 0.9}},
    {"taken_at": datetime(2025, 6, 14, 10, 0, 1), "certainty": Certainty.DAY},
    {"taken_at": datetime(2024, 8, 2, 10, 0, 1), "certainty": Certainty.EXACT},
)
CHANGES: st.SearchStrategy[Change] = st.one_of(
    PLACES.map(without),
    st.builds(with_new, PLACES, st.datetimes(datetime(2023, 1, 1), datetime(2026, 7, 1))),
    st.builds(lambda n, facts: of_one(n, **facts), PLACES, st.sampled_from(FACTS)),
    st.sampled_from(
        (
            named(name="One"),  # two clusters of one name are one person
            named(birthday=(6, 18), birth_year=2021),
            named(me=True),
            lambda world: replace(world, persons={}),
            lambda world: replace(world, homes={("Porto", "PT"): False}),
            lambda world: replace(world, occasions={Occasion("birthday", 8, 2, ClusterId(1)): True}),
            quiet(QuietRule(QuietKind.YEAR, first=date(2024, 1, 1), last=date(2024, 12, 31))),
            quiet(QuietRule(QuietKind.PERSON, clusters=frozenset({ClusterId(1)}))),
        )
    ),
)


def told(found: Said) -> tuple[object, ...]:
    return found.cards, found.missed, found.heirs, found.may.photos, frozenset(found.alike.every)


@settings(max_examples=25, deadline=None)
@given(views(), st.lists(st.tuples(CHANGES, st.booleans(), st.integers(0, 3)), min_size=1, max_size=5))
def test_after_any_change_the_same_is_said_as_anew(
    world: View, changes: list[tuple[Change, bool, int]]
) -> None:
    memory, sorting, today = Memory(), Memory(), date(2026, 6, 14)
    said(world, today, memory=memory)
    gather(world, today, memory=sorting)
    for change, back, days in changes:
        before, world = world, change(world) if world.photos else world
        today += timedelta(days=days)
        assert told(said(world, today, memory=memory)) == told(said(world, today))
        sorting.begin()
        assert gather(world, today, memory=sorting) == gather(world, today)
        if back:
            world = before


def test_trips_and_persons_that_grow_are_as_if_seen_at_once() -> None:
    away = [
        p
        for n, year in enumerate((2022, 2023, 2024, 2025))
        for p in series(100 * n, f"{year}-07-30 09:00", 60, step_minutes=115, where=AWAY, place="Lagos")
    ]
    photos = [*everyday(), *(replace(p, faces=(face(1),)) for p in away)]
    memory, today = Memory(), date(2026, 6, 14)
    for count in (len(photos) - 90, len(photos) - 89, len(photos) - 1, len(photos)):
        world = view(photos[:count], Person(ClusterId(1), "Ana"))
        assert told(said(world, today, memory=memory)) == told(said(world, today))
    kinds = {card.kind for card in said(world, today).cards}
    assert {"trip", "through_the_years", "year_recap"} <= kinds


def test_months_hold_every_photo_once_in_order() -> None:
    days = ["2024-01-31 23:59:59", "2024-02-29 19:30:00", "2024-02-29 23:00:00", "2024-03-01 00:00:00", None]
    photos = tuple(photo(n, day) for n, day in enumerate(days))
    months = list(by_month(photos))
    assert [len(month) for _number, month in months] == [1, 2, 1, 1]
    assert [p for _number, month in months for p in month] == list(photos)


WEEKS = [
    photo(n, None if n > 28 else datetime(2024, 1, 3) + timedelta(weeks=n), certainty=Certainty.EXACT)
    for n in range(32)
]


@given(st.lists(st.lists(st.sampled_from(WEEKS), unique_by=lambda p: p.id), max_size=5))
def test_months_are_the_same_whatever_they_were_before_and_in_any_order(runs: list[list[Photo]]) -> None:
    memory = Memory()
    for run in runs:
        memory.begin()
        assert in_months(tuple(run), memory) == tuple(by_month(tuple(sorted(run, key=time_order))))


@pytest.mark.parametrize("at", ["2023-12-24", "2024-02-14", "2024-03-07", "2024-09-01", None])
def test_months_without_a_new_photo_stay_the_very_same(at: str | None) -> None:
    memory, new = Memory(), photo(99, at)
    before = dict(in_months(tuple(WEEKS), memory))
    after = dict(in_months(tuple(sorted((new, *WEEKS), key=time_order)), memory))
    assert {n for n, month in after.items() if month is not before.get(n)} == {number_of(new)}


def test_what_stands_for_another_now_is_sorted_out_anew() -> None:
    world, memory = view(series(1, "2025-06-14 10:00", 5)), Memory()
    assert len(gather(world, date(2026, 6, 14), more={}, memory=memory).photos) == 5
    memory.begin()
    more = {world.photos[0].id: Role.DUPLICATE}
    assert gather(world, date(2026, 6, 14), more=more, memory=memory).photos == world.photos[1:]


def test_of_many_only_what_is_new_or_other_is_worked_out() -> None:
    memory, asked = Memory(), []

    def lengths(some: Sequence[str]) -> list[int]:
        asked.append(list(some))
        return [len(one) for one in some]

    for given_now in ({1: "a", 2: "bb"}, {2: "bb", 3: "c", 1: "aaa"}, {1: "aaa"}, {2: "bb"}):
        memory.begin()
        assert memory.each("length", given_now, lengths) == [len(one) for one in given_now.values()]
    assert asked == [["a", "bb"], ["c", "aaa"], [], ["bb"]]
