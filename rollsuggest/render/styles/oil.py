"""The style "oil": dabs of paint laid along the forms, with a low relief of the brush; none on skin.

Sources: the generalised Kuwahara filter and line integral convolution, see flatten.py; the relief lights the
brush's furrows as A. Hertzmann, "Fast Paint Texture" (2002) does.
"""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, tone
from rollsuggest.render.styles.faces import enlarge_eyes, face_masks
from rollsuggest.render.styles.flow import gathered, tangents
from rollsuggest.render.styles.lab import Picture, Plane, f32, luma, mix, resize
from rollsuggest.render.styles.paper import grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import surface_of

GRADE = tone.Grade(saturation=1.18, vibrance=0.4, nature=0.12, contrast=0.22, shadow_tint=(2.0, 3.0),
                   light_tint=(0.5, 5.0), lift=2.0, bloom=0.0)  # fmt: skip
RELIEF = 0.032  # of the brightness


def draw(scene: Scene) -> Picture:
    touch = scene.touch
    painted, relief = scene.stage(("oil", touch.flatness, touch.eyes), lambda: _painted(scene))
    coloured = tone.graded(painted, GRADE.by(touch.colour))
    return f32(coloured * (1 + RELIEF * touch.line * relief)[..., None]).clip(0, 1)


def _painted(scene: Scene) -> tuple[Picture, Plane]:
    photo, scale = enlarge_eyes(scene.picture, scene.faces, scene.touch.eyes), scene.scale
    masks = face_masks(photo.shape[:2], scene.faces)
    bright = flatten.level(photo, 0.5)
    surface = scene.stage(("surface", 0.5, scene.touch.eyes), lambda: surface_of(bright, scale))
    size = (bright.shape[1], bright.shape[0])
    small = resize(bright, (max(1, size[0] // 2), max(1, size[1] // 2)))
    broad = flatten.dabs(small, max(2, round(4.0 * scale * scene.touch.flatness)))
    flow = tangents(luma(broad), 7 * scale)
    broad = flatten.crisp(gathered(broad, flow, 5 * scale), 1.5 * scale)
    fine = flatten.dabbed(bright, 4 * scale)
    painted = mix(f32(cv2.resize(broad, size, interpolation=cv2.INTER_CUBIC)), fine, 0.85 * surface.tight)
    face = mix(flatten.smooth(bright, 10 * scale, 0.06), flatten.dabbed(bright, 3 * scale), 0.35)
    painted = mix(painted, mix(face, bright, 0.7 * masks.features), masks.skin)
    furrows = gathered(grain(flow.shape[:2], scene.seed, 0.7 * scale, 3 * scale), flow, 5 * scale)
    lit = cv2.Sobel(furrows, cv2.CV_32F, 1, 0) + cv2.Sobel(furrows, cv2.CV_32F, 0, 1)
    relief = f32(cv2.resize(lit / (lit.std() + 1e-6), size, interpolation=cv2.INTER_CUBIC)).clip(-2.5, 2.5)
    return painted, f32(relief * (1 - 0.92 * np.minimum(1, 1.2 * masks.skin)) * (1 - 0.5 * surface.tight))
