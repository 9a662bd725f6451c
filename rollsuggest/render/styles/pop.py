"""The style "pop": few bold colours, heavy ink and printed dots, as in a comic of the sixties.

Colours are not averaged, which makes brown of them: each tone takes the nearest of a printer's hues.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles import flatten, ink
from rollsuggest.render.styles.faces import enlarge_eyes, face_masks, teeth
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, from_lab, luma, mix, smoothstep, to_lab
from rollsuggest.render.styles.paper import screen
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import surface_of
from rollsuggest.render.styles.together import both

HUES = (
    35.0,
    68.0,
    92.0,
    140.0,
    225.0,
    288.0,
    345.0,
)  # red, orange, yellow, green, cyan, blue, magenta; Lab degrees
TONES = ((22, 17.0), (45, 48.0), (68, 72.0), (101, 92.0))  # up to this L: this L
CHROMA = (30.0, 68.0, 66.0, 34.0)  # of the four tones
INK = (0.10, 0.07, 0.16)
HUE_STEPS = 4  # in a degree
PITCH_PX = 8.5  # of the dots, at 1080


def draw(scene: Scene) -> Picture:
    touch, scale = scene.touch, scene.scale
    photo, painted, lines, white = scene.stage(("pop", touch.flatness, touch.eyes), lambda: _painted(scene))
    masks = face_masks(photo.shape[:2], scene.faces)
    lab = to_lab(painted)
    printed = _printed(lab, masks.skin, scale, touch.colour)
    dots = 1 - screen(_half_tones(lab[..., 0], masks.skin, scale), PITCH_PX * scale)
    darker = printed * np.array([1.0, 0.62, 0.62], np.float32)
    printed = mix(printed, darker, 0.75 * dots * (1 - 0.8 * masks.features))
    drawn = 1 - smoothstep(blur(luma(photo), 0.6 * scale) / (blur(luma(photo), 9 * scale) + 0.05), 0.5, 0.85)
    black = np.maximum(smoothstep(lines, 0.1, 0.6), masks.features * drawn * (1 - 0.8 * white))
    return mix(
        printed, np.broadcast_to(np.array(INK, np.float32), printed.shape), f32(black * min(1.0, touch.line))
    )


def _painted(scene: Scene) -> tuple[Picture, Picture, Plane, Plane]:
    photo, scale = enlarge_eyes(scene.picture, scene.faces, scene.touch.eyes), scene.scale
    masks = face_masks(photo.shape[:2], scene.faces)
    bright = flatten.level(photo, 0.8)
    white = teeth(photo, scene.faces, scale)
    surface = scene.stage(("surface", 0.8, scene.touch.eyes), lambda: surface_of(bright, scale))
    painted = flatten.paint(bright, scale, 0.8 * scene.touch.flatness * (1 - 0.9 * masks.skin), surface)
    painted = mix(painted, bright, 0.6 * masks.features)
    lines, shadows = both(
        lambda: ink.flow_dog(luma(painted), 1.35 * scale, 3.6 * scale, tau=0.99),
        lambda: ink.shadow_edges(photo, scale),
    )
    lines = ink.clean(lines * (1 - 0.6 * surface.foliage), photo, scale)
    lines *= (1 - 0.35 * masks.skin) * (1 - 0.85 * white) * (1 - 0.6 * shadows)
    return bright, painted, f32(lines), white


def _printed(lab: Picture, skin: Plane, scale: float, colour: float) -> Picture:
    """Return the flat inks: a tone of four, the nearest hue, and full strength for all that has a colour."""
    calm = blur(lab, 1.5 * scale)
    chroma = f32(cv2.magnitude(calm[..., 1], calm[..., 2]))
    hue = cv2.phase(calm[..., 1], calm[..., 2], angleInDegrees=True)
    flesh = np.maximum(skin, 0) * smoothstep(chroma, 4, 10)
    level, strength = _stepped(calm[..., 0], TONES), _stepped(calm[..., 0], _paired(CHROMA))
    nearest = np.take(_nearest(), (hue * HUE_STEPS).astype(np.int32), axis=0, mode="clip")
    a, b = nearest[..., 0], nearest[..., 1]
    strength = strength * smoothstep(chroma, 5, 16) * colour
    cool = (1 - smoothstep(chroma, 4, 12)) * smoothstep(100 - level, 10, 60)  # greys are printed blue
    inks = np.stack([level, strength * a + 4 * cool, strength * b - 24 * cool * colour], axis=-1)
    peach = np.stack(
        [np.maximum(level, 40) * 0.75 + 24, np.full_like(level, 15.0), np.full_like(level, 24.0)], axis=-1
    )
    return from_lab(f32(mix(f32(inks), f32(peach), f32(flesh))))


@cache
def _nearest() -> npt.NDArray[np.float32]:
    """Return the direction (a, b) of the printer's hue that is nearest to each hue, in steps of a degree."""
    hue = np.arange(360 * HUE_STEPS + 1, dtype=np.float32)[:, None] / HUE_STEPS
    off = np.abs((hue - np.array(HUES, np.float32) + 180) % 360 - 180)
    weight = np.exp(-off / 5.0)
    angle = np.radians(np.array(HUES, np.float32))
    return f32(weight @ np.stack([np.cos(angle), np.sin(angle)], axis=-1) / weight.sum(axis=-1)[:, None])


def _paired(values: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    return tuple((tone[0], value) for tone, value in zip(TONES, values, strict=True))


def _stepped(lightness: Plane, steps: tuple[tuple[float, float], ...]) -> Plane:
    """Return the value of each tone, with a soft step of 3 L between two."""
    values = np.full_like(lightness, steps[0][1])
    for (edge, low), (_next, high) in pairwise(steps):
        values += (high - low) * smoothstep(lightness, edge - 1.5, edge + 1.5)
    return f32(values)


def _half_tones(lightness: Plane, skin: Plane, scale: float) -> Plane:
    """Return how much paper shows between the dots: they shade middle tones, and blush on skin."""
    calm = blur(lightness, 3 * scale)
    middle = 1 - 0.42 * smoothstep(calm, 30, 42) * (1 - smoothstep(calm, 58, 70))
    return f32(np.minimum(middle, 1 - 0.25 * skin * (1 - smoothstep(calm, 66, 80))))
