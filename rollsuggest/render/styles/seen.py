"""What styles see in a scene and paint it with, made once for all: a moved slider changes nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from rollsuggest.render.styles import flatten, ink
from rollsuggest.render.styles.faces import FaceMasks, face_masks, teeth
from rollsuggest.render.styles.lab import Picture, Plane, luma
from rollsuggest.render.styles.paper import clouds, grain
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import Surface, surface_of
from rollsuggest.render.styles.together import both


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
