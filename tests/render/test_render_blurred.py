"""A face that is blurred has nothing left to be got back, and nothing else of the picture changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from rollsuggest.model import AssetId, Box, Source
from rollsuggest.render.blurred import AROUND, blurred
from rollsuggest.render.paint import Photos
from rollsuggest.render.restyled import marks

FACE = Box(0.4, 0.3, 0.2, 0.3)
NOISE = np.random.default_rng(5).integers(0, 256, (200, 300, 3), dtype=np.uint8)


def test_of_a_face_a_few_mean_colours_are_left_and_of_the_rest_all() -> None:
    made = blurred(NOISE, [FACE]).astype(int)
    inside = made[60:120, 120:180]
    assert NOISE[60:120, 120:180].std() > 60 and inside.std() < 12
    apart = np.ones(made.shape[:2], bool)
    across, down = AROUND * FACE.w * 300 + 1, AROUND * FACE.h * 200 + 1
    apart[int(60 - down) : int(120 + down), int(120 - across) : int(180 + across)] = False
    assert (made == NOISE)[apart].all()


def test_a_box_beyond_the_edge_or_of_nothing_does_no_harm() -> None:
    assert blurred(NOISE, [Box(-0.1, 0.9, 0.2, 0.4), Box(0.5, 0.5, 0.0, 0.0)]).shape == NOISE.shape
    assert blurred(NOISE, []) is NOISE


def test_what_is_blurred_is_blurred_on_every_page_and_never_drawn_as_a_face(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(NOISE).save(path)
    points = tuple((0.5, 0.4) for _point in range(5))
    source = Source(AssetId(1), str(path), 300, 200, (FACE,), (points,), blurred=(FACE,))
    assert Photos().load(source, 300)[60:120, 120:180].std() < 12
    assert marks(source, 300, 200) == []
