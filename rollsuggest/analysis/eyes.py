"""MediaPipe's face mesh: how surely a face is there, and how open its eyes are.

Eyes by the aspect ratio (Soukupova and Cech 2016).

[Note: Squints] Measured on 498 faces of 48 px and more: the ratio's median is 0.28, nine in ten lie from 0.19
to 0.36. Among the twenty lowest, looked at by eye, are all shut ones and faces that laugh or squint; narrow
eyes are low by nature. So the value ranks frames of one person and never judges a face by itself. Below 64 px
the mesh guesses, and nothing is said. How surely it lies on a face: see [Note: Signs of life] in lifeless.py.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_POINTS, _SHOWN = "conv2d_21", "conv2d_31"  # OpenCV names only the first an output
_SHUT, _OPEN = 0.12, 0.27
_EYES = (
    (33, 160, 158, 133, 153, 144),
    (362, 385, 387, 263, 373, 380),
)  # corner, two above, corner, two below

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meshed:
    eyes_open: float  # 0..1
    shown: float  # the logit of there being a face under the mesh: most lie from 10 to 30


class FaceMesh:
    def __init__(self) -> None:
        # The binding's name is newer than the stubs that some versions carry.
        self._net = cast(Any, cv2.dnn).readNetFromTFLite(models.buffer(models.LANDMARKS))

    def __call__(self, rgb: Rgb, faces: list[Found]) -> list[Meshed | None]:
        """Return what the mesh says of each face; None for small ones and beyond the largest."""
        largest = sorted(range(len(faces)), key=lambda n: -faces[n].size_px)[:MOST]
        told = {n for n in largest if faces[n].size_px >= SMALLEST_PX}
        return [self.one(rgb, face) if n in told else None for n, face in enumerate(faces)]

    def one(self, rgb: Rgb, face: Found) -> Meshed:
        """Return what the mesh says of a face of any size: of a small one, little that is sure."""
        self._net.setInput(cv2.dnn.blobFromImage(_crop(rgb, face.points), 1 / 255, (_SIDE, _SIDE)))
        mesh = self._net.forward(_POINTS).reshape(468, 3)[:, :2]
        ratio = float(np.mean([aspect_ratio(mesh[list(eye)]) for eye in _EYES]))
        eyes_open = float(np.clip((ratio - _SHUT) / (_OPEN - _SHUT), 0, 1))
        return Meshed(round(eyes_open, 3), float(self._net.forward(_SHOWN).reshape(-1)[0]))


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
