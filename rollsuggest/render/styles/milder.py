"""A face that came out wrong, drawn milder step by step: the photo's own, calmed, in the drawing's light."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import flatten
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.inked import inked
from rollsuggest.render.styles.lab import (
    REFERENCE_PX,
    Picture,
    Plane,
    blur,
    f32,
    luma,
    mix,
    picture_of,
    rgb_of,
    smoothstep,
)
from rollsuggest.render.styles.outline import outlined
from rollsuggest.render.styles.tone import recoloured, shade
from rollsuggest.render.styles.witness import LOST, Mirror, Part

WITH_HAIR = 1.5  # faces wide; and with the chin
TINT_WIDE = 1.2  # faces wide is the tint
COVERED = 0.8  # of a face by the mask of the person: so much, and the mask has its outline
AROUND_HEAD = 0.8  # faces around a face that its head is looked for in
WASHES = 5  # tones of a milder face in ink or pencil


@dataclass(frozen=True, slots=True)
class Milder:
    """How a face is drawn anew: `share` of it is the photo's own drawing, in grey `tint` of its colours.

    Where `cut` it is the photo's head along its outline; where `seen` the photo itself, so many faces wide:
    one from the side is soon lost.
    """

    share: float
    tint: float = 0.0
    cut: bool = False
    seen: float = 0.0
    dots: float | None = None  # in grey: drawn anew under so much of the drawing's own dots and strokes


MILDER = (
    Milder(0.4),
    Milder(0.7),
    Milder(0.9),
    Milder(1.0),
    Milder(0.4, seen=1.6),  # hair drawn around a face misleads detectors too
    Milder(1.0, cut=True),
    Milder(0.7, seen=2.0),
    Milder(1.0, seen=2.0),
    Milder(1.0, seen=3.0),
)
# Tried in turn too. A detector, as people do, tells skin by its colour: in grey it misses profiles it would
# see in colour, and the points of others waver.
TINTED = (
    Milder(0.4, dots=0.5),
    Milder(0.4, dots=0.25),
    Milder(1.0, dots=0.12),
    Milder(0.7),
    Milder(0.7, 0.25),
    Milder(0.9, 0.35),
    Milder(0.9, 0.5),
    Milder(0.9, 0.5, cut=True),
    Milder(0.9, 0.5, cut=True, seen=2.0),
    Milder(0.7, 0.5, seen=2.0),
    Milder(1.0, 1.0, seen=3.0),
)
AT_LEAST, AT_LEAST_IN_GREY = Milder(1.0), TINTED[2]  # for a face that is not found in the photo either


@dataclass(slots=True)
class Mended:
    """A face that came out wrong, and what is laid over it: the photo's, calmed, in the drawing's light."""

    drawing: Rgb
    photo: Rgb
    face: FaceMark
    grey: bool
    lit: bool  # in grey, with a light laid over it
    person: Plane | None
    mirror: Mirror
    turn: int = 0  # the step that comes next
    kept: int = 0  # the step after the one that is laid
    how: Milder | None = None  # what is laid
    settled: bool = False  # nothing more is tried
    _at: Part = (slice(0), slice(0))
    _mild: Picture | None = None
    _share: Plane | None = None
    _sought: list[tuple[Part, Plane | None]] = field(default_factory=list)  # the head, once it was
    _doubtful: bool | None = None
    _nearest: float = LOST
    _best: tuple[int, Milder | None, Part, Picture | None, Plane | None] | None = None

    @property
    def at_last(self) -> bool:
        return self.settled or self.turn >= len(self._steps)

    def bare(self) -> Mended:
        """Return how it ended, without the pixels; it is settled if nothing came right."""
        return replace(self, settled=self.settled or not self.kept, _mild=None, _share=None, _best=None)

    def anew(self, drawing: Rgb, lit: bool) -> Mended:
        """Return the patch of another drawing of the same photo, to begin with the step that was laid."""
        patch = replace(self, drawing=drawing, lit=lit, turn=max(0, self.kept - 1), _nearest=LOST)
        if patch.settled and patch.how is not None:
            patch.soften(patch.how)
        return patch

    def milder(self) -> None:
        """Make the patch of the next step."""
        self.soften(self._steps[self.turn])
        self.turn += 1
        self.kept = self.turn

    def at_least(self) -> None:
        """Make the patch of a face of which nothing tells when it is found."""
        self.soften(AT_LEAST_IN_GREY if self.grey else AT_LEAST)

    @property
    def _steps(self) -> tuple[Milder, ...]:
        steps = TINTED if self.grey else MILDER
        drawn = tuple(step for step in steps if not (step.tint or step.cut or step.seen))
        return drawn if self.turn >= len(drawn) and self.doubtful else steps

    @property
    def doubtful(self) -> bool:
        """Tell whether it may be nobody's: no photo is to be seen then."""
        if self._doubtful is None:
            self._doubtful = not self.mirror.shows(self.face)
        return self._doubtful

    def tried(self, by: float) -> None:
        """Keep in mind what came near; when all is tried and nothing is right, the nearest is taken.

        Nothing is, where it may be nobody and is not found: it is drawn as all else. In grey no colour stays
        that was no help.
        """
        if by < self._nearest:
            self._nearest, self._best = by, (self.kept, self.how, self._at, self._mild, self._share)
        if not self.at_last:
            return
        self.settled = True
        if self._best is not None:
            self.kept, self.how, self._at, self._mild, self._share = self._best
        elif self.doubtful:
            self._mild = self.how = None
        elif self.grey:
            self.at_least()

    def soften(self, step: Milder) -> None:
        """Make the patch."""
        self.how = step
        margin = step.seen / 2 if step.seen else AROUND_HEAD if step.cut else 0.4
        at = _around(self.face, margin, self.photo.shape)
        if at is None:
            return
        drawn, photo = picture_of(self.drawing[at]), picture_of(self.photo[at])
        near = self.face.moved(by=(-at[1].start, -at[0].start))
        scale = max(self.photo.shape[:2]) / REFERENCE_PX
        head = self._head(at) if step.cut or (step.tint and not step.seen) else None
        grey = self._in_grey(photo, drawn) if self.grey else photo
        if self.grey and step.dots is not None:
            mild = inked(luma(grey), drawn, near, 1 - step.share, step.dots, scale)
        else:
            mild = self._mildly(step, drawn, grey, near, head)
        if self.grey and step.tint:
            skin = _round(head, near, TINT_WIDE, 0.1, drawn.shape[:2]) * _warm(photo)
            mild = f32(mild + (photo - grey) * f32(step.tint * skin)[..., None]).clip(0, 1)
        whole = self.grey or step.seen or step.cut
        grown = step.seen or (WITH_HAIR if step.share == 1 and step.dots is None else 1.15)
        spot = _round(None if step.seen or not step.cut else head, near, grown, 0.06, drawn.shape[:2])
        if self.person is not None:  # no halo on what is behind somebody
            spot = f32(spot * self._own(self.person[at], near))
        self._at, self._mild, self._share = at, mild, spot if whole else f32(spot * step.share)

    def _in_grey(self, photo: Picture, drawn: Picture) -> Picture:
        """Return the photo in grey, in the colour of the light over the drawing."""
        grey = np.repeat(luma(photo)[..., None], 3, axis=2)
        if not self.lit:
            return grey
        tint = drawn.mean(axis=(0, 1)) / max(float(luma(drawn).mean()), 1 / 255)
        return f32(grey * f32(tint)).clip(0, 1)

    def _head(self, at: Part) -> Plane | None:
        """Return the head's outline in that part of the photo; it is looked for once, in all around it."""
        if not self._sought:
            around = _around(self.face, AROUND_HEAD, self.photo.shape) or at
            near = self.face.moved(by=(-around[1].start, -around[0].start))
            self._sought.append((around, outlined(self.photo[around], near)))
        around, head = self._sought[0]
        return None if head is None else _in_part(head, around, at)

    def _own(self, person: Plane, near: FaceMark) -> Plane:
        """Return who is seen, 0..1: the mask of the person, and the face where the mask misses it."""
        x, y, w, h = (max(0, round(side)) for side in near.box_px)
        if float(person[y : y + h, x : x + w].mean()) >= COVERED:
            return person
        return np.maximum(_round(None, near, TINT_WIDE, 0.06, person.shape), person)

    def _mildly(
        self, step: Milder, drawn: Picture, seen: Picture, near: FaceMark, head: Plane | None
    ) -> Picture:
        h = self.face.height_px
        calm = mix(seen, flatten.smooth(seen, 0.05 * h, 0.05), 1 - step.share) if step.share < 1 else seen
        if step.seen:
            # No disc of other light is seen.
            around = blur(drawn, 0.05 * h) if step.cut else f32(calm + blur(drawn - calm, 0.2 * h)).clip(0, 1)
            return mix(around, calm, _round(head, near, WITH_HAIR, 0.12, drawn.shape[:2]))
        mild = calm if step.cut else _lit(recoloured(calm, drawn, max(2.0, 0.12 * h)), calm)
        if not self.grey:
            return mild
        # Mixed with dots or hatching it would be neither.
        return shade(mild, WASHES, np.full(drawn.shape[:2], 1 - step.share, np.float32), 1.0)

    def lay(self, result: Rgb) -> None:
        if self._mild is not None and self._share is not None:
            result[self._at] = rgb_of(mix(picture_of(result[self._at]), self._mild, self._share))

    def near(self, face: FaceMark) -> bool:
        """Tell whether what is laid over this face reaches another."""
        x, y, w, h = face.box_px
        rows, columns = self._at
        beside = columns.start >= x + w or columns.stop <= x
        return not (beside or rows.start >= y + h or rows.stop <= y)


def _around(face: FaceMark, margin: float, shape: tuple[int, ...]) -> Part | None:
    """Return the rows and columns of the face with so many of its sizes around it."""
    x, y, w, h = face.box_px
    x0, y0 = max(0, round(x - margin * w)), max(0, round(y - margin * h))
    x1, y1 = min(shape[1], round(x + (1 + margin) * w)), min(shape[0], round(y + (1 + margin) * h))
    return None if x1 - x0 < 4 or y1 - y0 < 4 else (slice(y0, y1), slice(x0, x1))


def tint(result: Rgb, photo: Rgb, face: FaceMark, amount: float, person: Plane | None) -> None:
    """Give a face in grey so much of the photo's colour of skin, as one beside it needed."""
    at = _around(face, 0.4, photo.shape)
    if at is not None:
        colours = picture_of(photo[at])
        near = face.moved(by=(-at[1].start, -at[0].start))
        skin = amount * _round(None, near, 1.0, 0.1, colours.shape[:2]) * _warm(colours)
        if person is not None:
            skin = skin * person[at]
        result[at] = rgb_of(picture_of(result[at]) + (colours - luma(colours)[..., None]) * skin[..., None])


def _in_part(plane: Plane, of: Part, at: Part) -> Plane:
    """Return what a plane of one part of a picture holds of another; 0 beyond it."""
    if of == at:
        return plane
    found = np.zeros([side.stop - side.start for side in at], np.float32)
    both = [slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(of, at, strict=True)]
    there, here = (
        tuple(slice(s.start - side.start, s.stop - side.start) for s, side in zip(both, part, strict=True))
        for part in (at, of)
    )
    found[there] = plane[here]
    return found


def _round(head: Plane | None, face: FaceMark, grown: float, soft: float, shape: tuple[int, ...]) -> Plane:
    """Return the head or, without one, an ellipse so many times as wide as the face, soft by its heights."""
    if head is not None:
        return head
    x, y, w, h = face.box_px
    spot = np.zeros(shape, np.float32)
    cv2.ellipse(spot, ((x + w / 2, y + h / 2), (w * grown, h * (grown + 0.05)), 0.0), 1.0, -1)
    return blur(spot, max(1.0, soft * h))


def _warm(colours: Picture) -> Plane:
    """Return 0..1: how much a colour may be that of skin; a hat's is no help."""
    return smoothstep(blur(colours[..., 0] - colours[..., 2], 1.5), 0.0, 0.06)


def _lit(mild: Picture, calm: Picture) -> Picture:
    """Keep the contrast of eyes and mouth that bringing the light over may have taken."""
    return mix(mild, calm, 0.15)
