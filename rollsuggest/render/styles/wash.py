"""A drawing in grey, washed all over in the photo's colours: where one face needs them, it is meant so."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import REFERENCE_PX, Picture, Plane, blur, f32, luma, picture_of, rgb_of

AMOUNT = 0.4  # of the photo's colours, as shares of its light
DARK, BLACK = 0.25, 0.1  # of white, added to that light in the photo and the drawing: noise is no colour
REDUCED = 4  # times: a wash is broad
RUNS_PX = 5.0  # sigma that colours run by, at 1080: pencil and ink lie over them with sharper edges
BAND_ROWS = 64
FADES = 0.15  # of what is left bare: it has no edge


def washed(laid: Rgb, drawing: Rgb, photo: Rgb, bare: Iterable[tuple[FaceMark, float]] = ()) -> Rgb:
    """Return `laid` under a wash of the photo's colours; what was laid in the drawing in more keeps its own.

    It is transparent, so black stays black. Around faces that are to be left `bare`, each with how many of
    its sizes, it fades to nothing.
    """
    height, width = photo.shape[:2]
    small, own, before = (_small(rgb) for rgb in (photo, laid, drawing))
    relative = f32(_colour(small) / (luma(small)[..., None] + DARK))
    wash = AMOUNT * blur(relative, RUNS_PX * max(height, width) / (REFERENCE_PX * REDUCED))
    had = _part_of(f32((_colour(own) - _colour(before)) / (luma(own)[..., None] + BLACK)), wash)
    share = f32(1 - had).clip(0, 1)
    for face, wide in bare:
        share *= 1 - _spot(face.moved(scale=1 / REDUCED), wide, share.shape)
    return _through(f32(1 + wash * share[..., None]), laid)


def _through(glass: Picture, laid: Rgb) -> Rgb:
    """Return what was laid seen through a smaller glass, in bands: as large a one takes too much memory."""
    height, width = laid.shape[:2]
    across = f32(cv2.resize(glass, (width, len(glass)), interpolation=cv2.INTER_LINEAR))
    at = f32((np.arange(height) + 0.5) * len(glass) / height - 0.5).clip(0, len(glass) - 1)
    seen = np.empty_like(laid)
    for top in range(0, height, BAND_ROWS):
        rows = slice(top, min(height, top + BAND_ROWS))
        first = at[rows].astype(int)
        upper, lower = across[first], across[np.minimum(first + 1, len(glass) - 1)]
        light = upper + (lower - upper) * (at[rows] - first).astype(np.float32)[:, None, None]
        seen[rows] = rgb_of(f32(picture_of(laid[rows]) * light))
    return seen


def _small(rgb: Rgb) -> Picture:
    size = (max(1, rgb.shape[1] // REDUCED), max(1, rgb.shape[0] // REDUCED))
    return picture_of(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8))


def _spot(face: FaceMark, wide: float, shape: tuple[int, ...]) -> Plane:
    x, y, w, h = face.box_px
    spot = np.zeros(shape, np.float32)
    cv2.ellipse(spot, ((x + w / 2, y + h / 2), (w * wide, h * wide), 0.0), 1.0, -1)
    return blur(spot, max(1.0, FADES * wide * h))


def _colour(picture: Picture) -> Picture:
    return f32(picture - luma(picture)[..., None])


def _part_of(colour: Picture, whole: Picture) -> Plane:
    """Return how much of the whole a colour is, along it."""
    along = np.einsum("ijk,ijk->ij", colour, whole)
    return f32(along / (np.einsum("ijk,ijk->ij", whole, whole) + 1e-5))
