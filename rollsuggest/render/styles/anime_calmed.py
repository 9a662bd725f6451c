"""An anime painting made calmer or finer: leaves and gravel in large dabs of few tones."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, seen, tone
from rollsuggest.render.styles.anime_base import Base, slopes_of_photo
from rollsuggest.render.styles.bands import halved
from rollsuggest.render.styles.calm import MOST_CALMING
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, picture_of, smoothstep
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import busy

NEAR = 0.25  # steps of calm within which lines need not be drawn anew, nor dabs hardened
TONES_REACH = 20  # px at 1080 beyond which a pixel does not change what is painted there
BROADER = 1.6  # times as wide are the dabs of the whole last step
STAIRS_PX = 5  # of a median that evens out the stairs of dabs hardened at a half
CALM_TONES, CALM_HARDNESS = 5, 12.0  # a few tones, with edges, instead of many alike


@dataclass(frozen=True, slots=True, eq=False)
class Calmed:
    """A painting. `toned`, 0..1, is where it has its few tones already."""

    painted: Picture
    toned: Plane | float = 0.0


def calmed_at(scene: Scene, base: Base, look: Look, calm: float) -> Calmed:
    key = ("calmed", look.flatness, look.redraws, look.lost, calm)
    return scene.stage(key, lambda: calmed(scene, base, look, calm), keep=scene.small)


def calmed(scene: Scene, base: Base, look: Look, calm: float) -> Calmed:
    """Paint calmer or finer.

    Calmer in larger dabs with harder edges, below 1 by that part, from 2 on letters too and above it in
    broader ones; below 0 with that share of the photo's detail.
    """
    painted, scale, bare = base.painted, scene.scale, seen.lettered_plane(scene, 1 - base.masks.skin, 0)
    toned: Plane | float = 0.0
    if calm < 0:
        finer = flatten.crisp(flatten.smooth(base.bright, 8 * scale, 0.14), scale)
        painted = mix(painted, finer, -calm * bare)
    elif calm > 0:
        part = np.float32(min(1.0, calm))
        size = painted.shape[1], painted.shape[0]
        leaves = scene.stage("leaves", lambda: busy(slopes_of_photo(scene), size), keep=scene.small)
        toned = f32(leaves * min(0.8 * float(part) + 0.2 * max(0.0, calm - 1), 1.0))
        wide = 1 + (BROADER - 1) * max(0.0, calm - 2)
        key = (look.flatness, look.redraws, wide)
        dabs = scene.stage(
            ("dabs", *key), lambda: flatten.large_dabs(painted, scale * wide, leaves), keep=scene.small
        )
        if calm >= NEAR:  # below nobody sees how hard they are
            soft = dabs
            dabs = scene.stage(("hard", *key), lambda: flatten.hardened(soft, scale * wide), keep=scene.small)

        tight = np.float32(0.5 * max(0.0, min(1.0, 2 - calm)))
        # a little calm hides little, the last step all
        keeps = np.float32(min(calm, (MOST_CALMING - calm) / 2))

        def toned_dabs(rows: slice) -> Picture:
            shaded = tone.shade8(dabs[rows], CALM_TONES, toned[rows], 1.2 * scale, CALM_HARDNESS)
            edged, foliage = flatten.crisp8(shaded, 1.5 * scale, 2.0), base.surface.foliage[rows]
            even = np.asarray(cv2.medianBlur(edged, STAIRS_PX), dtype=np.uint8)
            hard = mix(picture_of(even), picture_of(edged), foliage)  # flowers are points
            off = blur(f32(cv2.absdiff(luma(painted[rows]), luma(hard))), 2 * scale)
            kept = keeps * smoothstep(off, *look.lost) * (1 - foliage)
            letters = 1 - tight * base.surface.tight[rows] * (1 - toned[rows])
            share = part * np.minimum(bare[rows], letters)
            return mix(painted[rows], hard, f32(share * (1 - kept)))

        painted = halved(toned_dabs, len(dabs), round(TONES_REACH * scale))
    return Calmed(painted, toned)
