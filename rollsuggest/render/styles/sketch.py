"""The style "sketch": graphite lines, and the tones of the photo laid down in strokes on paper."""

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
LEVEL = 0.5  # see flatten.level
BARE = 0.93  # so light is left to the paper
DARKEST = 0.9  # how much of the paper shading may cover
STROKES = 0.13  # how much more and less than the tone strokes cover; on skin they are smudged
SMUDGED, SMALL_SMUDGED, SMALL_FACE_PX = 0.65, 0.95, 130.0  # a stroke is as wide as an eye of a small face


def draw(scene: Scene) -> Picture:
    lines, shade, tooth = scene.stage("sketch", lambda: _strokes(scene))
    dark = np.maximum(min(1.0, scene.touch.line) * lines, shade)
    dark = (dark * (1 + 0.16 * tooth)).clip(0, 1)[..., None]
    paper = np.array(PAPER, np.float32) * (1 + 0.008 * tooth[..., None])
    return f32(paper * (1 - dark) + np.array(GRAPHITE, np.float32) * dark).clip(0, 1)


def _strokes(scene: Scene) -> tuple[Plane, Plane, Plane]:
    """Return the lines, the shading with its fine strokes, and the paper's tooth."""
    photo, scale = scene.picture, scene.scale
    masks, bright = seen.masks(scene), flatten.level(photo, LEVEL)
    surface, grey = both(
        lambda: surface_of(bright, scale), lambda: luma(flatten.smooth(bright, 18 * scale, 0.11))
    )

    def drawn() -> Plane:
        sharp = seen.sharp(scene)
        lines = ink.clean(ink.flow_dog(grey, 0.95 * scale, 3.5 * scale, sharp), sharp, scale)
        return f32(lines * (1 - 0.5 * surface.foliage) * (1 - 0.85 * seen.white(scene)))

    def shaded() -> tuple[Plane, Plane]:
        light = luma(bright)
        tone = f32(grey + (light - grey) * masks.features)  # eyes and lips as they are
        fine = _fine_lines(light, scale) * (0.5 + 0.4 * masks.eyes)
        smudged = _smudged(masks.skin, scene)
        tooth = grain((grey.shape[0], grey.shape[1]), scene.seed + 2, 0.7 * scale, 2.2 * scale)
        return np.maximum(_shading(tone, smudged, scene), fine), f32(tooth * (1 - 0.7 * smudged))

    lines, (shade, tooth) = both(drawn, shaded, in_turn=scale > AT_ONCE)
    shade = seen.inscribed(scene, shade, DARKEST, 0)
    return seen.lettered_plane(scene, lines, 0), shade, tooth


def _fine_lines(grey: Plane, scale: float) -> Plane:
    """Return what is darker than its surroundings: the pencil's "dodge" of the tone by its own blur."""
    calm = blur(grey, 0.8 * scale)
    return 1 - smoothstep(calm / (blur(grey, 6 * scale) + 0.02), 0.62, 0.97)


def _smudged(skin: Plane, scene: Scene) -> Plane:
    """Return how far strokes are rubbed into one tone, 0..1."""
    small = any(face.height_px < SMALL_FACE_PX * scene.scale for face in scene.faces)
    return f32(skin * (SMALL_SMUDGED if small else SMUDGED))


def _shading(grey: Plane, smudged: Plane, scene: Scene) -> Plane:
    """Return how much graphite lies where: strokes one way, in the dark others across them."""
    shape, scale = (grey.shape[0], grey.shape[1]), scene.scale
    tone = DARKEST * f32(1 - blur(grey, 0.7 * scale) / BARE).clip(0, 1) ** 1.5
    deep = smoothstep(tone, 0.4, 0.75)
    first, second = (
        hatching(shape, scene.seed + n, 34 * scale, 1.4 * scale, degrees)
        for n, degrees in enumerate((-52.0, -18.0))
    )
    strokes = first + (0.5 * second - 0.3 * first) * deep
    seen_at = 4 * tone * (1 - tone)
    return f32(tone + STROKES * strokes * seen_at * (1 - smudged)).clip(0, 1)
