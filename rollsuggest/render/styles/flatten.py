"""From photographic detail to flat painted areas that keep their contours.

Sources: E. Gastal, M. Oliveira, "Domain Transform for Edge-Aware Image and Video Processing" (2011);
P. Felzenszwalb, D. Huttenlocher, "Efficient Graph-Based Image Segmentation" (2004); G. Papari, N. Petkov,
P. Campisi, "Artistic Edge and Corner Enhancing Smoothing" (2007), the generalised Kuwahara filter.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.bands import banded, halved
from rollsuggest.render.styles.flow import gathered, tangents
from rollsuggest.render.styles.lab import (
    Picture,
    Plane,
    blur,
    entries,
    f32,
    from_lab,
    looked_up,
    luma,
    mix,
    resize,
    rgb_of,
    to_lab,
)
from rollsuggest.render.styles.surface import Surface
from rollsuggest.render.styles.together import both

SECTORS = 8
DABS_REACH = 40  # px at 1080 beyond which a pixel does not change the large dabs
GUIDED_AT = 0.5  # size at which a filter's coefficients are found (K. He, J. Sun, "Fast Guided Filter", 2015)
WET = 0.6  # sigma (px of the half) by which dabs run into each other
REGIONS_PX = 320  # segmenting finer costs time, and nobody sees other areas


@dataclass(frozen=True, slots=True)
class Levels:
    """How lightness is levelled: black and white point pulled apart, the median towards a bright middle."""

    low: float
    high: float
    gamma: float
    amount: float

    def of(self, lightness: Plane) -> Plane:
        """Return L 0..100 as it is levelled."""
        stretched = ((lightness - self.low) * (100 / max(self.high - self.low, 25.0))).clip(0, 100)
        pulled = lightness + (stretched - lightness) * self.amount
        return f32(cv2.pow(pulled.clip(0, 100) * np.float32(0.01), self.gamma) * np.float32(100))


def levels(picture: Picture, amount: float = 0.5) -> Levels:
    """Return how `level` changes the picture's lightness; every fourth pixel tells."""
    lightness = np.ascontiguousarray(to_lab(np.ascontiguousarray(picture[::4, ::4]))[..., 0])
    low, high = np.percentile(lightness, (0.5, 99.5)).tolist()
    median = float(np.median(Levels(low, high, 1.0, amount).of(lightness))) / 100
    gamma = np.log(0.56) / np.log(np.clip(median, 0.08, 0.92))
    return Levels(low, high, float(1 + (np.clip(gamma, 0.6, 1.25) - 1) * amount), amount)


def level(picture: Picture, amount: float = 0.5) -> Picture:
    """Pull black and white point apart and the median towards a bright middle, by `amount` 0..1."""
    table = levels(picture, amount).of(entries(100))

    def levelled(rows: slice) -> Picture:
        lab = to_lab(picture[rows])
        lightness = looked_up(table, f32(cv2.extractChannel(lab, 0)), 100)
        return from_lab(f32(cv2.insertChannel(lightness, lab, 0)))

    return banded(levelled, picture)


def smooth(picture: Picture, sigma_px: float, sigma_colour: float = 0.125, passes: int = 3) -> Picture:
    """Edge-aware smoothing by the domain transform, recursive: a third of its others' time."""
    filtered = cv2.ximgproc.dtFilter(
        picture, picture, sigma_px, sigma_colour, mode=cv2.ximgproc.DTF_RF, numIters=passes
    )
    return f32(filtered)


def regions(picture: Picture, grain: float = 120, smallest_px: int = 14, keep: float = 0.25) -> Picture:
    """Paint each region of a graph segmentation in its mean colour.

    `grain` is the segmentation's scale of observation; `keep` is the share of the smooth shading inside a
    region that stays. Computed at REGIONS_PX, `smallest_px` pixels of which the least region has, and carried
    back along the picture's own edges.
    """
    height, width = picture.shape[:2]
    factor = min(1.0, REGIONS_PX / max(height, width))
    small = picture if factor == 1 else resize(picture, (round(width * factor), round(height * factor)))
    eight_bit = rgb_of(small)
    calm = cv2.ximgproc.fastGlobalSmootherFilter(eight_bit, eight_bit, 60, 10)
    segmentation = cv2.ximgproc.segmentation.createGraphSegmentation(0.5, grain, smallest_px)
    flat = _means(small, np.asarray(segmentation.processImage(calm), dtype=np.int32))
    shading = cv2.ximgproc.fastGlobalSmootherFilter(eight_bit, eight_bit, 400, 9)
    flat += keep * (shading.astype(np.float32) / 255 - flat)
    if factor == 1:
        return flat
    enlarged = cv2.resize(flat, (width, height), interpolation=cv2.INTER_LINEAR)
    grey = luma(picture)  # a guide in three floats blurs, and takes four times as long
    radius, scale = max(2, int(2 / factor)), GUIDED_AT if factor < GUIDED_AT else 1.0
    guided = cv2.ximgproc.guidedFilter(grey, enlarged, radius, 30 / 255**2, scale=scale)
    return f32(guided).clip(0, 1)


def _means(picture: Picture, labels: npt.NDArray[np.int32]) -> Picture:
    flat_labels = labels.ravel()
    counts = np.bincount(flat_labels)
    sums = [np.bincount(flat_labels, picture[..., c].ravel()) for c in range(3)]
    return np.stack([total / counts for total in sums], axis=-1).astype(np.float32)[labels]


def dabs(picture: Picture, radius: int) -> Picture:
    """Paint in brush dabs: the generalised Kuwahara filter over eight smooth sectors."""
    return halved(lambda rows: _kuwahara(picture[rows], radius), len(picture), radius)


def _kuwahara(picture: Picture, radius: int) -> Picture:
    colour_sum = np.zeros_like(picture)
    weight_sum = np.zeros(picture.shape[:2], np.float32)
    energy = _lengths_squared(picture)
    for kernel in _sectors(radius):
        mean = f32(cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT))
        square = cv2.filter2D(energy, -1, kernel, borderType=cv2.BORDER_REFLECT)
        spread = np.sqrt(np.maximum(square - _lengths_squared(mean), 0))
        weight = f32(1 / (1 + _power_of_8(spread * 85)))
        mean *= cv2.merge([weight] * 3)
        colour_sum += mean
        weight_sum += weight
    colour_sum /= cv2.merge([weight_sum + np.float32(1e-12)] * 3)
    return colour_sum


def _lengths_squared(picture: Picture) -> Plane:
    return f32(cv2.transform(cv2.multiply(picture, picture), np.ones((1, 3), np.float32)))


def _power_of_8(plane: Plane) -> Plane:
    """Return plane ** 8, as hard as the choice between sectors is."""
    squared = plane * plane
    squared *= squared
    squared *= squared
    return squared


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


def strokes(picture: Picture, scale: float, reach: float = 7.0) -> Picture:
    """Comb the picture along its own flow, so that grain, hair and fur become strokes.

    Line integral convolution (B. Cabral, L. Leedom 1993) along the edges' tangents.
    """
    return gathered(picture, tangents(luma(picture), 3 * scale), reach * scale)


@dataclass(frozen=True, slots=True, eq=False)
class Brushes:
    """A picture painted all over with each brush, for each kind of surface to take its own."""

    flat: Picture  # segmented, flat colour
    near: Picture  # smoothed
    far: Picture  # smoothed further, for what is out of focus
    combed: Picture  # strokes, for grain and hair
    clumps: Picture  # dabs, for foliage and gravel


def paint(picture: Picture, scale: float, flatness: Plane, surface: Surface) -> Picture:
    """Flatten a levelled picture, each kind of surface in its own way; see `laid`."""
    return laid(brushes(picture, scale), flatness, surface)


def laid(brushes: Brushes, flatness: Plane, surface: Surface) -> Picture:
    """Lay what the brushes painted where the surfaces want it.

    `flatness` 0..1 is the share of segmented flat colour over the smoothed picture.
    """

    def rows_laid(rows: slice) -> Picture:
        focus, far, near = surface.focus[rows], brushes.far[rows], brushes.near[rows]
        painted = mix(far, mix(near, brushes.flat[rows], flatness[rows] * focus), focus)
        painted = mix(painted, brushes.combed[rows], 0.8 * surface.grain[rows])
        return mix(painted, brushes.clumps[rows], surface.foliage[rows])

    return banded(rows_laid, brushes.near)


def brushes(picture: Picture, scale: float) -> Brushes:
    height, width = picture.shape[:2]
    small = resize(picture, (max(1, width // 2), max(1, height // 2)))

    def larger(half: Picture) -> Picture:
        return enlarged(half, (width, height))

    def coarse() -> tuple[Picture, Picture]:
        return larger(smooth(small, 20 * scale, 0.18)), larger(strokes(small, scale / 2))

    def smoothed() -> tuple[Picture, Picture]:
        return both(lambda: regions(picture), lambda: smooth(picture, 22 * scale))

    def stroked() -> tuple[tuple[Picture, Picture], Picture]:
        return both(coarse, lambda: clumped(picture, 6 * scale))

    (flat, near), ((far, combed), clumps) = both(smoothed, stroked)
    return Brushes(flat, near, far, combed, clumps)


def dabbed(picture: Picture, radius: float, wet: float = WET) -> Picture:
    """Return the picture in crisp brush dabs of that radius, painted at half its size.

    Edges are steepened at the whole: at the half, slanted ones would be stairs. `wet` is as `WET`.
    """
    height, width = picture.shape[:2]
    return crisp(enlarged(_half_dabs(picture, radius), (width, height), wet), radius / 2)


def clumped(picture: Picture, radius: float) -> Picture:
    """Return such dabs for leaves, among which nobody sees stairs: a third of the time goes."""
    height, width = picture.shape[:2]
    return enlarged(crisp(_half_dabs(picture, radius), radius / 4), (width, height))


def _half_dabs(picture: Picture, radius: float) -> Picture:
    height, width = picture.shape[:2]
    return dabs(resize(picture, (max(1, width // 2), max(1, height // 2))), max(2, round(radius / 2)))


def large_dabs(painted: Picture, scale: float, leaves: Plane) -> Rgb:
    """Return large dabs. They are painted at half the size, and hardened there at first: see `hardened`.

    In 8 bit, where that takes a quarter of the time: nothing of them is finer. `leaves` 0..1 is where a
    bright and a dark rim along them may stay: among many small things it parts them.
    """
    height, width = painted.shape[:2]
    half = scale / 2
    soft = dabs(resize(painted, (max(1, width // 2), max(1, height // 2))), max(2, round(6 * half)))
    hard = crisp8(crisp8(rgb_of(soft), 3 * half, 2.5), 3 * half, 2.5)
    reach = round(DABS_REACH * scale)
    return _rimless(halved(lambda rows: smooth8(hard[rows], 14 * half, 0.18), len(hard), reach), leaves)


def hardened(dabs: Rgb, scale: float) -> Rgb:
    """Return large dabs with hard edges."""

    def hard(rows: slice) -> Rgb:
        steep = crisp8(dabs[rows], 2 * scale, 2.0)
        return crisp8(smooth8(steep, 8 * scale, 0.1), 2 * scale, 2.0)

    return halved(hard, len(dabs), round(DABS_REACH * scale))


def crisp(picture: Picture, sigma: float, amount: float = 1.5) -> Picture:
    """Steepen edges without halos: an unsharp mask that stays within the values around each pixel."""
    kernel = np.ones((int(sigma) * 2 + 1,) * 2, np.uint8)
    soft = blur(picture, sigma)
    sharpened = f32(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0, dst=soft))
    return sharpened.clip(cv2.erode(picture, kernel), cv2.dilate(picture, kernel), out=sharpened)


def crisp8(rgb: Rgb, sigma: float, amount: float = 1.5) -> Rgb:
    """The same in 8 bit."""
    kernel = np.ones((int(sigma) * 2 + 1,) * 2, np.uint8)
    sharpened = cv2.addWeighted(rgb, 1 + amount, cv2.GaussianBlur(rgb, (0, 0), sigma), -amount, 0)
    kept = cv2.min(cv2.max(sharpened, cv2.erode(rgb, kernel)), cv2.dilate(rgb, kernel))
    return np.asarray(kept, dtype=np.uint8)


def smooth8(rgb: Rgb, sigma_px: float, sigma_colour: float, passes: int = 3) -> Rgb:
    """Smooth as `smooth` does, in 8 bit."""
    filtered = cv2.ximgproc.dtFilter(
        rgb, rgb, sigma_px, sigma_colour * 255, mode=cv2.ximgproc.DTF_RF, numIters=passes
    )
    return np.asarray(filtered, dtype=np.uint8)


def enlarged(picture: Picture, size: tuple[int, int], wet: float = 0.0) -> Picture:
    return f32(cv2.resize(blur(picture, wet) if wet else picture, size, interpolation=cv2.INTER_CUBIC))


def _rimless(rgb: Rgb, rims: Plane) -> Rgb:
    """Enlarge to the size of `rims`, but where those are 0 not beyond the values around.

    The cubic goes a little beyond them at a hard edge; `crisp` would make a bright and a dark rim of that.
    """
    size, near = (rims.shape[1], rims.shape[0]), np.ones((3, 3), np.uint8)
    least, most = (
        cv2.resize(bound(rgb, near), size, interpolation=cv2.INTER_LINEAR)
        for bound in (cv2.erode, cv2.dilate)
    )
    steep = cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC)
    within = cv2.min(cv2.max(steep, least), most)
    return np.asarray(cv2.blendLinear(within, steep, 1 - rims, rims), dtype=np.uint8)
