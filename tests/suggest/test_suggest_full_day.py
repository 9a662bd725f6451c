"""Days of far more photos than usual: feasts that no calendar knows, and outings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from suggest_worlds import everyday, face, series, view

from rollsuggest.model import ClusterId, Person, Photo, Suggestion
from rollsuggest.suggest.engine import suggest

ANA = Person(ClusterId(1), "Ana", faces=40)


def full_days(photos: Iterable[Photo], *persons: Person) -> list[Suggestion]:
    return [s for s in suggest(view(photos, *persons), date(2026, 6, 14)) if s.kind == "full_day"]


def test_a_day_of_far_more_photos_than_usual_is_remembered() -> None:
    feast = series(1, "2025-07-19 11:00", 30, step_minutes=12, faces=[face(1)])
    (found,) = full_days([*everyday(), *feast], ANA)
    assert (found.title, found.recipe.subtitle) == ("A day with Ana", "19 July 2025")
    assert found.reason == "30 photos on one day, far more than usual"
    assert [s.title for s in full_days([*everyday(), *feast])] == ["A full day"]
    assert (
        full_days([*everyday(), *series(1, "2025-07-19 11:00", 30, step_minutes=3, faces=[face(1)])]) == []
    )  # an hour
    assert full_days([*everyday(), *series(1, "2025-07-19 11:00", 30, step_minutes=12)]) == []  # a table
    out = series(1, "2025-07-19 11:00", 30, step_minutes=12, where=(41.45, -8.3), place="Guimarães")
    assert [s.title for s in full_days([*everyday(), *out])] == ["A day in Guimarães"]
    again = series(100, "2025-08-19 11:00", 40, step_minutes=12, faces=[face(1)])
    (one,) = full_days([*everyday(), *feast, *again])  # of a year the fullest
    assert one.recipe.subtitle == "19 August 2025"


def test_a_full_day_that_has_a_card_or_is_usual_is_none() -> None:
    christmas = series(1, "2024-12-25 11:00", 30, step_minutes=12, faces=[face(1)])
    birthday = series(100, "2023-05-20 11:00", 30, step_minutes=12, faces=[face(1)])
    fresh = series(200, "2026-06-01 11:00", 30, step_minutes=12, faces=[face(1)])
    ana = replace(ANA, birthday=(5, 20))
    assert full_days([*everyday(), *christmas, *birthday, *fresh], ana) == []
    busy = [
        photo
        for n in range(40)
        for photo in series(
            1000 + 30 * n, f"2025-{n // 20 + 3:02}-{n % 20 + 1:02} 11:00", 20, step_minutes=12
        )
    ]
    assert full_days([replace(p, faces=(face(1),)) for p in busy]) == []
