"""The style "pop": few bold colours, heavy ink and printed dots, as in a comic of the sixties.

Colours are not averaged, which makes brown of them: each tone takes the nearest of a printer's inks.
"""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, ink, inks, seen
from rollsuggest.render.styles.faces import enlarge_eyes
from rollsuggest.render.styles.lab import (
    Lab,
    Picture,
    Plane,
    blur,
    f32,
    from_lab,
    luma,
    mix,
    resize,
    smoothstep,
    to_lab,
)
from rollsuggest.render.styles.paper import screen
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.together import both

INK = (0.10, 0.07, 0.16)
LEVEL = 0.8  # see flatten.level
PITCH_PX = 8.5  # of the dots, at 1080
DOTS = 0.75  # how much of a dot is its shade
REACH = 8.0  # heights of a face within which more of its skin is sought
MANY = 32  # values that tell a face's colour


def draw(scene: Scene) -> Picture:
    touch, scale = scene.touch, scene.scale
    photo, painted, lines, white = scene.stage(("pop", touch.flatness, touch.eyes), lambda: _painted(scene))
    masks = seen.masks(scene)
    lab = to_lab(painted)
    front = masks.skin if scene.person is None else masks.skin * scene.person  # a blue wall is no skin
    flesh = np.maximum(front * _has_colour(lab), _skin(lab, scene))
    light, shade = inks.printed(lab, f32(flesh), scale, touch.colour)
    dots = 1 - screen(_half_tones(lab[..., 0], flesh, scale), PITCH_PX * scale)
    printed = from_lab(mix(light, shade, f32(DOTS * dots * (1 - 0.8 * masks.features))))
    drawn = 1 - smoothstep(blur(luma(photo), 0.6 * scale) / (blur(luma(photo), 9 * scale) + 0.05), 0.5, 0.85)
    black = np.maximum(smoothstep(lines, 0.1, 0.6), masks.features * drawn * (1 - 0.8 * white))
    return mix(
        printed, np.broadcast_to(np.array(INK, np.float32), printed.shape), f32(black * min(1.0, touch.line))
    )


def _painted(scene: Scene) -> tuple[Picture, Picture, Plane, Plane]:
    """Return the levelled photo, the painting, the lines and the teeth; eyes grow below the dots."""
    painted, lines = scene.stage(("pop drawn", scene.touch.flatness), lambda: _drawn(scene), keep=scene.small)
    white = seen.white(scene)
    if scene.touch.eyes <= 0:
        return seen.levelled(scene, LEVEL), painted, lines, white
    bright, painted, lines, white = (
        enlarge_eyes(plane, scene.faces, scene.touch.eyes)
        for plane in (seen.levelled(scene, LEVEL), painted, lines, white)
    )
    return bright, painted, lines, white


def _drawn(scene: Scene) -> tuple[Picture, Plane]:
    """Return the painting and the lines over it."""
    scale, masks, ground = scene.scale, seen.masks(scene), seen.painted(scene, LEVEL)
    bright, surface = ground.bright, ground.surface
    flatness = 0.8 * scene.touch.flatness * (1 - 0.9 * masks.skin)
    painted = mix(flatten.laid(ground.brushes, flatness, surface), bright, 0.6 * masks.features)
    del ground  # where its brushes are not kept they take much memory
    lines, shadows = both(
        lambda: ink.flow_dog(luma(painted), 1.35 * scale, 3.6 * scale, tau=0.99), lambda: seen.shadows(scene)
    )
    lines = ink.clean(lines * (1 - 0.6 * surface.foliage), scene.picture, scale)
    lines *= (1 - 0.35 * masks.skin) * (1 - 0.85 * seen.white(scene)) * (1 - 0.6 * shadows)
    return painted, f32(lines)


def _has_colour(lab: Lab) -> Plane:
    return smoothstep(f32(np.hypot(lab[..., 1], lab[..., 2])), 4, 10)


def _skin(lab: Lab, scene: Scene) -> Plane:
    """Return 0..1: necks, arms and hands, which have the colour of a face near them. Found at a half."""
    height, width = lab.shape[:2]
    small = resize(lab, (max(1, width // 2), max(1, height // 2)))
    calm, found = blur(small, scene.scale), np.zeros(small.shape[:2], np.float32)
    for face in (one.moved(scale=0.5) for one in scene.faces):
        x, y, w, h = (round(side) for side in face.box_px)
        own = small[max(0, y + h // 4) : y + 3 * h // 4, max(0, x + w // 4) : x + 3 * w // 4, 1:]
        if own.size < MANY:
            continue
        ys, xs = (slice(max(0, int(at - REACH * h)), int(at + (1 + REACH) * h)) for at in (y, x))
        colour = np.median(own.reshape(-1, 2), axis=0)
        off = f32(np.hypot(calm[ys, xs, 1] - colour[0], calm[ys, xs, 2] - colour[1]))
        like = 1 - smoothstep(off / max(6.0, float(np.hypot(*colour))), 0.3, 0.55)
        found[ys, xs] = np.maximum(found[ys, xs], like)
    found = f32(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)) * _has_colour(lab)
    return f32(found if scene.person is None else found * scene.person)


def _half_tones(lightness: Plane, skin: Plane, scale: float) -> Plane:
    """Return how much paper shows between the dots: they shade middle tones, and blush on skin."""
    calm = blur(lightness, 3 * scale)
    middle = 1 - 0.42 * smoothstep(calm, 30, 42) * (1 - smoothstep(calm, 58, 70))
    return f32(np.minimum(middle, 1 - 0.25 * skin * (1 - smoothstep(calm, 66, 80))))
