"""NanoDet-g: a picture -> the COCO objects in it, with boxes.

Decoding after Li et al., "Generalized Focal Loss" (2020): each side of a box is the expectation of a
distribution over 11 bins, in strides.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import models
from rollsuggest.analysis.classifier import resize
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box, Label

Floats = npt.NDArray[np.float32]

_SIDE = 416
_BINS = 11
_MEAN = (123.675, 116.28, 103.53)  # RGB
_STD = np.array([57.375, 57.12, 58.395], np.float32).reshape(1, 3, 1, 1)  # BGR, as the network takes it
_OVERLAP = 0.5
# [Note: Object threshold] on 58 COCO photos the tags have P 0.68, R 0.46 from 0.40 on and P 0.82, R 0.32 from
# 0.50 on. The themes weigh the score, so we keep the weaker ones; ask for 0.50 before showing one to anyone.
THRESHOLD = 0.40
FAINT = 0.20  # what is seen this weakly is told to nobody, but a faint person is a reason to look for faces
_MOST = 30


class ObjectDetector:
    def __init__(self) -> None:
        self._session = models.session(models.NANODET)
        self._names = models.lines(models.COCO_NAMES)

    def __call__(self, rgb: Rgb, threshold: float = FAINT) -> tuple[Label, ...]:
        """Return what is seen with at least `threshold`, best first."""
        x = cv2.dnn.blobFromImage(resize(rgb, _SIDE, _SIDE), mean=_MEAN, swapRB=True) / _STD
        out = self._session.run(None, {self._session.get_inputs()[0].name: x})
        classes = {o.shape[1]: o[0] for o in out if o.shape[2] == len(self._names)}
        sides = {o.shape[1]: o[0] for o in out if o.shape[2] == 4 * _BINS}
        boxes = np.concatenate([_boxes(sides[n]) for n in classes])
        scores = np.concatenate(list(classes.values()))
        return _labels(boxes, scores, self._names, threshold)


def _boxes(sides: Floats) -> Floats:
    """Distributions (n, 44) of one square grid -> corners x0, y0, x1, y1 (n, 4) in 0..1."""
    count = len(sides)
    grid = round(count**0.5)
    bins = np.exp(sides.reshape(count, 4, _BINS) - sides.reshape(count, 4, _BINS).max(-1, keepdims=True))
    reach = (bins / bins.sum(-1, keepdims=True)) @ np.arange(_BINS, dtype=np.float32) / grid
    y, x = np.divmod(np.arange(count), grid)
    centre = np.stack([x + 0.5, y + 0.5, x + 0.5, y + 0.5], 1) / grid
    return np.asarray(np.clip(centre + reach * [-1, -1, 1, 1], 0, 1), np.float32)


def _labels(boxes: Floats, scores: Floats, names: tuple[str, ...], threshold: float) -> tuple[Label, ...]:
    best, kind = scores.max(1), scores.argmax(1)
    keep = best >= threshold
    boxes, best, kind = boxes[keep], best[keep], kind[keep]
    if not len(best):
        return ()
    xywh = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], 1)
    kept = cv2.dnn.NMSBoxesBatched(xywh.tolist(), best.tolist(), kind.tolist(), threshold, _OVERLAP)
    order = sorted((int(i) for i in kept), key=lambda i: -best[i])[:_MOST]
    return tuple(
        Label(names[kind[i]], float(min(best[i], 1)), Box(*(float(v) for v in xywh[i]))) for i in order
    )
