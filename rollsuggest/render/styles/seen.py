"""What styles see in a scene and paint it with, made once for all: a moved slider changes nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, ink, tone
from rollsuggest.render.styles.faces import FaceMasks, face_masks, teeth
from rollsuggest.render.styles.lab import Lab, Picture, Plane, f32, luma, mix
from rollsuggest.render.styles.letters import Lettering, lettering
from rollsuggest.render.styles.paper import clouds, grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import Surface, surface_of
from rollsuggest.render.styles.together import both

LETTERS_PX, LETTERS_SMOOTH_PX = 1.5, 6.0  # by which their edges are steepened, and their ground is calmed


def masks(scene: Scene) -> FaceMasks:
    return scene.stage("masks", lambda: face_masks(scene.shape, scene.faces))


def white(scene: Scene) -> Plane:
    """Return where teeth are."""
    return scene.stage("teeth", lambda: teeth(scene.picture, scene.faces, scene.scale))


def shadows(scene: Scene) -> Plane:
    return scene.stage("shadows", lambda: ink.shadow_edges(scene.picture, scene.scale))


def sharp(scene: Scene) -> Plane:
    """Return where ink may lie: on edges in focus."""
    return scene.stage("sharp", lambda: ink.sharp_edges(luma(scene.picture), scene.scale))


def letters(scene: Scene) -> Lettering | None:
    """Return where letters are; None if there are none, and in films, where they would come and go."""
    if scene.moves:
        return None

    def looked_for() -> tuple[Lettering | None]:
        found = lettering(scene.picture, scene.scale)
        return (found and found.beside(masks(scene).skin),)

    return scene.stage("letters", looked_for)[0]


def lettered(scene: Scene, painted: Picture, photo: Picture) -> Picture:
    """Lay the letters of the photo, levelled as what was painted, into the painting, and return it."""
    found = letters(scene)
    if found is None:
        return painted
    x, y, w, h = cv2.boundingRect((found.where > 0).astype(np.uint8))
    at, sigma = (slice(y, y + h), slice(x, x + w)), LETTERS_PX * scene.scale
    calm = flatten.smooth(photo[at], LETTERS_SMOOTH_PX * scene.scale, 0.08, 2)
    painted[at] = mix(painted[at], flatten.crisp(flatten.crisp(calm, sigma), sigma), found.where[at])
    return painted


def lettered_plane(scene: Scene, plane: Plane, value: float) -> Plane:
    """Return a plane that has that value in rows of letters."""
    found = letters(scene)
    return plane if found is None else f32(plane + (value - plane) * found.where)


def inscribed(scene: Scene, plane: Plane, dark: float, light: float) -> Plane:
    """Return a plane with letters in those two tones."""
    found = letters(scene)
    if found is None:
        return plane
    return f32(plane + (dark + (light - dark) * found.light - plane) * found.near)


def quarter(scene: Scene) -> Lab:
    """Return the photo's slow colours; see `tone.quarter`."""
    return scene.stage("quarter", lambda: tone.quarter(scene.picture))


def levelled(scene: Scene, amount: float) -> Picture:
    return scene.stage(("level", amount), lambda: flatten.level(scene.picture, amount))


def surface(scene: Scene, amount: float) -> Surface:
    """Return the surfaces of the photo levelled by that amount."""
    return scene.stage(("surface", amount), lambda: surface_of(levelled(scene, amount), scene.scale))


def tooth(scene: Scene, number: int, fine: float, coarse: float) -> Plane:
    """Return the scene's own paper, sizes in px at 1080; see `paper.grain`."""
    key = ("tooth", number, fine, coarse)
    fine, coarse = fine * scene.scale, coarse * scene.scale
    return scene.stage(key, lambda: grain(scene.shape, scene.seed + number, fine, coarse), keep=scene.small)


def wash(scene: Scene, number: int, sigma: float) -> Plane:
    """Return where the scene's own washes ran thick, sigma in px at 1080; see `paper.clouds`."""
    sigma_px = sigma * scene.scale
    return scene.stage(
        ("wash", number, sigma), lambda: clouds(scene.shape, scene.seed + number, sigma_px), keep=scene.small
    )


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A levelled photo, its surfaces, and what the brushes made of it."""

    bright: Picture
    surface: Surface
    brushes: flatten.Brushes


def painted(scene: Scene, amount: float) -> Painted:
    """Return the photo levelled by that amount and painted all over; in a large scene it is not kept."""
    bright = levelled(scene, amount)
    brushes, seen = both(
        lambda: scene.stage(
            ("brushes", amount), lambda: flatten.brushes(bright, scene.scale), keep=scene.small
        ),
        lambda: surface(scene, amount),
        in_turn=not scene.small,
    )
    return Painted(bright, seen, brushes)
