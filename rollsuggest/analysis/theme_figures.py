"""How often each theme was right when it was measured, and the bar below which a theme is not shown.

Printed by `python -m benchmarks themes`, which also says where this table is out of date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BAR = 0.9  # of the photos said to show a theme so many must show it


@dataclass(frozen=True, slots=True)
class Measured:
    """`said` photos were said to show it, `precision` of them do; `photos` do, by their label."""

    precision: float
    said: int
    photos: int
    recall: float


FIGURES: Mapping[str, Measured] = {
    "baby_kids": Measured(1.0, 5, 9, 0.44),
    "beach_sea": Measured(1.0, 22, 34, 0.65),
    "birthday": Measured(1.0, 2, 2, 1.0),
    "christmas_halloween": Measured(1.0, 1, 1, 1.0),
    "city_street": Measured(0.93, 27, 35, 0.66),
    "concert_music": Measured(1.0, 5, 7, 0.71),
    "cycling": Measured(1.0, 12, 15, 0.73),
    "flowers": Measured(1.0, 8, 12, 0.67),
    "food": Measured(1.0, 18, 21, 0.76),
    "forest": Measured(1.0, 7, 10, 0.5),
    "graduation": Measured(1.0, 1, 1, 1.0),
    "landmarks": Measured(1.0, 6, 7, 0.86),
    "mountains_hike": Measured(0.97, 36, 27, 0.78),
    "pets_cat": Measured(1.0, 5, 5, 1.0),
    "pets_dog": Measured(0.95, 63, 49, 0.96),
    "pool_swim": Measured(1.0, 8, 12, 0.58),
    "road_trip": Measured(1.0, 4, 6, 0.67),
    "snow": Measured(0.96, 26, 29, 0.62),
    "sport": Measured(0.93, 14, 19, 0.68),
    "sunset": Measured(1.0, 9, 9, 0.78),
    "wedding": Measured(1.0, 1, 1, 1.0),
    "wildlife": Measured(0.92, 12, 9, 1.0),
}


def trusted(theme: str) -> bool:
    """Tell whether a theme may be shown: one without figures may not."""
    measured = FIGURES.get(theme)
    return measured is not None and measured.precision >= BAR
