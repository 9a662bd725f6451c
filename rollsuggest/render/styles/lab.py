"""Pictures as the styles compute with them, and the colour space they reason in (CIE L*a*b*, D65)."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb

Picture = npt.NDArray[np.float32]  # (height, width, 3), sRGB 0..1
Lab = npt.NDArray[np.float32]  # (height, width, 3), L 0..100, a and b about -100..100
Plane = npt.NDArray[np.float32]  # (height, width)

REFERENCE_PX = 1080  # every length in the styles is in pixels of a picture this long, times its `scale`


def f32(values: Any) -> npt.NDArray[np.float32]:
    """Return an array as float32 without a copy where it is one: OpenCV and NumPy both widen on the way."""
    return np.asarray(values, dtype=np.float32)


def picture_of(rgb: Rgb) -> Picture:
    return np.multiply(rgb, 1 / 255, dtype=np.float32)


def rgb_of(picture: Picture) -> Rgb:
    """Round to 8 bit. Smooth skies keep their steps below what an eye can see, so no dither is added."""
    return np.asarray(cv2.addWeighted(picture, 255, picture, 0, 0, dtype=cv2.CV_8U), dtype=np.uint8)


def to_lab(picture: Picture) -> Lab:
    return f32(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab))


def from_lab(lab: Lab) -> Picture:
    picture = f32(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB))
    return picture.clip(0, 1, out=picture)


def luma(picture: Picture) -> Plane:
    return f32(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def length(across: npt.NDArray[Any], down: npt.NDArray[Any]) -> Plane:
    """Return the lengths of vectors: the same wherever in memory they lie, as `cv2.magnitude` does not."""
    squares = f32(across * across)
    squares += down * down
    return np.sqrt(squares, out=squares)


ENTRIES = 2**16  # of a table


def entries(most: float) -> Plane:
    """Return the values, 0..most, for which a table holds what a function makes of them."""
    return np.linspace(0, most, ENTRIES, dtype=np.float32)


def looked_up(table: Plane, values: Plane, most: float) -> Plane:
    """Return what a table has for each value, of which there is one in `entries(most)` next to it.

    An exact function of each pixel would take ten times as long.
    """
    at = cv2.addWeighted(values, (ENTRIES - 1) / most, values, 0, 0, dtype=cv2.CV_16U)
    return f32(cv2.LUT(at, table))


def smoothstep(x: npt.NDArray[np.floating[Any]], low: float, high: float) -> Plane:
    """Return 0 below `low`, 1 above `high`, and Hermite's smooth ramp between."""
    t = (x - low) * (1 / (high - low))
    t = t.clip(0, 1)
    rest = 3 - 2 * t
    t *= t
    rest *= t
    return f32(rest)


def mix(first: Picture, second: Picture, share: Plane | float) -> Picture:
    """Return `first` where `share` is 0 and `second` where it is 1, to a part in 100,000."""
    if isinstance(share, np.ndarray):
        share = f32(share)
        return f32(cv2.blendLinear(first, second, 1 - share, share))
    step = f32(second - first)
    step *= np.float32(share)
    step += first
    return step


def blur(image: npt.NDArray[np.floating[Any]], sigma: float) -> npt.NDArray[np.float32]:
    """Gaussian blur; wide ones are computed on a reduced picture, where they look the same."""
    step = int(sigma / 3)
    if step < 2:
        return f32(cv2.GaussianBlur(image, (0, 0), max(sigma, 0.1)))
    height, width = image.shape[:2]
    small = resize(image, (max(1, width // step), max(1, height // step)))
    small = f32(cv2.GaussianBlur(small, (0, 0), sigma / step))
    return f32(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def resize(image: npt.NDArray[np.floating[Any]], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Resize to (width, height): by area when reducing, by Lanczos when enlarging."""
    reducing = size[0] * size[1] < image.shape[0] * image.shape[1]
    how = cv2.INTER_AREA if reducing else cv2.INTER_LANCZOS4
    return f32(cv2.resize(image, size, interpolation=how))
