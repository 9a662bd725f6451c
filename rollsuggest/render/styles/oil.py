"""The style "oil": dabs of paint laid along the forms, with a low relief of the brush; none on skin.

Sources: the generalised Kuwahara filter and line integral convolution, see flatten.py; the relief lights the
brush's furrows as A. Hertzmann, "Fast Paint Texture" (2002) does.
"""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, tone
from rollsuggest.render.styles.faces import face_masks
from rollsuggest.render.styles.flow import Vectors, gathered, hand
from rollsuggest.render.styles.lab import Picture, Plane, f32, luma, mix, resize, smoothstep
from rollsuggest.render.styles.paper import grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import surface_of

GRADE = tone.Grade(saturation=1.18, vibrance=0.4, nature=0.12, contrast=0.22, shadow_tint=(2.0, 3.0),
                   light_tint=(0.5, 5.0), lift=2.0, bloom=0.0)  # fmt: skip
RELIEF = 0.032  # of the brightness
WET = 0.35


def draw(scene: Scene) -> Picture:
    touch = scene.touch
    painted, relief = scene.stage(("oil", touch.flatness), lambda: _painted(scene))
    coloured = tone.graded(painted, GRADE.by(touch.colour))
    return f32(coloured * (1 + RELIEF * touch.line * relief)[..., None]).clip(0, 1)


def _painted(scene: Scene) -> tuple[Picture, Plane]:
    photo, scale = scene.picture, scene.scale
    masks = face_masks(photo.shape[:2], scene.faces)
    bright = flatten.level(photo, 0.5)
    surface = scene.stage(("surface", 0.5), lambda: surface_of(bright, scale))
    size = (bright.shape[1], bright.shape[0])
    small = resize(bright, (max(1, size[0] // 2), max(1, size[1] // 2)))
    broad = flatten.dabs(small, max(2, round(4.0 * scale * scene.touch.flatness)))
    flow = hand(luma(broad), scene.seed, scale / 2)
    broad = flatten.crisp(gathered(broad, flow, 5 * scale), 1.5 * scale)
    fine = flatten.dabbed(bright, 4 * scale, WET)
    painted = mix(flatten.enlarged(broad, size, WET), fine, 0.85 * surface.tight)
    face = mix(flatten.smooth(bright, 10 * scale, 0.06), flatten.dabbed(bright, 3 * scale, WET), 0.35)
    painted = mix(painted, mix(face, bright, 0.7 * masks.features), masks.skin)
    relief = f32(cv2.resize(_bristles(flow, luma(broad), scene), size, interpolation=cv2.INTER_CUBIC))
    return painted, f32(relief * (1 - 0.92 * np.minimum(1, 1.2 * masks.skin)) * (1 - 0.5 * surface.tight))


def _bristles(flow: Vectors, grey: Plane, scene: Scene) -> Plane:
    """Return the light on the brush's furrows, mean 0, at half the size: long and fine, in strokes.

    Paint lies thick in half lights and shows least where it is white or black.
    """
    scale, shape = scene.scale / 2, (flow.shape[0], flow.shape[1])
    fine = _drawn_out(grain(shape, scene.seed, 0.9 * scale, 3 * scale), flow, scale)
    tufts = _drawn_out(grain(shape, scene.seed + 1, 3 * scale, 9 * scale), flow, scale)
    lit = 0.6 * _slope(fine) + 0.8 * _slope(tufts)
    thick = 1 - 0.6 * np.maximum(smoothstep(grey, 0.72, 0.95), 1 - smoothstep(grey, 0.02, 0.15))
    return f32((lit * thick).clip(-2.5, 2.5))


def _drawn_out(noise: Plane, flow: Vectors, scale: float) -> Plane:
    """Draw noise out along the brush; a little first: grains finer than a step would make ripples."""
    return gathered(gathered(noise, flow, 3 * scale), flow, 14 * scale)


def _slope(height: Plane) -> Plane:
    """Return how steeply it rises towards the light, from above on the left."""
    down, right = cv2.Sobel(height, cv2.CV_32F, 0, 1), cv2.Sobel(height, cv2.CV_32F, 1, 0)
    slope = f32(down + right)
    return f32(slope / (slope.std() + 1e-6))
