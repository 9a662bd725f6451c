"""Where a guess from neighbours would be wrong, none is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rollsuggest.library.neighbours import Inferred, Shot, infer
from rollsuggest.model import AssetId, Certainty, Role

DAY = datetime(2025, 8, 5, 14)
PORTO, LISBON, TOKYO = (41.1496, -8.6110), (38.7223, -9.1393), (35.68, 139.69)


def shot(asset: int, minutes: float, position: tuple[float, float] | None = None, **more: Any) -> Shot:
    made = Shot(
        AssetId(asset), f"{asset}.jpg", DAY + timedelta(minutes=minutes), Certainty.EXACT, False, None,
        "iPhone 13", Role.PHOTO, position, "Porto" if position == PORTO else "", "PT",
    )  # fmt: skip
    return replace(made, **more)


def placed(*shots: Shot) -> dict[AssetId, str]:
    return {found.asset: found.place for found in infer(shots, places=True) if found.place}


def test_two_phones_apart_at_the_same_time_place_nothing_between_them() -> None:
    hers = shot(3, 10, LISBON, camera="Pixel 8", place="Lisbon")
    assert placed(shot(1, 0, PORTO), shot(2, 5), hers) == {}
    assert placed(shot(1, 0, PORTO), hers, shot(2, 11), shot(4, 20, PORTO)) == {}  # she is between


def test_a_phone_that_knows_places_itself_is_not_told_one_by_another() -> None:
    hers = [shot(2, 5, camera="Pixel 8"), shot(8, 300, LISBON, camera="Pixel 8", place="Lisbon")]
    assert placed(shot(1, 0, PORTO), *hers, shot(3, 10, PORTO)) == {}


def test_a_camera_without_positions_goes_with_the_phone() -> None:
    camera = shot(2, 5, camera="NIKON D3500")
    assert placed(shot(1, 0, PORTO), camera, shot(3, 10, PORTO)) == {AssetId(2): "Porto"}


def test_a_day_of_flying_places_nothing() -> None:
    before, after = shot(1, 0, PORTO), shot(3, 80, TOKYO, place="Tokyo", country="JP")
    assert placed(before, shot(2, 40), after) == {}
    same_name = replace(after, place="Porto", country="PT")  # a town called the same, far off
    assert placed(before, shot(2, 40), same_name) == {}


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [(45, 45, True), (46, 10, False), (10, 46, False), (0, 0, True), (0, 45, True)],
)
def test_both_neighbours_lie_within_three_quarters_of_an_hour(before: int, after: int, known: bool) -> None:
    found = placed(shot(1, 0, PORTO), shot(2, before), shot(3, before + after, PORTO))
    assert found == ({AssetId(2): "Porto"} if known else {})


def test_around_midnight_minutes_count_and_not_days() -> None:
    late = 9 * 60 + 50  # ten to twelve at night
    assert placed(shot(1, late, PORTO), shot(2, late + 10), shot(3, late + 20, PORTO)) == {
        AssetId(2): "Porto"
    }


def test_what_was_sent_has_no_camera_and_no_place() -> None:
    sent = shot(2, 5, camera="", path="IMG-20250805-WA0001.jpg")
    assert placed(shot(1, 0, PORTO), sent, shot(3, 10, PORTO)) == {}
    screen = shot(2, 5, role=Role.SCREENSHOT)
    assert placed(shot(1, 0, PORTO), screen, shot(3, 10, PORTO)) == {}


def test_nothing_inferred_tells_another() -> None:
    chain = [shot(1, 0, PORTO), *(shot(n, 30 * n) for n in range(2, 6)), shot(9, 200, PORTO)]
    assert placed(*chain) == {}


def test_a_place_is_a_town_and_never_a_position() -> None:
    assert "position" not in Inferred.__dataclass_fields__
