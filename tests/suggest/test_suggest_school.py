"""First days of school: asked about with enough evidence, made a card of after a yes, else silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from suggest_worlds import AWAY, everyday, face, photo, series, view

from rollsuggest.model import ClusterId, Occasion, Person, Photo, Suggestion, View
from rollsuggest.suggest.engine import suggest

TODAY = date(2026, 6, 14)
EVA = Person(ClusterId(1), "Eva", (3, 9), birth_year=2016, faces=40)
STARTS = ("2023-09-13", "2024-09-12", "2025-09-15")  # a Wednesday, a Thursday, a Monday
ASKED = Occasion("first_school_day", 9, 1, ClusterId(1))


def all_year() -> list[Photo]:
    return series(1, "2023-01-10 10:00", 30, step_minutes=60 * 24 * 40, faces=[face(1)])


def mornings(days: Iterable[str] = STARTS, first: int = 500, **facts: object) -> list[Photo]:
    """Two photos a day, one with the bag."""
    return [
        replace(p, objects={"backpack": 0.8} if n % 2 else {}, **facts)  # type: ignore[arg-type]
        for k, day in enumerate(days)
        for n, p in enumerate(series(first + 10 * k, f"{day} 08:05", 2, faces=[face(1)]))
    ]


def world(photos: Iterable[Photo], person: Person = EVA) -> View:
    return view([*everyday(), *all_year(), *photos], person)


def about_school(world: View) -> list[Suggestion]:
    return [s for s in suggest(world, TODAY) if s.subject.startswith("first_school_day")]


def test_it_asks_and_a_yes_makes_the_card_of_all_years() -> None:
    (asked,) = about_school(world(mornings()))
    assert asked.question == "Are these Eva's first days of school?"
    assert asked.asks == ASKED and asked.kind == "found_occasion" and len(asked.photos) == 6
    (card,) = about_school(replace(world(mornings()), occasions={ASKED: True}))
    assert card.title == "First days of school, 2023 to 2025" and card.kind == "first_school_day"
    assert not card.question and card.recipe.subtitle == "Eva"
    assert card.recipe.photos == (501, 511, 521), "one of each year, with the bag, in time"
    assert card.recipe.style == "filmstrip"
    assert "13 September 2023" in card.reason
    assert about_school(replace(world(mornings()), occasions={ASKED: False})) == []


def test_a_new_year_joins_the_card_without_another_question() -> None:
    two, three = mornings(STARTS[:2]), mornings()
    keys = {
        s.key: s.title
        for photos in (two, three)
        for s in about_school(replace(world(photos), occasions={ASKED: True}))
    }
    assert list(keys.values()) == ["First days of school, 2023 to 2025"], "the same card, grown"


def test_without_a_year_of_birth_three_years_are_asked_for() -> None:
    nobody = Person(ClusterId(1), faces=40)
    (asked,) = about_school(world(mornings(), nobody))
    assert asked.question == "Are these first days of school?"
    assert about_school(world(mornings(STARTS[:2]))) != []
    assert about_school(world(mornings(STARTS[:2]), nobody)) == []


@pytest.mark.parametrize(
    "person",
    [replace(EVA, birth_year=1988), replace(EVA, birth_year=2024), replace(EVA, me=True)],
    ids=["grown", "baby", "me"],
)
def test_who_is_no_school_child_is_not_asked_about(person: Person) -> None:
    assert about_school(world(mornings(), person)) == []


@pytest.mark.parametrize(
    "days",
    [
        STARTS[:1],
        ("2023-09-16", "2024-09-14", "2025-09-13"),  # Saturdays
        ("2023-08-02", "2024-09-12", "2025-10-20"),  # weeks apart
        ("2023-04-12", "2024-04-11", "2025-04-14"),  # spring
    ],
    ids=["once", "weekends", "scattered", "spring"],
)
def test_other_days_with_a_bag_ask_nothing(days: tuple[str, ...]) -> None:
    assert about_school(world(mornings(days))) == []


def test_neither_trips_nor_somebody_who_always_has_a_bag_ask_anything() -> None:
    away = [
        p
        for k, day in enumerate(STARTS)
        for p in series(2000 + 40 * k, f"{day} 09:00", 30, step_minutes=60, faces=[face(1)], where=AWAY)
    ]
    assert about_school(world([*away, *mornings(latitude=AWAY[0], longitude=AWAY[1])])) == []
    hikes = ("2023-03-08", "2023-05-10", "2024-06-12", "2025-11-12")
    assert about_school(world([*mornings(), *mornings(hikes, 4500)])) == []
    assert about_school(world([*mornings(), *mornings(hikes[:2], 4500)])) != []


def test_without_a_bag_the_name_of_the_file_may_say_it() -> None:
    plain = [replace(p, objects={}) for p in mornings()]
    assert about_school(world(plain)) == []
    told = [replace(p, path=f"Einschulung/{p.id}.jpg") for p in plain]
    assert len(about_school(world(told))) == 1
    buses = [replace(p, words={"school bus": 0.6}) for p in plain]
    assert len(about_school(world(buses))) == 1


def test_south_of_the_equator_schools_begin_after_the_new_year() -> None:
    def moved(photos: Iterable[Photo]) -> list[Photo]:
        return [replace(p, latitude=-33.9) for p in photos]

    starts = ("2023-02-01", "2024-02-01", "2025-02-03")
    south = view(moved([*everyday(), *all_year(), *mornings(starts)]), EVA)
    (asked,) = about_school(south)
    assert asked.asks == replace(ASKED, month=2)
    assert about_school(view(moved([*everyday(), *all_year(), *mornings()]), EVA)) == []
    assert about_school(world(mornings(starts))) == []


def test_input_order_changes_nothing() -> None:
    one = world(mornings())
    assert about_school(one) == about_school(replace(one, photos=one.photos[::-1]))
    assert photo(1, None).words == {}
