"""EfficientNet-Lite0: a picture -> 1,000 word probabilities and 1,280 features."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import models
from rollsuggest.library.pixels import Rgb

Floats = npt.NDArray[np.float32]
_SIDE = 224
_MUCH = 0.6
_LARGE = 512  # of a smaller picture the odd row that halving leaves out would be missed


class Classifier:
    """The network looks twice: at the middle, sharply, and at the whole, squashed.

    A phone photo's subject may stand at the edge that the usual centre crop cuts off.
    """

    def __init__(self) -> None:
        self._session = models.session(models.EFFICIENTNET)

    def __call__(self, rgb: Rgb) -> tuple[Floats, Floats]:
        """Return probabilities (1000,), the mean of both looks, and features (1280,) of length 1."""
        looks = [self._look(view) for view in (_middle(rgb), _whole(rgb))]
        probabilities = np.mean([p for p, _ in looks], axis=0)
        features = np.mean([f for _, f in looks], axis=0)
        return probabilities, features / max(float(np.linalg.norm(features)), 1e-9)

    def whole(self, rgb: Rgb) -> Floats:
        """Return the probabilities (1000,) of one look at the whole."""
        return self._look(_whole(rgb))[0]

    def _look(self, view: Rgb) -> tuple[Floats, Floats]:
        x = cv2.dnn.blobFromImage(view, 1 / 128, mean=(127, 127, 127))
        probabilities, features = self._session.run(["probs", "features"], {"image": x})
        return probabilities[0], features[0]


def _middle(rgb: Rgb) -> Rgb:
    """The training view: short side to 256, the middle 224 x 224."""
    height, width = rgb.shape[:2]
    scale = 256 / min(height, width)
    resized = resize(rgb, max(_SIDE, round(width * scale)), max(_SIDE, round(height * scale)))
    top, left = (resized.shape[0] - _SIDE) // 2, (resized.shape[1] - _SIDE) // 2
    return resized[top : top + _SIDE, left : left + _SIDE]


def _whole(rgb: Rgb) -> Rgb:
    return resize(rgb, _SIDE, _SIDE)


def within(rgb: Rgb, side_px: int) -> Rgb:
    """Return the picture with at most `side_px` on its longer side; a smaller one as it is."""
    scale = side_px / max(rgb.shape[:2])
    return rgb if scale >= 1 else resize(rgb, round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))


def resize(rgb: Rgb, width: int, height: int, *, quick: bool = False) -> Rgb:
    """Resize to width x height: by area when shrinking, so that nothing aliases.

    What is large and shrinks to less than half is halved first, in half the time. `quick`: by area only
    below 0.6; down to there bilinear sampling sees every pixel, in a sixth of the time.
    """
    while width * 2 <= rgb.shape[1] and height * 2 <= rgb.shape[0] and min(rgb.shape[:2]) >= _LARGE:
        rgb = _halved(rgb)
    shrinking = width * height < rgb.shape[0] * rgb.shape[1] * (_MUCH**2 if quick else 1)
    how = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, (max(1, width), max(1, height)), interpolation=how), np.uint8)


def _halved(rgb: Rgb) -> Rgb:
    """Average each 2 x 2 pixels; the last row or column of an odd number is left out."""
    height, width = rgb.shape[0] // 2, rgb.shape[1] // 2
    even = rgb[: height * 2, : width * 2]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
