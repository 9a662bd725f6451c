"""The style "anime": flat painted areas, ink lines, cel light and bright colours; the person stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from rollsuggest.heap import trim
from rollsuggest.render.styles import flatten, ink, seen, tone
from rollsuggest.render.styles.bands import banded, halved
from rollsuggest.render.styles.calm import (
    ENOUGH_TEXTURE,
    LEAST_EDGES,
    MOST_CALMING,
    MOST_TEXTURE,
    UNSURE,
    USUAL,
    calm_enough,
)
from rollsuggest.render.styles.evening import evening_of
from rollsuggest.render.styles.faces import FaceMasks
from rollsuggest.render.styles.glance import Glance, glanced
from rollsuggest.render.styles.lab import (
    Picture,
    Plane,
    blur,
    f32,
    luma,
    mix,
    picture_of,
    smoothstep,
)
from rollsuggest.render.styles.redrawn import redrawn_by_net
from rollsuggest.render.styles.scene import Scene, Touch
from rollsuggest.render.styles.surface import (
    Edges,
    Surface,
    alike,
    busy,
    edges,
    edges_in,
    lightness,
    seen_at_reference,
    share_of,
    slopes,
    texture_share,
    textured,
)
from rollsuggest.render.styles.together import AT_ONCE, both

BEHIND_LIGHTER, BEHIND_SOFTER = 0.55, 0.35  # ink and cel steps behind a person
FOLDS_LIGHTER = 0.6  # ink on cheeks and foreheads, of a face that is large enough to show folds
INSIDE = 0.9, 0.995  # of the mask of skin, which reaches beyond the face
SURELY_BUSY = 0.715  # a painting's: ink and colour took 0.08 off it at most, in 64 photos and three looks
UNSURE_EDGES = 0.012  # this near to the limit a glance does not tell
LEVEL = 0.5  # see flatten.level
NEAR = 0.25  # steps of calm within which lines need not be drawn anew
# px at 1080 beyond which a pixel does not change what is painted there
FACES_REACH, TONES_REACH = 36, 20
BROADER = 1.6  # times as wide are the dabs of the whole last step
INK_TINT = 0.95, 0.95, 1.05  # of the local colour
STAIRS_PX = 5  # of a median that evens out the stairs of dabs hardened at a half
CALM_TONES, CALM_HARDNESS = 5, 12.0  # a few tones, with edges, instead of many alike


@dataclass(frozen=True, slots=True)
class Look:
    """The numbers of one drawn look; the widths are in px at 1080."""

    flatness: float = 0.65
    line_width: float = 1.0
    line_reach: float = 3.2
    ink: float = 0.95  # how opaque
    ink_depth: float = 0.2  # the ink is this share of the local colour
    steps: int = 6
    step_share: float = 0.6
    redraws: int = 2  # passes of the net
    usual: float = USUAL  # see calm
    lost: tuple[float, float] = 0.03, 0.10  # by so much large dabs differ where they hide what is to stay
    grade: tone.Grade = field(default_factory=tone.Grade)

    def touched(self, touch: Touch) -> Look:
        return replace(
            self,
            flatness=min(1.0, self.flatness * touch.flatness),
            ink=min(1.0, self.ink * touch.line),
            grade=self.grade.by(touch.colour),
        )


ANIME = Look()


def draw(scene: Scene) -> Picture:
    return drawn(scene, ANIME)


def drawn(scene: Scene, look: Look) -> Picture:
    """Draw the scene in this look; where leaves or gravel stay busy, paint them calmer until they are not.

    How calm that is the look's own measure tells: a slider changes what it says and nothing else.
    """
    touched = look.touched(scene.touch)
    if scene.moves:
        return _at(scene, _base(scene, touched), touched, 0)
    settled = scene.stage(("settled", look), lambda: _settled(scene, look), keep=scene.small)
    if touched == look:
        return settled.drawing
    calm, redrawn = settled.calm, settled.redrawn
    del settled  # where it is not kept it takes room
    return _at(scene, _base(scene, touched, redrawn), touched, calm)


@dataclass(frozen=True, slots=True, eq=False)
class _Settled:
    """The look's own drawing, its step of calm, and what the net added where another flatness needs it."""

    drawing: Picture
    calm: float
    redrawn: Picture | None


def _settled(scene: Scene, look: Look) -> _Settled:
    base = _base(scene, look)
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
        self, scene: Scene, base: _Base, look: Look, calm: float, ends: tuple[_Drawn, _Drawn] | None = None
    ) -> None:
        self.calm, self._scene, self._base, self._look, self._ends = calm, scene, base, look, ends
        self._calmed = _calmed_at(scene, base, look, calm)

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
        return alike(_edges_of_photo(self._scene), edges(self.drawing, self._scene.scale)) < LEAST_EDGES

    @cached_property
    def drawing(self) -> Picture:
        if self._ends and abs(self.calm - self._ends[0].calm) >= NEAR:
            return _at(self._scene, self._base, self._look, self.calm)
        coloured = _coloured(self._scene, self._base, self._calmed, self._look)
        return _inked(coloured, self._lines, self._look.ink_depth)

    @cached_property
    def _lines(self) -> Plane:
        """Return the lines, or what they are taken to be."""
        if not self._ends:
            lines = _lines_at(self._scene, self._base, self._look, self._calmed, self.calm)
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
            lambda: textured(light) / busy, lambda: alike(_edges_of_photo(self._scene), edges_in(grey))
        )


def _at(scene: Scene, base: _Base, look: Look, calm: float) -> Picture:
    """Return the drawing at that step of calm."""
    calmed = _calmed_at(scene, base, look, calm)
    lines, coloured = both(
        lambda: _lines_at(scene, base, look, calmed, calm),
        lambda: _coloured(scene, base, calmed, look),
        in_turn=scene.scale > AT_ONCE,
    )
    return _inked(coloured, lines * np.float32(look.ink), look.ink_depth)


def _calmed_at(scene: Scene, base: _Base, look: Look, calm: float) -> _Calmed:
    key = ("calmed", look.flatness, look.redraws, look.lost, calm)
    return scene.stage(key, lambda: _calmed(scene, base, look, calm), keep=scene.small)


def _lines_at(scene: Scene, base: _Base, look: Look, calmed: _Calmed, calm: float) -> Plane:
    def lined() -> Plane:
        return f32(_lines(calmed.painted, base, scene, look) * (1 - 0.1 * max(calm, 0.0)))

    key = ("lines", look.flatness, look.redraws, look.lost, calm, look.line_width)
    return scene.stage(key, lined, keep=scene.small)


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What neither line nor colour changes."""

    masks: FaceMasks
    surface: Surface
    bright: Picture
    painted: Picture
    busy: float  # the photo's texture share
    redrawn: Picture | None  # what the net added, where it is needed again


def _base(scene: Scene, look: Look, redrawn: Picture | None = None) -> _Base:
    key = ("base", look.flatness, look.redraws)
    return scene.stage(key, lambda: _painted(scene, look, redrawn), keep=scene.small)


def _painted(scene: Scene, look: Look, redrawn: Picture | None) -> _Base:
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
        return _Base(masks, surface, bright, seen.lettered(scene, painted, bright), share, None)
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
    return _Base(masks, surface, bright, painted, share, redrawn if again else None)


def _share_of_photo(scene: Scene) -> float:
    """Return the photo's texture share; letters and edges are looked for in the same free moment."""
    if scene.small:
        seen.letters(scene)
        _edges_of_photo(scene)
    return scene.stage("busy", lambda: share_of(_slopes(scene)))


def _edges_of_photo(scene: Scene) -> Edges:
    return scene.stage("edges", lambda: edges(scene.picture, scene.scale))


def _slopes(scene: Scene) -> Plane:
    return scene.stage("slopes", lambda: slopes(scene.picture, scene.scale), keep=scene.small)


@dataclass(frozen=True, slots=True, eq=False)
class _Calmed:
    """A painting. `toned`, 0..1, is where it has its few tones already."""

    painted: Picture
    toned: Plane | float = 0.0


def _calmed(scene: Scene, base: _Base, look: Look, calm: float) -> _Calmed:
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
        leaves = scene.stage("leaves", lambda: busy(_slopes(scene), size), keep=scene.small)
        toned = f32(leaves * min(0.8 * float(part) + 0.2 * max(0.0, calm - 1), 1.0))
        wide = 1 + (BROADER - 1) * max(0.0, calm - 2)
        key = (look.flatness, look.redraws, wide)
        dabs = scene.stage(
            ("dabs", *key), lambda: flatten.large_dabs(painted, scale * wide, leaves), keep=scene.small
        )
        if calm >= NEAR:  # below nobody sees how hard they are
            soft = dabs
            dabs = scene.stage(("hard", *key), lambda: flatten.hardened(soft, scale * wide), keep=scene.small)

        letters = 1 - 0.5 * min(1.0, 2 - calm) * base.surface.tight * (1 - toned) if calm < 2 else 1
        share = f32(part * np.minimum(bare, letters))
        # a little calm hides little, the last step all
        keeps = np.float32(min(calm, (MOST_CALMING - calm) / 2))

        def toned_dabs(rows: slice) -> Picture:
            shaded = tone.shade8(dabs[rows], CALM_TONES, toned[rows], 1.2 * scale, CALM_HARDNESS)
            edged, foliage = flatten.crisp8(shaded, 1.5 * scale, 2.0), base.surface.foliage[rows]
            even = np.asarray(cv2.medianBlur(edged, STAIRS_PX), dtype=np.uint8)
            hard = mix(picture_of(even), picture_of(edged), foliage)  # flowers are points
            off = blur(f32(cv2.absdiff(luma(painted[rows]), luma(hard))), 2 * scale)
            kept = keeps * smoothstep(off, *look.lost) * (1 - foliage)
            return mix(painted[rows], hard, f32(share[rows] * (1 - kept)))

        painted = halved(toned_dabs, len(dabs), round(TONES_REACH * scale))
    return _Calmed(painted, toned)


def _coloured(scene: Scene, base: _Base, calmed: _Calmed, look: Look) -> Picture:
    if not scene.small:
        trim()
    share = _steps_share(scene, base, calmed, look)
    graded = tone.cel_graded(calmed.painted, look.grade, look.steps, share, scene.scale)
    much = 0.0 if scene.moves else look.grade.evening  # in a film skies would come and go
    air = evening_of(scene).air.by(much) if much else None
    return tone.held(graded, seen.quarter(scene), 0.75 * base.masks.skin, scene.scale, air=air)


def _steps_share(scene: Scene, base: _Base, calmed: _Calmed, look: Look) -> Plane:
    """Return 0..1: how much of the cel steps is taken where."""
    share = scene.stage(
        ("steps", look.step_share), lambda: _bare_steps_share(scene, base, look), keep=scene.small
    )
    return f32(share * (1 - calmed.toned)) if isinstance(calmed.toned, np.ndarray) else share


def _bare_steps_share(scene: Scene, base: _Base, look: Look) -> Plane:
    masks = base.masks
    soft = np.maximum(0.85 * masks.features, np.maximum(0.4 * masks.skin, 0.7 * base.surface.grain))
    share = look.step_share * (1 - soft)
    if scene.person is not None:
        share *= 1 - BEHIND_SOFTER * (1 - scene.person)
    return f32(share)


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


def _lines(painted: Picture, base: _Base, scene: Scene, look: Look) -> Plane:
    """Return the ink 0..1 over the painted picture: a lighter hand on faces, leaves and shadows."""
    scale, surface = scene.scale, base.surface

    def drawn() -> Plane:
        sharp = seen.sharp(scene)
        edges = ink.flow_dog(luma(painted), look.line_width * scale, look.line_reach * scale, sharp)
        return ink.clean(edges * (1 - 0.6 * surface.foliage), sharp, scale)

    def kept() -> Plane:
        return f32(_hand(base, scene) * (1 - 0.85 * ink.sky_edges(painted, scale)))

    lines, share = both(drawn, kept)
    lines *= share
    return lines


def _hand(base: _Base, scene: Scene) -> Plane:
    """Return 0..1: how much of the ink is laid where, whatever is painted below it."""

    def hand() -> Plane:
        scale, masks, grain = scene.scale, base.masks, base.surface.grain
        light = 1 - 0.65 * seen.shadows(scene)
        light *= 1 - (0.5 if scene.redraws else 0.3) * grain * (1 - masks.skin)  # not every single hair
        small = any(face.height_px < 120 * scale for face in scene.faces)
        light *= 1 - (0.55 if small else 0.25) * masks.skin
        if scene.faces and not small:  # eyes, a mouth and a jaw in ink tell who it is, folds make them old
            light *= 1 - FOLDS_LIGHTER * smoothstep(masks.skin, *INSIDE) * (1 - masks.features)
        light *= 1 - 0.85 * seen.white(scene)
        if scene.person is not None:  # as in films: figures are drawn in ink, what is behind them is painted
            light *= 1 - BEHIND_LIGHTER * (1 - scene.person)
        return seen.lettered_plane(scene, f32(light), 0)

    return scene.stage("hand", hand, keep=scene.small)


def _inked(picture: Picture, lines: Plane, depth: float) -> Picture:
    """Lay ink over the picture: not black but the local colour, much darker and a little warmer."""

    def inked(rows: slice) -> Picture:
        kept = [1 - lines[rows] * np.float32(1 - tint * depth) for tint in INK_TINT]
        return f32(cv2.multiply(picture[rows], cv2.merge(kept)))

    return banded(inked, picture)
