"""Cherry blossom and Shichi-Go-San: kept at home in Japan, where photos show that they were."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from suggest_worlds import AWAY, everyday, face, series, view

from rollsuggest.model import ClusterId, Person, Photo
from rollsuggest.suggest.engine import suggest

TODAY = date(2026, 6, 14)
BLOSSOM = {"flowers": 0.8}


def titles(photos: Iterable[Photo], *persons: Person, country: str = "JP") -> list[tuple[str, str]]:
    found = suggest(view([*everyday(), *photos], *persons), TODAY, holidays_of=country)
    return [(s.title, s.recipe.subtitle) for s in found if s.kind == "holiday"]


def blossoms(first: int, day: str, signs: int, count: int = 6) -> list[Photo]:
    """Photos of an afternoon, the first of which show blossom."""
    photos = series(first, f"{day} 14:00", count)
    return [replace(p, labels=BLOSSOM) if n < signs else p for n, p in enumerate(photos)]


def test_hanami_is_the_days_with_blossom_of_a_spring_in_japan() -> None:
    spring = [*blossoms(1, "2025-03-29", 3), *blossoms(20, "2025-04-02", 0), *blossoms(40, "2025-04-05", 2)]
    assert titles(spring) == [("Hanami 2025", "29 March to 5 April 2025")]
    assert titles(spring, country="PT") == []


@pytest.mark.parametrize(
    "photos",
    [
        blossoms(1, "2025-04-02", 0, 20),  # no blossom
        blossoms(1, "2025-04-02", 1, 20),  # a single flower
        blossoms(1, "2025-04-02", 2, 20),  # two in a day of other things
        blossoms(1, "2025-04-02", 2, 4),  # too few for a card
        blossoms(1, "2025-05-10", 6),  # in May cherries have flowered
        series(1, "2025-04-02 10:00", 30, step_minutes=120, where=AWAY, place="Lagos", labels=BLOSSOM),
    ],
)
def test_what_is_no_hanami(photos: list[Photo]) -> None:
    assert titles(photos) == []


def test_shichi_go_san_is_of_children_of_the_age_or_who_look_like_it() -> None:
    day = series(1, "2025-11-15 10:00", 8, faces=[face(1)])
    mio = Person(ClusterId(1), "Mio", (5, 3), birth_year=2020)
    card = [("Shichi-Go-San 2025", "15 November 2025")]
    assert titles(day, mio) == card
    small = [replace(p, labels={"baby_kids": 0.6}) for p in day]
    assert titles(small) == card
    grown = replace(mio, birth_year=1990)
    assert titles(day, grown) == titles(small, grown) == titles(day) == titles(day, mio, country="PT") == []
    assert titles(series(1, "2025-11-12 10:00", 8, faces=[face(1)]), mio) == []
    assert titles(day[:5], mio) == []
