"""Paper, brush and screen: the grounds that drawings lie on. All noise comes from the scene's seed."""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles.lab import Plane, blur, f32, smoothstep

TILE = 1024  # strokes, until they come again


def grain(shape: tuple[int, int], seed: int, fine: float, coarse: float) -> Plane:
    """Return noise of mean 0 and deviation 1 between two sizes (sigma, px), as the tooth of paper."""
    noise = np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)
    band = blur(noise, fine) - 0.6 * blur(noise, coarse)
    return f32((band - band.mean()) / (band.std() + 1e-6))


def clouds(shape: tuple[int, int], seed: int, sigma: float) -> Plane:
    """Return soft noise of mean 0 and deviation 1: where a wash ran thicker and thinner."""
    small = tuple(max(2, round(side * 4 / sigma)) for side in shape)
    noise = np.random.default_rng(seed).standard_normal(small, dtype=np.float32)
    soft = cv2.resize(cv2.GaussianBlur(noise, (0, 0), 2), shape[::-1], interpolation=cv2.INTER_CUBIC)
    return f32((soft - soft.mean()) / (soft.std() + 1e-6))


def screen(tone: Plane, pitch: float) -> Plane:
    """Return a 45 degree dot screen, 0 ink to 1 paper, that covers 1 - `tone` of the paper."""
    y, x = (f32(np.cos(np.arange(side) * (np.pi * np.sqrt(2) / pitch))) for side in tone.shape)
    dots = 0.5 + 0.5 * (y[:, None] * x)  # its values are spread nearly evenly over 0..1
    soft = 1.6 / pitch
    threshold = (1 - tone) * (1 + 2 * soft) - soft  # nothing on white, no hole in black
    return smoothstep(dots - threshold, -soft, soft)


def hatching(shape: tuple[int, int], seed: int, long: float, wide: float, degrees: float) -> Plane:
    """Return pencil strokes of mean 0 and deviation about 1, so many px long and wide, at that slope.

    The hand bows a little: straight strokes are a ruler's.
    """
    turn = np.radians(degrees)
    along, across = np.cos(turn), np.sin(turn)
    y, x = (f32(np.arange(side)) for side in shape)
    bow = 8 * clouds(shape, seed + 7, 8 * long)
    u = (x[None, :] * np.float32(along) + y[:, None] * np.float32(across)) / np.float32(long)
    v = (y[:, None] * np.float32(along) - x[None, :] * np.float32(across)) / np.float32(wide) + bow
    noise = np.random.default_rng(seed).standard_normal((TILE, TILE), dtype=np.float32)
    noise -= (np.roll(noise, 1, axis=0) + np.roll(noise, -1, axis=0)) / 2  # no broad bands
    drawn = cv2.remap(noise, f32(u), f32(v), cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP)
    return f32(drawn / 0.8)
