"""The style "watercolour": thin washes that pool at their edges, on paper that shows.

Source: A. Bousseau, M. Kaplan, J. Thollot, F. Sillion, "Interactive watercolor rendering with temporal
coherence and abstraction" (2006): pigment density as an exponent of the colour. Faces stay where they are.
"""

from __future__ import annotations

import numpy as np

from rollsuggest.render.styles import flatten, ink, tone
from rollsuggest.render.styles.faces import face_masks, teeth
from rollsuggest.render.styles.flow import grid, sampled
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, smoothstep
from rollsuggest.render.styles.paper import clouds, grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import surface_of
from rollsuggest.render.styles.together import AT_ONCE, both

PAPER = (0.985, 0.975, 0.95)
PENCIL = (0.27, 0.24, 0.27)
GRADE = tone.Grade(saturation=1.1, vibrance=0.6, nature=0.15, contrast=0.0, shadow_tint=(1.0, -5.0),
                   light_tint=(0.0, 2.0), lift=17.0, bloom=0.0)  # fmt: skip
MARGIN_PX = 26.0  # of bare paper, at 1080


def draw(scene: Scene) -> Picture:
    scale, touch = scene.scale, scene.touch
    washes, lines = scene.stage(("washes", touch.flatness), lambda: _washes(scene))
    shape = (washes.shape[0], washes.shape[1])
    skin = face_masks(shape, scene.faces).skin
    colours = tone.graded(washes, GRADE.by(touch.colour))
    density = 1 + (0.9 * _pooled(luma(washes), scale) + 0.13 * clouds(shape, scene.seed, 70 * scale)) * (
        1 - 0.85 * skin
    )
    density += 0.05 * grain(shape, scene.seed + 1, 0.9 * scale, 2.6 * scale) * (1 - 0.6 * skin)
    paint = colours.clip(0.004, 1) ** density[..., None]
    paint = mix(
        paint, np.broadcast_to(np.array(PENCIL, np.float32), paint.shape), lines * min(0.55 * touch.line, 1.0)
    )
    tooth = grain(shape, scene.seed + 2, 0.8 * scale, 2.4 * scale)[..., None]
    paper = np.array(PAPER, np.float32) * (1 + 0.010 * tooth)
    if touch.margin:
        paint = mix(np.ones_like(paint), paint, _painted_area(shape, scene))
    return f32(paper * paint).clip(0, 1)


def _washes(scene: Scene) -> tuple[Picture, Plane]:
    """Return the washes and the pencil under them."""
    photo, scale, kept = scene.picture, scene.scale, scene.scale <= 1
    masks = face_masks(photo.shape[:2], scene.faces)
    bright = scene.stage(("level", 0.6), lambda: flatten.level(photo, 0.6), keep=kept)
    surface = scene.stage(("surface", 0.6), lambda: surface_of(bright, scale), keep=kept)

    def washed() -> Picture:
        flatness = 0.55 * scene.touch.flatness * (1 - 0.8 * masks.skin)
        brushes = scene.stage(("brushes", 0.6), lambda: flatten.brushes(bright, scale), keep=kept)
        loose = flatten.dabbed(flatten.laid(brushes, flatness, surface), 7 * scale)
        loose = _wandered(loose, np.maximum(blur(masks.skin, 6 * scale), 0.7 * surface.tight), scene)
        face = mix(flatten.smooth(bright, 12 * scale, 0.07), bright, 0.7 * masks.features)
        return mix(loose, face, np.minimum(1, 1.15 * masks.skin))

    def drawn() -> Plane:
        grey = luma(flatten.smooth(bright, 18 * scale))
        lines = ink.clean(ink.flow_dog(grey, 0.75 * scale, 3.2 * scale), photo, scale)
        lines *= (1 - 0.7 * surface.foliage) * (1 - 0.5 * masks.skin)
        return f32(lines * (1 - 0.9 * teeth(photo, scene.faces, scale)))

    return both(washed, lambda: scene.stage("pencil", drawn, keep=kept), in_turn=scale > AT_ONCE)


def _wandered(washes: Picture, still: Plane, scene: Scene) -> Picture:
    """Let the washes' edges wander from the pencil's by a little, but where they are to be still."""
    shape, scale = (washes.shape[0], washes.shape[1]), scene.scale
    wander = np.stack([grain(shape, scene.seed + n, 8 * scale, 26 * scale) for n in (11, 12)], axis=-1)
    return f32(sampled(washes, grid(shape) + wander * (1.3 * scale * (1 - still))[..., None]))


def _pooled(grey: Plane, scale: float) -> Plane:
    """Return 0..0.4 along the edges of washes, where pigment collects as they dry."""
    edge = np.abs(blur(grey, 1.0 * scale) - blur(grey, 3.6 * scale))
    return f32((4.0 * edge).clip(0, 0.4))


def _painted_area(shape: tuple[int, int], scene: Scene) -> Plane:
    """Return 1 where there is paint: the brush left a ragged margin."""
    height, width = shape
    scale = scene.scale
    y = np.minimum(np.arange(height), height - 1 - np.arange(height)).astype(np.float32)
    x = np.minimum(np.arange(width), width - 1 - np.arange(width)).astype(np.float32)
    ragged = 5 * clouds(shape, scene.seed + 5, 26 * scale) + grain(
        shape, scene.seed + 6, 3 * scale, 9 * scale
    )
    distance = np.minimum(y[:, None], x[None, :]) / scale + ragged
    return smoothstep(distance, MARGIN_PX - 8, MARGIN_PX + 8)
