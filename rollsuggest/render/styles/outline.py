"""A head along its outline: hair and neck, not the wall behind them.

Source: C. Rother, V. Kolmogorov, A. Blake, "GrabCut" (2004), led by the ellipse of a found face.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Plane, blur, f32

FACE_PX = 64  # height of the face that the outline is sought at
ROUNDS = 2  # a third moves 3 of 1,000 pixels of a head, in a third of the time
LEAST = 0.5  # of the face's own ellipse; less is no head


def outlined(rgb: Rgb, face: FaceMark) -> Plane | None:
    """Return 0..1: the head of a face of this picture, softly cut out, or None where no outline is found."""
    height, width = rgb.shape[:2]
    factor = min(1.0, FACE_PX / max(face.height_px, 1.0))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    marks = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    near = face.moved(scale=factor)
    _ellipse(marks, near, 1.9, 1.9, cv2.GC_PR_BGD)
    _ellipse(marks, near, 1.35, 1.5, cv2.GC_PR_FGD)
    x, y, w, h = near.box_px
    neck = (round(x + 0.2 * w), round(y + 0.9 * h)), (round(x + 0.8 * w), round(y + 1.4 * h))
    cv2.rectangle(marks, *neck, cv2.GC_PR_FGD, -1)
    _ellipse(marks, near, 0.75, 0.8, cv2.GC_FGD)
    face_px = marks == cv2.GC_FGD
    if not face_px.any() or not (marks == cv2.GC_BGD).any():
        return None
    cv2.setRNGSeed(1)  # the same head each time
    near_colours, far_colours = np.zeros((1, 65)), np.zeros((1, 65))
    whole, how = (0, 0, 1, 1), cv2.GC_INIT_WITH_MASK  # the mask tells, not the rectangle
    cv2.grabCut(small, marks, whole, near_colours, far_colours, ROUNDS, how)
    head = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    _count, labels = cv2.connectedComponents(head, connectivity=4)
    found = np.isin(labels, np.unique(labels[face_px & (head > 0)])) & (head > 0)
    if found.sum() < (1 + LEAST) * face_px.sum():
        return None
    closed = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    soft = cv2.resize(blur(f32(closed), 0.9), (width, height), interpolation=cv2.INTER_CUBIC)
    return f32(soft).clip(0, 1)


def _ellipse(marks: npt.NDArray[np.uint8], face: FaceMark, wide: float, high: float, value: int) -> None:
    x, y, w, h = face.box_px
    cv2.ellipse(marks, ((x + w / 2, y + 0.46 * h), (w * wide, h * high), 0.0), value, -1)
