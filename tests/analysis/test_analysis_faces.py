"""What is no face of a person: by what else is seen, and by its colour."""

from __future__ import annotations

import numpy as np
import pytest

from rollsuggest.analysis import portrait
from rollsuggest.analysis.faces import Found, bodiless
from rollsuggest.model import Box, Label

RGB = np.zeros((400, 400, 3), np.uint8)
POINTS = np.array([[40, 50], [70, 50], [55, 70], [42, 90], [68, 90]], np.float32)


def face(score: float, side: float = 100) -> Found:
    return Found(150, 150, side, side, POINTS, score)


def seen(name: str, score: float, box: Box | None = None) -> Label:
    return Label(name, score, box or Box(0.2, 0.2, 0.6, 0.6))


def test_a_large_unsure_face_of_nobody_is_none() -> None:
    assert bodiless(face(0.85), RGB, ())
    assert bodiless(face(0.85), RGB, (seen("person", 0.9, Box(0.8, 0.8, 0.1, 0.1)),))
    assert not bodiless(face(0.85), RGB, (seen("person", 0.22),))


def test_a_sure_face_needs_no_body() -> None:
    assert not bodiless(face(0.92), RGB, ())


def test_a_small_face_is_believed_where_anybody_is_seen_or_it_is_fairly_sure() -> None:
    elsewhere = seen("person", 0.25, Box(0.8, 0.8, 0.1, 0.1))
    assert bodiless(face(0.75, side=20), RGB, (seen("sink", 0.5),))
    assert not bodiless(face(0.75, side=20), RGB, (elsewhere,))
    assert not bodiless(face(0.85, side=20), RGB, ())


def test_a_cat_is_a_cat_unless_a_person_is_seen_more_surely() -> None:
    assert bodiless(face(0.87), RGB, (seen("person", 0.28), seen("cat", 0.45)))
    assert not bodiless(face(0.87), RGB, (seen("person", 0.7), seen("cat", 0.45)))


@pytest.mark.parametrize("skin", [(70, 45, 30), (150, 105, 80), (235, 200, 180), (128, 128, 128)])
def test_every_skin_and_a_grey_photo_are_flesh(skin: tuple[int, int, int]) -> None:
    assert portrait.fleshly(np.full((112, 112, 3), skin, np.uint8)) == 1


def test_a_blue_head_is_a_poor_face() -> None:
    rng = np.random.default_rng(3)
    grain = rng.integers(-30, 30, (112, 112, 1))
    blue = np.clip(np.array([30, 70, 150]) + grain, 0, 255).astype(np.uint8)
    brown = np.clip(np.array([150, 105, 80]) + grain, 0, 255).astype(np.uint8)
    assert portrait.quality(face(0.9), blue) < 0.3 * portrait.quality(face(0.9), brown)
