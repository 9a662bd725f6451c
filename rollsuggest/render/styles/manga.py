"""The style "manga": black ink, white paper, and dot screens that fade from one grey to the next."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, ink, seen
from rollsuggest.render.styles.faces import enlarge_eyes
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, resize, smoothstep
from rollsuggest.render.styles.paper import screen
from rollsuggest.render.styles.scene import Scene

LEVEL = 0.8  # see flatten.level
PITCH_PX = 5.0  # of the dots, at 1080
PARTED = (0.24, 0.40, 0.62)  # black from the middle tone, that from the light one, that from paper
MOVED = 0.08  # most, towards where a picture's own tones part
SOFT = 0.05  # half the way from one to the next
CLARITY, CLARITY_PX = 0.5, 14.0  # how much more what is lighter or darker than its surroundings is so
FINE_LEAVES = 0.8  # of the photo's own leaves and fur: broad dabs of them are blots in ink
CALMED, IN_FOCUS = 0.85, (0.5, 1.0)  # of leaves and grass out of focus: they would clot to black clumps
LIGHTS = (0.12, 0.3)  # so much lighter than its surroundings is a lamp at night
LOST = (0.05, 0.12)  # so far from the photo's tone paint is where it hid something, as the fronds of a palm
HAIR = (0.08, 0.26)  # so dark is hair, and ink
DARK, BRIGHT = (0.14, 0.26), (0.42, 0.55)  # up to here things are dark, and from here bright
MOSTLY = (0.15, 0.5)  # share of dark around a dark thing's lit parts
NOT_NIGHT, SHARP = (0.025, 0.055), (0.3, 0.6)  # what has any form to show: not black noise, nor soft blots
LIT_FINE_PX, LIT_PX, RIM_PX = 2.0, 24.0, 4.0  # what is lit beside which surroundings; how soft an edge is
LIT, LIT_FLOOR = (0.05, 1.0), 0.03  # so much lighter than those, as a share of them, is lit
SHINE, BESIDE_FACES = 0.42, 1.2  # by which it is lighter in ink; heights of a face
# Exponents of skin's tones: dark faces keep their form, where a screen would print black, and bright ones
# theirs, where it would print none. A face is printed about as light as FACE_TONE.
MODELLED, MOST_MODELLED, FACE_TONE = 0.72, 1.7, 0.80
BESIDE_PX = 10.0  # over which one face's exponent gives way to another's
WASHED, SMALL_WASHED, SMALL_FACE_PX = 0.5, 0.8, 130.0  # of skin is tone, not dots: as wide as a small eye
PAPER_ABOVE = 0.1  # the last limit all is paper
FADING = 0.5  # share of tones that rise without a step: in steps alone all leaves would be one grey
LEVELS, PURE_WHITE = 64, 1 + 1e-6  # of its tones, up to the last of them


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
    own = np.maximum(0.85 * masks.features, FINE_LEAVES * np.maximum(surface.foliage, surface.grain))
    flat, light = luma(painted), luma(bright)
    own = np.maximum(own, smoothstep(blur(np.abs(light - flat), 2 * scale), *LOST))
    grey = f32(flat + (light - flat) * own)
    unsharp = 1 - smoothstep(surface.focus, *IN_FOCUS)
    grey = _calmed(grey, f32(surface.foliage * unsharp * (1 - masks.skin)), scale)
    sharp = seen.sharp(scene)
    lines = ink.clean(ink.flow_dog(grey, 1.1 * scale, 3.3 * scale, sharp, tau=0.993), sharp, scale)
    lines *= (1 - 0.4 * surface.foliage) * (1 - 0.35 * masks.skin) * (1 - 0.85 * seen.white(scene))
    return _Drawn(grey, light, seen.lettered_plane(scene, lines, 0))


def _calmed(grey: Plane, behind: Plane, scale: float) -> Plane:
    """Return the grey, evened out where it lies `behind`, 0..1, out of focus; lamps keep their form."""
    off = blur(grey, CLARITY_PX * scale) - grey
    return f32(grey + CALMED * behind * (1 - smoothstep(np.abs(off), *LIGHTS)) * off)


def _printed(scene: Scene) -> tuple[Plane, Plane]:
    """Return the screened paper and the ink lines to be laid over it; eyes grow below the dots."""
    scale, masks = scene.scale, seen.masks(scene)
    drawn = scene.stage(("manga drawn", scene.touch.flatness), lambda: _drawn(scene), keep=scene.small)
    grey, bright, lines = (
        enlarge_eyes(plane, scene.faces, scene.touch.eyes)
        for plane in (drawn.grey, drawn.bright, drawn.lines)
    )
    features = masks.features
    clear = grey + CLARITY * (1 - masks.skin) * (grey - blur(grey, CLARITY_PX * scale))
    lit = None if scene.moves else _lit(bright, scene)  # films would flicker by a third more
    tones = _tones(f32(clear + 0.10 * features), masks.skin, scale, follow=not scene.moves, lit=lit)
    paper = _faces(screen(tones, PITCH_PX * scale), grey, scene)
    detail = blur(bright, 0.6 * scale)
    solid = smoothstep(detail / (blur(detail, 9 * scale) + 0.05), 0.5, 0.85)  # eyes and lips in ink
    inked = f32(np.minimum(paper, 1 - (features - 0.7 * seen.white(scene)) * (1 - solid)))
    return seen.inscribed(scene, inked, 0, 1), lines


def _lit(light: Plane, scene: Scene) -> Plane:
    """Return by how much what is lit of dark things is lighter in ink, as fur and a dog's snout are.

    It is lit beside what is dark around it. The soft rim of a dark thing before a light one is not, nor what
    is out of focus, black night, and faces with their hair: those are told by their ink. Found at a half.
    """
    height, width = light.shape
    size, scale = (max(1, width // 2), max(1, height // 2)), scene.scale / 2
    calm = blur(resize(light, size), LIT_FINE_PX * scale)
    dark = 1 - smoothstep(calm, *DARK)
    among = blur(f32(cv2.merge([calm * dark, dark])), LIT_PX * scale)
    share = f32(among[..., 1])
    mean = f32(among[..., 0] / (share + np.float32(1e-3)))
    near = f32(cv2.dilate(calm, np.ones((2 * round(RIM_PX * scale) + 1,) * 2, np.uint8)))
    inside = blur(1 - smoothstep(near, *BRIGHT), scale) * smoothstep(share, *MOSTLY)
    inside *= smoothstep(mean, *NOT_NIGHT) * (1 - _beside(scene, size))
    inside *= smoothstep(resize(seen.surface(scene, LEVEL).focus, size), *SHARP)
    more = (calm - mean) / (mean + np.float32(LIT_FLOOR))
    found = f32(SHINE * inside * smoothstep(more, *LIT))
    return f32(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR))


def _beside(scene: Scene, size: tuple[int, int]) -> Plane:
    """Return 1 on faces and around them, at half the scene's size."""
    near = np.zeros(size[::-1], np.float32)
    for face in scene.faces:
        near[face.moved(scale=0.5).around(BESIDE_FACES)] = 1
    return blur(near, BESIDE_PX * scene.scale / 2)


def _faces(paper: Plane, grey: Plane, scene: Scene) -> Plane:
    """Return the screened paper with faces modelled in fading dots over a wash of their tone."""
    if not scene.faces:
        return paper
    small = any(face.height_px < SMALL_FACE_PX * scene.scale for face in scene.faces)
    tone = f32(blur(grey, 0.7 * scene.scale).clip(0, 1) ** _modelled(grey, scene))
    dots = screen(tone, PITCH_PX * scene.scale)
    face = dots + (tone - dots) * (SMALL_WASHED if small else WASHED)
    share = seen.masks(scene).skin * smoothstep(grey, *HAIR)
    if scene.person is not None:
        share = share * scene.person
    return f32(paper + (face - paper) * share)


def _modelled(grey: Plane, scene: Scene) -> Plane:
    """Return the exponent of each face's tones, on it and around it."""
    found = np.full(grey.shape, MODELLED, np.float32)
    for face in sorted(scene.faces, key=lambda face: face.height_px):  # the nearer one over those behind it
        own = grey[face.around(-0.25)]
        if own.size:
            light = float(np.clip(np.median(own), 0.02, 0.98))
            found[face.around(1.0)] = np.clip(np.log(FACE_TONE) / np.log(light), MODELLED, MOST_MODELLED)
    return blur(found, BESIDE_PX * scene.scale)


def _tones(grey: Plane, skin: Plane, scale: float, follow: bool, lit: Plane | None = None) -> Plane:
    """Return the tones of the screen: paper, light, middle and black, one fading softly into the next.

    They part where the picture's own do: a dark room is not all ink, nor a meadow all paper. Skin keeps
    the usual ones, and so does a film, whose frames would flicker. What is `lit` is lighter by so much.
    """
    calm = blur(grey, 1.2 * scale)
    parted = _parted(calm) if follow else PARTED
    limits = [at + (usual - at) * skin for at, usual in zip(parted, PARTED, strict=True)]
    if lit is not None:
        calm = f32(cv2.max(calm, cv2.min(cv2.add(calm, lit), limits[1])))  # but no lighter than middle dots
    black, light, white = (smoothstep(calm - at, -SOFT, SOFT) for at in limits)
    stepped = black * (0.55 + light * (0.25 + white * 0.20))
    rising = ((calm - limits[0]) / (limits[2] + PAPER_ABOVE - limits[0])).clip(0, 1)
    return f32(stepped + FADING * black * (rising - stepped))


def _parted(grey: Plane) -> tuple[float, ...]:
    """Return the three limits, near the usual ones, between which tones differ least (N. Otsu 1979)."""
    counts = cv2.calcHist([grey], [0], None, [LEVELS], [0.0, PURE_WHITE]).ravel().astype(np.float64)
    below = np.concatenate([[0.0], np.cumsum(counts)])
    sums = np.concatenate([[0.0], np.cumsum(counts * (np.arange(LEVELS) + 0.5))])
    near = [np.arange(round((at - MOVED) * LEVELS), round((at + MOVED) * LEVELS) + 1) for at in PARTED]
    limits = np.stack(np.meshgrid(*near, indexing="ij"))
    ends = np.pad(limits, ((1, 1), (0, 0), (0, 0), (0, 0)), constant_values=((0, LEVELS), *[(0, 0)] * 3))
    spread = np.diff(sums[ends], axis=0) ** 2 / np.maximum(np.diff(below[ends], axis=0), 1e-9)
    best = np.unravel_index(spread.sum(axis=0).argmax(), limits.shape[1:])
    return tuple((limits[:, *best] / LEVELS).tolist())
