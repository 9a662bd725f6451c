"""Light and colour: soft cel steps, the colour grade, bloom, and putting low-frequency colour back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, from_lab, resize, smoothstep, to_lab


@dataclass(frozen=True, slots=True)
class Grade:
    """How colours are pushed. Tints are added to Lab's a and b in shadows and lights."""

    saturation: float = 1.12
    vibrance: float = 0.40  # more for pale colours than for strong ones
    nature: float = 0.28  # more still for leaves, sky and sea
    contrast: float = 0.25  # 0..1 of an S-curve over lightness
    shadow_tint: tuple[float, float] = (1.0, -6.0)
    light_tint: tuple[float, float] = (-0.5, 1.0)
    lift: float = 4.0  # of black, in L
    bloom: float = 0.10

    def by(self, share: float) -> Grade:
        """Return the grade pushed by that share: 0 leaves colours alone, 1 is the grade itself."""
        return replace(
            self,
            saturation=max(0.0, 1 + (self.saturation - 1) * share),
            vibrance=self.vibrance * share,
            nature=self.nature * share,
            contrast=self.contrast * share,
            shadow_tint=(self.shadow_tint[0] * share, self.shadow_tint[1] * share),
            light_tint=(self.light_tint[0] * share, self.light_tint[1] * share),
            lift=self.lift * min(share, 1.0),
            bloom=min(self.bloom * share, 1.0),
        )


def cel_steps(lightness: Plane, steps: int, softness: float = 2.2) -> Plane:
    """Gather L 0..100 into `steps` soft steps (Winnemöller, Olsen, Gooch 2006)."""
    width = 100.0 / steps
    centre = np.floor(lightness / width) * width + width / 2
    bent = np.tanh(softness * (lightness - centre) / (width / 2)) / np.tanh(softness)
    return f32(centre + width / 2 * bent)


def shade(picture: Picture, steps: int, share: Plane, scale: float) -> Picture:
    """Move the lightness towards cel steps by `share` 0..1."""
    lab = to_lab(picture)
    stepped = cel_steps(blur(lab[..., 0], scale), steps)
    lab[..., 0] += (stepped - lab[..., 0]) * share
    return from_lab(lab)


def graded(picture: Picture, grade: Grade) -> Picture:
    """Push the colours: bright leaves and skies, calm skin, shadows towards blue and not quite black."""
    lab = to_lab(picture)
    lightness, colour = lab[..., 0], lab[..., 1:]
    chroma = f32(cv2.magnitude(lab[..., 1], lab[..., 2]))
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    pale = np.exp(-chroma / 25) * smoothstep(chroma, 3, 12)
    natural = np.maximum(_near(hue, 125, 45), _near(hue, -85, 45)) * smoothstep(chroma, 4, 14)
    flesh = _near(hue, 50, 35) * (1 - smoothstep(chroma, 38, 55))
    push = grade.saturation + grade.vibrance * pale
    push += (1.0 - push) * 0.6 * flesh + grade.nature * natural
    colour *= push[..., None]
    dark, bright = 1 - smoothstep(lightness, 10, 55), smoothstep(lightness, 60, 95)
    for channel in (0, 1):
        colour[..., channel] += dark * grade.shadow_tint[channel] + bright * grade.light_tint[channel]
    curved = 100 * smoothstep(lightness, 0, 100)
    lightness += grade.contrast * (curved - lightness)
    lab[..., 0] = grade.lift + lightness * (1 - grade.lift / 100)
    return bloomed(from_lab(lab), grade.bloom)


def _near(hue: Plane, centre: float, reach: float) -> Plane:
    """Return 1 at a hue (degrees), falling to 0 at `reach` beside it."""
    off = np.abs((hue - centre + 180) % 360 - 180)
    return 1 - smoothstep(off, reach * 0.5, reach)


def bloomed(picture: Picture, amount: float, reduce: int = 8) -> Picture:
    """Let bright areas glow into their surroundings (a screen blend of the blurred lights)."""
    if amount <= 0:
        return picture
    height, width = picture.shape[:2]
    small = resize(picture, (max(1, width // reduce), max(1, height // reduce)))
    lights = small * smoothstep(small.max(axis=-1), 0.65, 1.0)[..., None]
    glow = blur(lights, max(height, width) / reduce * 0.02 + 1)
    glow = f32(cv2.resize(glow, (width, height), interpolation=cv2.INTER_LINEAR)).clip(0, 1)
    return f32(1 - (1 - picture) * (1 - amount * glow))


def recoloured(drawing: Picture, reference: Picture, sigma: float) -> Picture:
    """Keep the drawing but put the reference's low-frequency colour back: redrawing drifts in hue."""
    height, width = drawing.shape[:2]
    drawn, wanted = to_lab(drawing), to_lab(reference)
    small = resize(wanted - drawn, (max(1, width // 4), max(1, height // 4)))
    drift = f32(cv2.resize(blur(small, sigma / 4), (width, height), interpolation=cv2.INTER_LINEAR))
    drift[..., 0] *= np.float32(0.6)
    return from_lab(drawn + drift)


def held(result: Picture, photo: Picture, hold: Plane, scale: float, limit: float = 10.0) -> Picture:
    """Bring the result's low-frequency colour back towards the photo's.

    By the share `hold` 0..1 (faces keep their complexion), and everywhere by as much as it takes for the mean
    difference to stay within `limit` (in Lab).
    """
    height, width = result.shape[:2]
    size = (max(1, width // 4), max(1, height // 4))
    small = resize(result, size)
    lab = to_lab(small)
    drift = blur(lab - to_lab(resize(photo, size)), 4 * scale)
    mean = float(np.linalg.norm(drift, axis=-1).mean())
    share = np.maximum(resize(hold, size), max(0.0, 1 - limit / max(mean, 1e-6)))
    change = from_lab(lab - drift * share[..., None]) - small
    return f32(result + cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR)).clip(0, 1)
