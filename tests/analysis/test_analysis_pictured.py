"""A face within four unbroken sides is in a picture; a body before a frame breaks the lower one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from rollsuggest.analysis.engine import Engine
from rollsuggest.analysis.faces import Found
from rollsuggest.analysis.pictured import FRAMED, framed
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.people.units import FOUNDS_FROM

FACE = Found(470, 330, 100, 120, np.zeros((5, 2), np.float32), 0.95)


def scene() -> Rgb:
    """Return soft blotches, in which no straight edge is: (800, 1000, 3)."""
    noise = np.random.default_rng(4).uniform(0, 255, (40, 50, 3))
    soft = cv2.resize(noise, (1000, 800), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.normalize(soft, None, 60, 200, cv2.NORM_MINMAX), np.uint8)  # type: ignore[call-overload]


def with_picture(corners: list[tuple[int, int]]) -> Rgb:
    return np.asarray(cv2.fillPoly(scene(), [np.array(corners, np.int32)], (240, 235, 225)), np.uint8)


def test_nothing_around_a_face_is_no_frame() -> None:
    assert framed(scene(), FACE) < FRAMED


@pytest.mark.parametrize(
    "corners",
    [
        [(400, 250), (640, 250), (640, 520), (400, 520)],
        [(410, 240), (650, 268), (640, 560), (395, 520)],
        [(460, 200), (700, 290), (600, 560), (360, 470)],
    ],
)
def test_four_sides_are_a_frame_however_they_lie(corners: list[tuple[int, int]]) -> None:
    assert framed(with_picture(corners), FACE) >= FRAMED


def test_a_body_breaks_the_lower_side() -> None:
    picture = with_picture([(400, 250), (640, 250), (640, 520), (400, 520)])
    body = np.asarray(cv2.ellipse(picture, (520, 640), (100, 200), 0, 0, 360, (90, 60, 40), -1), np.uint8)
    assert framed(body, FACE) < FRAMED


def test_what_fills_the_photo_is_the_photo() -> None:
    whole = with_picture([(60, 40), (940, 40), (940, 760), (60, 760)])
    near = Found(300, 200, 320, 360, np.zeros((5, 2), np.float32), 0.95)
    assert framed(whole, near) < FRAMED


def test_a_face_at_the_edge_of_a_tiny_picture_is_looked_at() -> None:
    assert (
        framed(np.zeros((20, 20, 3), np.uint8), Found(-4, -4, 30, 30, np.zeros((5, 2), np.float32), 0.9)) == 0
    )


@pytest.mark.shared
def test_a_portrait_on_a_wall_founds_nobody_and_the_same_person_does(shared: Path) -> None:
    portrait = decode(shared / "data/people/lfw/Naomi_Watts/Naomi_Watts_0003.jpg", 250).rgb
    wall = scene()
    wall[180:430, 380:630] = portrait
    engine = Engine()
    (alone,), (hung,) = engine.faces(portrait), engine.faces(wall)
    assert alone.quality >= FOUNDS_FROM > hung.quality
