"""Trips as ways over a map."""

from __future__ import annotations

from datetime import date, timedelta

from suggest_worlds import AWAY, everyday, photo, series, view

from rollsuggest.model import Photo
from rollsuggest.suggest.journeys import journeys, stops

TODAY = date(2026, 6, 14)


def trip(first: int, start: str, days: int) -> list[Photo]:
    """A trip whose days are spent in Lagos and in Faro, in turn."""
    towns = (("Lagos", AWAY), ("Faro", (AWAY[0], AWAY[1] + 1.0)))
    return [
        shot
        for n in range(days)
        for shot in series(
            first + 20 * n, f"{date.fromisoformat(start) + timedelta(days=n)} 10:00:01", 12,
            where=towns[n % 2][1], place=towns[n % 2][0], country="PT",
        )
    ]  # fmt: skip


def test_trips_are_told_the_latest_first_with_their_way() -> None:
    found = journeys(view([*everyday(), *trip(9000, "2024-08-01", 3), *trip(9500, "2025-08-01", 4)]), TODAY)
    assert [(j.first, j.last, len(j.photos)) for j in found] == [
        (date(2025, 8, 1), date(2025, 8, 4), 48),
        (date(2024, 8, 1), date(2024, 8, 3), 36),
    ]
    assert [stop.name for stop in found[1].stops] == ["Lagos", "Faro", "Lagos"]
    assert found[0].places == ("Lagos", "Faro")
    assert found[0].countries == ("PT",)


def test_without_places_there_are_no_trips() -> None:
    assert journeys(view([photo(n, f"2025-08-0{n} 10:00:01") for n in range(1, 9)]), TODAY) == ()


def test_where_no_town_is_near_a_stop_is_far_from_the_one_before() -> None:
    at_sea = [(60.0, 0.0), (60.01, 0.0), (61.0, 0.0)]
    shots = [photo(n, f"2025-08-01 1{n}:00:01", where=where) for n, where in enumerate(at_sea)]
    found = stops([*shots, photo(9, "2025-08-01 18:00:01", where=None)])
    assert [(stop.latitude, stop.longitude) for stop in found] == [at_sea[0], at_sea[2]]
