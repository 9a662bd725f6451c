"""The style "storybook": thin lines lie over its dabs, and its contours have no stairs."""

from __future__ import annotations

import numpy as np
import pytest

from rollsuggest.render.styles import anime, storybook
from rollsuggest.render.styles.lab import Plane, f32, luma
from rollsuggest.render.styles.scene import scene_of


def _drawn(grey: Plane, monkeypatch: pytest.MonkeyPatch) -> Plane:
    """Return what storybook makes of a drawing in that grey 0..1."""
    drawing = f32(np.repeat(grey[..., None], 3, axis=2))
    monkeypatch.setattr(anime, "drawn", lambda *_args: drawing)
    rgb = (drawing * 255).astype(np.uint8)
    return luma(storybook.draw(scene_of(rgb, [], redraws=False, seed=1, size=(1080, 1080))))


@pytest.mark.parametrize(("ground", "line"), [(0.7, 0.3), (0.4, 0.8)])
def test_a_thin_line_is_not_swallowed(ground: float, line: float, monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((400, 1080), ground, np.float32)
    grey[199:201, 100:-100] = line
    drawn = _drawn(grey, monkeypatch)[:, 200:-200]
    kept = (drawn[199:201].mean() - drawn[100:150].mean()) / (line - ground)
    assert kept > 0.8  # dabs leave a fifth of it


def test_a_slanted_edge_is_no_stairs(monkeypatch: pytest.MonkeyPatch) -> None:
    y, x = np.mgrid[0:540, 0:1080].astype(np.float32)
    grey = 0.2 + 0.6 * (x - 400 - 0.3 * y).clip(-0.5, 0.5) + 0.3
    drawn = _drawn(f32(grey), monkeypatch)[60:-60]
    light = (drawn - drawn.min()) / (drawn.max() - drawn.min())
    rows = np.arange(len(light))
    at = (light[:, 300:800] < 0.5).sum(axis=1) + 0.0
    for row in rows:  # where it is crossed, between two pixels
        before = 299 + int(at[row])
        low, high = light[row, before], light[row, before + 1]
        at[row] = before + (0.5 - low) / max(float(high - low), 1e-6)
    off = at - np.polyval(np.polyfit(rows, at, 1), rows)
    assert off.std() < 0.3
