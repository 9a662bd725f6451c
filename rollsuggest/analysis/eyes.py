"""How open the eyes of a face are: the eye aspect ratio (Soukupova and Cech 2016) on MediaPipe's face mesh.

[Note: Squints] Measured on 498 faces of 48 px and more: the ratio's median is 0.28, nine in ten lie from 0.19
to 0.36. Among the twenty lowest, looked at by eye, are all shut ones and faces that laugh or squint; narrow
eyes are low by nature. So the value ranks frames of one person and never judges a face by itself. Below 64 px
the mesh guesses, and nothing is said.
"""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import models
from rollsuggest.analysis.faces import Found
from rollsuggest.library.pixels import Rgb

SMALLEST_PX = 64
MOST = 6  # faces of a picture, the largest: each costs milliseconds
_SIDE = 192
_AROUND = 1.9  # of the face: the mesh was trained on crops with air around
_SHUT, _OPEN = 0.12, 0.27
_EYES = (
    (33, 160, 158, 133, 153, 144),
    (362, 385, 387, 263, 373, 380),
)  # corner, two above, corner, two below

Floats = npt.NDArray[np.float32]


class OpenEyes:
    def __init__(self) -> None:
        # The binding's name is newer than the stubs that some versions carry.
        self._net = cast(Any, cv2.dnn).readNetFromTFLite(models.buffer(models.LANDMARKS))

    def __call__(self, rgb: Rgb, faces: list[Found]) -> list[float | None]:
        """Return for each face how open its eyes are, 0..1; None where that cannot be told."""
        largest = sorted(range(len(faces)), key=lambda n: -faces[n].size_px)[:MOST]
        told = {n for n in largest if faces[n].size_px >= SMALLEST_PX}
        return [self._open(rgb, face) if n in told else None for n, face in enumerate(faces)]

    def _open(self, rgb: Rgb, face: Found) -> float:
        self._net.setInput(cv2.dnn.blobFromImage(_crop(rgb, face.points), 1 / 255, (_SIDE, _SIDE)))
        mesh = self._net.forward().reshape(468, 3)[:, :2]
        ratio = float(np.mean([aspect_ratio(mesh[list(eye)]) for eye in _EYES]))
        return round(float(np.clip((ratio - _SHUT) / (_OPEN - _SHUT), 0, 1)), 3)


def aspect_ratio(eye: Floats) -> float:
    """Return height by width of an eye of six points (6, 2): corner, two above, corner, two below."""
    across = float(np.linalg.norm(eye[0] - eye[3]))
    high = float(np.linalg.norm(eye[1] - eye[5]) + np.linalg.norm(eye[2] - eye[4]))
    return high / max(2 * across, 1e-6)


def _crop(rgb: Rgb, points: Floats) -> Rgb:
    """Return a face upright, with air around, (192, 192, 3)."""
    across = points[1] - points[0]
    eyes, mouth = points[:2].mean(0), points[3:].mean(0)
    side = _AROUND * max(2.0 * float(np.linalg.norm(across)), 1.9 * float(np.linalg.norm(mouth - eyes)), 1.0)
    x, y = (float(value) for value in (eyes + mouth) / 2)
    turn = float(np.degrees(np.arctan2(across[1], across[0])))
    move = np.asarray(cv2.getRotationMatrix2D((x, y), turn, _SIDE / side), np.float64)
    move[:, 2] += np.array([_SIDE / 2 - x, _SIDE / 2 - y])
    return np.asarray(cv2.warpAffine(rgb, move, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR), np.uint8)
