"""The ink of an anime drawing: a lighter hand on faces, leaves and shadows."""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles import ink, seen
from rollsuggest.render.styles.anime_base import Base
from rollsuggest.render.styles.anime_calmed import Calmed
from rollsuggest.render.styles.bands import banded
from rollsuggest.render.styles.lab import Picture, Plane, f32, luma, smoothstep
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.together import both

BEHIND_LIGHTER = 0.55  # behind a person
FOLDS_LIGHTER = 0.6  # on cheeks and foreheads, of a face that is large enough to show folds
INSIDE = 0.9, 0.995  # of the mask of skin, which reaches beyond the face
INK_TINT = 0.95, 0.95, 1.05  # of the local colour


def lines_at(scene: Scene, base: Base, look: Look, calmed: Calmed, calm: float) -> Plane:
    def lined() -> Plane:
        return f32(_lines(calmed.painted, base, scene, look) * (1 - 0.1 * max(calm, 0.0)))

    key = ("lines", look.flatness, look.redraws, look.lost, calm, look.line_width)
    return scene.stage(key, lined, keep=scene.small)


def _lines(painted: Picture, base: Base, scene: Scene, look: Look) -> Plane:
    """Return the ink 0..1 over the painted picture: a lighter hand on faces, leaves and shadows."""
    scale, surface = scene.scale, base.surface

    def drawn() -> Plane:
        sharp = seen.sharp(scene)
        edges = ink.flow_dog(luma(painted), look.line_width * scale, look.line_reach * scale, sharp)
        return ink.clean(edges * (1 - 0.6 * surface.foliage), sharp, scale)

    def kept() -> Plane:
        return f32(_hand(base, scene) * (1 - 0.85 * ink.sky_edges(painted, scale)))

    lines, share = both(drawn, kept)
    lines *= share
    return lines


def _hand(base: Base, scene: Scene) -> Plane:
    """Return 0..1: how much of the ink is laid where, whatever is painted below it."""

    def hand() -> Plane:
        scale, masks, grain = scene.scale, base.masks, base.surface.grain
        light = 1 - 0.65 * seen.shadows(scene)
        light *= 1 - (0.5 if scene.redraws else 0.3) * grain * (1 - masks.skin)  # not every single hair
        small = any(face.height_px < 120 * scale for face in scene.faces)
        light *= 1 - (0.55 if small else 0.25) * masks.skin
        if scene.faces and not small:  # eyes, a mouth and a jaw in ink tell who it is, folds make them old
            light *= 1 - FOLDS_LIGHTER * smoothstep(masks.skin, *INSIDE) * (1 - masks.features)
        light *= 1 - 0.85 * seen.white(scene)
        if scene.person is not None:  # as in films: figures are drawn in ink, what is behind them is painted
            light *= 1 - BEHIND_LIGHTER * (1 - scene.person)
        return seen.lettered_plane(scene, f32(light), 0)

    return scene.stage("hand", hand, keep=scene.small)


def inked(picture: Picture, lines: Plane, depth: float) -> Picture:
    """Lay ink over the picture: not black but the local colour, much darker and a little warmer."""

    def laid(rows: slice) -> Picture:
        kept = [1 - lines[rows] * np.float32(1 - tint * depth) for tint in INK_TINT]
        return f32(cv2.multiply(picture[rows], cv2.merge(kept)))

    return banded(laid, picture)
