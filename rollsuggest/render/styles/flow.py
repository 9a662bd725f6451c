"""The flow of a picture: the direction of its edges, and averaging along it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.lab import Plane, blur, f32

Vectors = npt.NDArray[np.float32]  # (height, width, 2): x, y


def tangents(grey: Plane, sigma: float) -> Vectors:
    """Return the unit direction along the edges around each pixel: the structure tensor's lesser axis."""
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, xy, yy = (blur(plane, sigma) for plane in (gx * gx, gx * gy, gy * gy))
    gradient = np.arctan2(2 * xy, xx - yy) / 2
    return np.stack([-np.sin(gradient), np.cos(gradient)], axis=-1)


def grid(shape: tuple[int, ...]) -> Vectors:
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return np.stack([xs, ys], axis=-1)


def sampled(image: npt.NDArray[np.float32], at: Vectors) -> npt.NDArray[np.float32]:
    """Return the image's values at those positions, between its pixels."""
    x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    return f32(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def gathered(image: npt.NDArray[np.float32], flow: Vectors, sigma: float) -> npt.NDArray[np.float32]:
    """Average an image along the streamlines of `flow`, both ways, with Gaussian weights."""
    stride = max(1.0, sigma / 2)  # the flow is smooth at that length
    distances = np.arange(stride, 2 * sigma + stride, stride)
    weights = np.exp(-(distances**2) / (2 * sigma**2)).astype(np.float32)
    total = image.copy()
    for direction in (flow, -flow):
        at, heading = grid(image.shape), direction
        for weight in weights:
            at += heading * np.float32(stride)
            total += weight * sampled(image, at)
            here = sampled(flow, at)
            along = np.einsum("hwc,hwc->hw", here, heading)
            heading = here * np.where(along < 0, np.float32(-1), np.float32(1))[..., None]  # it has no sign
    return f32(total / (1 + 2 * weights.sum()))
