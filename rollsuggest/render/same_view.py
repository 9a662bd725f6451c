"""Where the same view lies in two photos: corners of both are paired, shift and scale are read off."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb

LOOK_PX = 640
CORNERS = 1500
CLEARLY = 0.75  # the best of its pairs is so much nearer than the second (Lowe's ratio)
LEAST_PAIRS = 20
STRAY = 4.0  # pixels
MOST_TURNED, MOST_SCALE = math.radians(6), 2.5


@dataclass(frozen=True, slots=True)
class View:
    """A point that both photos show, 0..1 of each; `wide` is the first's whole width as the second has it."""

    one: tuple[float, float]
    other: tuple[float, float]
    wide: float


def same_view(one: Rgb, other: Rgb) -> View | None:
    """Return what two photos share; None when too little, or when one is turned against the other."""
    small = [_small(rgb) for rgb in (one, other)]
    orb = cv2.ORB_create(CORNERS)  # type: ignore[attr-defined]
    (points, marks), (others, other_marks) = (orb.detectAndCompute(grey, None) for grey in small)
    if marks is None or other_marks is None or min(len(marks), len(other_marks)) < LEAST_PAIRS:
        return None
    near = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(marks, other_marks, k=2)
    pairs = [m[0] for m in near if len(m) == 2 and m[0].distance < CLEARLY * m[1].distance]
    if len(pairs) < LEAST_PAIRS:
        return None
    here = np.array([points[p.queryIdx].pt for p in pairs], np.float32)
    there = np.array([others[p.trainIdx].pt for p in pairs], np.float32)
    moved, fits = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=STRAY)
    if moved is None or int(fits.sum()) < LEAST_PAIRS:
        return None
    scale, turned = math.hypot(moved[0, 0], moved[1, 0]), math.atan2(moved[1, 0], moved[0, 0])
    if abs(turned) > MOST_TURNED or not 1 / MOST_SCALE <= scale <= MOST_SCALE:
        return None
    middle = here[fits.ravel() == 1].mean(axis=0)
    target = moved @ np.array([*middle, 1.0])
    (h, w), (other_h, other_w) = (grey.shape[:2] for grey in small)
    return View(
        (float(middle[0]) / w, float(middle[1]) / h),
        (float(target[0]) / other_w, float(target[1]) / other_h),
        scale * w / other_w,
    )


def _small(rgb: Rgb) -> cv2.typing.MatLike:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    shrunk = min(1.0, LOOK_PX / max(grey.shape))
    return cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
