"""The style "anime": flat painted areas, ink lines, cel light and bright colours; the person stays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rollsuggest.heap import trim
from rollsuggest.render.styles import seen, tone
from rollsuggest.render.styles.anime_base import Base, base_of, edges_of_photo
from rollsuggest.render.styles.anime_calmed import NEAR, Calmed, calmed_at
from rollsuggest.render.styles.anime_lines import inked, lines_at
from rollsuggest.render.styles.calm import (
    ENOUGH_TEXTURE,
    LEAST_EDGES,
    MOST_CALMING,
    MOST_TEXTURE,
    UNSURE,
    calm_enough,
)
from rollsuggest.render.styles.evening import evening_of
from rollsuggest.render.styles.glance import Glance, glanced
from rollsuggest.render.styles.lab import Picture, Plane, f32
from rollsuggest.render.styles.look import Look
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import (
    alike,
    edges,
    edges_in,
    lightness,
    seen_at_reference,
    texture_share,
    textured,
)
from rollsuggest.render.styles.together import AT_ONCE, both

BEHIND_SOFTER = 0.35  # cel steps behind a person
SURELY_BUSY = 0.715  # a painting's: ink and colour took 0.08 off it at most, in 64 photos and three looks
UNSURE_EDGES = 0.012  # this near to the limit a glance does not tell
ANIME = Look()


def draw(scene: Scene) -> Picture:
    return drawn(scene, ANIME)


def drawn(scene: Scene, look: Look) -> Picture:
    """Draw the scene in this look; where leaves or gravel stay busy, paint them calmer until they are not.

    How calm that is the look's own measure tells: a slider changes what it says and nothing else.
    """
    touched = look.touched(scene.touch)
    if scene.moves:
        return _at(scene, base_of(scene, touched), touched, 0)
    settled = scene.stage(("settled", look), lambda: _settled(scene, look), keep=scene.small)
    if touched == look:
        return settled.drawing
    calm, redrawn = settled.calm, settled.redrawn
    del settled  # where it is not kept it takes room
    return _at(scene, base_of(scene, touched, redrawn), touched, calm)


@dataclass(frozen=True, slots=True, eq=False)
class _Settled:
    """The look's own drawing, its step of calm, and what the net added where another flatness needs it."""

    drawing: Picture
    calm: float
    redrawn: Picture | None


def _settled(scene: Scene, look: Look) -> _Settled:
    base = base_of(scene, look)
    drawn = calm_enough(
        lambda calm: _Drawn(scene, base, look, calm), lambda calm, a, b: a.between(calm, b), look.usual
    )
    return _Settled(drawn.drawing, drawn.calm, base.redrawn)


class _Drawn:
    """The drawing at a step of calm, coloured when it is asked for.

    Its measures are told at a glance, see `glance`; where that is in doubt they are the drawing's own.
    `ends` are drawings at other steps: for a glance its lines are taken to lie between theirs.
    """

    def __init__(
        self, scene: Scene, base: Base, look: Look, calm: float, ends: tuple[_Drawn, _Drawn] | None = None
    ) -> None:
        self.calm, self._scene, self._base, self._look, self._ends = calm, scene, base, look, ends
        self._calmed = calmed_at(scene, base, look, calm)

    def between(self, calm: float, other: _Drawn) -> _Drawn:
        return _Drawn(self._scene, self._base, self._look, calm, (self, other))

    @cached_property
    def surely_busy(self) -> bool:
        share = textured(seen_at_reference(self._lightness, self._scene.scale))
        return self.calm < MOST_CALMING and share > SURELY_BUSY * self._base.busy

    @cached_property
    def _lightness(self) -> Plane:
        return lightness(self._calmed.painted)

    @property
    def guess(self) -> float:
        return self._glance[0]

    @cached_property
    def share(self) -> float:
        if min(abs(self.guess - limit) for limit in (ENOUGH_TEXTURE, MOST_TEXTURE)) > UNSURE:
            return self.guess
        return texture_share(self.drawing, self._scene.scale) / max(self._base.busy, 1e-6)

    @property
    def edges(self) -> float:
        return self._glance[1]

    @cached_property
    def loses_edges(self) -> bool:
        if abs(self.edges - LEAST_EDGES) > UNSURE_EDGES:
            return self.edges < LEAST_EDGES
        return alike(edges_of_photo(self._scene), edges(self.drawing, self._scene.scale)) < LEAST_EDGES

    @cached_property
    def drawing(self) -> Picture:
        if self._ends and abs(self.calm - self._ends[0].calm) >= NEAR:
            return _at(self._scene, self._base, self._look, self.calm)
        coloured = _coloured(self._scene, self._base, self._calmed, self._look)
        return inked(coloured, self._lines, self._look.ink_depth)

    @cached_property
    def _lines(self) -> Plane:
        """Return the lines, or what they are taken to be."""
        if not self._ends:
            lines = lines_at(self._scene, self._base, self._look, self._calmed, self.calm)
            return lines * np.float32(self._look.ink)
        first, second = self._ends
        if second is first:
            return first._lines
        part = (self.calm - first.calm) / (second.calm - first.calm)
        return f32(first._lines + (second._lines - first._lines) * np.float32(min(part, 1.0)))

    @cached_property
    def _glance(self) -> tuple[float, float]:
        """Return the texture, as a share of the photo's, and the edges' F-score."""
        look, scale = self._look, self._scene.scale

        def seen_at_once() -> Glance:
            share = _steps_share(self._scene, self._base, self._calmed, look)
            return glanced(self._calmed.painted, self._lightness, look.steps, share, scale, look.grade)

        lines, glance = both(lambda: self._lines, seen_at_once, in_turn=scale > AT_ONCE)
        light, grey = (seen_at_reference(plane, scale) for plane in glance.inked(lines, look.ink_depth))
        busy = max(self._base.busy, 1e-6)
        return both(
            lambda: textured(light) / busy, lambda: alike(edges_of_photo(self._scene), edges_in(grey))
        )


def _at(scene: Scene, base: Base, look: Look, calm: float) -> Picture:
    """Return the drawing at that step of calm."""
    calmed = calmed_at(scene, base, look, calm)
    lines, coloured = both(
        lambda: lines_at(scene, base, look, calmed, calm),
        lambda: _coloured(scene, base, calmed, look),
        in_turn=scene.scale > AT_ONCE,
    )
    return inked(coloured, lines * np.float32(look.ink), look.ink_depth)


def _coloured(scene: Scene, base: Base, calmed: Calmed, look: Look) -> Picture:
    if not scene.small:
        trim()
    share = _steps_share(scene, base, calmed, look)
    graded = tone.cel_graded(calmed.painted, look.grade, look.steps, share, scene.scale)
    much = 0.0 if scene.moves else look.grade.evening  # in a film skies would come and go
    air = evening_of(scene).air.by(much) if much else None
    return tone.held(graded, seen.quarter(scene), 0.75 * base.masks.skin, scene.scale, air=air)


def _steps_share(scene: Scene, base: Base, calmed: Calmed, look: Look) -> Plane:
    """Return 0..1: how much of the cel steps is taken where."""
    share = scene.stage(
        ("steps", look.step_share), lambda: _bare_steps_share(scene, base, look), keep=scene.small
    )
    return f32(share * (1 - calmed.toned)) if isinstance(calmed.toned, np.ndarray) else share


def _bare_steps_share(scene: Scene, base: Base, look: Look) -> Plane:
    masks = base.masks
    soft = np.maximum(0.85 * masks.features, np.maximum(0.4 * masks.skin, 0.7 * base.surface.grain))
    share = look.step_share * (1 - soft)
    if scene.person is not None:
        share *= 1 - BEHIND_SOFTER * (1 - scene.person)
    return f32(share)
