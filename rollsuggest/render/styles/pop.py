"""The style "pop": few bold colours, heavy ink and printed dots, as in a comic of the sixties.

Colours are not averaged, which makes brown of them: each tone takes the nearest of a printer's inks.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import complexion, flatten, ink, inks, seen
from rollsuggest.render.styles.faces import enlarge_eyes
from rollsuggest.render.styles.lab import (
    Lab,
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
from rollsuggest.render.styles.paper import screen
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.together import both

INK = (0.10, 0.07, 0.16)
LEVEL = 0.8  # see flatten.level
CLOSE = 0.6  # of the photo is left where things stand close
PITCH_PX = 7.5  # of the dots, at 1080
DOTS = 0.75  # how much of a dot is its shade
BLUSH = 0.2  # of the skin's shade is dots
EVENED, NEAR_FACES_PX = 0.85, 24.0  # of a slow colour is that of its region, but not so near to faces
OTHER = (8.0, 16.0)  # so far in Lab from that is a thing of its own
EVEN_PX, EVEN_COLOUR = 40.0, 0.1  # by which regions run into those that hardly differ
CLARITY = 0.4  # how much more what is lighter or darker than its surroundings is so
REACH = 8.0  # heights of a face within which more of its skin is sought
ABOVE, BESIDE = 0.7, 2.5  # of those heights, where no mask tells who stands in front: a wall is no skin
STRANGE = (25.0, 40.0)  # so far in Lab a colour is from a face's when it is no more of it
LIGHTER, PALER = (6.0, 16.0), (0.6, 0.8)  # in L, and of its chroma over L: a shirt in warm light is no skin
HAIR, COLOUR_OF_HAIR = (0.35, 0.5), 0.25  # of its L, and of its chroma: black hair in the dark is no skin
BLUE = -8.0  # b of a face up to which it is a statue's, or a doll's
TANNED = 0.4, 0.65  # tangent of how far hues lie apart: necks, and arms in the shade
LESS_TANNED = 1.5, 1.9  # of its chroma
YELLOW = (2.5, 4.0)  # b over a, from which it is fair hair
COLOURED = (25.0, 45.0)  # chroma: letters of less are black
MIXED = 26.0  # chroma from which that is a share of it: darker skin shines in other colours
MANY = 32  # values that tell a face's colour


def draw(scene: Scene) -> Picture:
    touch, small = scene.touch, scene.small
    below = touch.flatness, touch.eyes
    plate = scene.stage(("pop", *below), lambda: _plate(scene), keep=small)

    def inked() -> Picture:
        return from_lab(inks.printed(plate.lab, plate.tone, plate.flesh, scene.scale, touch.colour))

    printed = scene.stage(("pop printed", *below, touch.colour), inked, keep=small)
    ground = np.broadcast_to(np.array(INK, np.float32), printed.shape)
    return mix(printed, ground, f32(plate.black * min(1.0, touch.line)))


@dataclass(frozen=True, slots=True, eq=False)
class _Plate:
    """What is printed, in which tones, and the black over it."""

    lab: Lab
    tone: Plane
    flesh: Plane
    black: Plane


def _plate(scene: Scene) -> _Plate:
    usual, painted = _paintings(scene)

    def grown(plane: Plane) -> Plane:
        return enlarge_eyes(plane, scene.faces, scene.touch.eyes)

    def inked() -> Plane:
        lines, features = (grown(plane) for plane in (_lined(scene, painted), _dark(scene)))
        return f32(np.maximum(smoothstep(lines, 0.1, 0.6), features))

    def toned() -> tuple[Lab, Plane, Plane]:
        lab, masks, scale = _evened(to_lab(grown(painted)), scene), seen.masks(scene), scene.scale
        flesh = f32(grown(_fleshy(scene, usual)) * _has_colour(lab))
        plain = seen.lettered_plane(scene, np.maximum(0.7 * masks.skin, 0.8 * masks.features), 1)
        tone = inks.tones(_parted(inks.deepened(lab), flesh, scale), flesh, scale, _edges_of_skin(scene))
        return lab, _dotted(tone, flesh, plain, scale), flesh

    black, (lab, tone, flesh) = both(inked, toned, in_turn=not scene.small)
    if (letters := seen.letters(scene)) is not None:
        pale = 1 - smoothstep(f32(np.hypot(lab[..., 1], lab[..., 2])), *COLOURED)
        black = f32(np.maximum(black, letters.dark * letters.near * (1 - letters.light) * pale))
    return _Plate(lab, tone, flesh, black)


def _evened(lab: Lab, scene: Scene) -> Lab:
    """Return it in the colours of whole regions, but in its own tones and with its own fine detail.

    A grey floor that is a little warmer here than there would be printed half in blue, half in orange.
    """
    if scene.moves:  # regions come and go from frame to frame
        return lab
    even, share = scene.stage("pop regions", lambda: _regions(scene), keep=scene.small)
    change = even - resize(lab, (share.shape[1], share.shape[0]))
    share = share * (1 - smoothstep(length(change[..., 1], change[..., 2]), *OTHER))
    change *= cv2.merge([np.zeros_like(share), share, share])
    evened = f32(cv2.resize(change, (lab.shape[1], lab.shape[0]), interpolation=cv2.INTER_LINEAR))
    evened += lab
    return evened


def _regions(scene: Scene) -> tuple[Lab, Plane]:
    """Return the regions, and 0..1 how much they tell, at a quarter of the scene's size.

    They tell nothing of what is small and close, of leaves and faces.
    """
    ground, scale = seen.painted(scene, LEVEL), scene.scale / 4
    flat, tight, foliage, skin = (
        np.ascontiguousarray(image[::4, ::4])  # none of them has anything finer
        for image in (
            ground.brushes.flat,
            ground.surface.tight,
            ground.surface.foliage,
            seen.masks(scene).skin,
        )
    )
    even = flatten.smooth(flat, EVEN_PX * scale, EVEN_COLOUR, 2)
    bare = 1 - np.minimum(1, 2 * blur(skin, NEAR_FACES_PX * scale))
    return to_lab(even), f32(EVENED * (1 - tight) * (1 - foliage) * bare)


def _edges_of_skin(scene: Scene) -> tuple[float | Plane, ...]:
    """Return the edges of its tones as they are levelled: a dark photo does not make people pale.

    Nor does shade make fair people brown: the lighter of the two middle tones begins earlier for them.
    """
    return scene.stage("pop edges of skin", lambda: _levelled_edges(scene))


def _levelled_edges(scene: Scene) -> tuple[float | Plane, ...]:
    curve = flatten.levels(scene.picture, LEVEL)
    dark, middle, light, fair = curve.of(np.array([[*inks.OF_SKIN, inks.OF_FAIR_SKIN]], np.float32))[
        0
    ].tolist()
    return dark, middle + (fair - middle) * complexion.fairness(scene), light


def _lined(scene: Scene, painted: Picture) -> Plane:
    """Return the lines over what was painted."""
    return scene.stage(("pop lines", scene.touch.flatness), lambda: _lines(scene, painted), keep=scene.small)


def _fleshy(scene: Scene, usual: Picture) -> Plane:
    """Return where skin is; it stays while the flatness moves, as what is dark in faces does."""
    return scene.stage(
        "pop skin", lambda: _skin(to_lab(usual), seen.masks(scene).skin, scene), keep=scene.small
    )


def _dark(scene: Scene) -> Plane:
    return scene.stage("pop features", lambda: _features(scene), keep=scene.small)


def _paintings(scene: Scene) -> tuple[Picture, Picture]:
    """Return the painting of the usual flatness and that of the one asked for."""
    masks, ground, flatness = seen.masks(scene), seen.painted(scene, LEVEL), scene.touch.flatness

    def laid(flatness: float) -> Picture:
        share = 0.8 * flatness * (1 - 0.9 * masks.skin)
        painted = flatten.laid(ground.brushes, share, ground.surface)
        close = ground.surface.tight * (1 - ground.surface.foliage) * (1 - masks.skin)
        painted = mix(painted, ground.bright, f32(np.maximum(0.6 * masks.features, CLOSE * close)))
        return seen.lettered(scene, painted, ground.bright)

    usual = scene.stage("pop painting", lambda: laid(1.0), keep=scene.small)
    return usual, usual if flatness == 1 else laid(flatness)


def _lines(scene: Scene, painted: Picture) -> Plane:
    scale, sharp = scene.scale, seen.sharp(scene)
    lines, shadows = both(
        lambda: ink.flow_dog(luma(painted), 1.35 * scale, 3.6 * scale, sharp, tau=0.99),
        lambda: seen.shadows(scene),
    )
    lines = ink.clean(lines * (1 - 0.6 * seen.surface(scene, LEVEL).foliage), sharp, scale)
    lines *= (1 - 0.35 * seen.masks(scene).skin) * (1 - 0.85 * seen.white(scene)) * (1 - 0.6 * shadows)
    return seen.lettered_plane(scene, f32(lines), 0)


def _features(scene: Scene) -> Plane:
    """Return 0..1: what is darker than its surroundings in eyes, noses and mouths, but for teeth."""
    scale, light = scene.scale, luma(seen.levelled(scene, LEVEL))
    dark = 1 - smoothstep(blur(light, 0.6 * scale) / (blur(light, 9 * scale) + 0.05), 0.5, 0.85)
    return f32(seen.masks(scene).features * dark * (1 - 0.8 * seen.white(scene)))


def _parted(lightness: Plane, flesh: Plane, scale: float) -> Plane:
    """Return it with what differs from its surroundings differing more: else it is all one tone."""
    return f32(lightness + CLARITY * (1 - flesh) * (lightness - blur(lightness, 14 * scale)))


def _has_colour(lab: Lab) -> Plane:
    """Return 0..1: what is dark needs less of it, as dark skin has less."""
    lightness, a, b = cv2.split(lab)
    return smoothstep(length(a, b) / f32(lightness * (1 / 50)).clip(0.45, 1), 4, 10)


def _skin(lab: Lab, faces: Plane, scene: Scene) -> Plane:
    """Return 0..1: faces but for the wall and hair beside them, and necks, arms and hands of their colour.

    Found at a half.
    """
    height, width = lab.shape[:2]
    small, round_faces = (resize(image, (max(1, width // 2), max(1, height // 2))) for image in (lab, faces))
    calm = blur(small, scene.scale)
    found, strange = np.zeros_like(round_faces), np.ones_like(round_faces)
    masked = scene.person is not None
    above, beside = (REACH, REACH) if masked else (ABOVE, BESIDE)
    for face in (one.moved(scale=0.5) for one in scene.faces):
        x, y, w, h = (round(side) for side in face.box_px)
        own = small[max(0, y + h // 4) : y + 3 * h // 4, max(0, x + w // 4) : x + 3 * w // 4]
        if own.size < MANY:
            continue
        ys, xs = (
            slice(max(0, int(at - before * h)), int(at + (1 + after) * h))
            for at, before, after in ((y, above, REACH), (x, beside, beside))
        )
        light, *colour = np.median(own.reshape(-1, 3), axis=0).tolist()
        if colour[1] < BLUE:
            continue
        around = calm[ys, xs]
        off = f32(np.hypot(around[..., 1] - colour[0], around[..., 2] - colour[1]))
        share = f32(np.hypot(around[..., 1], around[..., 2]) / max(6.0, np.hypot(*colour)))
        lighter = f32(around[..., 0] / max(light, 1.0))
        hair = 1 - smoothstep(lighter + np.float32(COLOUR_OF_HAIR) * share, *HAIR)
        alike = _alike(around, off, lighter, share, (light, *colour), masked) * (1 - hair)
        found[ys, xs] = np.maximum(found[ys, xs], alike)
        strange[ys, xs] = np.minimum(strange[ys, xs], np.maximum(smoothstep(off, *STRANGE), hair))
    skin = np.maximum(found, round_faces * (1 - strange))
    if scene.person is not None:
        skin *= resize(scene.person, (skin.shape[1], skin.shape[0])).clip(0, 1)
    return f32(cv2.resize(skin, (width, height), interpolation=cv2.INTER_LINEAR))


def _alike(
    around: Lab, off: Plane, lighter: Plane, share: Plane, face: tuple[float, ...], masked: bool
) -> Plane:
    """Return 0..1, how surely what is around a face has its colour.

    It is `off` it in a and b, so many times `lighter`, and has that `share` of its chroma.
    """
    light, a, b = face
    chroma = max(6.0, float(np.hypot(a, b)))
    paler = 1 - smoothstep(share / np.maximum(lighter, 0.1), *PALER)
    cloth = smoothstep(around[..., 0] - np.float32(light), *LIGHTER) * paler
    reach = max(chroma, min(1.4 * chroma, MIXED))
    alike = 1 - smoothstep(off / np.float32(reach), 0.3, 0.55)
    if masked:  # nothing else of that hue is there but clothes
        along, across = (
            (around[..., 1] * np.float32(one) + around[..., 2] * np.float32(other)) / np.float32(chroma)
            for one, other in ((a, b), (-b, a))
        )
        hue = 1 - smoothstep(np.abs(across) / np.maximum(along, 1.0), *TANNED)
        fair = smoothstep(around[..., 2] / np.maximum(around[..., 1], 1.0), *YELLOW)
        more = smoothstep(share, *PALER) * (1 - smoothstep(share, *LESS_TANNED))
        alike = np.maximum(alike, hue * more * (1 - fair))
    return f32(alike * (1 - cloth))


def _dotted(tone: Plane, skin: Plane, plain: Plane, scale: float) -> Plane:
    """Return tones 0..3 with dots: what lies between two is the darker in the lighter; a blush on skin.

    Where it is to be `plain`, in faces, they are faint.
    """
    below = np.floor(tone)
    part = tone - below
    blush = 1 - BLUSH * (1 - smoothstep(tone, 1.4, 2.2))
    light = screen(f32(part + (blush - part) * skin), PITCH_PX * scale)
    printed = below + light + (tone - 1 - below) * skin
    return f32(tone + DOTS * (1 - plain) * (printed - tone)).clip(0, 3)
