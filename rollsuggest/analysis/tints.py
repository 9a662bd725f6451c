"""Colours and textures that tell scenes apart which the networks have no word for: pool, forest, snow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.analysis.classifier import resize
from rollsuggest.library.pixels import Rgb

_SIDE_PX = 160
_BUSY = 40  # mean Sobel response of a neighbourhood with leaves, branches or stones


@dataclass(frozen=True, slots=True)
class Tints:
    """Shares of the picture or of a part of it, 0..1, if not said otherwise."""

    turquoise: float = 0.0  # pool water; below the upper third
    busy_above: float = 0.0  # full of edges; in the upper third, where there is sky otherwise
    blue: float = 0.0
    pale_below: float = 0.0  # bright, bluish or colourless, never warm; in the lower half
    cool: float = 0.0  # mean of blue less mean of red, -1..1
    upright: float = 0.5  # of the edges in the upper half; trunks stand, hedges and slopes lie


def tints(rgb: Rgb) -> Tints:
    scale = _SIDE_PX / max(rgb.shape[:2])
    small = resize(rgb, max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[..., 0].astype(np.int32) * 2, hsv[..., 1] / 255, hsv[..., 2] / 255
    third, half = small.shape[0] // 3, small.shape[0] // 2
    turquoise = (hue >= 168) & (hue <= 212) & (saturation > 0.3) & (value > 0.4)
    blue = (hue >= 190) & (hue <= 250) & (saturation > 0.2) & (value > 0.25)
    cold = ((hue >= 180) & (hue <= 260)) | (saturation < 0.08)
    pale = (saturation < 0.35) & (value > 0.6) & cold
    mean = small.mean((0, 1)) / 255
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    across, down = (np.abs(cv2.Sobel(grey, cv2.CV_32F, x, 1 - x)) for x in (1, 0))
    standing, lying = float(across[:half].sum()), float(down[:half].sum())
    return Tints(
        turquoise=float(turquoise[third:].mean()),
        busy_above=float((cv2.blur(across + down, (15, 15)) > _BUSY)[:third].mean()),
        blue=float(blue.mean()),
        pale_below=float(pale[half:].mean()),
        cool=float(mean[2] - mean[0]),
        upright=standing / max(standing + lying, 1.0),
    )
