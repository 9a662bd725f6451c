"""Quiet colours that go with the photos: their common hue, much paler or much darker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb

Colour = tuple[int, int, int]
BLUR_BRIGHTEST = 0.36  # of a blurred ground: 4.5 to 1 for the words on it
NIGHT = 70.0  # median lightness (0..255) below which photos look lost on pale paper


@dataclass(frozen=True, slots=True)
class Palette:
    ground: Colour
    ink: Colour  # titles
    quiet: Colour  # subtitles; still readable on the ground


def paper(photos: Sequence[Rgb]) -> Palette:
    """Return pale paper in the photos' hue, or dark paper for photos of the night."""
    hue, chroma, lightness = common_hue(photos)
    if lightness < NIGHT:
        return _palette(hue, (13, min(chroma, 4)), (95, 2), (70, 3))
    return _palette(hue, (95.5, min(chroma, 2.6)), (17, min(chroma, 6)), (42, min(chroma, 6)))


def deep(photos: Sequence[Rgb]) -> Palette:
    """Return a deep ground in the photos' hue with light words, for covers and posters."""
    hue, chroma, _lightness = common_hue(photos)
    return _palette(hue, (17, min(max(chroma, 3), 8)), (96, 2), (78, 4))


def over_blur(photos: Sequence[Rgb]) -> Palette:
    """Return light words for a blurred photo that is no lighter than BLUR_BRIGHTEST."""
    hue, chroma, _lightness = common_hue(photos)
    return _palette(hue, (17, min(max(chroma, 3), 8)), (97, 2), (88, 4))


def white(photos: Sequence[Rgb]) -> Palette:
    """Return plain white with ink in the photos' hue."""
    hue, chroma, _lightness = common_hue(photos)
    return Palette((255, 255, 255), _colour(hue, 17, min(chroma, 6)), _colour(hue, 42, min(chroma, 6)))


def dark(photos: Sequence[Rgb]) -> Palette:
    """Return nearly black, as a projection room is."""
    hue, chroma, _lightness = common_hue(photos)
    return _palette(hue, (9, min(chroma, 3)), (95, 2), (70, 3))


def tinted(photos: Sequence[Rgb]) -> Palette:
    """Return the photos' own hue as a quiet colour that is seen as one."""
    hue, chroma, lightness = common_hue(photos)
    strong = min(max(2.2 * chroma, 12), 20)
    if lightness < NIGHT:
        return _palette(hue, (26, strong), (96, 3), (80, 6))
    return _palette(hue, (82, strong), (15, 8), (33, 10))


GROUNDS = {"white": white, "dark": dark, "colour": tinted, "blur": over_blur}


def common_hue(photos: Sequence[Rgb]) -> tuple[float, float, float]:
    """Return (hue in radians, mean chroma in CIELAB, median lightness 0..255) of all photos together."""
    small = [cv2.resize(rgb, (24, 24), interpolation=cv2.INTER_AREA) for rgb in photos]
    lab = cv2.cvtColor(np.vstack(small), cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float64)
    a, b = float(np.mean(lab[:, 1] - 128)), float(np.mean(lab[:, 2] - 128))
    return float(np.arctan2(b, a)), float(np.hypot(a, b)), float(np.median(lab[:, 0]))


def _palette(hue: float, *tones: tuple[float, float]) -> Palette:
    ground, ink, quiet = (_colour(hue, lightness, chroma) for lightness, chroma in tones)
    return Palette(ground, ink, quiet)


def _colour(hue: float, lightness: float, chroma: float) -> Colour:
    """Return CIELAB lightness (0..100), chroma and hue as sRGB."""
    lab = np.array([[[lightness, chroma * np.cos(hue), chroma * np.sin(hue)]]], np.float32)
    r, g, b = (cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)[0, 0] * 255).round().clip(0, 255)
    return int(r), int(g), int(b)
