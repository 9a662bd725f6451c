"""Light and colour: soft cel steps, the colour grade, bloom, and putting low-frequency colour back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.bands import banded
from rollsuggest.render.styles.lab import (
    Lab,
    Picture,
    Plane,
    blur,
    entries,
    f32,
    from_lab,
    looked_up,
    resize,
    smoothstep,
    to_lab,
)

HUES, CHROMAS = 180, 75  # steps of a table that is read between them
MOST_CHROMA = 150.0


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
    evening: float = 0.0  # how much of a low sun and a sky at dusk lies over it

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
            evening=min(self.evening * share, 1.0),
        )


def cel_steps(lightness: Plane, steps: int, softness: float = 2.2) -> Plane:
    """Gather L 0..100 into `steps` soft steps (Winnemöller, Olsen, Gooch 2006)."""
    return looked_up(_cel_table(steps, softness), lightness, 100)


@lru_cache(maxsize=8)
def _cel_table(steps: int, softness: float) -> Plane:
    """Return the step of each lightness."""
    lightness = entries(100)
    width = 100.0 / steps
    centre = np.floor(lightness / width) * width + width / 2
    bent = np.tanh(softness * (lightness - centre) / (width / 2)) / np.tanh(softness)
    return f32(centre + width / 2 * bent)


def shade(picture: Picture, steps: int, share: Plane, scale: float, softness: float = 2.2) -> Picture:
    """Move the lightness towards cel steps by `share` 0..1."""
    lab = to_lab(picture)
    lightness = f32(cv2.extractChannel(lab, 0))
    step = cel_steps(blur(lightness, scale), steps, softness)
    step -= lightness
    step *= share
    step += lightness
    return from_lab(f32(cv2.insertChannel(step, lab, 0)))


def shade8(rgb: Rgb, steps: int, share: Plane, scale: float, softness: float) -> Rgb:
    """Move the lightness towards cel steps as `shade` does, in 8 bit."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    lightness = cv2.extractChannel(lab, 0)
    table = cel_steps(f32(np.arange(256) * (100 / 255))[None], steps, softness)
    step = cv2.LUT(cv2.GaussianBlur(lightness, (0, 0), scale), cv2.convertScaleAbs(table, alpha=255 / 100))
    cv2.insertChannel(cv2.blendLinear(lightness, step, 1 - share, share), lab, 0)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), dtype=np.uint8)


def graded(picture: Picture, grade: Grade) -> Picture:
    """Push the colours: bright leaves and skies, calm skin, shadows towards blue and not quite black."""

    def made(rows: slice) -> Picture:
        lab = to_lab(picture[rows])
        return _pushed(lab, f32(cv2.extractChannel(lab, 0)), grade)

    return bloomed(banded(made, picture), grade.bloom)


def cel_graded(picture: Picture, grade: Grade, steps: int, share: Plane, scale: float) -> Picture:
    """Move the lightness towards cel steps by `share` 0..1, as `shade` does, and push the colours.

    Each band is brought to Lab and back once, while the cache holds it.
    """
    around = round(4 * scale) + 1

    def made(rows: slice) -> Picture:
        above = min(around, rows.start)
        lab = to_lab(picture[rows.start - above : rows.stop + around])
        calm = blur(f32(cv2.extractChannel(lab, 0)), scale)[above : above + rows.stop - rows.start]
        lab = lab[above : above + rows.stop - rows.start]
        lightness = f32(cv2.extractChannel(lab, 0))
        step = cel_steps(calm, steps)
        step -= lightness
        step *= share[rows]
        step += lightness
        return _pushed(lab, step, grade)

    return bloomed(banded(made, picture), grade.bloom)


def _pushed(lab: Lab, lightness: Plane, grade: Grade) -> Picture:
    """Return the colours pushed, with that lightness in place of their own."""
    a, b = (f32(cv2.extractChannel(lab, n)) for n in (1, 2))
    chroma, hue = cv2.cartToPolar(a, b, angleInDegrees=True)
    at = f32(chroma) * (CHROMAS / MOST_CHROMA), f32(hue) * (HUES / 360)
    push = f32(cv2.remap(_pushes(grade), *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    tone, *tints = (looked_up(table, lightness, 100) for table in _tones(grade))
    for channel, tint in zip((a, b), tints, strict=True):
        channel *= push
        channel += tint
    return from_lab(f32(cv2.merge([tone, a, b])))


@lru_cache(maxsize=8)
def _pushes(grade: Grade) -> Plane:
    """Return by what a and b are multiplied, over chroma (across) and hue (down)."""
    chroma = np.linspace(0, MOST_CHROMA, CHROMAS + 1, dtype=np.float32)[None, :]
    hue = np.linspace(0, 360, HUES + 1, dtype=np.float32)[:, None]
    pale = np.exp(-chroma / 25) * smoothstep(chroma, 3, 12)
    natural = np.maximum(_near(hue, 125, 45), _near(hue, -85, 45)) * smoothstep(chroma, 4, 14)
    flesh = _near(hue, 50, 35) * (1 - smoothstep(chroma, 38, 55))
    push = grade.saturation + grade.vibrance * pale
    push = push + (1.0 - push) * 0.6 * flesh + grade.nature * natural
    return f32(push)


@lru_cache(maxsize=8)
def _tones(grade: Grade) -> tuple[Plane, Plane, Plane]:
    """Return L and what is added to a and b, of each lightness."""
    lightness = entries(100)
    dark, bright = 1 - smoothstep(lightness, 10, 55), smoothstep(lightness, 60, 95)
    first, second = (f32(dark * grade.shadow_tint[n] + bright * grade.light_tint[n]) for n in (0, 1))
    return toned(lightness, grade), first, second


def toned(lightness: Plane, grade: Grade) -> Plane:
    """Return L as the grade changes it."""
    curved = lightness + grade.contrast * (100 * smoothstep(lightness, 0, 100) - lightness)
    return f32(grade.lift + curved * (1 - grade.lift / 100))


def _near(hue: Plane, centre: float, reach: float) -> Plane:
    """Return 1 at a hue (degrees), falling to 0 at `reach` beside it."""
    off = np.abs((hue - centre + 180) % 360 - 180)
    return 1 - smoothstep(off, reach * 0.5, reach)


def bloomed(picture: Picture, amount: float, reduce: int = 8) -> Picture:
    """Let bright areas glow into their surroundings (a screen blend of the blurred lights)."""
    if amount <= 0:
        return picture
    light = glow(picture, amount, reduce)

    def lit(rows: slice) -> Picture:
        left = 1 - picture[rows]
        left *= light[rows]
        left += picture[rows]
        return left

    return banded(lit, picture)


def glow(picture: Picture | Plane, amount: float, reduce: int = 8) -> npt.NDArray[np.float32]:
    """Return the light that bright areas throw around them, at most `amount`; of a grey the same in grey."""
    height, width = picture.shape[:2]
    small = resize(picture, (max(1, width // reduce), max(1, height // reduce)))
    bright = small if small.ndim == 2 else small.max(axis=-1, keepdims=True)
    thrown = amount * blur(f32(small * smoothstep(bright, 0.65, 1.0)), max(height, width) / reduce * 0.02 + 1)
    return f32(cv2.resize(thrown, (width, height), interpolation=cv2.INTER_LINEAR))


def recoloured(drawing: Picture, reference: Picture, sigma: float) -> Picture:
    """Keep the drawing but put the reference's low-frequency colour back: redrawing drifts in hue."""
    height, width = drawing.shape[:2]
    drawn, wanted = to_lab(drawing), to_lab(reference)
    small = resize(wanted - drawn, (max(1, width // 4), max(1, height // 4)))
    drift = f32(cv2.resize(blur(small, sigma / 4), (width, height), interpolation=cv2.INTER_LINEAR))
    drift[..., 0] *= np.float32(0.6)
    return from_lab(drawn + drift)


@dataclass(frozen=True, slots=True, eq=False)
class Air:
    """A light that lies over a whole picture, told at a quarter of its size."""

    added: Lab
    below: float  # the limit, see `held`, of what it lies over
    limit: float  # and of both
    holds: Plane  # 0..1: how much of `hold` is done where

    def by(self, share: float) -> Air:
        return replace(self, added=self.added * np.float32(share))


def quarter(photo: Picture) -> Lab:
    """Return a photo at a quarter of its size, where its slow colours are told."""
    height, width = photo.shape[:2]
    return to_lab(resize(photo, (max(1, width // 4), max(1, height // 4))))


def held(
    result: Picture, photo: Lab, hold: Plane, scale: float, limit: float = 10.0, air: Air | None = None
) -> Picture:
    """Bring the result's low-frequency colour back towards the photo's, once the `air` lies over it.

    `photo` is as `quarter` returns it. By the share `hold` 0..1 (faces keep their complexion), and everywhere
    by as much as it takes for the mean difference to stay within `limit`, or the air's (in Lab).
    """
    height, width = result.shape[:2]
    size = photo.shape[1], photo.shape[0]
    small = resize(result, size)
    lab = to_lab(small)
    drift = blur(lab - photo, 4 * scale)
    kept = resize(hold, size)
    if air is not None:
        limit = air.limit
        kept *= air.holds
        own = drift * np.float32(_beyond(drift, air.below))
        lab += air.added - own
        drift += air.added - own
    share = np.maximum(kept, _beyond(drift, limit))
    change = from_lab(lab - drift * share[..., None]) - small
    change = f32(cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR))

    def changed(rows: slice) -> Picture:
        colours = change[rows] + result[rows]
        return colours.clip(0, 1, out=colours)

    return banded(changed, result)


def _beyond(drift: Lab, limit: float) -> float:
    """Return the share by which a mean difference is beyond its limit."""
    return max(0.0, 1 - limit / max(float(np.linalg.norm(drift, axis=-1).mean()), 1e-6))
