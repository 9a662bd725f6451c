"""Letters that were drawn over a picture or instead of one, found without reading them.

[Note: Drawn letters] Ink that a program laid has one colour, letter after letter, and stands on a straight
level foot; print that was photographed is shaded, leans and is seldom as large. So: take the thin bright and
the thin dark structures (top-hat and black-hat), of each the two commonest colours, and count the connected
pieces of one colour that stand in a row. Fur and grass give such rows by chance, but then most of the ink of
that colour lies elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb

_THIN = 0.05  # of the short side: the widest stroke
_CONTRAST = 60
_SAME = 22  # levels that JPEG may put between two letters of one ink
_LEAST_PX = 200
_LEAST_SHARE = 0.08  # of the thin structures in one colour
_LEAST_IN_ROW = 4
_MOST_PIECES = 600  # more is texture

Stats = npt.NDArray[np.int32]  # (n, 5): left, top, width, height, area


@dataclass(frozen=True, slots=True)
class Lettering:
    letters: int = 0  # that stand in rows
    share: float = 0.0  # 0..1, of the ink of that colour, that is in those letters
    width: float = 0.0  # of the widest row, as a share of the picture's


def find(rgb: Rgb) -> Lettering:
    """Find drawn letters in a picture of about 640 px: uint8 (h, w, 3)."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    side = max(9, round(_THIN * min(grey.shape))) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    found = [Lettering()]
    for kind in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
        thin = cv2.threshold(cv2.morphologyEx(grey, kind, kernel), _CONTRAST, 255, cv2.THRESH_BINARY)[1]
        if cv2.countNonZero(thin) >= _LEAST_PX:
            found += [_letters(ink) for ink in _inks(rgb, thin)]
    return max(found, key=lambda one: one.letters * one.share)


def _inks(rgb: Rgb, thin: Any) -> list[Any]:
    """Return the masks of the two commonest colours among the thin structures."""
    pixels = rgb[thin > 0]
    cells = (pixels >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    counts = np.bincount(cells, minlength=4096)
    inks = []
    for cell in np.argpartition(-counts, 2)[:2]:
        if counts[cell] >= _LEAST_SHARE * len(pixels):
            colour = pixels[cells == cell].mean(0)
            inks.append(cv2.bitwise_and(cv2.inRange(rgb, colour - _SAME, colour + _SAME), thin))
    return inks


def _letters(ink: Any) -> Lettering:
    height, width = ink.shape
    stats = np.asarray(
        cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_16U)[2][1:], np.int32
    )
    w, h, area = stats[:, 2], stats[:, 3], stats[:, 4]
    tall = (h >= max(7, 0.015 * height)) & (h <= 0.2 * height)
    pieces = stats[tall & (w <= 0.3 * width) & (area >= 0.12 * w * h)]
    if not _LEAST_IN_ROW <= len(pieces) <= _MOST_PIECES:
        return Lettering()
    rows = _rows(pieces)
    if not rows:
        return Lettering()
    widest = max(int((row[:, 0] + row[:, 2]).max() - row[:, 0].min()) for row in rows)
    lettered = sum(int(row[:, 4].sum()) for row in rows)
    return Lettering(sum(map(len, rows)), lettered / cv2.countNonZero(ink), widest / width)


def _rows(pieces: Stats) -> list[Stats]:
    """Group pieces of like height that stand on one line, none far from the next."""
    left, right, foot, height = (
        pieces[:, 0],
        pieces[:, 0] + pieces[:, 2],
        pieces[:, 1] + pieces[:, 3],
        pieces[:, 3],
    )
    free = np.ones(len(pieces), bool)
    rows = []
    for tallest in np.argsort(-height, kind="stable"):
        tall = int(height[tallest])
        level = np.abs(foot - foot[tallest]) <= max(1.5, 0.06 * tall)
        row = (
            np.flatnonzero(free & level & (height >= 0.5 * tall)) if free[tallest] else np.empty(0, np.int64)
        )
        if len(row) < _LEAST_IN_ROW:
            continue
        row = row[np.argsort(left[row], kind="stable")]
        gaps = np.flatnonzero(left[row][1:] - right[row][:-1] > 1.6 * tall) + 1
        for part in np.split(row, gaps):
            if len(part) >= _LEAST_IN_ROW:
                free[part] = False
                rows.append(pieces[part])
    return rows
