"""YuNet as a network: a picture -> boxes, points and scores. Wu, Peng, Yu, "YuNet" (2023).

onnxruntime runs it in 0.6 of the time of OpenCV's `FaceDetectorYN` (36 against 60 ms CPU at 1280 x 960). The
decoding is that of OpenCV: a cell's score is the geometric mean of "is a face" and "is an object"; box and
points are told in cells from the cell's corner, the box's sides as logarithms.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import models
from rollsuggest.library.pixels import Rgb

Floats = npt.NDArray[np.float32]

_STRIDES = (8, 16, 32)
_KINDS = ("cls", "obj", "bbox", "kps")
_OUTPUTS = [f"{kind}_{stride}" for stride in _STRIDES for kind in _KINDS]


MOST_THREADS = 4  # more find nothing to do in a picture of 1280 px


class YuNet:
    def __init__(self, threshold: float, overlap: float) -> None:
        self._sessions = {1: models.session(models.YUNET)}
        self._threshold, self._overlap = threshold, overlap

    def __call__(self, rgb: Rgb) -> Floats:
        """Return a row (15,) a face: x, y, w, h, five points (x, y), score; in pixels of `rgb`."""
        padded = _padded(rgb)
        out = self._session().run(_OUTPUTS, {"input": padded})
        grids = [[part[0] for part in out[4 * i : 4 * i + 4]] for i in range(len(_STRIDES))]
        rows = np.concatenate(
            [
                _decoded(grid, stride, padded.shape[3] // stride, self._threshold)
                for grid, stride in zip(grids, _STRIDES, strict=True)
            ]
        )
        if not len(rows):
            return rows
        kept = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), self._threshold, self._overlap)
        return rows[np.asarray(kept, np.int64).reshape(-1)]

    def _session(self) -> Any:
        """Use as many threads as OpenCV may: more where somebody waits. What is found is the same."""
        threads = min(MOST_THREADS, max(1, cv2.getNumThreads()))
        if threads not in self._sessions:
            self._sessions[threads] = models.session(models.YUNET, threads)
        return self._sessions[threads]


def _padded(rgb: Rgb) -> Floats:
    """Return the picture as the network takes it: (1, 3, h, w), blue first, black up to the next 32 px."""
    height, width = rgb.shape[:2]
    blob = np.zeros((1, 3, height + -height % 32, width + -width % 32), np.float32)
    for plane, channel in zip(blob[0, ::-1], cv2.split(rgb), strict=True):
        plane[:height, :width] = channel  # OpenCV's own `blobFromImage` takes twice as long
    return blob


def _decoded(grid: list[Floats], stride: int, columns: int, threshold: float) -> Floats:
    """Return rows (n, 15) of one grid's cells from `threshold` on."""
    faces, objects, boxes, points = grid
    score = np.sqrt(np.clip(faces[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1))
    cells = np.flatnonzero(score >= threshold)
    row, column = np.divmod(cells, columns)
    corner = np.stack([column, row], 1)
    sides = np.exp(boxes[cells, 2:])
    at = points[cells].reshape(-1, 5, 2) + corner[:, None]
    parts = [boxes[cells, :2] + corner - sides / 2, sides, at.reshape(-1, 10)]
    return np.concatenate([np.concatenate(parts, 1) * stride, score[cells, None]], 1).astype(np.float32)
