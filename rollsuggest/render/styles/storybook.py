"""The style "storybook": gouache dabs, thin coloured lines, soft light, a little paper."""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles import anime, flatten, seen, tone
from rollsuggest.render.styles.anime_base import LEVEL
from rollsuggest.render.styles.bands import banded
from rollsuggest.render.styles.lab import Picture, Plane, f32, luma, mix, smoothstep
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.together import AT_ONCE, both

DABS_PX = 4.0  # radius of the brush at 1080
WET = 1.0  # see flatten.WET: gouache runs together, and its contours have no stairs
LINES_PX = 2.0  # half of the widest line
LINE = 0.02, 0.10  # by which it is darker than what is beside it
TOOTH, THICK = 0.008, 0.05  # of the paper, of the paint: on white there is none

LOOK = Look(
    flatness=0.5,
    line_width=0.85,
    ink=0.6,
    ink_depth=0.42,
    steps=9,
    step_share=0.3,
    redraws=1,
    usual=0.12,  # its soft colours change less by a little calm: five of 64 photos by 0.09 to 0.14 a step
    lost=(0.1, 0.2),  # its thin lines come on top
    grade=tone.Grade(
        saturation=1.02,
        vibrance=0.45,
        nature=0.12,
        contrast=0.05,
        shadow_tint=(-2.0, -3.0),
        light_tint=(-1.0, 6.0),
        lift=10.0,
        bloom=0.14,
    ),
)


def draw(scene: Scene) -> Picture:
    drawing = anime.drawn(scene, LOOK)
    masks = seen.masks(scene)
    dabbed, lines = both(
        lambda: flatten.dabbed(drawing, DABS_PX * scene.scale, WET),
        lambda: _lines(drawing, scene.scale) * (1 - seen.surface(scene, LEVEL).foliage),
        in_turn=scene.scale > AT_ONCE,
    )
    drawn = np.maximum(lines, 0.8 * masks.skin)
    painted = mix(dabbed, drawing, seen.lettered_plane(scene, drawn, 1))
    tooth, wash = seen.tooth(scene, 0, 1.1, 4), seen.wash(scene, 1, 60) * (1 - masks.skin)
    return _on_paper(painted, TOOTH * tooth, f32(THICK * wash))


def _lines(drawing: Picture, scale: float) -> Plane:
    """Return 0..1: what is thin and dark, as lines are, or thin and light, as whiskers are.

    It lies over the dabs, which would swallow it.
    """
    grey, around = luma(drawing), np.ones((2 * max(1, round(LINES_PX * scale)) + 1,) * 2, np.uint8)
    dark, light = (cv2.morphologyEx(grey, which, around) for which in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT))
    return smoothstep(f32(cv2.max(dark, light)), *LINE)


def _on_paper(painted: Picture, tooth: Plane, thick: Plane) -> Picture:
    """Return p (1 + tooth + thick (1 - p)), within 0..1."""

    def on_paper(rows: slice) -> Picture:
        more = f32(cv2.merge([f32(1 + tooth[rows] + thick[rows])] * 3))
        more -= cv2.multiply(painted[rows], cv2.merge([thick[rows]] * 3))
        more *= painted[rows]
        return more.clip(0, 1, out=more)

    return banded(on_paper, painted)
