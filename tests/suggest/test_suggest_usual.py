"""Home and the usual places, learned and corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from suggest_worlds import AWAY, everyday, photo, series, view

from rollsuggest.model import Photo, View
from rollsuggest.suggest.by_month import by_month
from rollsuggest.suggest.homes import homes, spots_of
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.moments import by_day
from rollsuggest.suggest.occasions import festivals
from rollsuggest.suggest.placed import placed
from rollsuggest.suggest.trips import trips
from rollsuggest.suggest.usual import usual_places


def away(first: int, start: str, days: int) -> list[Photo]:
    return [
        shot
        for n in range(days)
        for shot in series(
            first + 20 * n, f"{date.fromisoformat(start) + timedelta(days=n)} 10:00:01", 12, where=AWAY,
            place="Lagos", country="PT",
        )
    ]  # fmt: skip


def test_home_is_where_most_weeks_are_and_one_trip_is_nothing_usual() -> None:
    found = usual_places(view([*everyday(), *away(1, "2024-08-01", 14)]))
    assert [(place.name, place.home) for place in found] == [("Porto", True)]


def test_a_town_come_back_to_is_usual_but_not_home() -> None:
    visits = [
        shot for n, start in enumerate(("2024-08-01", "2025-03-05")) for shot in away(300 * n, start, 3)
    ]
    found = usual_places(view([*everyday(), *visits]))
    assert [(place.name, place.home) for place in found] == [("Porto", True), ("Lagos", False)]
    assert (found[1].first, found[1].last) == (date(2024, 8, 1), date(2025, 3, 7))


def moved() -> list[Photo]:
    before = everyday(years=(2022, 2023))
    days = [datetime(2024, 1, 3, 12, 0, 7) + timedelta(days=7 * week) for week in range(90)]
    return [*before, *(photo(n, day, where=AWAY, place="Lagos", country="PT") for n, day in enumerate(days))]


def test_whoever_moved_has_two_homes_the_latest_first() -> None:
    found = usual_places(view(moved()))
    assert [(place.name, place.home) for place in found] == [("Lagos", True), ("Porto", True)]


def test_the_persons_word_outranks_what_it_seems() -> None:
    world = replace(view(moved()), homes={("Lagos", "PT"): False})
    assert [place.name for place in usual_places(world) if place.home] == ["Porto"]
    trip = away(1, "2024-08-01", 5)
    known = sorted([*everyday(), *trip], key=lambda p: (p.taken_at or datetime.min, p.id))
    months = [placed(of_month) for _key, of_month in by_month(tuple(known))]
    learned = homes(spots_of(month, {}) for month in months)
    assert trips(months, learned, by_day(known))
    said = {("Lagos", "PT"): True}
    assert not trips(months, homes(spots_of(month, said) for month in months), by_day(known))
    assert not gather(replace(view(known), homes=said), date(2026, 6, 14)).trips
    assert {p.name for p in usual_places(replace(view(known), homes=said)) if p.home} == {"Lagos", "Porto"}


def journeys(*stays: tuple[str, tuple[float, float], str, int]) -> list[Photo]:
    """Five photos on each of the days of each stay, and one in spring and in autumn, far from all."""
    far = [
        photo(n, day, where=(41.7, -77.5)) for n, day in enumerate(("2023-05-27T20:00", "2023-11-22T12:00"))
    ]
    return far + [
        shot
        for place, where, start, days in stays
        for n in range(days)
        for shot in series(
            100 * date.fromisoformat(start).day + 5 * n + 50,
            f"{date.fromisoformat(start) + timedelta(days=n)} 10:00:01", 5, where=where, place=place,
        )
    ]  # fmt: skip


def test_where_only_journeys_were_photographed_the_longest_is_no_home_but_a_trip() -> None:
    brussels = ("Brussels", (50.85, 4.36), "2023-09-02", 1)
    paris = ("Paris", (48.86, 2.33), "2023-09-04", 13)
    found = gather(view(journeys(brussels, paris)), date(2026, 6, 14))
    assert found.homes.known(date(2023, 9, 10)) == ()
    assert [trip.places for trip in found.trips] == [("Paris",)]
    assert found.trips[0].first == date(2023, 9, 2) and len(found.trips[0].photos) == 70
    assert not gather(view(journeys(paris)), date(2026, 6, 14)).trips, "that may be home"
    lived = ("Paris", (48.86, 2.33), "2023-09-04", 36)
    assert gather(view(journeys(lived)), date(2026, 6, 14)).homes.known(date(2023, 9, 10))


def weekends(count: int, apart: int = 14) -> list[Photo]:
    """Saturdays and Sundays at one place, by default a fortnight apart."""
    first = date(2025, 5, 17)
    days = [first + timedelta(days=apart * n + sunday) for n in range(count) for sunday in (0, 1)]
    return [shot for n, day in enumerate(days) for shot in away(40 * n, str(day), 1)]


def test_a_cottage_is_no_journey_again_and_again_but_a_town_seen_a_few_times_is() -> None:
    def found(count: int, apart: int = 14) -> int:
        return len(gather(view([*everyday(), *weekends(count, apart)]), date(2026, 6, 14)).trips)

    assert [found(count) for count in (1, 4, 5, 8)] == [1, 4, 0, 0]
    assert found(16, apart=7) == 0
    journey = series(9000, "2025-08-01 10:00:01", 40, step_minutes=200, where=(48.86, 2.33), place="Paris")
    (trip,) = gather(view([*everyday(), *weekends(8), *journey]), date(2026, 6, 14)).trips
    assert trip.places == ("Paris",)


def test_whoever_moved_has_the_holidays_of_where_they_lived() -> None:
    days = [datetime(2024, 2, 7, 12, 0, 7) + timedelta(days=7 * week) for week in range(90)]
    there = [
        photo(n, day, where=(43.65, -79.38), place="Toronto", country="CA") for n, day in enumerate(days)
    ]
    homes = gather(view([*everyday(years=(2022, 2023)), *there]), date(2026, 6, 14))
    found = {(one.slug, one.first.year) for one in festivals(homes)}
    assert {("freedom-day", 2023), ("canada-day", 2025)} <= found
    assert not {("freedom-day", 2025), ("canada-day", 2023)} & found


def test_without_places_there_is_nothing() -> None:
    bare = [replace(p, latitude=None, longitude=None, place="", country="") for p in everyday()]
    assert usual_places(view(bare)) == ()
    assert usual_places(View((), {})) == ()


@given(st.dates(date(2023, 1, 1), date(2026, 6, 1)), st.integers(1, 21), st.booleans())
def test_the_place_of_one_trip_is_never_home(start: date, days: int, settled: bool) -> None:
    found = usual_places(view([*(everyday() if settled else []), *away(1, str(start), days)]))
    assert all(place.name == "Porto" for place in found)
