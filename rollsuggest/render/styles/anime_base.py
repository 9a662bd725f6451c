"""The painting below an anime drawing: what neither line nor colour changes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.heap import trim
from rollsuggest.render.styles import flatten, seen
from rollsuggest.render.styles.bands import halved
from rollsuggest.render.styles.faces import FaceMasks
from rollsuggest.render.styles.lab import Picture, Plane, mix
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.redrawn import redrawn_by_net
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import Edges, Surface, edges, share_of, slopes
from rollsuggest.render.styles.together import both

LEVEL = 0.5  # see flatten.level
FACES_REACH = 36  # px at 1080 beyond which a pixel does not change what is painted there


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """What neither line nor colour changes."""

    masks: FaceMasks
    surface: Surface
    bright: Picture
    painted: Picture
    busy: float  # the photo's texture share
    redrawn: Picture | None  # what the net added, where it is needed again


def base_of(scene: Scene, look: Look, redrawn: Picture | None = None) -> Base:
    key = ("base", look.flatness, look.redraws)
    return scene.stage(key, lambda: _painted(scene, look, redrawn), keep=scene.small)


def _painted(scene: Scene, look: Look, redrawn: Picture | None) -> Base:
    """Paint the scene; `redrawn` is what the net added at the look's own flatness.

    It is the lines that it adds, and they are the same at another: the net draws a photo once.
    """
    masks, bright = seen.masks(scene), seen.levelled(scene, LEVEL)

    def told() -> tuple[float, _Skin | None]:
        return _share_of_photo(scene), _skin(bright, masks, scene.scale)

    ground, (share, skin) = both(lambda: seen.painted(scene, LEVEL), told)
    surface = ground.surface
    painted = flatten.laid(ground.brushes, look.flatness * (1 - 0.85 * masks.skin), surface)
    del ground  # where its brushes are not kept they take much memory
    if not scene.small:
        trim()
    painted = _with_faces(painted, skin, bright, masks, scene.scale)
    if not scene.redraws:
        return Base(masks, surface, bright, seen.lettered(scene, painted, bright), share, None)
    if not scene.small:
        trim()
    if redrawn is None:
        garbled = np.maximum(0.7 * surface.tight, 0.5 * surface.grain)  # letters, hairs drawn one by one
        drawing = redrawn_by_net(scene, painted, look.redraws)
        if not scene.small:
            trim()
        redrawn = mix(drawing, painted, garbled * (1 - masks.skin))
        del drawing
        redrawn -= painted
        if not scene.small:
            trim()
    painted += redrawn
    painted = seen.lettered(scene, painted.clip(0, 1, out=painted), bright)
    again = scene.small or scene.touch.flatness != 1
    return Base(masks, surface, bright, painted, share, redrawn if again else None)


def _share_of_photo(scene: Scene) -> float:
    """Return the photo's texture share; letters and edges are looked for in the same free moment."""
    if scene.small:
        seen.letters(scene)
        edges_of_photo(scene)
    return scene.stage("busy", lambda: share_of(slopes_of_photo(scene)))


def edges_of_photo(scene: Scene) -> Edges:
    return scene.stage("edges", lambda: edges(scene.picture, scene.scale))


def slopes_of_photo(scene: Scene) -> Plane:
    return scene.stage("slopes", lambda: slopes(scene.picture, scene.scale), keep=scene.small)


@dataclass(frozen=True, slots=True, eq=False)
class _Skin:
    """The photo smoothed around its faces alone."""

    at: tuple[slice, slice]
    smooth: Picture


def _skin(bright: Picture, masks: FaceMasks, scale: float) -> _Skin | None:
    x, y, w, h = cv2.boundingRect((masks.skin > 0.01).astype(np.uint8))
    if not w or not h:
        return None
    at = slice(y, y + h), slice(x, x + w)
    return _Skin(at, flatten.smooth(bright[at], 14 * scale, 0.07))


def _with_faces(
    painted: Picture, skin: _Skin | None, bright: Picture, masks: FaceMasks, scale: float
) -> Picture:
    """Return the painting with faces smoothed alone; the drawing of eyes and mouths stays."""
    if skin is not None:
        painted[skin.at] = mix(painted[skin.at], skin.smooth, masks.skin[skin.at])

    def smoothed(rows: slice) -> Picture:
        return flatten.smooth(flatten.crisp(painted[rows], 1.5 * scale), 9 * scale, 0.09, 2)

    painted = halved(smoothed, painted.shape[0], round(FACES_REACH * scale))
    return mix(painted, bright, 0.85 * masks.features)
