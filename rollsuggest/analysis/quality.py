"""How well a picture is taken, its perceptual hash and its colour."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.classifier import resize, within
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Quality

SIDE_PX = 640  # judged at one size, so that 12 megapixels and a thumbnail compare
_TILES = 8
_HALF_SHARP = 0.12  # the edge energy that counts as 0.5; the median of 800 phone photos has twice that


def measure(rgb: Rgb) -> Quality:
    small = within(rgb, SIDE_PX)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return Quality(sharpness(grey), exposure(grey), contrast(grey), phash(grey), dominant_colour(small))


def sharpness(grey: npt.NDArray[np.uint8]) -> float:
    """Variance of the Laplacian (Pech-Pacheco et al. 2000) over that of the picture, in its best tiles.

    A portrait before a soft background is sharp where it matters, so the best eighth of the tiles decides.
    """
    soft = cv2.GaussianBlur(grey, (3, 3), 0)  # noise is not sharpness
    edges = cv2.Laplacian(soft, cv2.CV_32F)
    tiles = zip(_tiles(edges), _tiles(grey), strict=True)
    energies = [_variance(e) / max(_variance(g), 400.0) for e, g in tiles if e.size]
    best = np.sort(energies)[-max(1, len(energies) // 8) :]
    energy = float(best.mean())
    return energy / (energy + _HALF_SHARP)


def _tiles(plane: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    return [tile for row in np.array_split(plane, _TILES) for tile in np.array_split(row, _TILES, 1)]


def _variance(tile: npt.NDArray[Any]) -> float:
    """As numpy's var, in a fifth of the time."""
    return float(cv2.meanStdDev(tile)[1][0, 0]) ** 2


def exposure(grey: npt.NDArray[np.uint8]) -> float:
    """1 for a middle brightness with nothing clipped; falls with lost lights, lost shadows and a far mean."""
    level = float(grey.mean()) / 255
    lost = float((grey >= 252).mean()) + 0.5 * float((grey <= 3).mean())
    off = max(0.0, abs(level - 0.47) - 0.12) / 0.35
    return float(np.clip(1 - off, 0, 1) * np.clip(1 - 1.5 * max(0.0, lost - 0.02), 0, 1))


def contrast(grey: npt.NDArray[np.uint8]) -> float:
    """The span of the middle 90 % of the brightness; 1 from 90 % of the range."""
    shares = np.cumsum(np.bincount(grey.reshape(-1), minlength=256)) / grey.size
    low, high = np.searchsorted(shares, (0.05, 0.95))
    return float(np.clip((high - low) / (0.9 * 255), 0, 1))


def phash(grey: npt.NDArray[np.uint8]) -> int:
    """Perceptual hash by DCT (Zauner 2010): 63 bits, 0 <= hash < 2**63.

    Of the 8 x 8 lowest frequencies we drop the mean, which says nothing of shape; so it fits SQLite's signed
    integer and `(a ^ b).bit_count()` is the distance.
    """
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:8, :8].reshape(-1)[1:]
    bits = low > np.median(low)
    return int("".join("1" if bit else "0" for bit in bits), 2)


def dominant_colour(rgb: Rgb) -> tuple[int, int, int]:
    """Return the mean of the fullest of 512 colour cells, colourful pixels counting more than grey ones."""
    pixels = resize(rgb, 48, 48).reshape(-1, 3)
    cells = (pixels >> 5).astype(np.int32) @ np.array([64, 8, 1], np.int32)
    spread = pixels.max(1).astype(np.float64) - pixels.min(1)
    fullest = int(np.bincount(cells, weights=0.3 + spread / 255, minlength=512).argmax())
    red, green, blue = (round(float(v)) for v in pixels[cells == fullest].mean(0))
    return red, green, blue
