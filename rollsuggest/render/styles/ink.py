"""Ink lines: drawn along the flow of edges, then cleaned as an inker would.

Sources: H. Kang, S. Lee, C. Chui, "Coherent Line Drawing" (2007), the flow-based difference of Gaussians;
H. Winnemöller, "XDoG: Advanced Image Stylization with eXtended Difference-of-Gaussians" (2011), its soft
threshold; J. Weickert's smoothed structure tensor in place of Kang's iterated tangent flow.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.lab import Picture, Plane, blur, luma, smoothstep

SHORTEST_STROKE_PX = 16.0
SHORT_STROKE_PX = 46.0  # among many others of its kind it is texture

Vectors = npt.NDArray[np.float32]  # (height, width, 2): x, y


def tangents(grey: Plane, sigma: float) -> Vectors:
    """Return the unit direction along the edges around each pixel."""
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, xy, yy = (blur(plane, sigma) for plane in (gx * gx, gx * gy, gy * gy))
    largest = 0.5 * (xx + yy + np.sqrt((xx - yy) ** 2 + 4 * xy * xy))
    flow = np.stack([largest - xx, -xy], axis=-1)
    flow /= np.linalg.norm(flow, axis=-1, keepdims=True) + 1e-8
    flow[largest < 1e-6] = (0, 1)
    return flow.astype(np.float32)


def flow_dog(
    grey: Plane, sigma: float, along: float, *, tau: float = 0.985, phi: float = 90.0, ratio: float = 1.6
) -> Plane:
    """Return ink 0..1: a difference of Gaussians across the edges, gathered along them.

    `sigma` is the line's width, `along` how far (sigma, px) strokes are joined; `tau` and `phi` are XDoG's
    sensitivity and hardness; `ratio` that of the two Gaussians.
    """
    flow = tangents(grey, 2.4 * sigma)
    across = _difference_across(grey, flow, sigma, sigma * ratio, tau)
    response = _gather_along(across, flow, along)
    return np.where(response > 0, np.float32(0), -np.tanh(phi * response)).astype(np.float32)


def _grid(shape: tuple[int, ...]) -> Vectors:
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return np.stack([xs, ys], axis=-1)


def _sample(image: npt.NDArray[np.float32], at: Vectors) -> npt.NDArray[np.float32]:
    return np.asarray(
        cv2.remap(image, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32
    )


def _difference_across(grey: Plane, flow: Vectors, narrow: float, wide: float, tau: float) -> Plane:
    normal = np.stack([-flow[..., 1], flow[..., 0]], axis=-1)
    grid = _grid(grey.shape)
    reach = int(np.ceil(2 * wide))
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-(offsets**2) / (2 * narrow**2))
    wide_weights = np.exp(-(offsets**2) / (2 * wide**2))
    kernel = weights / weights.sum() - tau * wide_weights / wide_weights.sum()
    total = np.zeros_like(grey)
    for offset, weight in zip(offsets, kernel, strict=True):
        total += np.float32(weight) * _sample(grey, grid + normal * np.float32(offset))
    return total


def _gather_along(plane: Plane, flow: Vectors, sigma: float) -> Plane:
    """Average `plane` along the streamlines of `flow`, both ways, with Gaussian weights."""
    steps = int(np.ceil(2 * sigma))
    weights = np.exp(-(np.arange(1, steps + 1) ** 2) / (2 * sigma**2)).astype(np.float32)
    total = plane.copy()
    for direction in (flow, -flow):
        at, heading = _grid(plane.shape), direction
        for weight in weights:
            at += heading
            total += weight * _sample(plane, at)
            here = _sample(flow, at)
            turned = np.einsum("hwc,hwc->hw", here, heading) < 0  # a tangent has no sign of its own
            heading = np.where(turned[..., None], -here, here)
    return np.asarray(total / (1 + 2 * weights.sum()), dtype=np.float32)


def clean(ink: Plane, photo: Picture, scale: float) -> Plane:
    """Drop strokes that are short, crowd into texture, or cross out-of-focus areas of the photo.

    A stroke goes as a whole: what is dropped leaves no faint dots.
    """
    ink = ink * _sharp_edges(luma(photo), scale)
    drawn = (ink > 0.3).astype(np.uint8)
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    length = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    length[0] = np.inf  # the paper
    window = (int(16 * scale) * 2 + 1,) * 2
    short = (length < SHORT_STROKE_PX * scale).astype(np.float32)[labels]
    crowd = smoothstep(np.asarray(cv2.boxFilter(short * drawn, -1, window)), 0.03, 0.12)
    keep = np.minimum(1, 1 - _stroke_means(crowd, labels, short * drawn))
    keep *= (length >= SHORTEST_STROKE_PX * scale)[labels]
    near = np.asarray(cv2.dilate(drawn * (keep > 0.1), np.ones((3, 3), np.uint8)))
    ink = ink * np.where(drawn > 0, keep, near)  # the soft rim lives and goes with its stroke
    density = np.asarray(cv2.boxFilter(ink, -1, window), dtype=np.float32)
    return np.asarray(ink * (1 - 0.6 * smoothstep(density, 0.3, 0.55)), dtype=np.float32)


def _sharp_edges(grey: Plane, scale: float) -> Plane:
    calm = blur(grey, 1.2 * scale)
    gx, gy = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    strength = cv2.magnitude(gx, gy) * (scale / 4)
    strength = cv2.dilate(strength, np.ones((3, 3), np.uint8), iterations=max(1, round(2 * scale)))
    return smoothstep(np.asarray(strength, dtype=np.float32), 0.012, 0.04)


def _stroke_means(plane: Plane, labels: npt.NDArray[np.int32], weight: Plane) -> Plane:
    """Return for each pixel the mean of `plane` over its stroke, 0 where `weight` is 0."""
    flat = labels.ravel()
    total = np.bincount(flat, (plane * weight).ravel())
    count = np.bincount(flat, weight.ravel())
    means = (total / np.maximum(count, 1)).astype(np.float32)
    means[0] = 0
    return np.asarray(means[labels], dtype=np.float32)


def shadow_edges(picture: Picture, scale: float) -> Plane:
    """Return 0..1: how much an edge looks like that of a cast shadow, which no inker draws.

    Out of the sun the sky is what lights: the dark side keeps its colour but turns bluer by a part of its
    loss in brightness (the log-chromaticity cue of Finlayson, Hordley, Lu and Drew 2006).
    """
    calm = np.maximum(blur(picture, 2.0 * scale), 0.02)
    light = np.log(luma(calm))
    warmth = np.log(calm[..., 0]) - np.log(calm[..., 2])
    lx, ly = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    wx, wy = cv2.Sobel(warmth, cv2.CV_32F, 1, 0), cv2.Sobel(warmth, cv2.CV_32F, 0, 1)
    step = lx * lx + ly * ly
    share = (wx * lx + wy * ly) / (step + 1e-4)
    cross = np.abs(wx * ly - wy * lx) / (step + 1e-4)
    alike = smoothstep(share, 0.04, 0.12) * (1 - smoothstep(share, 0.5, 0.8))
    alike *= 1 - smoothstep(cross, 0.15, 0.4)
    dark = np.asarray(cv2.erode(light, np.ones((7, 7), np.uint8)), dtype=np.float32)
    alike *= smoothstep(dark, -2.6, -2.0)  # nearly black things are things
    window = (int(7 * scale) * 2 + 1,) * 2
    weight = np.asarray(cv2.boxFilter(step, -1, window))
    return np.asarray(cv2.boxFilter(alike * step, -1, window) / (weight + 1e-5), dtype=np.float32)
