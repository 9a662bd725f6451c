from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.countries import country_name
from rollsuggest.library.places import local_time, locate, offset_minutes, zone_offset_minutes

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "country"),
    [
        (41.1496, -8.611, "Porto", "PT"),
        (41.161, -8.623, "Porto", "PT"),
        (41.182, -8.689, "Matosinhos", "PT"),
        (38.711, -9.14, "Lisbon", "PT"),
        (37.1028, -8.673, "Lagos", "PT"),
        (43.1537, -4.6236, "Potes", "ES"),
        (35.6895, 139.6917, "Tokyo", "JP"),
        (35.7148, 139.7967, "Tokyo", "JP"),
        (40.7306, -73.9866, "New York City", "US"),
        (40.7357, -74.1724, "Newark", "US"),
        (48.8867, 2.3431, "Paris", "FR"),
        (48.8049, 2.1204, "Versailles", "FR"),
        (51.5136, -0.1365, "London", "GB"),
        (52.52, 13.405, "Berlin", "DE"),
        (43.7384, 7.4246, "Monaco", "MC"),
        (46.0207, 7.7491, "Zermatt", "CH"),
        (51.1784, -115.5708, "Banff", "CA"),
        (-33.8568, 151.2153, "Sydney", "AU"),
    ],
)
def test_the_town_that_people_would_name(latitude: float, longitude: float, name: str, country: str) -> None:
    place = locate(latitude, longitude)
    assert (place.name, place.country) == (name, country)
    assert (place.latitude, place.longitude) == (latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(30, -40), (-90, 0), (90, 180), (0, -150)])
def test_far_from_everywhere_there_is_no_name(latitude: float, longitude: float) -> None:
    assert (locate(latitude, longitude).name, locate(latitude, longitude).country) == ("", "")


def test_the_date_line_is_no_edge() -> None:
    assert locate(66.32, 179.9).name == locate(66.32, -179.9).name == "Egvekinot"


@given(LATITUDES, LONGITUDES)
def test_every_place_on_earth_can_be_asked_for(latitude: float, longitude: float) -> None:
    place = locate(latitude, longitude)
    assert bool(place.name) == bool(place.country)
    minutes = zone_offset_minutes(latitude, longitude, datetime(2024, 7, 1, 12))
    assert minutes is None or -12 * 60 <= minutes <= 14 * 60


def test_countries_have_names_for_people() -> None:
    assert [country_name(code) for code in ("PT", "US", "JP")] == ["Portugal", "United States", "Japan"]
    assert (country_name("ZZ"), country_name("")) == ("ZZ", "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "local", "minutes"),
    [
        (41.15, -8.61, "2024-07-01T12:00", 60),
        (41.15, -8.61, "2024-12-01T12:00", 0),
        (40.73, -73.99, "2024-11-30T19:30", -300),
        (35.69, 139.69, "2025-04-01T09:00", 540),
        (27.7, 85.3, "2025-04-01T09:00", 345),
        (-33.86, 151.2, "2025-01-01T09:00", 660),
    ],
)
def test_offsets_know_summer_time(latitude: float, longitude: float, local: str, minutes: int) -> None:
    assert zone_offset_minutes(latitude, longitude, datetime.fromisoformat(local)) == minutes


def test_an_unknown_zone_has_no_time() -> None:
    assert offset_minutes("", datetime(2024, 7, 1)) is None
    assert local_time("Mars/Phobos", datetime(2024, 7, 1)) is None
    assert local_time("Asia/Tokyo", datetime(2024, 7, 1, 20)) == datetime(2024, 7, 2, 5)
