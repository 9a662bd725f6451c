"""Letters on signs, which brushes smear and dots break: where they are, and in two tones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, smoothstep
from rollsuggest.render.styles.letter_rows import Row, boxed, hats, rows

INK = 0.35, 0.65  # of the contrast: between the two an edge is soft
HALO, MOST_HALO_PX = 0.12, 2.0  # of the letters' height, around each; and at 1080
LIGHT_HALO = 2.0  # times as wide around light letters: dots are lighter than their ground
SOFT = 0.12  # of the letters' height, at the edge of their row


@dataclass(frozen=True, slots=True, eq=False)
class Lettering:
    """Soft planes."""

    where: Plane  # 0..1: in a row of letters
    near: Plane  # 0..1: on a letter, or so near that nothing else may be drawn there
    light: Plane  # there 0 is the darker of ink and ground, 1 the lighter
    dark: Plane  # 0..1: in a row of letters that are darker than their ground

    def beside(self, faces: Plane) -> Lettering:
        """Return it without what lies on faces."""
        bare = 1 - faces
        return replace(self, where=self.where * bare, near=self.near * bare, dark=self.dark * bare)


def lettering(picture: Picture, scale: float) -> Lettering | None:
    """Return where letters are, or None if there are none."""
    grey = luma(picture)
    found = rows(np.asarray(cv2.convertScaleAbs(grey, alpha=255), np.uint8), scale)
    return _planes(grey, found, scale) if found else None


def _planes(grey: Plane, found: list[Row], scale: float) -> Lettering:
    where, near, dark = (np.zeros_like(grey) for _plane in range(3))
    light = np.ones_like(grey)
    for row in found:
        soft = SOFT * row.height_px
        at, band = boxed(row, grey.shape, 3 * soft)
        share = blur(f32(band), soft)
        hat, most = hats(grey[at], row.dark, scale)
        ink = smoothstep(f32(hat / np.maximum(most, 0.7 * row.contrast / 255)), *INK)
        halo = min(HALO * row.height_px, MOST_HALO_PX * scale) * (1 if row.dark else LIGHT_HALO)
        side = 2 * round(max(1.0, halo)) + 1
        around = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
        light[at] = np.where(share > where[at], 1 - ink if row.dark else ink, light[at])
        where[at] = np.maximum(where[at], share)
        near[at] = np.maximum(near[at], share * blur(f32(around), 0.7 * scale))
        if row.dark:
            dark[at] = np.maximum(dark[at], share)
    return Lettering(where, near, light, dark)
