"""Yahoo's open_nsfw (Mahadeokar and Pesavento, 2016): how surely a picture shows nudity.

[Note: What it is for]
It keeps such pictures out of suggestions, nothing else: nothing is hidden, deleted or told to anyone. It
knows naked people; it does not know wounds or blood (medical care: care.py). Of 684 photos, beaches, pools
and babies among them, 2 reach 0.5 (a grindstone and a boy playing ball); how many naked pictures it misses we
could not measure, for we have none to measure on.
"""

from __future__ import annotations

import numpy as np

from rollsuggest.analysis import models
from rollsuggest.analysis.classifier import resize
from rollsuggest.library.pixels import Rgb

_SIDE, _CROP = 256, 16
_MEAN = np.array([104, 117, 123], np.float32)  # BGR


class NudityDetector:
    def __init__(self) -> None:
        self._session = models.session(models.OPEN_NSFW)
        self._input = self._session.get_inputs()[0].name

    def __call__(self, rgb: Rgb) -> float:
        """Return 0..1."""
        middle = resize(rgb, _SIDE, _SIDE)[_CROP:-_CROP, _CROP:-_CROP, ::-1]
        x = np.ascontiguousarray(middle.astype(np.float32) - _MEAN)[None]
        return float(np.clip(self._session.run(None, {self._input: x})[0][0][1], 0, 1))
