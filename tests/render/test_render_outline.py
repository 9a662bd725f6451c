"""A head is cut along its outline: what stands behind it is left to the drawing."""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import FaceMark
from rollsuggest.render.styles.outline import outlined

POINTS = np.array([[88, 92], [112, 92], [100, 104], [91, 116], [109, 116]], np.float32)
FACE = FaceMark((76, 68, 48, 64), POINTS)


def _photo() -> Rgb:
    rgb = np.random.default_rng(1).integers(20, 50, (220, 200, 3)).astype(np.uint8)
    rgb[..., 2] += 60  # a blue wall
    cv2.ellipse(rgb, ((100, 96), (60, 84), 0), (210, 160, 130), -1)
    return rgb


def test_the_head_without_the_wall() -> None:
    head = outlined(_photo(), FACE)
    assert head is not None
    assert head[100, 100] > 0.95
    assert head[64, 100] > 0.5  # the forehead above what a detector frames
    assert head[60, 70] < 0.2  # the wall, within one and a half face widths
    again = outlined(_photo(), FACE)
    assert again is not None
    assert (again == head).all()


def test_no_head_where_the_picture_is_all_face() -> None:
    rgb = np.full((60, 50, 3), 180, np.uint8)
    assert outlined(rgb, FaceMark((0, 0, 50, 60), POINTS)) is None
