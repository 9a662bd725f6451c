"""The style "anime": flat painted areas, ink lines, cel light and bright colours; the person stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from rollsuggest.render.styles import flatten, ink, prior, seen, tone
from rollsuggest.render.styles.faces import FaceMark, FaceMasks
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, picture_of, resize
from rollsuggest.render.styles.scene import Scene, Touch
from rollsuggest.render.styles.surface import Surface, alike, busy, edges, texture_share
from rollsuggest.render.styles.together import AT_ONCE, both

FACE_PX = 230.0  # faces smaller than this are redrawn at it
SMALLEST_FACE_PX = 14.0
BEHIND_LIGHTER, BEHIND_SOFTER = 0.55, 0.35  # ink and cel steps behind a person
LARGE = 1.4  # scale from which one pass of the net must do: it takes the time of four at 1080 px
ENOUGH_TEXTURE, TOO_PLAIN = 0.635, 0.56  # of the photo's texture share
SURELY_BUSY = 0.715  # a painting's: ink and colour took 0.08 off it at most, in 64 photos and three looks
ENOUGH_EDGES, LEAST_EDGES = 0.78, 0.755  # F-score of the edges
ALLOWED_TEXTURE, MOST_TEXTURE = 0.64, 0.645  # for the sake of edges; of what was aimed at that
MOST_CALMING = 3
LEVEL = 0.5  # see flatten.level
PARTS = 2  # of a step are tried where a whole one would lose the edges
BROADER = 1.6  # times as wide are the dabs of the whole last step
INK_TINT = 0.95, 0.95, 1.05  # of the local colour
DETAIL = 0.3  # share of the photo's own that tells how much is needed
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
    drawn = _calm_enough(scene, base, look)
    return _Settled(drawn.drawing, drawn.calm, base.redrawn)


def _calm_enough(scene: Scene, base: _Base, look: Look) -> _Drawn:
    busy = texture_share(base.painted, scene.scale) > SURELY_BUSY * base.busy
    drawn = None if busy else _Drawn(scene, base, look, 0)
    if drawn and drawn.share < TOO_PLAIN and drawn.edges < ENOUGH_EDGES:
        return _finer(scene, base, look, drawn)
    while drawn is None or (drawn.share > ENOUGH_TEXTURE and drawn.calm < MOST_CALMING):
        calmer = _Drawn(scene, base, look, drawn.calm + 1 if drawn else 1)
        if calmer.edges < LEAST_EDGES:
            return _partly(scene, base, look, (drawn or _Drawn(scene, base, look, 0), calmer))
        drawn = calmer
    return drawn


class _Drawn:
    """The drawing at a step of calm, with its texture as a share of the photo's and its edges' F-score."""

    def __init__(self, scene: Scene, base: _Base, look: Look, calm: float) -> None:
        self.calm, self.drawing = calm, _at(scene, base, look, calm)
        self._scene, self._busy = scene, base.busy

    @cached_property
    def share(self) -> float:
        return texture_share(self.drawing, self._scene.scale) / max(self._busy, 1e-6)

    @cached_property
    def edges(self) -> float:
        photo, scale = self._scene.picture, self._scene.scale
        of_photo = self._scene.stage("edges", lambda: edges(photo, scale))
        return alike(of_photo, edges(self.drawing, scale))


def _partly(scene: Scene, base: _Base, look: Look, ends: tuple[_Drawn, _Drawn]) -> _Drawn:
    """Return as much of a step of calm as it takes, or as much less as the edges allow.

    It lies between the two drawings at the ends of the step: the first has its edges, the second not.
    """
    drawn, calmer = ends
    for _try in range(PARTS):
        enough = _between(drawn.share, calmer.share, ENOUGH_TEXTURE)
        part = min(enough, _between(drawn.edges, calmer.edges, LEAST_EDGES), 1.0)
        partly = _Drawn(scene, base, look, drawn.calm + (calmer.calm - drawn.calm) * part)
        if partly.edges < LEAST_EDGES:
            calmer = partly
        elif partly.share <= ENOUGH_TEXTURE:
            return partly
        else:
            drawn = partly
    return drawn


def _finer(scene: Scene, base: _Base, look: Look, drawn: _Drawn) -> _Drawn:
    """Return the drawing with as much of the photo's detail as its edges need and its calm allows."""
    finer = _Drawn(scene, base, look, -DETAIL)
    needed = DETAIL * _between(drawn.edges, finer.edges, ENOUGH_EDGES)
    allowed = DETAIL * _between(drawn.share, finer.share, ALLOWED_TEXTURE)
    best = _Drawn(scene, base, look, -min(1.0, needed, allowed))
    good = [one for one in (finer, best) if one.share <= MOST_TEXTURE]
    return max([drawn, *good], key=lambda one: min(one.edges, ENOUGH_EDGES))


def _between(first: float, second: float, wanted: float) -> float:
    """Return where a value that goes from `first` at 0 to `second` at 1 would be the wanted one."""
    step = second - first
    return max(0.0, (wanted - first) / step) if abs(step) > 1e-3 else 1.0


def _at(scene: Scene, base: _Base, look: Look, calm: float) -> Picture:
    """Return the drawing at that step of calm."""
    key, small = (look.flatness, look.redraws, calm), scene.small
    calmed = scene.stage(("calmed", *key), lambda: _calmed(scene, base, look, calm), keep=small)

    def lined() -> Plane:
        lines = _lines(calmed.painted, base, scene, look)
        return f32(lines * (1 - 0.1 * max(calm, 0.0)))

    lines, coloured = both(
        lambda: scene.stage(("lines", *key, look.line_width), lined, keep=small),
        lambda: _coloured(scene, base, calmed, look),
        in_turn=scene.scale > AT_ONCE,
    )
    return _inked(coloured, lines * np.float32(look.ink), look.ink_depth)


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
    masks, ground = seen.masks(scene), seen.painted(scene, LEVEL)
    bright, surface = ground.bright, ground.surface
    painted = flatten.laid(ground.brushes, look.flatness * (1 - 0.85 * masks.skin), surface)
    del ground  # where its brushes are not kept they take much memory
    share = scene.stage("busy", lambda: texture_share(scene.picture, scene.scale))
    painted = _with_faces(painted, bright, masks, scene.scale)
    if not scene.redraws:
        return _Base(masks, surface, bright, painted, share, None)
    if redrawn is None:
        garbled = np.maximum(0.7 * surface.tight, 0.5 * surface.grain)  # letters, hairs drawn one by one
        redrawn = mix(_redrawn(scene, painted, look), painted, garbled * (1 - masks.skin))
        redrawn -= painted
    painted += redrawn
    again = scene.small or scene.touch.flatness != 1
    return _Base(masks, surface, bright, painted.clip(0, 1, out=painted), share, redrawn if again else None)


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
    painted, scale, bare = base.painted, scene.scale, 1 - base.masks.skin
    toned: Plane | float = 0.0
    if calm < 0:
        finer = flatten.crisp(flatten.smooth(base.bright, 8 * scale, 0.14), scale)
        painted = mix(painted, finer, -calm * bare)
    elif calm > 0:
        part = np.float32(min(1.0, calm))
        leaves = scene.stage("leaves", lambda: busy(scene.picture, scale), keep=scene.small)
        toned = f32(leaves * (0.8 * part if calm < 2 else 1.0))
        wide = 1 + (BROADER - 1) * max(0.0, calm - 2)
        key = ("dabs", look.flatness, look.redraws, wide)
        dabs = scene.stage(key, lambda: _dabs(painted, scale * wide), keep=scene.small)
        hard = tone.shade(dabs, CALM_TONES, toned, 1.2 * scale, CALM_HARDNESS)
        letters = 1 - 0.5 * base.surface.tight * (1 - toned) if calm < 2 else 1
        painted = mix(painted, flatten.crisp(hard, 1.5 * scale, 2.0), f32(part * np.minimum(bare, letters)))
    return _Calmed(painted, toned)


def _dabs(painted: Picture, scale: float) -> Picture:
    """Return large dabs with hard edges; the dabs are painted at half the size."""
    height, width = painted.shape[:2]
    half = scale / 2
    hard = flatten.dabs(resize(painted, (max(1, width // 2), max(1, height // 2))), max(2, round(6 * half)))
    hard = f32(cv2.resize(hard, (width, height), interpolation=cv2.INTER_CUBIC))
    hard = flatten.crisp(flatten.crisp(hard, 3 * scale, 2.5), 3 * scale, 2.5)
    hard = flatten.crisp(flatten.smooth(hard, 14 * scale, 0.25), 2 * scale, 2.0)
    return flatten.crisp(flatten.smooth(hard, 8 * scale, 0.06), 2 * scale, 2.0)


def _coloured(scene: Scene, base: _Base, calmed: _Calmed, look: Look) -> Picture:
    masks = base.masks
    soft = np.maximum(0.85 * masks.features, np.maximum(0.4 * masks.skin, 0.7 * base.surface.grain))
    share = look.step_share * (1 - soft) * (1 - calmed.toned)
    if scene.person is not None:
        share = share * (1 - BEHIND_SOFTER * (1 - scene.person))
    shaded = tone.shade(calmed.painted, look.steps, share, scene.scale)
    return tone.held(tone.graded(shaded, look.grade), scene.picture, 0.75 * masks.skin, scene.scale)


def _with_faces(painted: Picture, bright: Picture, masks: FaceMasks, scale: float) -> Picture:
    """Return the painting with faces smoothed alone; the drawing of eyes and mouths stays."""
    x, y, w, h = cv2.boundingRect((masks.skin > 0.01).astype(np.uint8))
    if w and h:
        skin = flatten.smooth(bright[y : y + h, x : x + w], 14 * scale, 0.07)
        painted[y : y + h, x : x + w] = mix(
            painted[y : y + h, x : x + w], skin, masks.skin[y : y + h, x : x + w]
        )
    painted = flatten.smooth(flatten.crisp(painted, 1.5 * scale), 9 * scale, 0.09, 2)
    return mix(painted, bright, 0.85 * masks.features)


def _redrawn(scene: Scene, painted: Picture, look: Look) -> Picture:
    drawing = painted
    shrinks = (2.4, 2.0)[-look.redraws :] if scene.scale < LARGE else (2.8,)
    for shrink in shrinks:
        drawing = prior.redraw(drawing, shrink)
    for face in scene.faces:
        if SMALLEST_FACE_PX <= face.height_px < FACE_PX:
            _redraw_face(scene, face, painted, drawing)
    return tone.recoloured(drawing, painted, 18 * scene.scale)


def _redraw_face(scene: Scene, face: FaceMark, painted: Picture, drawing: Picture) -> None:
    """Redraw one small face into `drawing` at a comfortable size, from the full resolution original."""
    x, y, w, h = face.box_px
    height, width = painted.shape[:2]
    soft = max(1.5, 0.07 * h)
    reach_x, reach_y = 0.625 * w + 2.5 * soft, 0.65 * h + 2.5 * soft  # all that is mixed in, and no more
    x0, y0 = max(0, round(x + w / 2 - reach_x)), max(0, round(y + h / 2 - reach_y))
    x1, y1 = min(width, round(x + w / 2 + reach_x)), min(height, round(y + h / 2 + reach_y))
    if x1 - x0 < 8 or y1 - y0 < 8:
        return
    zoom = min(4.0, FACE_PX / h)
    size = (round((x1 - x0) * zoom), round((y1 - y0) * zoom))
    base = f32(cv2.resize(painted[y0:y1, x0:x1], size, interpolation=cv2.INTER_CUBIC))
    k = scene.original_scale
    crop = scene.original[round(y0 * k) : round(y1 * k), round(x0 * k) : round(x1 * k)]
    fine = f32(cv2.bilateralFilter(resize(picture_of(crop), size).clip(0, 1), 7, 22 / 255, 5))
    fine = prior.redraw(tone.recoloured(fine, base, FACE_PX * 0.12))
    spot = np.zeros((y1 - y0, x1 - x0), np.float32)
    cv2.ellipse(spot, ((x + w / 2 - x0, y + h / 2 - y0), (w * 1.25, h * 1.3), 0.0), 1.0, -1)
    patch = resize(fine, (x1 - x0, y1 - y0))
    drawing[y0:y1, x0:x1] = mix(drawing[y0:y1, x0:x1], patch, blur(spot, soft))


def _lines(painted: Picture, base: _Base, scene: Scene, look: Look) -> Plane:
    """Return the ink 0..1 over the painted picture: a lighter hand on faces, leaves and shadows."""
    scale, masks, surface = scene.scale, base.masks, base.surface

    def drawn() -> Plane:
        sharp = seen.sharp(scene)
        edges = ink.flow_dog(luma(painted), look.line_width * scale, look.line_reach * scale, sharp)
        return ink.clean(edges * (1 - 0.6 * surface.foliage), sharp, scale)

    def undrawn() -> Plane:
        return (1 - 0.65 * seen.shadows(scene)) * (1 - 0.85 * ink.sky_edges(painted, scale))

    lines, kept = both(drawn, undrawn)
    lines *= kept
    lines *= 1 - (0.5 if scene.redraws else 0.3) * surface.grain * (1 - masks.skin)  # not every single hair
    small = any(face.height_px < 120 * scale for face in scene.faces)
    lines *= 1 - (0.55 if small else 0.25) * masks.skin
    lines *= 1 - 0.85 * seen.white(scene)
    if scene.person is not None:  # as in films: figures are drawn in ink, what is behind them is painted
        lines *= 1 - BEHIND_LIGHTER * (1 - scene.person)
    return f32(lines)


def _inked(picture: Picture, lines: Plane, depth: float) -> Picture:
    """Lay ink over the picture: not black but the local colour, much darker and a little warmer."""
    kept = [1 - lines * np.float32(1 - tint * depth) for tint in INK_TINT]
    return f32(cv2.multiply(picture, cv2.merge(kept)))
