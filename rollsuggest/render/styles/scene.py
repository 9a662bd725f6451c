"""The photo as a style gets it: at its working size, in floats, with the faces where they are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import REFERENCE_PX, Picture, picture_of, resize, rgb_of

LARGEST_PX = 2048  # 12 megapixels would take six times as long and show nothing more
SMALLEST_PX = 1080  # smaller photos are drawn at this size, so that lines stay lines, and reduced again
MOST_ENLARGED = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """`scale` is the length of the picture over 1080: all widths of strokes and washes grow with it."""

    picture: Picture
    scale: float
    faces: tuple[FaceMark, ...]  # in pixels of `picture`
    original: Rgb  # at full size, for what deserves a closer look
    original_scale: float  # pixels of `original` for each of `picture`
    redraws: bool  # may the net be used?
    seed: int


def scene_of(rgb: Rgb, faces: Sequence[FaceMark], *, redraws: bool, seed: int) -> Scene:
    height, width = rgb.shape[:2]
    longest = max(height, width)
    wanted = min(LARGEST_PX, max(longest, min(SMALLEST_PX, longest * MOST_ENLARGED)))
    size = (max(8, round(width * wanted / longest)), max(8, round(height * wanted / longest)))
    picture = picture_of(rgb)
    if size != (width, height):
        picture = resize(picture, size).clip(0, 1)
    factor = size[0] / width
    marks = tuple(face.moved(scale=factor) for face in faces)
    return Scene(picture, max(size) / REFERENCE_PX, marks, rgb, 1 / factor, redraws, seed)


def fitted(picture: Picture, like: Rgb) -> Rgb:
    """Return a style's picture at the size of the photo it was made from."""
    height, width = like.shape[:2]
    rgb = rgb_of(picture)
    if rgb.shape == like.shape:
        return rgb
    how = cv2.INTER_AREA if rgb.shape[0] > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=how), dtype=np.uint8)
