"""The inks of the style "pop": no brown, no soft halo, and one skin from the face to the hand."""

from __future__ import annotations

import numpy as np
import pytest

from rollsuggest.render.styles import FaceMark, inks
from rollsuggest.render.styles.lab import f32, to_lab
from rollsuggest.render.styles.pop import _skin
from rollsuggest.render.styles.scene import scene_of

NO_FLESH = np.zeros((8, 8), np.float32)


@pytest.mark.parametrize("rgb", [(96, 72, 10), (110, 60, 15), (80, 55, 30)])  # olive, tan, wood
def test_the_shade_of_warm_colours_is_no_brown(rgb: tuple[int, int, int]) -> None:
    lab = to_lab(f32(np.full((8, 8, 3), rgb, np.float32) / 255))
    light, _shade = inks.printed(lab, NO_FLESH, 1.0, 1.0)
    lightness, a, b = light[4, 4]
    hue = np.degrees(np.arctan2(b, a))
    assert np.hypot(a, b) > 50
    assert hue < 55 or lightness > 58  # red, or an orange bright enough to be one


def test_a_slow_slope_is_parted_by_a_narrow_step() -> None:
    ramp = np.linspace(0, 95, 400, dtype=np.float32)
    lab = np.zeros((40, 400, 3), np.float32)
    lab[..., 0] = ramp[None]
    light, shade = inks.printed(lab, np.zeros((40, 400), np.float32), 1.0, 1.0)
    flat = np.abs(np.diff(light[20, :, 0])) < 0.05
    assert (~flat).sum() < 24  # three steps
    assert (shade[20, :, 0] <= light[20, :, 0] + 0.01).all()


def test_an_arm_has_the_ink_of_its_face() -> None:
    rgb = np.full((200, 200, 3), (60, 90, 160), np.uint8)
    rgb[20:60, 80:120] = rgb[120:180, 20:40] = (214, 160, 130)
    points = np.array([[92, 34], [108, 34], [100, 42], [94, 50], [106, 50]], np.float32)
    scene = scene_of(rgb, [FaceMark((80, 20, 40, 40), points)], redraws=False, seed=1, size=(200, 200))
    skin = _skin(f32(to_lab(scene.picture)), scene)
    assert skin[150, 30] > 0.9
    assert skin[150, 120] < 0.05
