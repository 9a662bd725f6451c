"""Light and colour: soft cel steps, the colour grade, bloom, and putting low-frequency colour back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollsuggest.render.styles.lab import Picture, Plane, blur, from_lab, resize, smoothstep, to_lab


@dataclass(frozen=True, slots=True)
class Grade:
    """How colours are pushed. Tints are added to Lab's a and b in shadows and lights."""

    saturation: float = 1.18
    vibrance: float = 0.45  # more for pale colours than for strong ones
    shadow_tint: tuple[float, float] = (1.0, -7.0)
    light_tint: tuple[float, float] = (-0.5, 1.5)
    lift: float = 5.0  # of black, in L
    bloom: float = 0.10


def cel_steps(lightness: Plane, steps: int, softness: float = 2.2) -> Plane:
    """Gather L 0..100 into `steps` soft steps (Winnemöller, Olsen, Gooch 2006)."""
    width = 100.0 / steps
    centre = np.floor(lightness / width) * width + width / 2
    bent = np.tanh(softness * (lightness - centre) / (width / 2)) / np.tanh(softness)
    return np.asarray(centre + width / 2 * bent, dtype=np.float32)


def shade(picture: Picture, steps: int, share: Plane, scale: float) -> Picture:
    """Move the lightness towards cel steps by `share` 0..1."""
    lab = to_lab(picture)
    stepped = cel_steps(blur(lab[..., 0], scale), steps)
    lab[..., 0] += (stepped - lab[..., 0]) * share
    return from_lab(lab)


def graded(picture: Picture, grade: Grade) -> Picture:
    lab = to_lab(picture)
    lightness, colour = lab[..., 0], lab[..., 1:]
    chroma = cv2.magnitude(lab[..., 1], lab[..., 2])
    push = grade.saturation + grade.vibrance * np.exp(-chroma / 25) * smoothstep(chroma, 3, 12)
    colour *= push[..., None]
    dark, bright = 1 - smoothstep(lightness, 10, 55), smoothstep(lightness, 60, 95)
    for channel in (0, 1):
        colour[..., channel] += dark * grade.shadow_tint[channel] + bright * grade.light_tint[channel]
    lab[..., 0] = grade.lift + lightness * (1 - grade.lift / 100)
    return bloomed(from_lab(lab), grade.bloom)


def bloomed(picture: Picture, amount: float, reduce: int = 8) -> Picture:
    """Let bright areas glow into their surroundings (a screen blend of the blurred lights)."""
    if amount <= 0:
        return picture
    height, width = picture.shape[:2]
    small = resize(picture, (max(1, width // reduce), max(1, height // reduce)))
    lights = small * smoothstep(small.max(axis=-1), 0.65, 1.0)[..., None]
    glow = blur(lights, max(height, width) / reduce * 0.02 + 1)
    glow = np.asarray(cv2.resize(glow, (width, height), interpolation=cv2.INTER_LINEAR)).clip(0, 1)
    return np.asarray(1 - (1 - picture) * (1 - amount * glow), dtype=np.float32)


def recoloured(drawing: Picture, reference: Picture, sigma: float) -> Picture:
    """Keep the drawing but put the reference's low-frequency colour back: redrawing drifts in hue."""
    height, width = drawing.shape[:2]
    drawn, wanted = to_lab(drawing), to_lab(reference)
    small = resize(wanted - drawn, (max(1, width // 4), max(1, height // 4)))
    drift = cv2.resize(blur(small, sigma / 4), (width, height), interpolation=cv2.INTER_LINEAR)
    drift[..., 0] *= 0.6
    return from_lab(drawn + drift)
