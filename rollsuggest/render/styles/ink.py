"""Ink lines: drawn along the flow of edges, then cleaned as an inker would.

Sources: H. Kang, S. Lee, C. Chui, "Coherent Line Drawing" (2007), the flow-based difference of Gaussians;
H. Winnemöller, "XDoG: Advanced Image Stylization with eXtended Difference-of-Gaussians" (2011), its soft
threshold; J. Weickert's smoothed structure tensor in place of Kang's iterated tangent flow.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.bands import banded, halved
from rollsuggest.render.styles.flow import gathered_at, reach_px, tangents
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, length, luma, resize, smoothstep, to_lab

SHORTEST_STROKE_PX = 16.0
MOST_RUNS = 2**16
SHORT_STROKE_PX = 46.0  # among many others of its kind it is texture


def flow_dog(
    grey: Plane,
    sigma: float,
    along: float,
    sharp: Plane,
    *,
    tau: float = 0.988,
    phi: float = 90.0,
    ratio: float = 1.6,
) -> Plane:
    """Return ink 0..1: a difference of Gaussians across the edges, gathered along them.

    `sigma` is the line's width, `along` how far (sigma, px) strokes are joined; `tau` and `phi` are XDoG's
    sensitivity and hardness; `ratio` that of the two Gaussians. Ink is looked for where `sharp` is above 0
    (see `sharp_edges`): elsewhere `clean` leaves none.
    """
    around = round(10 * sigma) + reach_px(along) + int(np.ceil(2 * sigma * ratio)) + 2

    def drawn(rows: slice) -> Plane:
        return _flow_dog(grey[rows], sigma, along, sharp[rows], tau, phi, ratio)

    return halved(drawn, grey.shape[0], around)


def _flow_dog(
    grey: Plane, sigma: float, along: float, sharp: Plane, tau: float, phi: float, ratio: float
) -> Plane:
    flow, where = tangents(grey, 2.4 * sigma), sharp > 0
    near = np.ones((2 * reach_px(along) + 1,) * 2, np.uint8)
    # Gaussians around each pixel: across a straight edge they are those across, and means along it follow.
    across = blur(grey, sigma) - np.float32(tau) * blur(grey, sigma * ratio)
    dark = cv2.dilate((across < 0).astype(np.uint8), near) > 0  # beyond it no mean is below 0
    response = gathered_at(across, flow, along, where & dark)
    return f32(np.tanh(np.minimum(response, 0) * np.float32(-phi)))


def clean(ink: Plane, sharp: Plane, scale: float) -> Plane:
    """Drop strokes that are short, crowd into texture, or cross what is not `sharp` in the photo.

    A stroke goes as a whole: what is dropped leaves no faint dots.
    """
    ink = ink * sharp
    drawn = (ink > 0.3).astype(np.uint8)
    found, stats = _strokes(drawn)
    length = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    window = (int(16 * scale) * 2 + 1,) * 2
    inked = np.flatnonzero(drawn.view(np.bool_))
    stroke = found.ravel()[inked].astype(np.intp)  # of each inked pixel
    brief = length < SHORT_STROKE_PX * scale
    short = np.zeros_like(ink)
    short.ravel()[inked] = brief[stroke]
    crowd = smoothstep(f32(cv2.boxFilter(short, -1, window)).ravel()[inked], 0.03, 0.12)
    kept = (1 - _stroke_means(crowd, stroke) * brief) * (length >= SHORTEST_STROKE_PX * scale)
    keep = np.zeros_like(ink)
    keep.ravel()[inked] = kept[stroke]
    rim = f32(cv2.dilate((keep > 0.1).astype(np.uint8), np.ones((3, 3), np.uint8)))
    ink *= cv2.copyTo(keep, drawn, rim)  # the soft rim lives and goes with its stroke
    density = f32(cv2.boxFilter(ink, -1, window))
    return banded(lambda rows: f32(ink[rows] * (1 - 0.6 * smoothstep(density[rows], 0.3, 0.55))), ink)


def _strokes(drawn: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
    """Return which stroke each inked pixel is of, from 1 on, and what OpenCV tells of each.

    In 16 bit, in half the time, where there are no more runs of pixels than that can number.
    """
    runs = cv2.countNonZero(cv2.subtract(drawn[:, 1:], drawn[:, :-1])) + len(drawn)
    kind = cv2.CV_16U if runs < MOST_RUNS else cv2.CV_32S
    _count, found, stats, _centres = cv2.connectedComponentsWithStats(drawn, connectivity=8, ltype=kind)
    return found, np.asarray(stats, dtype=np.int32)


def sharp_edges(grey: Plane, scale: float) -> Plane:
    """Return 0..1: where a photo has edges in focus."""
    calm = blur(grey, 1.2 * scale)
    gx, gy = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    strength = length(gx, gy) * (scale / 4)
    near = cv2.dilate(strength, np.ones((3, 3), np.uint8), iterations=max(1, round(2 * scale)))
    return smoothstep(f32(near), 0.012, 0.04)


def _stroke_means(values: npt.NDArray[np.float32], stroke: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return the mean of the values of each stroke's pixels, 0 for one without any."""
    total, count = np.bincount(stroke, values), np.bincount(stroke)
    means = np.zeros(int(stroke.max(initial=0)) + 1, np.float32)
    means[: len(total)] = total / np.maximum(count, 1)
    return means


def shadow_edges(picture: Picture, scale: float) -> Plane:
    """Return 0..1: how much an edge looks like that of a cast shadow, which no inker draws.

    Out of the sun the sky is what lights: the dark side keeps its colour but turns bluer by a part of its
    loss in brightness (the log-chromaticity cue of Finlayson, Hordley, Lu and Drew 2006).
    """
    height, width = picture.shape[:2]
    scale /= 2  # at half the size it is a quarter of the work
    small = resize(picture, (max(1, width // 2), max(1, height // 2)))
    calm = np.maximum(blur(small, 2.0 * scale), 0.02)
    light = np.log(luma(calm))
    warmth = np.log(calm[..., 0]) - np.log(calm[..., 2])
    lx, ly = (cv2.Sobel(light, cv2.CV_32F, *way, scale=0.5) for way in ((1, 0), (0, 1)))
    wx, wy = (cv2.Sobel(warmth, cv2.CV_32F, *way, scale=0.5) for way in ((1, 0), (0, 1)))
    step = lx * lx + ly * ly
    share = (wx * lx + wy * ly) / (step + 1e-4)
    cross = np.abs(wx * ly - wy * lx) / (step + 1e-4)
    alike = smoothstep(share, 0.08, 0.16) * (1 - smoothstep(share, 0.5, 0.8))
    alike *= 1 - smoothstep(cross, 0.15, 0.4)
    dark = f32(cv2.erode(light, np.ones((3, 3), np.uint8)))
    alike *= smoothstep(dark, -2.6, -2.0)  # nearly black things are things
    lit = f32(cv2.dilate(warmth, np.ones((5, 5), np.uint8)))
    alike *= smoothstep(lit, -0.08, 0.02)  # a sky behind a roof is no sunlit wall
    window = (int(7 * scale) * 2 + 1,) * 2
    weight = f32(cv2.boxFilter(step, -1, window))
    found = f32(cv2.boxFilter(alike * step, -1, window) / (weight + 1e-5))
    return f32(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR))


def sky_edges(painted: Picture, scale: float) -> Plane:
    """Return 0..1: where even the dark side of an edge is bright and blue, as in clouds; none inks those."""
    height, width = painted.shape[:2]
    small = resize(painted, (max(1, width // 2), max(1, height // 2)))
    lab = to_lab(blur(small, 0.75 * scale))
    kernel = np.ones((int(2 * scale) * 2 + 1,) * 2, np.uint8)
    darkest = f32(cv2.erode(lab[..., 0], kernel))
    warmest = f32(cv2.dilate(lab[..., 2], kernel))
    sky = smoothstep(darkest, 50, 62) * (1 - smoothstep(warmest, 3, 9))
    return f32(cv2.resize(sky, (width, height), interpolation=cv2.INTER_LINEAR))
