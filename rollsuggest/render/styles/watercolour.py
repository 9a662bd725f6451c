"""The style "watercolour": thin washes that pool at their edges, on paper that shows.

Source: A. Bousseau, M. Kaplan, J. Thollot, F. Sillion, "Interactive watercolor rendering with temporal
coherence and abstraction" (2006): pigment density as an exponent of the colour. Faces stay where they are.
"""

from __future__ import annotations

import numpy as np

from rollsuggest.render.styles import flatten, ink, seen, tone
from rollsuggest.render.styles.faces import face_masks
from rollsuggest.render.styles.flow import Vectors, grid, sampled
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, smoothstep
from rollsuggest.render.styles.paper import clouds, grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import straight_edges
from rollsuggest.render.styles.together import AT_ONCE, both

PAPER = (0.985, 0.975, 0.95)
PENCIL = (0.27, 0.24, 0.27)
GRADE = tone.Grade(saturation=1.1, vibrance=0.6, nature=0.15, contrast=0.0, shadow_tint=(1.0, -5.0),
                   light_tint=(0.0, 2.0), lift=17.0, bloom=0.0)  # fmt: skip
LEVEL = 0.6  # see flatten.level
MARGIN_PX = 26.0  # of bare paper, at 1080
# Heights at 1080 of a face that is not painted in washes, its eyes would be blots, and of one that is most.
NEAR_PX, PAINTED = (140.0, 300.0), 0.75
STRAIGHT = 0.9  # of dabs and of the washes' wandering goes along straight edges: a pole does not wobble


def draw(scene: Scene) -> Picture:
    scale, touch = scene.scale, scene.touch
    washes, lines = scene.stage(("washes", touch.flatness), lambda: _washes(scene))
    skin = seen.masks(scene).skin
    colours = tone.graded(washes, GRADE.by(touch.colour))
    still = skin * (0.85 - 0.4 * _near(scene))
    density = 1 + (0.9 * _pooled(luma(washes), scale) + 0.09 * seen.wash(scene, 0, 110)) * (1 - still)
    density += 0.05 * seen.tooth(scene, 1, 0.9, 2.6) * (1 - 0.6 * skin)
    paint = colours.clip(0.004, 1) ** density[..., None]
    paint = mix(
        paint, np.broadcast_to(np.array(PENCIL, np.float32), paint.shape), lines * min(0.55 * touch.line, 1.0)
    )
    paper = np.array(PAPER, np.float32) * (1 + 0.010 * seen.tooth(scene, 2, 0.8, 2.4)[..., None])
    if touch.margin:
        paint = mix(np.ones_like(paint), paint, _area(scene))
    return f32(paper * paint).clip(0, 1)


def _washes(scene: Scene) -> tuple[Picture, Plane]:
    """Return the washes and the pencil under them."""
    scale = scene.scale
    masks, ground = seen.masks(scene), seen.painted(scene, LEVEL)
    bright, surface, flatness = ground.bright, ground.surface, 0.55 * scene.touch.flatness
    laid = flatten.laid(ground.brushes, flatness * (1 - 0.8 * masks.skin), surface)
    del ground  # where its brushes are not kept they take much memory

    def washed() -> Picture:
        dabs = flatten.dabbed(laid, 7 * scale)
        face = scene.stage("watercolour face", faces, keep=scene.small)
        face = mix(face, dabs, PAINTED * _near(scene) * (1 - masks.features))
        straight = STRAIGHT * _straight(scene) * (1 - surface.grain)  # cloth would show its threads
        loose = _wandered(mix(dabs, laid, straight), scene)
        face = mix(loose, face, np.minimum(1, 1.15 * masks.skin))
        return seen.lettered(scene, face, bright)

    def faces() -> Picture:
        return mix(flatten.smooth(bright, 12 * scale, 0.07), bright, 0.7 * masks.features)

    def drawn() -> Plane:
        grey = luma(flatten.smooth(bright, 18 * scale))
        sharp = seen.sharp(scene)
        lines = ink.clean(ink.flow_dog(grey, 0.75 * scale, 3.2 * scale, sharp), sharp, scale)
        lines *= (1 - 0.7 * surface.foliage) * (1 - 0.5 * masks.skin)
        return seen.lettered_plane(scene, f32(lines * (1 - 0.9 * seen.white(scene))), 0)

    return both(washed, lambda: scene.stage("pencil", drawn, keep=scene.small), in_turn=scene.scale > AT_ONCE)


def _near(scene: Scene) -> Plane:
    """Return where faces are so large that washes model them, 0..1."""

    def near() -> Plane:
        found = np.zeros(scene.shape, np.float32)
        for face in scene.faces:
            share = float(smoothstep(np.array(face.height_px / scene.scale), *NEAR_PX))
            if share > 0:
                np.maximum(found, share * face_masks(scene.shape, [face]).skin, out=found)
        return found

    return scene.stage("near faces", near, keep=scene.small)


def _straight(scene: Scene) -> Plane:
    return scene.stage("straight edges", lambda: straight_edges(scene.picture, scene.scale), keep=scene.small)


def _wandered(washes: Picture, scene: Scene) -> Picture:
    """Let the washes' edges wander from the pencil's by a little, but not on faces and letters."""

    def wander() -> Vectors:
        scale, shape = scene.scale, scene.shape
        still = np.maximum(blur(seen.masks(scene).skin, 6 * scale), 0.7 * seen.surface(scene, LEVEL).tight)
        still = np.maximum(still, STRAIGHT * _straight(scene))
        off = np.stack([grain(shape, scene.seed + n, 8 * scale, 26 * scale) for n in (11, 12)], axis=-1)
        return f32(grid(shape) + off * (1.3 * scale * (1 - still))[..., None])

    return f32(sampled(washes, scene.stage("wander", wander, keep=scene.small)))


def _pooled(grey: Plane, scale: float) -> Plane:
    """Return 0..0.4 along the edges of washes, where pigment collects as they dry."""
    edge = np.abs(blur(grey, 1.0 * scale) - blur(grey, 3.6 * scale))
    return f32((4.0 * edge).clip(0, 0.4))


def _area(scene: Scene) -> Plane:
    """Return 1 where there is paint: the brush left a ragged margin."""

    def area() -> Plane:
        (height, width), scale = scene.shape, scene.scale
        y = np.minimum(np.arange(height), height - 1 - np.arange(height)).astype(np.float32)
        x = np.minimum(np.arange(width), width - 1 - np.arange(width)).astype(np.float32)
        ragged = 5 * clouds(scene.shape, scene.seed + 5, 26 * scale)
        ragged += grain(scene.shape, scene.seed + 6, 3 * scale, 9 * scale)
        distance = np.minimum(y[:, None], x[None, :]) / scale + ragged
        return smoothstep(distance, MARGIN_PX - 8, MARGIN_PX + 8)

    return scene.stage("painted area", area, keep=scene.small)
