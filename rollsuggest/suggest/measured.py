"""The scores of many photos at once; in a file of its own, as `keep` is needed where numpy is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rollsuggest.model import Photo
from rollsuggest.suggest import keep


def measure(photos: Sequence[Photo]) -> None:
    """Have the scores of all ready, worked out at once where there is no face: as in most photos."""
    plain = [p for p in photos if not p.faces and p.score is None and p.width]
    sharpness = np.array([p.sharpness for p in plain])
    exposure = np.array([p.exposure for p in plain])
    contrast = np.array([p.contrast for p in plain])
    pixels = np.array([p.width * p.height for p in plain])
    merit = keep.WEIGHTS["sharper"] * sharpness + keep.WEIGHTS["light"] * (0.6 * exposure + 0.4 * contrast)
    for part in (
        keep.WEIGHTS["faces"] * 0.5,
        *keep.UNMEASURED,
        keep.SIZE * np.minimum(1.0, pixels / keep.LARGE_PX),
    ):
        merit = merit + part
    ramps = [np.clip(exposure / 0.3, 0, 1), np.clip(contrast / 0.25, 0, 1), np.clip(sharpness / 0.25, 0, 1)]
    scores = merit * (0.2 + 0.8 * np.minimum.reduce(ramps))
    for photo, found in zip(plain, scores.tolist(), strict=True):
        object.__setattr__(photo, "score", found)
