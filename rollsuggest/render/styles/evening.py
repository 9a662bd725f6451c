"""The evening that lies over a drawing: a sky at dusk, a low sun from the brighter side, a few stars.

Its colours are slow, and found at a quarter of the drawing's size; `tone.held` lays them over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from rollsuggest.render.styles import seen
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, from_lab, resize, smoothstep
from rollsuggest.render.styles.light import LEAST_SKY, brighter_left, sky
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.tone import Air

LIMIT = 11.5  # of the mean difference to the photo, see `tone.held`
OWN, BRIGHT = (10.0, 6.0), (30.0, 55.0)  # of what is below, in a dark and a bright photo; its mean L

# What is added in Lab: to a sky cobalt, lilac, and peach over the land; sunlight, and shade far from it.
HIGH, MIDDLE, LOW = (-20, 9, -24), (-6, 14, -10), (0, 13, 17)
HIGH_ENDS, LOW_BEGINS = 0.7, 0.5  # in heights of the sky
LEAST_REACH = 0.2  # of the picture: a strip of sky has no room for three colours
SUN, SHADE, DARK = (14, 9, 24), (-6, 2, -15), (0, 4, -14)
SUN_REACH, SUN_IN_SKY = 0.5, 0.3  # in sides of the picture; its share there
SHADED, DARKS = (0.4, 1.2), (20.0, 60.0)  # so far from the sun; of that L

INSIDE, NEAR_PX = (
    (0.5, 0.95),
    24.0,
)  # of the mask of skin; so near to a face there is no evening but the sky's

STARS = 320  # looked for in a picture of 1080 by 810
FAINTEST = 0.15
IN_SKY = (0.35, 0.85)  # heights of the sky over which they fade
ON_LAND, DOWN = 0.8, (0.35, 0.9)  # as bright there, and heights of the picture over which they fade
PLAIN, NIGHTLY = (0.004, 0.02), (45.0, 75.0)  # roughness, and L, of what they show on
AROUND, BESIDE = 0.5, 1.2  # heights of a face that stay free around it, and beside who is below it
RADII = (0.7, 0.85, 1.2, 1.9)  # px at 1080; most are small
GLINTS, RAYS = 0.07, 9.0  # share of them with rays, and how long those are, in radii
WARM, COOL = (1.0, 0.93, 0.78), (0.93, 0.96, 1.0)  # on land, in a sky


@dataclass(frozen=True, slots=True, eq=False)
class Evening:
    """The evening of a scene, and 0..1 how brightly stars may shine; at a quarter of its size."""

    air: Air
    in_sky: Plane
    on_land: Plane


def evening_of(scene: Scene) -> Evening:
    return scene.stage("evening", lambda: _evening(scene))


def _evening(scene: Scene) -> Evening:
    lab = seen.quarter(scene)
    photo, light, size = from_lab(lab), f32(cv2.extractChannel(lab, 0)), (lab.shape[1], lab.shape[0])
    above = sky(photo)
    if above.mean() < LEAST_SKY:
        above = np.zeros_like(above)
    skin = resize(seen.masks(scene).skin, size)
    above *= 1 - smoothstep(skin, *INSIDE)  # the mask reaches beyond the face: there a halo would be
    x, y = np.linspace(0, 1, size[0], dtype=np.float32), np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    reached = np.flatnonzero((above > 0.5).any(axis=1))
    down = f32(y / max(LEAST_REACH, (reached[-1] + 1) / size[1] if reached.size else 0.0)).clip(0, 1)

    away = f32(np.hypot(x if brighter_left(photo) else 1 - x, 0.9 * y))
    high, low = 1 - smoothstep(down, 0, HIGH_ENDS), smoothstep(down, LOW_BEGINS, 1)
    bare = (1 - np.minimum(1, 2 * blur(skin, NEAR_PX * scene.scale / 4))) * (1 - above)
    shares = {
        HIGH: above * high,
        MIDDLE: above * (1 - high - low).clip(0, 1),
        LOW: above * low,
        SUN: np.exp(-((away / SUN_REACH) ** 2)) * (bare + SUN_IN_SKY * above),
        SHADE: bare * smoothstep(away, *SHADED),
        DARK: bare * (1 - smoothstep(light, *DARKS)),
    }
    added = cv2.merge([f32(sum(much * to[n] for to, much in shares.items())) for n in range(3)])
    own = float(np.interp(light.mean(), BRIGHT, OWN))

    rough = blur(f32(np.abs(light - blur(light, 2 * scene.scale))), 4 * scene.scale) / 100
    dark = 1 - smoothstep(light + added[..., 0], *NIGHTLY)
    land = _behind((1 - smoothstep(rough, *PLAIN)) * dark) * (1 - above) * (1 - smoothstep(y, *DOWN))
    in_sky = above * (1 - smoothstep(down, *IN_SKY))
    air, free = Air(f32(added), own, LIMIT, holds=f32(1 - above)), _free(scene, size)
    return Evening(air, f32(in_sky * free), f32(ON_LAND * land * free))


def _behind(plain: Plane) -> Plane:
    """Return what reaches down from the upper edge without a break: walls and the night, no black cat."""
    _count, labels = cv2.connectedComponents((plain > 0.5).astype(np.uint8), connectivity=4)
    reaching = np.setdiff1d(labels[:2], 0)
    return f32(plain * np.isin(labels, reaching))


def _free(scene: Scene, size: tuple[int, int]) -> Plane:
    """Return 0 on everybody who has a face, down to the lower edge, else 1."""
    free = np.ones(size[::-1], np.float32)
    for face in scene.faces:
        near = face.moved(scale=0.25)
        x, y, w, h = near.box_px
        left, right = x - BESIDE * h, x + w + BESIDE * h
        free[near.around(AROUND)] = 0
        free[max(0, round(y + h)) :, max(0, round(left)) : max(0, round(right))] = 0
    return free if scene.person is None else f32(free * (1 - resize(scene.person, size)))


def starred(drawing: Picture, scene: Scene, amount: float) -> Picture:
    """Return the drawing with a few stars: in the sky, and as sparks where it is dark and plain."""
    found, (height, width) = evening_of(scene), scene.shape
    rows, columns = found.in_sky.shape
    count = round(STARS * height * width / (1080 * 810) / scene.scale**2)
    lit = drawing.copy() if scene.small else drawing  # which is kept, see `Scene.stage`
    draws = np.random.default_rng(scene.seed + 43).uniform(size=(count, 4))
    for across, down, size, kind in draws.tolist():
        at = int(down * rows), int(across * columns)
        sky_, land = float(found.in_sky[at]), float(found.on_land[at])
        if (most := max(sky_, land)) < FAINTEST:
            continue
        star = _star(RADII[int(len(RADII) * size**2)] * scene.scale, kind < GLINTS)
        bright = star * np.float32(amount * most * (0.45 + 0.55 * size))
        _lay(lit, bright, (round(down * height), round(across * width)), COOL if sky_ >= land else WARM)
    return lit


def _lay(lit: Picture, star: Plane, centre: tuple[int, int], colour: tuple[float, float, float]) -> None:
    """Add a star's light to the picture, as a screen does."""
    reach = star.shape[0] // 2
    top, left = (at - reach for at in centre)
    rows, columns = (slice(max(0, at), at + star.shape[0]) for at in (top, left))
    part = lit[rows, columns]
    light = star[rows.start - top :, columns.start - left :][: part.shape[0], : part.shape[1], None]
    part += (1 - part) * light * np.array(colour, np.float32)


@lru_cache(maxsize=32)
def _star(radius: float, rays: bool) -> Plane:
    """Return the light of a star: a core in a faint glow, with or without four rays."""
    reach = RAYS if rays else 4.0
    half = int(np.ceil(radius * reach))
    y, x = np.abs(np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)) / radius
    away = np.hypot(x, y)
    light = np.exp(-1.2 * away**2) + 0.22 * np.exp(-0.9 * away)
    if rays:
        light += 0.7 * (np.exp(-2.6 * x - 0.45 * y) + np.exp(-2.6 * y - 0.45 * x))
    return f32((light * (1 - smoothstep(away, reach / 2, reach))).clip(0, 1))
