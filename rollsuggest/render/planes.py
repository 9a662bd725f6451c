"""Frames as the film stores them: luma at full size, chroma at half (BT.709, 4:2:0).

Working on these planes halves the work of every movement and dissolve against RGB, and nothing is converted
per frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box
from rollsuggest.render.layouts import Rect

Plane = npt.NDArray[np.uint8]

OVERSAMPLED = 1.2  # source pixels per pixel of the frame; at 1.0 sharpness pulses by 17 %, here by 2 %

# RGB 0..255 to limited-range Y'CbCr, ITU-R BT.709-6.
BT709 = np.array(
    [[0.18258588, 0.61423059, 0.06200706, 16.0],
     [-0.10064373, -0.33857195, 0.43921569, 128.0],
     [0.43921569, -0.39894216, -0.04027352, 128.0]], np.float64,
)  # fmt: skip
_INVERSE = np.linalg.inv(BT709[:, :3])
TO_RGB = np.hstack([_INVERSE, -_INVERSE @ BT709[:, 3:]])


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """y (h, w); uv (h / 2, w / 2, 2). Sizes are even."""

    y: Plane
    uv: Plane

    def copy(self) -> Planes:
        return Planes(self.y.copy(), self.uv.copy())

    def put(self, other: Planes, at: Rect) -> None:
        """Lay another frame into this one; all of `at` is even."""
        self.y[at.y : at.bottom, at.x : at.right] = other.y
        self.uv[at.y // 2 : at.bottom // 2, at.x // 2 : at.right // 2] = other.uv


def planes(rgb: Rgb) -> Planes:
    """Return the planes of an RGB picture of even size."""
    ycc = cv2.transform(rgb, BT709)
    half = (rgb.shape[1] // 2, rgb.shape[0] // 2)
    return Planes(
        np.ascontiguousarray(ycc[..., 0]), _u8(cv2.resize(ycc[..., 1:], half, interpolation=cv2.INTER_AREA))
    )


def rgb(picture: Planes) -> Rgb:
    """Return the picture as RGB, for where no film takes it."""
    h, w = picture.y.shape
    uv = cv2.resize(picture.uv, (w, h), interpolation=cv2.INTER_LINEAR)
    return _u8(cv2.transform(cv2.merge([picture.y, uv[..., 0], uv[..., 1]]), TO_RGB))


def black(w: int, h: int) -> Planes:
    return Planes(np.full((h, w), 16, np.uint8), np.full((h // 2, w // 2, 2), 128, np.uint8))


def view(picture: Planes, seen: Box, w: int, h: int) -> Planes:
    """Return the window `seen` (in the picture's luma pixels) as w x h, placed to a fraction of a pixel.

    Bilinear, as OpenCV's cubic knows only 32 steps in a pixel: slow movements trembled by 0.1 px, now by less
    than 0.04. The picture is to be OVERSAMPLED, so that sharpness does not pulse from pixel to pixel.
    """
    return Planes(
        _warped(picture.y, seen, w, h),
        _warped(picture.uv, Box(seen.x / 2, seen.y / 2, seen.w / 2, seen.h / 2), w // 2, h // 2),
    )


def _warped(plane: Plane, seen: Box, w: int, h: int) -> Plane:
    across, down = seen.w / w, seen.h / h
    to_source = np.array(
        [[across, 0, seen.x + across / 2 - 0.5], [0, down, seen.y + down / 2 - 0.5]], np.float64
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return _u8(cv2.warpAffine(plane, to_source, (w, h), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def dissolved(a: Planes, b: Planes, part: float) -> Planes:
    """Return a turning into b, by `part` 0..1."""
    return Planes(
        _u8(cv2.addWeighted(a.y, 1 - part, b.y, part, 0)), _u8(cv2.addWeighted(a.uv, 1 - part, b.uv, part, 0))
    )


def darkened(a: Planes, part: float) -> Planes:
    """Return a turning black, by `part` 0..1."""
    return Planes(
        _u8(cv2.addWeighted(a.y, 1 - part, a.y, 0, 16 * part)),
        _u8(cv2.addWeighted(a.uv, 1 - part, a.uv, 0, 128 * part)),
    )


def pushed(a: Planes, b: Planes, part: float) -> Planes:
    """Return b pushing a out upwards (on wide frames to the left), by `part` 0..1."""
    h, w = a.y.shape
    axis = 0 if h >= w else 1
    shift = round(part * max(h, w) / 2)
    return Planes(_slid(a.y, b.y, shift * 2, axis), _slid(a.uv, b.uv, shift, axis))


SOFT = 0.18  # of a wipe's way, its edge is soft


def wiped(a: Planes, b: Planes, part: float) -> Planes:
    """Return b laid over a from below (on wide frames from the right) with a soft edge, by `part` 0..1."""
    h, w = a.y.shape
    axis = 0 if h >= w else 1
    return Planes(_laid(a.y, b.y, part, axis), _laid(a.uv, b.uv, part, axis))


def _laid(a: Plane, b: Plane, part: float, axis: int) -> Plane:
    length = a.shape[axis]
    at = 1 - (np.arange(length, dtype=np.float32) + 0.5) / length  # 1 at the side where b comes in last
    alpha = np.clip((part * (1 + SOFT) - at) / SOFT, 0, 1)
    edge = np.flatnonzero((alpha > 0) & (alpha < 1))
    made = np.where(_along(alpha >= 1, a, axis), b, a)
    if edge.size:
        soft = np.s_[edge[0] : edge[-1] + 1] if axis == 0 else np.s_[:, edge[0] : edge[-1] + 1]
        _mix(made[soft], b[soft], _along(alpha[edge], a, axis))
    return made


def _along(row: npt.NDArray[Any], plane: Plane, axis: int) -> npt.NDArray[Any]:
    return row.reshape([-1 if n == axis else 1 for n in range(plane.ndim)])


def _slid(a: Plane, b: Plane, shift: int, axis: int) -> Plane:
    both = (a[shift:], b[:shift]) if axis == 0 else (a[:, shift:], b[:, :shift])
    return np.concatenate(both, axis=axis)


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Words (or anything with transparency) that are laid over frames with changing strength."""

    at: Rect  # even
    colour: Planes
    alpha: npt.NDArray[np.float32]  # (h, w) 0..1
    alpha_half: npt.NDArray[np.float32]

    def over(self, frame: Planes, strength: float) -> None:
        """Lay it over a frame, in place."""
        if strength <= 0:
            return
        r = self.at
        _mix(frame.y[r.y : r.bottom, r.x : r.right], self.colour.y, self.alpha * strength)
        part = frame.uv[r.y // 2 : r.bottom // 2, r.x // 2 : r.right // 2]
        _mix(part, self.colour.uv, (self.alpha_half * strength)[..., None])


def overlay(image: Image.Image) -> Overlay | None:
    """Return what is not clear of an RGBA picture of the frame's size; None when all is."""
    box = image.getchannel("A").getbbox()
    if box is None:
        return None
    x, y = box[0] // 2 * 2, box[1] // 2 * 2
    right, bottom = min(-(-box[2] // 2) * 2, image.width), min(-(-box[3] // 2) * 2, image.height)
    part = np.asarray(image.crop((x, y, right, bottom)))
    alpha = (part[..., 3] / 255).astype(np.float32)
    half = cv2.resize(alpha, (alpha.shape[1] // 2, alpha.shape[0] // 2), interpolation=cv2.INTER_AREA)
    colour = planes(np.ascontiguousarray(part[..., :3]))
    return Overlay(Rect(x, y, right - x, bottom - y), colour, alpha, np.asarray(half, dtype=np.float32))


def _mix(under: Plane, over: Plane, alpha: npt.NDArray[np.float32]) -> None:
    under[...] = (under + alpha * (over.astype(np.float32) - under) + 0.5).astype(np.uint8)


def _u8(array: npt.NDArray[np.generic] | cv2.typing.MatLike) -> Plane:
    return np.asarray(array, dtype=np.uint8)
