"""Simple statistics of colour and texture that the networks do not give: sky, glow, snow, leaves, paper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.analysis.classifier import resize
from rollsuggest.library.pixels import Rgb


@dataclass(frozen=True, slots=True)
class Looks:
    """Shares of the picture, 0..1, if not said otherwise."""

    glow: float = 0.0  # orange to pink and bright, in the upper two thirds
    white: float = 0.0  # bright and nearly colourless
    white_below: float = 0.0  # the same in the lower half
    green: float = 0.0
    dark: float = 0.0
    paper: float = 0.0  # white or pale in large even areas
    ink: float = 0.0  # dark marks in those pale areas
    flat: float = 0.0  # pixels exactly like their right and lower neighbours: drawn, not photographed
    colours: float = 1.0  # how many of 4,096 colours hold 95 % of the picture, as a share of 256, up to 1


def look(rgb: Rgb, glance: Rgb | None = None) -> Looks:
    """Look at a picture; `glance`, the same much smaller, spares the shrinking."""
    side = 160
    source = rgb if glance is None else glance
    scale = side / max(source.shape[:2])
    small = resize(source, max(8, round(source.shape[1] * scale)), max(8, round(source.shape[0] * scale)))
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[..., 0].astype(np.int32) * 2, hsv[..., 1] / 255, hsv[..., 2] / 255
    height = small.shape[0]
    warm = ((hue <= 48) | (hue >= 320)) & (saturation > 0.35) & (value > 0.45)
    white = (saturation < 0.16) & (value > 0.72)
    dark = value < 0.25
    glow = float(warm[: height * 2 // 3].mean())
    paper, ink = _paper(small)
    return Looks(
        glow=glow,
        white=float(white.mean()),
        white_below=float(white[height // 2 :].mean()),
        green=float(((hue >= 66) & (hue <= 170) & (saturation > 0.18) & (value > 0.10)).mean()),
        dark=float(dark.mean()),
        paper=paper,
        ink=ink,
        flat=_flat(rgb),
        colours=_colours(small),
    )


def _paper(small: Rgb) -> tuple[float, float]:
    """Return the share that is pale once small marks are closed over, and the marks' share of it."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    spread = small.max(2).astype(np.int32) - small.min(2)
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    pale = (closed > 150) & (spread < 60)
    if not pale.any():
        return 0.0, 0.0
    marks = pale & (closed.astype(np.int32) - grey > 35)
    return float(pale.mean()), float(marks.sum() / pale.sum())


def _flat(rgb: Rgb) -> float:
    """Judged on the middle 512 px unscaled: resizing would blur flat areas' borders and noise alike."""
    height, width = rgb.shape[:2]
    top, left = max(0, (height - 512) // 2), max(0, (width - 512) // 2)
    part = rgb[top : top + 512, left : left + 512]
    if min(part.shape[:2]) < 2:
        return 0.0
    # One number for a pixel, so that its channels are compared at once.
    pixel = cv2.cvtColor(part, cv2.COLOR_RGB2RGBA).view(np.uint32)[..., 0]
    right = pixel[:-1, 1:] == pixel[:-1, :-1]
    below = pixel[1:, :-1] == pixel[:-1, :-1]
    return float((right & below).mean())


def _colours(small: Rgb) -> float:
    cells = (small >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    counts = np.sort(np.bincount(cells.reshape(-1), minlength=4096))[::-1]
    needed = int(np.searchsorted(np.cumsum(counts), 0.95 * counts.sum())) + 1
    return min(1.0, needed / 256)
