"""The style "sketch": graphite lines and hatching on paper."""

from __future__ import annotations

import numpy as np

from rollsuggest.render.styles import flatten, ink, seen
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, smoothstep
from rollsuggest.render.styles.paper import grain, hatching
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import surface_of
from rollsuggest.render.styles.together import AT_ONCE, both

PAPER = (0.985, 0.975, 0.95)
GRAPHITE = (0.17, 0.17, 0.19)


def draw(scene: Scene) -> Picture:
    lines, shade, tooth = scene.stage("sketch", lambda: _strokes(scene))
    dark = np.maximum(min(1.0, 0.9 * scene.touch.line) * lines, shade)
    dark = (dark * (1 + 0.16 * tooth)).clip(0, 1)[..., None]
    paper = np.array(PAPER, np.float32) * (1 + 0.008 * tooth[..., None])
    return f32(paper * (1 - dark) + np.array(GRAPHITE, np.float32) * dark).clip(0, 1)


def _strokes(scene: Scene) -> tuple[Plane, Plane, Plane]:
    """Return the lines, the shading with its fine strokes, and the paper's tooth."""
    photo, scale = scene.picture, scene.scale
    masks, bright = seen.masks(scene), flatten.level(photo, 0.7)
    surface, grey = both(
        lambda: surface_of(bright, scale), lambda: luma(flatten.smooth(bright, 18 * scale, 0.11))
    )

    def drawn() -> Plane:
        lines = ink.clean(ink.flow_dog(grey, 0.95 * scale, 3.5 * scale), photo, scale)
        return f32(lines * (1 - 0.5 * surface.foliage) * (1 - 0.85 * seen.white(scene)))

    def shaded() -> tuple[Plane, Plane]:
        fine = _fine_lines(luma(bright), scale) * (0.5 + 0.4 * masks.eyes)
        shade = np.maximum(_shading(grey, masks.skin, scene), fine)
        return shade, grain((grey.shape[0], grey.shape[1]), scene.seed + 2, 0.7 * scale, 2.2 * scale)

    lines, (shade, tooth) = both(drawn, shaded, in_turn=scale > AT_ONCE)
    return lines, shade, tooth


def _fine_lines(grey: Plane, scale: float) -> Plane:
    """Return what is darker than its surroundings: the pencil's "dodge" of the tone by its own blur."""
    calm = blur(grey, 0.8 * scale)
    return 1 - smoothstep(calm / (blur(grey, 6 * scale) + 0.02), 0.62, 0.97)


def _shading(grey: Plane, skin: Plane, scene: Scene) -> Plane:
    """Return hatching: one direction in half shade, a second across it in the dark; fainter on skin."""
    shape, scale = (grey.shape[0], grey.shape[1]), scene.scale
    wander = 1.1 * grain(shape, scene.seed, 3 * scale, 9 * scale)
    tone = 1 - blur(grey, 2 * scale)
    first = 1 - smoothstep(hatching(shape, 5.2 * scale, 38, wander), 0.15, 0.95)
    second = 1 - smoothstep(hatching(shape, 4.6 * scale, -52, wander), 0.15, 0.95)
    light, deep = smoothstep(tone, 0.34, 0.72), smoothstep(tone, 0.58, 0.9)
    ground = 0.10 * light + 0.34 * deep
    strokes = 0.40 * first * light + 0.38 * second * deep
    return f32((ground + strokes) * (1 - 0.2 * skin))
