"""What the restyle gates measure. Lab L is blurred by 0.6 px; g is its Sobel 3x3 magnitude / 8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.styles import FaceMark
from rollsuggest.render.styles.flow import sampled
from rollsuggest.render.styles.moving import movement

GATE_PX = 1080
Plane = npt.NDArray[np.float32]

# The five points of dlib's 150 px face chip, right eye first.
_CHIP = np.array(
    [[0.2255, 0.2160], [0.7548, 0.2160], [0.490127, 0.515625], [0.254149, 0.780233], [0.726104, 0.780233]]
)
_CHIP_POINTS = (0.25 + _CHIP) / 1.5 * 150


@dataclass(frozen=True)
class Measures:
    texture_share: float  # 0.6 <= g <= 6
    flat_share: float  # g < 0.6


def photo(path: Path) -> Rgb:
    """Return the photo with its longer side at 1080 px, as the gates are defined."""
    rgb = decode(path).rgb
    factor = GATE_PX / max(rgb.shape[:2])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def _lab(rgb: Rgb) -> Plane:
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), dtype=np.float32)


def measured(rgb: Rgb) -> Measures:
    lightness = cv2.GaussianBlur(np.ascontiguousarray(_lab(rgb)[..., 0]), (0, 0), 0.6)
    gx, gy = cv2.Sobel(lightness, cv2.CV_32F, 1, 0), cv2.Sobel(lightness, cv2.CV_32F, 0, 1)
    g = np.hypot(gx, gy) / 8
    return Measures(float(((g >= 0.6) & (g <= 6)).mean()), float((g < 0.6).mean()))


def edge_f(first: Rgb, second: Rgb) -> float:
    """Return the F-score of the Canny edges (sigma 2.2, 25/60) of two pictures within 3 px."""
    a, b = _edges(first), _edges(second)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    near_a, near_b = cv2.dilate(a, kernel) > 0, cv2.dilate(b, kernel) > 0
    precision, recall = float(near_a[b > 0].mean()), float(near_b[a > 0].mean())
    return 2 * precision * recall / (precision + recall)


def _edges(rgb: Rgb) -> npt.NDArray[np.uint8]:
    calm = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (0, 0), 2.2)
    return np.asarray(cv2.Canny(calm, 25, 60), dtype=np.uint8)


def colour_drift(first: Rgb, second: Rgb) -> float:
    """Return the mean distance in Lab of two pictures blurred by 12 px."""
    a, b = (cv2.GaussianBlur(_lab(rgb), (0, 0), 12) for rgb in (first, second))
    return float(np.linalg.norm(a - b, axis=-1).mean())


def tones_kept(first: Rgb, second: Rgb) -> float:
    """Return the correlation of two pictures' lightness, blurred by 12 px, without a margin of 4 %."""
    edge = round(0.04 * max(first.shape[:2]))
    inner = np.s_[edge : first.shape[0] - edge, edge : first.shape[1] - edge]
    a, b = (cv2.GaussianBlur(_lab(rgb)[..., 0], (0, 0), 12)[inner].ravel() for rgb in (first, second))
    return float(np.corrcoef(a, b)[0, 1])


def faces(rgb: Rgb) -> list[FaceMark]:
    """Find faces with YuNet."""
    height, width = rgb.shape[:2]
    model = str(paths.resources() / "models" / "face_detection_yunet_2023mar.onnx")
    detector = cv2.FaceDetectorYN.create(model, "", (width, height), 0.75, 0.3, 500)
    _count, rows = detector.detect(np.ascontiguousarray(rgb[..., ::-1]))
    marks = []
    for row in () if rows is None else np.asarray(rows, dtype=np.float32):
        x, y, w, h = row[:4].tolist()
        marks.append(FaceMark((x, y, w, h), row[4:14].reshape(5, 2).copy()))
    return marks


def found_again(face: FaceMark, among: list[FaceMark]) -> FaceMark | None:
    """Return the face of the list that lies where `face` does."""
    near = sorted(among, key=lambda other: landmark_error(face, other))
    return near[0] if near and landmark_error(face, near[0]) < 0.5 else None


def landmark_error(first: FaceMark, second: FaceMark) -> float:
    """Return the mean distance of the five points, in eye distances of the first.

    In a face from the side the eyes nearly meet, and a pixel would be an eighth of their distance: there it
    is what it would be from the front, see FaceMark.measure_px.
    """
    apart = np.linalg.norm(first.points_px - second.points_px, axis=1).mean()
    return float(apart / first.measure_px)


def embedding(session: Any, rgb: Rgb, face: FaceMark) -> npt.NDArray[np.float32]:
    """Return dlib's 128 values of the face, cut out by its five points."""
    points = np.asarray(face.points_px, dtype=np.float64)
    matrix, _inliers = cv2.estimateAffinePartial2D(points, _CHIP_POINTS, method=cv2.LMEDS)
    chip = cv2.warpAffine(rgb, matrix, (150, 150)).astype(np.float32)
    feed = {"input": np.ascontiguousarray(chip.transpose(2, 0, 1)[None])}
    return np.asarray(session.run(None, feed)[0], dtype=np.float32).ravel()


def pan(whole: Rgb, frames: int, size: tuple[int, int]) -> list[Rgb]:
    """Film a photo with a camera that moves and trembles, with the noise that cameras have."""
    noise = np.random.default_rng(1)
    width, height = size
    corners = [(3 * n, 2 * n + n % 2) for n in range(frames)]
    cuts = [whole[y : y + height, x : x + width].astype(np.float32) for y, x in corners]
    return [(cut + noise.normal(0, 3, cut.shape)).clip(0, 255).astype(np.uint8) for cut in cuts]


def flicker(photos: Sequence[Rgb], drawings: Sequence[Rgb]) -> float:
    """Return how far (0..255) drawings are from the last, moved as the film moved (Lai et al. 2018)."""
    off = []
    for n in range(1, len(photos)):
        was, sure = movement(photos[n - 1], photos[n])
        moved = sampled(drawings[n - 1].astype(np.float32), was)
        off.append(float(np.abs(moved - drawings[n])[sure > 0.5].mean()))
    return float(np.mean(off))
