"""The flow of a picture: the direction of its edges, and averaging along it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.bands import BAND_PX, banded
from rollsuggest.render.styles.lab import Plane, blur, f32
from rollsuggest.render.styles.paper import clouds
from rollsuggest.render.styles.together import both

Vectors = npt.NDArray[np.float32]  # (height, width, 2): x, y
Floats = npt.NDArray[np.float64]
FAR, HAND = 0.15, 5e-3  # weight of far edges, and of the hand beside squared slopes (Sobel 3x3)
ROW = 1024  # chosen pixels stand in rows of so many, as OpenCV looks values up in pictures
TURNS = 2  # steps from one look at the flow to the next: it is smooth
_SUM = np.ones((1, 2), np.float32)


def tangents(grey: Plane, sigma: float) -> Vectors:
    """Return the unit direction along the edges around each pixel: the structure tensor's lesser axis."""
    return _lesser_axis(*(blur(plane, sigma) for plane in _tensor(grey)))


def hand(grey: Plane, seed: int, scale: float) -> Vectors:
    """Return the direction of a brush: along near edges, else along far ones, else as the hand lies.

    Where nothing is, as on a white wall, `tangents` follows the noise and curls like worms.
    """
    lie = f32(np.pi / 4 + 0.45 * clouds((grey.shape[0], grey.shape[1]), seed, 160 * scale))
    down, across = np.sin(lie), np.cos(lie)
    own = (down * down, down * across, across * across)  # of a gradient across that direction
    planes = [
        blur(plane, 7 * scale) + FAR * blur(plane, 45 * scale) + f32(HAND * still)
        for plane, still in zip(_tensor(grey), own, strict=True)
    ]
    return _lesser_axis(*(blur(f32(plane), 5 * scale) for plane in planes))


def _tensor(grey: Plane) -> tuple[Plane, Plane, Plane]:
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return f32(gx * gx), f32(gx * gy), f32(gy * gy)


def _lesser_axis(xx: Plane, xy: Plane, yy: Plane) -> Vectors:
    _length, twice = cv2.cartToPolar(f32(xx - yy), f32(2 * xy))
    across, down = cv2.polarToCart(np.ones_like(xx), twice / 2)
    return f32(cv2.merge([-down, across]))


def grid(shape: tuple[int, ...], top: int = 0) -> Vectors:
    """Return the position of each pixel of a picture of that shape, or of the part of one from `top` on."""
    ys, xs = np.mgrid[top : top + shape[0], 0 : shape[1]].astype(np.float32)
    return f32(cv2.merge([xs, ys]))


def sampled(image: npt.NDArray[np.float32], at: Vectors, how: int = cv2.INTER_LINEAR) -> Any:
    """Return the image's values at those positions, between its pixels."""
    return f32(cv2.remap(image, at, None, how, borderMode=cv2.BORDER_REPLICATE))  # type: ignore[call-overload]


def gathered(image: npt.NDArray[np.float32], flow: Vectors, sigma: float) -> npt.NDArray[np.float32]:
    """Average an image along the streamlines of `flow`, both ways, with Gaussian weights."""
    stride, weights = _paces(sigma)

    def averaged(rows: slice) -> npt.NDArray[np.float32]:
        at = grid(image[rows].shape, rows.start)
        ahead, back = (
            _followed(image, flow, heading, at, stride, weights) for heading in (flow[rows], -flow[rows])
        )
        return f32((image[rows] + ahead + back) / np.float32(1 + 2 * weights.sum()))

    return banded(averaged, image)


def gathered_at(image: Plane, flow: Vectors, sigma: float, where: npt.NDArray[np.bool_]) -> Plane:
    """Average a plane as `gathered` does, only `where` it is wanted; 0 elsewhere."""
    stride, weights = _paces(sigma)
    found = np.zeros_like(image)
    wanted = np.flatnonzero(where)

    def average(part: npt.NDArray[np.int64]) -> None:
        heading = f32(flow.reshape(-1, 2)[part].reshape(-1, ROW, 2))
        at = places(part, image.shape[1])
        ahead, back = (_followed(image, flow, way, at, stride, weights) for way in (heading, -heading))
        here = image.ravel()[part].reshape(ahead.shape)
        found.ravel()[part] = ((here + ahead + back) / np.float32(1 + 2 * weights.sum())).ravel()

    in_parts(average, wanted)
    return found


def _paces(sigma: float) -> tuple[float, Floats]:
    """Return how far apart values are taken along a streamline, and the weight of each."""
    stride = max(1.0, sigma / 2)  # the flow is smooth at that length
    distances = np.arange(stride, 2 * sigma + stride, stride)
    return stride, np.exp(-(distances**2) / (2 * sigma**2))


def reach_px(sigma: float) -> int:
    """Return how far away the values lie at most that `gathered` reads."""
    stride, weights = _paces(sigma)
    return int(np.ceil(stride * len(weights))) + 1


def in_parts(act: Callable[[npt.NDArray[np.int64]], None], pixels: npt.NDArray[np.int64]) -> None:
    """Do it for all those pixels, a band's number at once; each part is filled up to whole rows of ROW."""
    if not len(pixels):
        return
    full = np.concatenate([pixels, np.full(-len(pixels) % ROW, pixels[-1])])
    step, middle = BAND_PX // ROW * ROW, len(full) // ROW // 2 * ROW

    def each(first: int, end: int) -> None:
        for start in range(first, end, step):
            act(full[start : min(start + step, end)])

    both(lambda: each(0, middle), lambda: each(middle, len(full)))


def places(pixels: npt.NDArray[np.int64], width: int) -> Vectors:
    """Return the positions x, y of those pixels of a picture that wide, in rows of ROW."""
    ys, xs = np.divmod(pixels, width)
    return np.stack([xs, ys], axis=-1).astype(np.float32).reshape(-1, ROW, 2)


def _followed(
    image: npt.NDArray[np.float32],
    flow: Vectors,
    heading: Vectors,
    at: Vectors,
    stride: float,
    weights: Floats,
) -> npt.NDArray[np.float32]:
    """Return the weighted sum of the image along the streamlines that leave those positions."""
    total = np.zeros((*heading.shape[:2], *image.shape[2:]), np.float32)
    for number, weight in enumerate(weights.tolist()):
        at = f32(cv2.scaleAdd(heading, stride, at))
        total = f32(cv2.scaleAdd(sampled(image, at), weight, total))
        if number % TURNS == TURNS - 1 and number + 1 < len(weights):
            here = sampled(flow, at, cv2.INTER_NEAREST)
            along = cv2.transform(cv2.multiply(here, heading), _SUM)
            sign = np.copysign(np.float32(1), along)  # a flow has none of its own
            heading = f32(cv2.multiply(here, cv2.merge([sign, sign])))
    return f32(total)
