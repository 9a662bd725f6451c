"""Light is offered where it suits."""

from __future__ import annotations

import pytest

from rollsuggest.studio.lights import LIGHTS, suiting


@pytest.mark.parametrize(
    ("sky", "themes", "objects", "faces", "moves", "suits"),
    [
        (True, {"landmarks": 0.8}, {}, 0, False, LIGHTS),
        (True, {}, {}, 0, False, LIGHTS),
        (True, {"beach_sea": 0.7}, {"person": 0.9}, 3, False, LIGHTS),
        (True, {"beach_sea": 0.7}, {}, 0, True, ("golden", "petals", "rain")),
        (False, {"city_street": 0.6}, {}, 1, False, ("golden", "petals", "rain")),
        (True, {}, {}, 2, False, ("golden", "petals")),  # a wall behind somebody
        (False, {}, {}, 1, False, ("golden", "petals")),
        (True, {"landmarks": 0.3}, {"dining table": 0.6}, 0, False, ()),  # a window
        (False, {"food": 0.7}, {}, 0, False, ()),
        (False, {"food": 0.7, "beach_sea": 0.6}, {"cup": 0.9}, 0, False, ("golden", "petals", "rain")),
    ],
)
def test_what_suits(
    sky: bool,
    themes: dict[str, float],
    objects: dict[str, float],
    faces: int,
    moves: bool,
    suits: tuple[str, ...],
) -> None:
    assert suiting(sky, themes, objects, faces, moves) == suits
