"""What a country keeps: days that are no days off too, days in a row as one, and no mere days off."""

from datetime import date

import pytest
from suggest_worlds import everyday, face, series, view

from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.feast_days import feast_days

TODAY = date(2026, 6, 14)


def kept(country: str, year: int = 2024, spoken: str = "en_US") -> dict[str, tuple[date, date]]:
    return {one.slug: (one.first, one.last) for one in feast_days(country, (year,), spoken)}


@pytest.mark.parametrize(
    ("country", "slug", "first", "last"),
    [
        (
            "BR",
            "carnival",
            date(2024, 2, 10),
            date(2024, 2, 13),
        ),  # two of these days are known, both optional
        ("AR", "carnival", date(2024, 2, 10), date(2024, 2, 13)),  # Monday and Tuesday by names of their own
        ("AG", "carnival", date(2024, 8, 5), date(2024, 8, 6)),  # in summer, and not before Lent
        ("DE", "easter-sunday", date(2024, 3, 31), date(2024, 3, 31)),  # the Monday is the day off
        ("BR", "easter-sunday", date(2024, 3, 31), date(2024, 3, 31)),  # the Friday is
        ("US", "easter-sunday", date(2024, 3, 31), date(2024, 3, 31)),
        ("US", "halloween", date(2024, 10, 31), date(2024, 10, 31)),
        ("SE", "midsummer-eve", date(2024, 6, 21), date(2024, 6, 21)),
        ("CN", "chinese-new-year-spring-festival", date(2024, 2, 10), date(2024, 2, 12)),
    ],
)
def test_what_is_kept(country: str, slug: str, first: date, last: date) -> None:
    assert kept(country)[slug] == (first, last)


def test_what_is_no_feast() -> None:
    assert "easter-sunday" not in kept("SG")  # Good Friday is a day off there, as are Diwali and Eid
    assert "groundhog-day" not in kept("US")
    assert not [slug for slug in kept("CN") if "substitut" in slug]
    assert not [slug for slug in kept("AR") if "bridge" in slug]
    assert kept("") == kept("XX") == {}


def test_names_say_nothing_in_brackets_and_an_estimated_day_is_the_same_feast() -> None:
    named = {one.slug: one.name for one in feast_days("EG", (2030,), "en_US")}
    assert named["eid-al-adha"] == "Eid al-Adha"
    every = [
        one for country in ("EG", "CN", "IN", "ID") for one in feast_days(country, (2024, 2030), "en_US")
    ]
    assert every and not [one for one in every if "(" in one.name or "estimated" in one.slug]


def test_carnival_is_one_card_and_halloween_has_one() -> None:
    carnival = [
        photo
        for n, day in enumerate(("2024-02-10", "2024-02-11", "2024-02-13"))
        for photo in series(100 * n + 1, f"{day} 15:00", 5, faces=[face(1)])
    ]
    night = series(500, "2024-10-31 18:00", 12, faces=[face(1)])
    world = view([*everyday(), *carnival, *night])

    def titles(country: str) -> list[tuple[str, str]]:
        found = suggest(world, TODAY, holidays_of=country)
        return [(s.title, s.recipe.subtitle) for s in found if s.kind == "holiday"]

    assert titles("BR") == [("Carnival 2024", "10 to 13 February 2024")]
    assert titles("US") == [("Halloween 2024", "31 October 2024")]
    assert titles("JP") == []


def test_a_feast_on_a_journey_is_the_journeys() -> None:
    away = series(
        1, "2024-02-11 10:00", 40, step_minutes=90, where=(37.1, -8.67), place="Lagos", faces=[face(1)]
    )
    found = suggest(view([*everyday(), *away]), TODAY, holidays_of="BR")
    assert [s.kind for s in found if s.kind in ("trip", "holiday")] == ["trip"]
