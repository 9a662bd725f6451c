"""A sheet of print in a photo, however it lies: pale, four corners, lines of print in even rows.

[Note: Receipts askew] Of 30 made receipts that lie askew on a blurred photo the classifier's words alone tell
16: it names what lies behind. The sheet tells more. Its four corners are found at some level of paleness,
print closed over; seen from straight above, its lines stand at one distance. Nothing else does: of 1,286
pictures of the shared data only a railway's wires (and screenshots of tables) have eight even lines in a pale
quadrilateral, and asking for a trace of the words where a few lines are uneven leaves none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.classifier import resize
from rollsuggest.library.pixels import Rgb

_SIDE_PX = 320
_PRINT_PX = 9  # what is closed over: letters are smaller
_LEVELS = (120, 150, 180, 205, 225)  # of paleness, the least of red, green and blue
_LEAST, _MOST = 0.06, 0.85  # share of the picture
_SOLID = 0.9  # of its hull
_FILLED = 0.93  # of its four corners
_WIDE_PX = 160  # of the sheet seen from above
_INK = 18  # levels darker than around
_EDGE = 20  # a 20th of the sheet is its edge

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The most lines on any sheet in a picture, and the share of their distances that are alike, 0..1."""

    lines: int = 0
    even: float = 0.0


def find(rgb: Rgb) -> Sheet:
    """Find the sheet with the most lines in a picture of about 640 px: uint8 (h, w, 3)."""
    scale = _SIDE_PX / max(rgb.shape[:2])
    small = resize(rgb, max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    red, green, blue = cv2.split(small)
    pale = cv2.morphologyEx(
        cv2.min(cv2.min(red, green), blue), cv2.MORPH_CLOSE, np.ones((_PRINT_PX, _PRINT_PX), np.uint8)
    )
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    found = (_lines(grey, corners / scale) for level in _LEVELS for corners in _quads(pale > level))
    return max(found, key=lambda sheet: sheet.lines, default=Sheet())


def _quads(mask: npt.NDArray[np.bool_]) -> list[Floats]:
    """Return the corners (4, 2), around, of each piece with four of them."""
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    outlines = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    areas = ((outline, cv2.contourArea(outline)) for outline in outlines)
    large = ((outline, area) for outline, area in areas if _LEAST <= area / mask.size <= _MOST)
    return [corners for outline, area in large if (corners := _corners(outline, area)) is not None]


def _corners(outline: Any, area: float) -> Floats | None:
    hull = cv2.convexHull(outline)
    if area < _SOLID * cv2.contourArea(hull):
        return None
    around = cv2.arcLength(hull, True)
    tried = (cv2.approxPolyDP(hull, slack * around, True) for slack in (0.02, 0.03, 0.04, 0.06))
    corners = next((one for one in tried if len(one) == 4), None)
    if corners is None or not _FILLED <= area / max(cv2.contourArea(corners), 1.0) <= 1 / _FILLED:
        return None
    return np.asarray(corners.reshape(4, 2), np.float32)


def _lines(grey: Any, corners: Floats) -> Sheet:
    """Look at a sheet from straight above; its lines may run along either side."""
    wide, high = (float(np.linalg.norm(corners[i + 1] - corners[i])) for i in (0, 1))
    w, h = _WIDE_PX, int(np.clip(_WIDE_PX * high / max(wide, 1.0), 40, 4 * _WIDE_PX))
    above = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    flat = cv2.warpPerspective(grey, cv2.getPerspectiveTransform(corners, above), (w, h))
    flat = flat[h // _EDGE : h - h // _EDGE, w // _EDGE : w - w // _EDGE]
    ink = cv2.subtract(cv2.blur(flat, (31, 31)), flat) > _INK
    return max((_rows(ink.mean(1)), _rows(ink.mean(0))), key=lambda sheet: sheet.lines)


def _rows(profile: npt.NDArray[np.floating[Any]]) -> Sheet:
    """Count the lines in the shares of ink of row after row."""
    inked = (profile > max(0.03, 0.6 * float(profile.mean()))).astype(np.int8)
    apart = np.diff(np.flatnonzero(np.diff(inked) == 1))
    if len(apart) < 2:
        return Sheet()
    usual = float(np.median(apart))
    return Sheet(len(apart) + 1, float((np.abs(apart - usual) <= 0.25 * usual + 1).mean()))
