"""Portraits on screens, prints, posters and pages in a photo: seen askew, relit, blurred and noisy."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb, decode

KINDS = ("screen", "print", "poster", "page")
SIDE_PX = 1600
Floats = npt.NDArray[np.float64]


def pasted(seed: int, scenes: Sequence[Path], portraits: Sequence[Path]) -> tuple[Rgb, Floats, str]:
    """Return a photo of 1600 px, the corners (4, 2) of the picture in it, and of what kind it is."""
    dice, kind = random.Random(seed), KINDS[seed % 4]
    scene = decode(dice.choice(scenes), SIDE_PX).rgb
    scale = SIDE_PX / max(scene.shape[:2])
    scene = np.asarray(cv2.resize(scene, None, fx=scale, fy=scale), np.uint8)
    picture = _bordered(kind, _cut(dice, decode(dice.choice(portraits), 400).rgb), dice)
    corners = _corners(picture, scene, dice, kind)
    return _blended(scene, picture, corners, dice), corners, kind


def _cut(dice: random.Random, portrait: Rgb) -> Rgb:
    high, wide = portrait.shape[:2]
    tall = int(high * dice.uniform(0.62, 1))
    across = min(wide, int(tall * dice.choice([0.7, 0.8, 1, 1])))
    top, left = int((high - tall) * 0.45), (wide - across) // 2
    return np.asarray(
        cv2.resize(portrait[top : top + tall, left : left + across], None, fx=2.5, fy=2.5), np.uint8
    )


def _bordered(kind: str, picture: Rgb, dice: random.Random) -> Rgb:
    high, wide = picture.shape[:2]
    grey = dice.choice([8, 30, 120, 175, 240])
    if kind == "screen":
        bar = int(max(0, high * dice.choice([0, 1.33, 1.78]) - wide)) // 2
        return _around(_around(picture, 0, bar, dice.choice([0, 20, 240])), high // 30, high // 30, grey)
    if kind == "print":
        mat = dice.choice([0, high // 12])
        return _around(_around(picture, mat, mat, 235), high // 25, high // 25, grey)
    if kind == "poster":
        words = np.full((int(high * dice.uniform(0, 0.6)), wide, 3), grey, np.uint8)
        return np.vstack([picture, words])
    page = np.full((int(high * dice.uniform(1.5, 2.4)), int(wide * dice.uniform(1.25, 2)), 3), 236, np.uint8)
    top, left = int((len(page) - high) * dice.uniform(0.1, 0.5)), int((page.shape[1] - wide) * dice.random())
    page[top : top + high, left : left + wide] = picture
    page[top + high + 20 : -20 : 18, left : left + wide] = 70
    return page


def _around(picture: Rgb, level: int, beside: int, grey: int) -> Rgb:
    made = cv2.copyMakeBorder(
        picture, level, level, beside, beside, cv2.BORDER_CONSTANT, value=(grey, grey, grey)
    )
    return np.asarray(made, np.uint8)


def _corners(picture: Rgb, scene: Rgb, dice: random.Random, kind: str) -> Floats:
    size = dice.uniform(420, 800) if kind == "page" else dice.uniform(220, 620)
    half = np.array(picture.shape[1::-1]) * size / max(picture.shape[:2]) / 2
    lean = np.random.default_rng(dice.randrange(10**6)).uniform(-0.04, 0.04, (4, 2)) * size
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half + lean * dice.choice([0, 1])
    turn = np.deg2rad(dice.uniform(-25, 25) if kind == "page" else dice.choice([0, dice.uniform(-12, 12)]))
    square = square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    room = np.maximum(np.array(scene.shape[1::-1]) - np.ptp(square, axis=0) - 20, 0)
    return np.asarray(square - square.min(0) + 10 + room * [dice.random(), dice.random()], np.float64)


def _blended(scene: Rgb, picture: Rgb, corners: Floats, dice: random.Random) -> Rgb:
    high, wide = picture.shape[:2]
    move = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), corners.astype(np.float32)
    )
    size = scene.shape[1::-1]
    lit = picture * dice.uniform(0.5, 1.15) * np.array([dice.uniform(0.94, 1.05), 1, dice.uniform(0.9, 1.07)])
    layer = cv2.warpPerspective(cv2.GaussianBlur(lit, (0, 0), 0.8), move, size, flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.ones((high, wide)), move, size)[..., None]
    made = cv2.GaussianBlur(scene * (1 - there) + np.minimum(layer, 255) * there, (0, 0), 0.8)
    noise = np.random.default_rng(dice.randrange(10**6)).normal(0, dice.uniform(1, 5), made.shape)
    return np.asarray(np.clip(made + noise, 0, 255), np.uint8)
