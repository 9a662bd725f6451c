"""Light and weather laid over a drawing: golden hour, petals, rain, and stars where there is sky."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import seen
from rollsuggest.render.styles.bands import banded
from rollsuggest.render.styles.lab import (
    Picture,
    Plane,
    blur,
    f32,
    from_lab,
    length,
    luma,
    mix,
    resize,
    smoothstep,
    to_lab,
)
from rollsuggest.render.styles.scene import Scene

LIGHTS: tuple[str, ...] = ("", "golden", "petals", "rain", "stars")
LEAST_SKY = 0.05  # of the picture; with less of it there are no stars
MOST_BELOW = 0.05  # of the lowest sixth
LEAST_WHOLE = 0.85  # of all above its lower edge: the sea, and clouds that are half seen, lie in patches
SKY_PX = 320  # long side at which the sky is looked for
PETAL_FALL, PETAL_DRIFT, RAIN_FALL = 0.10, 0.05, 1.3  # heights of the picture in a second of a clip


@dataclass(frozen=True, slots=True)
class Moment:
    """When in a clip it is, in seconds, and where its sun stands: that stays while the camera turns."""

    at_s: float = 0.0
    sun_left: bool | None = None  # None: on the brighter side


STILL = Moment()


def lit(drawing: Picture, scene: Scene, light: str, moment: Moment = STILL) -> Picture:
    """Return the drawing in that light; one that does not suit the photo changes nothing."""
    if light == "golden":
        return _golden(drawing, scene, moment)
    if light == "petals":
        return _petals(drawing, scene, moment)
    if light == "rain":
        return _rain(drawing, scene, moment)
    return _stars(drawing, scene) if light == "stars" else drawing


def starry(above: Plane) -> bool:
    """Whether a sky (see `sky`) is large enough for stars, whole, and does not run into snow or the sea."""
    open_ = above > 0.5
    reached = np.logical_or.accumulate(open_[::-1], axis=0)
    return (
        float(above.mean()) >= LEAST_SKY
        and float(above[-above.shape[0] // 6 :].mean()) <= MOST_BELOW
        and float(open_.sum()) >= LEAST_WHOLE * float(reached.sum())
    )


def brighter_left(picture: Picture) -> bool:
    grey = luma(picture)
    middle = grey.shape[1] // 2
    return float(grey[:, :middle].mean()) >= float(grey[:, middle:].mean())


def sky(picture: Picture) -> Plane:
    """Return 0..1: smooth, and bright, blue or aglow; reaching down from the upper edge without a break."""
    height, width = picture.shape[:2]
    factor = min(1.0, SKY_PX / max(height, width))
    small = resize(picture, (max(8, round(width * factor)), max(8, round(height * factor))))
    lab = to_lab(blur(small, 1.0))
    slope = length(cv2.Sobel(lab[..., 0], cv2.CV_32F, 1, 0), cv2.Sobel(lab[..., 0], cv2.CV_32F, 0, 1)) / 8
    plain = blur(f32(slope), 2.0) < 1.6
    pale = (lab[..., 0] > 70) & (np.hypot(lab[..., 1], lab[..., 2]) < 22)
    blue = (lab[..., 2] < -6) & (lab[..., 0] > 30) & (lab[..., 2] < -np.abs(lab[..., 1]))
    aglow = (lab[..., 0] > 55) & (lab[..., 2] > 4) & (lab[..., 1] > -3)  # at sunset
    open_ = (plain & (pale | blue | aglow)).astype(np.uint8)
    _count, labels = cv2.connectedComponents(open_, connectivity=4)
    touching = set(np.unique(labels[:2])) - {0}
    wide = [n for n in touching if (labels[:2] == n).any(axis=0).mean() > 0.15]
    found = np.isin(labels, wide).astype(np.float32)
    near = f32(cv2.dilate(found, np.ones((9, 9), np.uint8)))  # up to what stands before it
    found = np.maximum(found, near * (pale | blue | (lab[..., 0] > 78)))
    coarse = f32(cv2.resize(found.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR))
    guided = cv2.ximgproc.guidedFilter(picture, coarse, max(2, round(3 / factor)), 1e-4)
    return smoothstep(f32(guided), 0.2, 0.6)


def _golden(drawing: Picture, scene: Scene, moment: Moment) -> Picture:
    """A low sun from the brighter side: warm lights, cool shadows, a glow in the upper corner."""
    height, width = drawing.shape[:2]
    left = brighter_left(scene.picture) if moment.sun_left is None else moment.sun_left
    x, y = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)[:, None]
    skin = seen.masks(scene).skin

    def made(rows: slice) -> Picture:
        lab = to_lab(drawing[rows])
        lightness = lab[..., 0]
        warm, cool = smoothstep(lightness, 35, 85), 1 - smoothstep(lightness, 15, 50)
        calm = 1 - 0.5 * skin[rows]
        lab[..., 1] += (6 * warm + 1 * cool) * calm
        lab[..., 2] += (17 * warm - 5 * cool) * calm
        away = np.hypot(x if left else 1 - x, y[rows] * 0.9)
        shine = (0.5 * np.exp(-((away / 0.55) ** 2)) * calm)[..., None]
        shine = shine * np.array([1.0, 0.72, 0.36], np.float32)
        return f32(1 - (1 - from_lab(lab)) * (1 - 0.75 * shine)).clip(0, 1)

    return banded(made, drawing)


def _petals(drawing: Picture, scene: Scene, moment: Moment) -> Picture:
    """Cherry petals adrift, large ones near and soft, none before a face."""
    shapes, light = scene.stage(("petals", moment), lambda: _adrift(scene, moment), keep=scene.small)
    clear = 1 - seen.masks(scene).skin
    pink = np.array([0.99, 0.74, 0.80], np.float32) + light[..., None] * np.array(
        [0.01, 0.16, 0.13], np.float32
    )
    return mix(drawing, f32(pink), shapes * clear)


def _adrift(scene: Scene, moment: Moment) -> tuple[Plane, Plane]:
    """Return 0..1 where petals are, and how light each is."""
    height, width = scene.shape
    shapes = np.zeros((height, width), np.float32)
    light = np.zeros((height, width), np.float32)
    draw = np.random.default_rng(scene.seed + 31)
    for near in (0.5, 0.8, 1.4):
        layer, lights = np.zeros_like(shapes), np.zeros_like(shapes)
        for _petal in range(round(34 / near)):
            x, y = float(draw.uniform(0, width)), float(draw.uniform(0, height))
            centre = (
                (x + PETAL_DRIFT * near * moment.at_s * height) % width,
                (y + PETAL_FALL * near * moment.at_s * height) % height,
            )
            long = float(draw.uniform(7, 12)) * near * scene.scale
            angle = float(draw.uniform(0, 360))
            box = (centre, (2 * long, long * float(draw.uniform(0.7, 1.25))), angle)
            cv2.ellipse(layer, box, 1.0, -1, cv2.LINE_AA)
            cv2.ellipse(lights, box, float(draw.uniform(0.4, 1.0)), -1, cv2.LINE_AA)
        soft = (0.5 if near < 1 else 2.6) * near * scene.scale
        shapes, light = np.maximum(shapes, 0.9 * blur(layer, soft)), np.maximum(light, blur(lights, soft))
    return shapes, light


def _rain(drawing: Picture, scene: Scene, moment: Moment) -> Picture:
    """Cool, darker light and slanting strokes."""
    clear = 1 - 0.9 * seen.masks(scene).skin
    share = f32(scene.stage(("rain", moment), lambda: _falling(scene, moment), keep=scene.small) * clear)
    drops = np.array([0.86, 0.91, 0.97], np.float32)

    def made(rows: slice) -> Picture:
        lab = to_lab(drawing[rows])
        lab[..., 0] *= 0.86
        lab[..., 1:] *= 0.72
        lab[..., 2] -= 7
        return mix(from_lab(lab), np.broadcast_to(drops, lab.shape), share[rows])

    return banded(made, drawing)


def _falling(scene: Scene, moment: Moment) -> Plane:
    """Return how much of the light is that of drops."""
    height, width = scene.shape
    strokes = np.zeros((height, width), np.float32)
    draw = np.random.default_rng(scene.seed + 37)
    for _drop in range(round(420 * height * width / (1080 * 810) / scene.scale**2)):
        x, down = float(draw.uniform(-0.1, 1.1)) * width, float(draw.uniform(-0.1, 1.0))
        y = ((down + 0.1 + RAIN_FALL * moment.at_s) % 1.1 - 0.1) * height
        long = float(draw.uniform(22, 70)) * scene.scale
        ends = (round(x), round(y)), (round(x - 0.22 * long), round(y + long))
        cv2.line(
            strokes, *ends, float(draw.uniform(0.25, 0.8)), max(1, round(1.1 * scene.scale)), cv2.LINE_AA
        )
    return f32(blur(strokes, 0.6 * scene.scale) * 0.6)


def _stars(drawing: Picture, scene: Scene) -> Picture:
    """Turn the sky to night and light stars in it; the land goes to dusk."""
    above = scene.stage("sky", lambda: sky(scene.picture))
    if not starry(above):
        return drawing
    height, width = drawing.shape[:2]
    lab = to_lab(drawing)
    calm = blur(lab[..., 0], 60 * scene.scale)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] * np.ones((1, width), np.float32)
    reach = max(0.15, float((above.max(axis=1) > 0.5).mean()))
    shine = scene.stage("stars", lambda: _shining(scene), keep=scene.small)
    skin = seen.masks(scene).skin

    def made(rows: slice) -> Picture:
        dusk = lab[rows].copy()
        dusk[..., 0] *= 0.62
        dusk[..., 1:] *= 0.7
        dusk[..., 2] -= 12
        deep = smoothstep(down[rows], 0, reach)[..., None]
        night = (
            np.array([0.05, 0.08, 0.26], np.float32) * (1 - deep)
            + np.array([0.42, 0.36, 0.58], np.float32) * deep
        )
        clouds = (lab[rows, :, 0] / 100 - calm[rows] / 100)[..., None]
        night = night * (1 + 0.8 * clouds)
        lights = shine[rows] * (1 - 0.8 * smoothstep(down[rows], 0.6 * reach, reach))
        night = night + (1 - night) * lights[..., None] * np.array([1.0, 0.98, 0.9], np.float32)
        faces = skin[rows]
        land = mix(from_lab(dusk), drawing[rows], 0.35 * faces)
        return mix(land, f32(night).clip(0, 1), above[rows] * (1 - faces))

    return banded(made, drawing)


def _shining(scene: Scene) -> Plane:
    """Return the light of the stars, were all of it sky."""
    height, width = scene.shape
    stars = np.zeros((height, width), np.float32)
    draw = np.random.default_rng(scene.seed + 41)
    for _star in range(260):
        x, y = round(float(draw.uniform(0, width))), round(float(draw.uniform(0, height)))
        radius = max(1, round(float(draw.uniform(0.6, 1.9)) * scene.scale))
        cv2.circle(stars, (x, y), radius, float(draw.uniform(0.3, 1.0)), -1, cv2.LINE_AA)
    return f32((blur(stars, 0.6 * scene.scale) + 1.5 * blur(stars, 3 * scene.scale)).clip(0, 1))
