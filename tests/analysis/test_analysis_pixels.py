"""Quality, evidence and face geometry on drawn pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rollsuggest.analysis import evidence, portrait, quality
from rollsuggest.library.pixels import Rgb


def scene(height: int = 480, width: int = 640) -> Rgb:
    """Shapes and grain with sharp edges, the same each time."""
    draw = np.random.default_rng(7)
    picture = np.full((height, width, 3), (150, 170, 190), np.uint8)
    for _ in range(60):
        x, y = int(draw.integers(width)), int(draw.integers(height))
        colour = [int(v) for v in draw.integers(0, 255, 3)]
        cv2.circle(picture, (x, y), int(draw.integers(8, 60)), colour, -1)
    return picture


def test_blur_lowers_sharpness_step_by_step() -> None:
    found = [
        quality.measure(np.asarray(cv2.GaussianBlur(scene(), (0, 0), s), np.uint8)).sharpness
        for s in (0.3, 2, 5)
    ]
    assert found[0] > found[1] > found[2]
    assert found[0] > 3 * found[2]


def test_a_soft_background_does_not_spoil_a_sharp_subject() -> None:
    soft = np.asarray(cv2.GaussianBlur(scene(), (0, 0), 6), np.uint8)
    portrait_like = soft.copy()
    portrait_like[120:360, 220:420] = scene()[120:360, 220:420]
    assert quality.measure(portrait_like).sharpness > 2 * quality.measure(soft).sharpness


def test_exposure_punishes_black_and_burnt_pictures() -> None:
    good = quality.measure(scene()).exposure
    dark = quality.measure((scene() // 12).astype(np.uint8)).exposure
    burnt = quality.measure(np.clip(scene().astype(np.int32) + 140, 0, 255).astype(np.uint8)).exposure
    assert good > 0.8 and dark < 0.3 and burnt < 0.4


def test_the_hash_survives_resizing_and_tells_pictures_apart() -> None:
    one = quality.measure(scene()).phash
    smaller = quality.measure(np.asarray(cv2.resize(scene(), (320, 240)), np.uint8)).phash
    mirrored = quality.measure(np.ascontiguousarray(scene()[:, ::-1])).phash
    assert (one ^ smaller).bit_count() <= 6
    assert (one ^ mirrored).bit_count() >= 16


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
def test_any_picture_has_measures_in_range(rgb: Rgb) -> None:
    found = quality.measure(rgb)
    assert all(0 <= v <= 1 for v in (found.sharpness, found.exposure, found.contrast))
    assert 0 <= found.phash < 2**63
    assert all(0 <= v <= 255 for v in found.colour)
    looks = evidence.look(rgb)
    assert all(0 <= getattr(looks, name) <= 1 for name in looks.__dataclass_fields__)


def test_the_dominant_colour_is_the_colourful_one() -> None:
    picture = np.full((100, 100, 3), 128, np.uint8)
    picture[:45] = (200, 30, 30)
    red, green, blue = quality.measure(picture).colour
    assert red > 150 and green < 80 and blue < 80


@given(st.floats(-3.1, 3.1), st.floats(0.2, 8), st.floats(-400, 400), st.floats(-400, 400))
def test_alignment_undoes_any_turn_scale_and_shift(turn: float, scale: float, x: float, y: float) -> None:
    template = portrait._TEMPLATE
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = (template @ matrix.T + [x, y]).astype(np.float32)
    back = portrait.similarity(moved, template)
    assert np.allclose(moved @ back[:, :2].T + back[:, 2], template, atol=0.05)


def test_a_turned_head_is_less_frontal() -> None:
    points = portrait._TEMPLATE.copy()
    assert portrait.frontal(points) > 0.9
    points[2, 0] += 14
    half = portrait.frontal(points)
    points[2, 0] += 12
    assert 0.9 > half > portrait.frontal(points)
    assert portrait.frontal(np.zeros((5, 2), np.float32)) == 0


@pytest.mark.parametrize("scale", [1, 4])
def test_a_chip_shows_the_face_where_the_template_wants_it(scale: int) -> None:
    picture = np.zeros((200 * scale, 200 * scale, 3), np.uint8)
    points = (portrait._TEMPLATE + 30) * scale
    for x, y in points:
        cv2.circle(picture, (round(float(x)), round(float(y))), 3 * scale, (255, 255, 255), -1)
    chip = portrait.align(picture, points.astype(np.float32))
    assert chip.shape == (112, 112, 3)
    assert all(chip[round(float(y)), round(float(x))].max() > 200 for x, y in portrait._TEMPLATE)
