"""Pop prints a plain surface in calm colours: whole regions tell them, the surface itself its tones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import pop
from rollsuggest.render.styles.lab import Lab, from_lab, rgb_of, to_lab
from rollsuggest.render.styles.scene import scene_of

SIZE = 810, 1080
BALL = 680, 500


def _floor() -> Rgb:
    """Return a grey that is a little warmer in spots, with a blue ball on it, beside black and white."""
    noise = np.random.default_rng(5).standard_normal((18, 24)).astype(np.float32)
    spots = cv2.resize(noise, SIZE[::-1], interpolation=cv2.INTER_CUBIC)
    lab = np.full((*SIZE, 3), (62, 2, 9), np.float32)
    lab[..., 1:] += spots[..., None] * np.array((0.4, 1), np.float32)
    lab[:, 800:900], lab[:, 900:] = (5, 0, 0), (97, 0, 0)
    picture = from_lab(lab)
    cv2.circle(picture, BALL, 60, (0.1, 0.3, 0.9), -1)
    return rgb_of(picture)


def _printed(moves: bool = False) -> Lab:
    scene = scene_of(_floor(), [], redraws=False, seed=1)
    return to_lab(pop.draw(replace(scene, moves=moves)))


def _spotted(printed: Lab) -> float:
    """Return how far its colours differ from each other."""
    spread: float = cv2.blur(printed, (25, 25))[40:-40, 40:550, 1:].std(axis=(0, 1)).sum()
    return spread


def test_a_floor_that_is_warmer_here_than_there_is_calmer() -> None:
    as_it_was = _spotted(_printed(moves=True))  # in films, where regions would come and go
    assert as_it_was > 6
    assert _spotted(_printed()) < 0.8 * as_it_was


def test_what_stands_on_it_keeps_its_colour() -> None:
    x, y = BALL
    still, frame = (
        _printed(moves)[y - 20 : y + 20, x - 20 : x + 20].mean(axis=(0, 1)) for moves in (False, True)
    )
    assert still[2] < -30
    assert np.abs(still - frame).max() < 5
