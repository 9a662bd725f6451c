"""From photographic detail to flat painted areas that keep their contours.

Sources: E. Gastal, M. Oliveira, "Domain Transform for Edge-Aware Image and Video Processing" (2011);
P. Felzenszwalb, D. Huttenlocher, "Efficient Graph-Based Image Segmentation" (2004); G. Papari, N. Petkov,
P. Campisi, "Artistic Edge and Corner Enhancing Smoothing" (2007), the generalised Kuwahara filter.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.lab import (
    REFERENCE_PX,
    Picture,
    Plane,
    blur,
    from_lab,
    luma,
    mix,
    resize,
    rgb_of,
    smoothstep,
    to_lab,
)

SECTORS = 8


def level(picture: Picture, amount: float = 0.5) -> Picture:
    """Pull black and white point apart and the median towards a bright middle, by `amount` 0..1."""
    lab = to_lab(picture)
    lightness = lab[..., 0]
    low, high = np.percentile(lightness[::4, ::4], (0.5, 99.5))
    stretched = ((lightness - low) * (100 / max(high - low, 25.0))).clip(0, 100)
    lightness += (stretched - lightness) * amount
    median = float(np.median(lightness[::4, ::4])) / 100
    gamma = np.log(0.56) / np.log(np.clip(median, 0.08, 0.92))
    gamma = 1 + (np.clip(gamma, 0.6, 1.25) - 1) * amount
    lab[..., 0] = 100 * (lightness / 100).clip(0, 1) ** np.float32(gamma)
    return from_lab(lab)


def smooth(picture: Picture, sigma_px: float, sigma_colour: float = 0.125, passes: int = 3) -> Picture:
    """Edge-aware smoothing by the domain transform's normalised convolution."""
    filtered = cv2.ximgproc.dtFilter(
        picture, picture, sigma_px, sigma_colour, mode=cv2.ximgproc.DTF_NC, numIters=passes
    )
    return np.asarray(filtered, dtype=np.float32)


def regions(picture: Picture, grain: float = 120, smallest_px: int = 60, keep: float = 0.35) -> Picture:
    """Paint each region of a graph segmentation in its mean colour.

    `grain` is the segmentation's scale of observation; `keep` is the share of the smooth shading inside a
    region that stays. Computed at 1080 px and carried back along the picture's own edges.
    """
    height, width = picture.shape[:2]
    factor = min(1.0, REFERENCE_PX / max(height, width))
    small = picture if factor == 1 else resize(picture, (round(width * factor), round(height * factor)))
    eight_bit = rgb_of(small)
    calm = cv2.ximgproc.fastGlobalSmootherFilter(eight_bit, eight_bit, 60, 10)
    segmentation = cv2.ximgproc.segmentation.createGraphSegmentation(0.5, grain, smallest_px)
    flat = _means(small, np.asarray(segmentation.processImage(calm)))
    shading = cv2.ximgproc.fastGlobalSmootherFilter(eight_bit, eight_bit, 400, 9)
    flat += keep * (shading.astype(np.float32) / 255 - flat)
    if factor == 1:
        return flat
    enlarged = cv2.resize(flat, (width, height), interpolation=cv2.INTER_LINEAR)
    guided = cv2.ximgproc.guidedFilter(picture, enlarged, max(2, int(2 / factor)), 30 / 255**2)
    return np.asarray(guided, dtype=np.float32).clip(0, 1)


def _means(picture: Picture, labels: npt.NDArray[np.int32]) -> Picture:
    flat_labels = labels.ravel()
    counts = np.bincount(flat_labels)
    sums = [np.bincount(flat_labels, picture[..., c].ravel()) for c in range(3)]
    return np.stack([total / counts for total in sums], axis=-1).astype(np.float32)[labels]


def dabs(picture: Picture, radius: int, sharpness: float = 8.0) -> Picture:
    """Paint in brush dabs: the generalised Kuwahara filter over eight smooth sectors."""
    colour_sum = np.zeros_like(picture)
    weight_sum = np.zeros(picture.shape[:2], np.float32)
    energy = np.einsum("hwc,hwc->hw", picture, picture)
    for kernel in _sectors(radius):
        mean = cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT)
        square = cv2.filter2D(energy, -1, kernel, borderType=cv2.BORDER_REFLECT)
        spread = np.sqrt(np.maximum(square - np.einsum("hwc,hwc->hw", mean, mean), 0))
        weight = 1 / (1 + (spread * 85) ** sharpness)
        colour_sum += weight[..., None] * mean
        weight_sum += weight
    return np.asarray(colour_sum / (weight_sum[..., None] + 1e-12), dtype=np.float32)


def _sectors(radius: int) -> list[Plane]:
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(np.float32)
    angle = np.arctan2(y, x)
    near = np.exp(-(x * x + y * y) / (2 * (radius * 0.5) ** 2))
    kernels = []
    for sector in range(SECTORS):
        off = (angle - sector * 2 * np.pi / SECTORS + np.pi) % (2 * np.pi) - np.pi
        kernel = near * np.exp(-((off / (np.pi / 6)) ** 2))
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return kernels


def focus(picture: Picture, scale: float) -> Plane:
    """Return 1 where the photo is sharp and 0.25 out of focus, where flat areas would show as false shapes."""
    grey = luma(picture)
    detail = np.abs(grey - blur(grey, 1.5 * scale))
    detail = cv2.dilate(detail, np.ones((5, 5), np.uint8))
    window = int(20 * scale) * 2 + 1
    density = np.asarray(cv2.boxFilter(detail, -1, (window, window)), dtype=np.float32)
    return 0.25 + 0.75 * smoothstep(blur(density, 12 * scale), 0.008, 0.03)


def busyness(picture: Picture, scale: float) -> Plane:
    """Return 0..1: how much an area is fine texture without a direction, such as foliage, gravel or fur.

    Measured by the structure tensor: much gradient energy, little coherence (Weickert 1998).
    """
    height, width = picture.shape[:2]
    grey = resize(luma(picture), (max(1, width // 2), max(1, height // 2)))
    grey = blur(grey, 0.5 * scale)
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, xy, yy = (blur(plane, 7 * scale) for plane in (gx * gx, gx * gy, gy * gy))
    energy = np.sqrt(xx + yy)
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1e-6)
    busy = smoothstep(energy, 0.12, 0.3) * (1 - smoothstep(coherence, 0.25, 0.55))
    return np.asarray(cv2.resize(blur(busy, 4 * scale), (width, height)), dtype=np.float32)


def paint(picture: Picture, scale: float, flatness: Plane, busy: Plane) -> Picture:
    """Flatten a levelled picture.

    `flatness` 0..1 is the share of segmented flat colour over the smoothed picture; in busy areas both give
    way to brush dabs, as painters of backgrounds draw leaves in clumps.
    """
    smoothed = smooth(picture, 22 * scale)
    painted = mix(smoothed, regions(picture), flatness)
    if float(busy.max()) < 0.05:
        return painted
    height, width = picture.shape[:2]
    small = resize(mix(smoothed, picture, 0.5), (max(1, width // 2), max(1, height // 2)))
    clumps = dabs(small, max(2, round(3 * scale)))
    return mix(painted, np.asarray(cv2.resize(clumps, (width, height), interpolation=cv2.INTER_CUBIC)), busy)
