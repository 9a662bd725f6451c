"""The style "oil": dabs of paint laid along the forms, with a low relief of the brush; none on skin.

Sources: the generalised Kuwahara filter and line integral convolution, see flatten.py; the relief lights the
brush's furrows as A. Hertzmann, "Fast Paint Texture" (2002) does.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, seen, tone
from rollsuggest.render.styles.flow import Vectors, gathered, hand, tangents
from rollsuggest.render.styles.lab import Picture, Plane, f32, luma, mix, resize, smoothstep
from rollsuggest.render.styles.paper import grain
from rollsuggest.render.styles.scene import Scene

GRADE = tone.Grade(saturation=1.18, vibrance=0.4, nature=0.12, contrast=0.22, shadow_tint=(2.0, 3.0),
                   light_tint=(0.5, 5.0), lift=2.0, bloom=0.0)  # fmt: skip
LEVEL = 0.5  # see flatten.level
DABS_PX = 4.0  # radius of the broad brush at 1080
RELIEF = 0.032  # of the brightness
FINE_PX = 4.0  # of the brush for faces and letters
WET, FINE_WET = 0.45, 0.3  # of the two, see flatten.WET: any wetter and small things run away


def draw(scene: Scene) -> Picture:
    touch = scene.touch
    painted, relief = scene.stage(("oil", touch.flatness), lambda: _painted(scene))
    coloured = tone.graded(painted, GRADE.by(touch.colour))
    return f32(coloured * (1 + RELIEF * touch.line * relief)[..., None]).clip(0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What no slider changes: the hand that leads the brush does not follow its width."""

    half: Picture  # the levelled photo at half its size
    dabs: Picture  # painted with the usual brush
    flow: Vectors
    relief: Plane
    fine: Picture  # letters and railings
    faces: Picture


def _base(scene: Scene) -> _Base:
    scale, masks, bright = scene.scale, seen.masks(scene), seen.levelled(scene, LEVEL)
    size = (bright.shape[1], bright.shape[0])
    half = resize(bright, (max(1, size[0] // 2), max(1, size[1] // 2)))
    dabs = flatten.dabs(half, max(2, round(DABS_PX * scale)))
    flow = hand(luma(dabs), scene.seed, scale / 2)
    grey = luma(_led(dabs, flow, scale))
    relief = f32(cv2.resize(_bristles(flow, grey, scene), size, interpolation=cv2.INTER_CUBIC))
    relief *= (1 - 0.92 * np.minimum(1, 1.2 * masks.skin)) * (1 - 0.5 * seen.surface(scene, LEVEL).tight)
    relief = seen.lettered_plane(scene, relief, 0)
    fine = _fine(half, size, scale)
    face = mix(mix(flatten.smooth(bright, 10 * scale, 0.06), fine, 0.75), bright, 0.5 * masks.features)
    return _Base(half, dabs, flow, relief, fine, face)


def _fine(half: Picture, size: tuple[int, int], scale: float) -> Picture:
    """Return dabs of the fine brush, drawn out a little along their own edges: those of a half are stairs."""
    dabs = flatten.dabs(half, max(2, round(FINE_PX * scale / 2)))
    drawn = gathered(dabs, tangents(luma(dabs), scale), 1.2 * scale)
    return flatten.crisp(flatten.enlarged(drawn, size, FINE_WET), 2 * scale)


def _painted(scene: Scene) -> tuple[Picture, Plane]:
    """Return the painting and its relief."""
    scale, masks = scene.scale, seen.masks(scene)
    base = scene.stage("oil base", lambda: _base(scene), keep=scene.small)
    radius, usual = (max(2, round(DABS_PX * scale * times)) for times in (scene.touch.flatness, 1.0))
    dabs = base.dabs if radius == usual else flatten.dabs(base.half, radius)
    broad = flatten.crisp(
        flatten.enlarged(_led(dabs, base.flow, scale), (scene.shape[1], scene.shape[0]), WET),
        2 * scale,
        3.5,
    )
    painted = mix(broad, base.fine, 0.85 * seen.surface(scene, LEVEL).tight)
    painted = seen.lettered(scene, painted, seen.levelled(scene, LEVEL))
    return mix(painted, base.faces, masks.skin), base.relief


def _led(dabs: Picture, flow: Vectors, scale: float) -> Picture:
    """Return the dabs drawn out along the flow; made crisp here, at a half, their edges would be stairs."""
    return gathered(dabs, flow, 4 * scale)


def _bristles(flow: Vectors, grey: Plane, scene: Scene) -> Plane:
    """Return the light on the brush's furrows, mean 0, at half the size: long and fine, in strokes.

    Paint lies thick in half lights and shows least where it is white or black.
    """
    scale, shape = scene.scale / 2, (flow.shape[0], flow.shape[1])
    fine = _drawn_out(grain(shape, scene.seed, 0.9 * scale, 3 * scale), flow, scale)
    tufts = _drawn_out(grain(shape, scene.seed + 1, 4 * scale, 13 * scale), flow, scale)
    lit = 0.4 * _slope(fine) + 0.9 * _slope(tufts)
    thick = 1 - 0.75 * np.maximum(smoothstep(grey, 0.6, 0.9), 1 - smoothstep(grey, 0.02, 0.15))
    return f32((lit * thick).clip(-2.5, 2.5))


def _drawn_out(noise: Plane, flow: Vectors, scale: float) -> Plane:
    """Draw noise out along the brush; a little first: grains finer than a step would make ripples."""
    return gathered(gathered(noise, flow, 3 * scale), flow, 9 * scale)


def _slope(height: Plane) -> Plane:
    """Return how steeply it rises towards the light, from above on the left."""
    down, right = cv2.Sobel(height, cv2.CV_32F, 0, 1), cv2.Sobel(height, cv2.CV_32F, 1, 0)
    slope = f32(down + right)
    return f32(slope / (slope.std() + 1e-6))
