"""The style "oil": its contours are a brush's, no stairs."""

from __future__ import annotations

import numpy as np
import pytest

from rollsuggest.render.styles import oil
from rollsuggest.render.styles.lab import f32, luma
from rollsuggest.render.styles.scene import scene_of


@pytest.mark.parametrize("slope", [0.12, 0.3])
def test_a_slanted_edge_is_no_stairs(slope: float) -> None:
    y, x = np.mgrid[0:540, 0:720].astype(np.float32)
    right = f32((x - 300 - slope * y).clip(-0.5, 0.5) + 0.5)[..., None]
    rgb = (f32([40, 60, 50]) * (1 - right) + f32([220, 210, 200]) * right).astype(np.uint8)
    drawn = luma(oil.draw(scene_of(rgb, [], redraws=False, seed=1, size=(720, 720))))[60:-60]
    light = (drawn - drawn.min()) / (drawn.max() - drawn.min())
    rows = np.arange(len(light))
    at = (light[:, 200:560] < 0.5).sum(axis=1) + 0.0
    for row in rows:  # where it is crossed, between two pixels
        before = 199 + int(at[row])
        low, high = light[row, before], light[row, before + 1]
        at[row] = before + (0.5 - low) / max(float(high - low), 1e-6)
    off = at - np.polyval(np.polyfit(rows, at, 1), rows)
    assert off.std() < 0.34  # those of a half were 0.4
