"""What kind of surface lies where in a photo: in focus or not, leaves, grain, fine print.

Read from the structure tensor of lightness (J. Weickert, "Anisotropic Diffusion in Image Processing", 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.bands import halved
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, length, luma, resize, smoothstep, to_lab

SLOPES_REACH = 8  # px beyond which a pixel does not change a slope
TEXTURED, EDGED = 0.6, 6.0  # slopes of L, a pixel at 1080, from which on it is texture, and an edge
GREENS_DEGREES = (85.0, 150.0)  # hue in Lab


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Soft 0..1 planes."""

    focus: Plane  # 1 where the photo is sharp; 0.25 in bokeh, where flat areas would show as false shapes
    foliage: Plane  # fine texture without a direction: leaves; gravel and sand of low contrast
    grain: Plane  # fine texture with a direction: hair, fur, wood
    tight: Plane  # strong edges standing close: letters, signs, railings


def surface_of(picture: Picture, scale: float) -> Surface:
    """Read the surfaces of a picture; all but the focus at half its size."""
    height, width = picture.shape[:2]
    small = resize(picture, (max(1, width // 2), max(1, height // 2)))
    planes = [blur(plane, 3 * scale) for plane in _textures(small, scale / 2)]
    foliage, grain, tight = (f32(cv2.resize(plane, (width, height))) for plane in planes)
    return Surface(_focus(luma(picture), scale), foliage, grain, tight)


def texture_share(picture: Picture, scale: float) -> float:
    """Return how much of the picture is neither flat nor edge, 0..1, as seen at 1080 px.

    The gradient of Lab's L, blurred by 0.6 px, is between 0.6 and 6 a pixel (Sobel 3x3 over 8).
    """
    return share_of(slopes(picture, scale))


def textured(light: Plane) -> float:
    """Return the same of a lightness L as seen at 1080 px."""
    return share_of(_squared_slopes(light))


def slopes(picture: Picture, scale: float) -> Plane:
    """Return the squared slopes of a picture's lightness as seen at 1080 px, for `share_of` and `busy`."""
    return _squared_slopes(_lightness_seen(picture, scale))


def share_of(squared: Plane) -> float:
    """Return the texture share, told from squared slopes."""
    return cv2.countNonZero(cv2.inRange(squared, TEXTURED**2, EDGED**2)) / squared.size


def busy(squared: Plane, size: tuple[int, int]) -> Plane:
    """Return 0..1, `size` wide and high: where hardly anything is flat, as among leaves."""
    density = blur(f32(squared >= TEXTURED**2), 12)
    return smoothstep(f32(cv2.resize(density, size)), 0.65, 0.85)


def seen_at_reference(image: npt.NDArray[np.float32], scale: float) -> npt.NDArray[np.float32]:
    """Return an image of that scale as large as it is at 1080 px."""
    height, width = image.shape[:2]
    return image if scale == 1 else resize(image, (round(width / scale), round(height / scale)))


def _lightness_seen(picture: Picture, scale: float) -> Plane:
    return lightness(seen_at_reference(picture, scale))


def lightness(picture: Picture) -> Plane:
    """Return L 0..100."""
    return halved(lambda rows: f32(cv2.extractChannel(to_lab(picture[rows]), 0)), len(picture), 0)


def _squared_slopes(light: Plane) -> Plane:
    return halved(lambda rows: _slopes_squared(light[rows]), len(light), SLOPES_REACH)


def _slopes_squared(light: Plane) -> Plane:
    calm = blur(light, 0.6)
    across, down = (f32(cv2.Sobel(calm, cv2.CV_32F, *way, scale=1 / 8)) for way in ((1, 0), (0, 1)))
    across *= across
    down *= down
    across += down
    return across


Edges = npt.NDArray[np.uint8]  # 255 on an edge


def alike(first: Edges, second: Edges) -> float:
    """Return the F-score of two pictures' edges within 3 px."""
    here, there = cv2.countNonZero(first), cv2.countNonZero(second)
    if not here or not there:
        return 1.0
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    recall = cv2.countNonZero(cv2.bitwise_and(first, cv2.dilate(second, disc))) / here
    precision = cv2.countNonZero(cv2.bitwise_and(second, cv2.dilate(first, disc))) / there
    return 2 * precision * recall / max(precision + recall, 1e-6)


def edges(picture: Picture, scale: float) -> Edges:
    """Return the edges of a picture (Canny, sigma 2.2, 25/60), as seen at 1080 px."""
    return edges_in(luma(seen_at_reference(picture, scale)))


def edges_in(grey: Plane) -> Edges:
    """Return the same of a grey as seen at 1080 px."""
    eight_bit = np.asarray(cv2.convertScaleAbs(blur(grey, 2.2), alpha=255), dtype=np.uint8)
    return np.asarray(cv2.Canny(eight_bit, 25, 60), dtype=np.uint8)


def _focus(grey: Plane, scale: float) -> Plane:
    detail = np.abs(grey - blur(grey, 1.5 * scale))
    detail = f32(cv2.dilate(detail, np.ones((5, 5), np.uint8)))
    density = blur(_mean(detail, 20 * scale), 12 * scale)
    return 0.25 + 0.75 * smoothstep(density, 0.008, 0.03)


def _textures(picture: Picture, scale: float) -> tuple[Plane, Plane, Plane]:
    grey = blur(luma(picture), 1.0 * scale)
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 4, cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 4
    xx, xy, yy = (blur(plane, 14 * scale) for plane in (gx * gx, gx * gy, gy * gy))
    energy = np.sqrt(xx + yy)
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1e-6)
    magnitude = length(gx, gy)
    filled = smoothstep(blur(magnitude, 14 * scale) / (energy + 1e-5), 0.5, 0.7)  # no lone contour
    contrast = _range(grey, 10 * scale)
    faint = 1 - smoothstep(contrast, 0.12, 0.26)
    texture = filled * smoothstep(energy * scale, 0.006, 0.02)
    foliage = texture * (1 - smoothstep(coherence, 0.35, 0.6)) * np.maximum(_greenness(picture, scale), faint)
    grain = texture * smoothstep(coherence, 0.3, 0.6)
    edges = (magnitude > 0.25 * contrast).astype(np.float32) * smoothstep(contrast, 0.2, 0.4)
    tight = smoothstep(_mean(edges, 12 * scale), 0.2, 0.4)
    return foliage, grain, tight


def straight_edges(picture: Picture, scale: float) -> Plane:
    """Return 0..1: where edges run straight for a long way, as those of poles; at a quarter of the size."""
    height, width = picture.shape[:2]
    small = blur(luma(resize(picture, (max(1, width // 4), max(1, height // 4)))), max(0.5, 0.5 * scale))
    gx, gy = cv2.Sobel(small, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(small, cv2.CV_32F, 0, 1) / 8
    xx, xy, yy = (blur(plane, 6 * scale) for plane in (gx * gx, gx * gy, gy * gy))
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1e-6)
    found = smoothstep(coherence, 0.75, 0.93) * smoothstep(np.sqrt(xx + yy), 0.006, 0.015)
    return f32(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR))


def _greenness(picture: Picture, scale: float) -> Plane:
    lab = to_lab(picture)
    a, b = blur(lab[..., 1], 6 * scale), blur(lab[..., 2], 6 * scale)
    hue = f32(np.degrees(np.arctan2(b, a)))
    low, high = GREENS_DEGREES
    green = smoothstep(hue, low - 10, low) * (1 - smoothstep(hue, high, high + 15))
    return f32(green * smoothstep(length(a, b), 5, 12))


def _range(grey: Plane, radius: float) -> Plane:
    kernel = np.ones((int(radius) * 2 + 1,) * 2, np.uint8)
    spread = cv2.dilate(grey, kernel) - cv2.erode(grey, kernel)
    return _mean(f32(spread), radius / 2)


def _mean(plane: Plane, radius: float) -> Plane:
    window = (int(radius) * 2 + 1,) * 2
    return f32(cv2.boxFilter(plane, -1, window))
