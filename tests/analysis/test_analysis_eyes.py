"""Open and shut eyes, by the mesh."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollsuggest.analysis.engine import Engine
from rollsuggest.analysis.eyes import MOST, FaceMesh, aspect_ratio
from rollsuggest.analysis.faces import Found
from rollsuggest.library.pixels import Rgb, decode


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def test_the_ratio_is_height_by_width() -> None:
    eye = np.array([[0, 0], [1, 1], [3, 1], [4, 0], [3, -1], [1, -1]], np.float32)
    assert aspect_ratio(eye) == pytest.approx(0.5)
    assert aspect_ratio((eye * [1, 0]).astype(np.float32)) == 0
    assert aspect_ratio(np.zeros((6, 2), np.float32)) == 0


def test_small_faces_and_the_many_of_a_crowd_are_not_judged() -> None:
    grey: Rgb = np.full((200, 200, 3), 128, np.uint8)
    points = np.array([[60, 60], [120, 60], [90, 90], [65, 120], [115, 120]], np.float32)
    small, large = (
        Found(0, 0, 40, 40, (points / 4).astype(np.float32), 1.0),
        Found(30, 30, 120, 120, points, 1.0),
    )
    told = FaceMesh()(grey, [small, *[large] * (MOST + 2)])
    assert told[0] is None
    assert sum(one is not None for one in told) == MOST
    assert all(0 <= one.eyes_open <= 1 for one in told if one is not None)


@pytest.mark.shared
def test_most_people_in_photos_have_their_eyes_open(shared: Path, engine: Engine) -> None:
    files = sorted((shared / "data/people/families").rglob("*.jpg"))[:24]
    found = [
        face.eyes_open
        for path in files
        for face in engine.faces(decode(path, 1600).rgb)
        if face.eyes_open is not None
    ]
    assert len(found) >= 10
    assert sum(one >= 0.5 for one in found) / len(found) >= 0.8


@pytest.mark.shared
def test_painted_lids_shut_an_eye(shared: Path, engine: Engine) -> None:
    """The same face with its eyes painted over in the colour of its cheeks ranks lower."""
    lower = []
    for path in sorted((shared / "data/people/families").rglob("*.jpg"))[:16]:
        rgb = decode(path, 1600).rgb
        for face in engine.faces(rgb):
            if face.eyes_open is None or face.quality < 0.5:
                continue
            shut = _painted(rgb, face.points)
            again = [f for f in engine.faces(shut) if abs(f.box.x - face.box.x) < 0.05]
            if again and again[0].eyes_open is not None:
                lower.append(again[0].eyes_open < face.eyes_open)
    assert len(lower) >= 5
    assert sum(lower) / len(lower) >= 0.8


def _painted(rgb: Rgb, points: tuple[tuple[float, float], ...]) -> Rgb:
    height, width = rgb.shape[:2]
    at = np.array(points) * (width, height)
    apart = float(np.linalg.norm(at[1] - at[0]))
    shut = rgb.copy()
    for x, y in at[:2]:
        wide, high = 0.24 * apart, 0.11 * apart
        cheek = rgb[int(y + 0.35 * apart) : int(y + 0.45 * apart) + 1, int(x) : int(x + 3)].mean((0, 1))
        shut[int(y - high) : int(y + high) + 1, int(x - wide) : int(x + wide) + 1] = cheek
        shut[int(y + high) - 1 : int(y + high) + 1, int(x - wide) : int(x + wide) + 1] = cheek * 0.6
    return shut
