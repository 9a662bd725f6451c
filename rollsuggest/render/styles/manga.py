"""The style "manga": black ink, white paper, and dot screens that fade from one grey to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rollsuggest.render.styles import flatten, ink, seen
from rollsuggest.render.styles.faces import enlarge_eyes
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, smoothstep
from rollsuggest.render.styles.paper import screen
from rollsuggest.render.styles.scene import Scene

LEVEL = 0.8  # see flatten.level
PITCH_PX = 5.0  # of the dots, at 1080
PARTED = (0.24, 0.40, 0.62)  # black from the middle tone, that from the light one, that from paper
MOVED = 0.08  # most, towards where a picture's own tones part
SOFT = 0.05  # half the way from one to the next
LEVELS = 64


def draw(scene: Scene) -> Picture:
    touch = scene.touch
    paper, lines = scene.stage(("manga", touch.eyes, touch.flatness), lambda: _printed(scene))
    drawn = paper * (1 - min(1.0, touch.line) * smoothstep(lines, 0.1, 0.6))
    return np.repeat(f32(0.04 + 0.95 * drawn)[..., None], 3, axis=2)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What is printed, and the ink lines over it."""

    grey: Plane
    bright: Plane
    lines: Plane


def _drawn(scene: Scene) -> _Drawn:
    scale, masks, ground = scene.scale, seen.masks(scene), seen.painted(scene, LEVEL)
    bright, surface = ground.bright, ground.surface
    painted = flatten.laid(ground.brushes, 0.7 * scene.touch.flatness * (1 - masks.skin), surface)
    del ground  # where its brushes are not kept they take much memory
    grey = luma(mix(painted, bright, 0.85 * masks.features))
    lines = ink.clean(ink.flow_dog(grey, 1.1 * scale, 3.5 * scale, tau=0.993), scene.picture, scale)
    lines *= (1 - 0.4 * surface.foliage) * (1 - 0.35 * masks.skin) * (1 - 0.85 * seen.white(scene))
    return _Drawn(grey, luma(bright), lines)


def _printed(scene: Scene) -> tuple[Plane, Plane]:
    """Return the screened paper and the ink lines to be laid over it; eyes grow below the dots."""
    scale, masks = scene.scale, seen.masks(scene)
    drawn = scene.stage(("manga drawn", scene.touch.flatness), lambda: _drawn(scene), keep=scene.small)
    grey, bright, lines = (
        enlarge_eyes(plane, scene.faces, scene.touch.eyes)
        for plane in (drawn.grey, drawn.bright, drawn.lines)
    )
    features = masks.features
    tones = _tones(f32(grey + 0.10 * features), masks.skin, scale, follow=not scene.moves)
    paper = screen(tones, PITCH_PX * scale)
    detail = blur(bright, 0.6 * scale)
    solid = smoothstep(detail / (blur(detail, 9 * scale) + 0.05), 0.5, 0.85)  # eyes and lips in ink
    return f32(np.minimum(paper, 1 - (features - 0.7 * seen.white(scene)) * (1 - solid))), lines


def _tones(grey: Plane, skin: Plane, scale: float, follow: bool) -> Plane:
    """Return the tones of the screen: paper, light, middle and black, one fading softly into the next.

    They part where the picture's own do: a dark room is not all ink, nor a meadow all paper. Skin keeps
    the usual ones, and so does a film, whose frames would flicker.
    """
    calm = blur(grey, 1.2 * scale)
    parted = _parted(calm) if follow else PARTED
    black, light, white = (
        smoothstep(calm - (at + (usual - at) * skin), -SOFT, SOFT)
        for at, usual in zip(parted, PARTED, strict=True)
    )
    return f32(black * (0.55 + light * (0.25 + white * 0.20)))


def _parted(grey: Plane) -> tuple[float, ...]:
    """Return the three limits, near the usual ones, between which tones differ least (N. Otsu 1979)."""
    counts = np.histogram(grey, LEVELS, (0, 1))[0].astype(np.float64)
    below = np.concatenate([[0.0], np.cumsum(counts)])
    sums = np.concatenate([[0.0], np.cumsum(counts * (np.arange(LEVELS) + 0.5))])
    near = [np.arange(round((at - MOVED) * LEVELS), round((at + MOVED) * LEVELS) + 1) for at in PARTED]
    limits = np.stack(np.meshgrid(*near, indexing="ij"))
    ends = np.pad(limits, ((1, 1), (0, 0), (0, 0), (0, 0)), constant_values=((0, LEVELS), *[(0, 0)] * 3))
    spread = np.diff(sums[ends], axis=0) ** 2 / np.maximum(np.diff(below[ends], axis=0), 1e-9)
    best = np.unravel_index(spread.sum(axis=0).argmax(), limits.shape[1:])
    return tuple((limits[:, *best] / LEVELS).tolist())
