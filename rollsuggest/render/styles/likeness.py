"""Faces looked at again after drawing: one that came out wrong is drawn milder, never shown broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import flatten
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, picture_of, rgb_of, smoothstep
from rollsuggest.render.styles.outline import outlined
from rollsuggest.render.styles.together import both
from rollsuggest.render.styles.tone import recoloured, shade
from rollsuggest.render.styles.witness import (
    LOOKED_AT_PX,
    LOST,
    Close,
    Find,
    FindIn,
    Mirror,
    Part,
    Recognise,
    Witness,
    off,
)

SMALLEST_PX = 34.0  # at that size; a smaller face tells nobody
# Cosine of drawing and photo. Of 200 faces none above 0.78 was further than 0.45 from itself for dlib's
# recogniser, the limit of the design, but of other photos' one was; below it one of four was. In grey it
# would let nothing be drawn.
LEAST_ALIKE, LEAST_IN_GREY = 0.80, 0.66
WITH_HAIR = 1.5  # faces wide; and with the chin
TINT_WIDE = 1.2  # faces wide is the tint
COVERED = 0.8  # of a face by the mask of the person: so much, and the mask has its outline
WASHES = 5  # tones of a milder face in ink or pencil
GREY, PAPER = 4 / 255, 16 / 255  # a drawing whose colours differ by less, on paper of less tint, has none


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
    laid: float = 1.0  # how opaque over grey: dots and strokes show through it


MILDER = (
    Milder(0.4),
    Milder(0.7),
    Milder(0.9),
    Milder(1.0),
    Milder(1.0, cut=True),
    Milder(1.0, cut=True, seen=2.0),
    Milder(1.0, seen=2.0),
    Milder(1.0, seen=3.0),
)
# Tried in turn too. A detector, as people do, tells skin by its colour: in grey it misses profiles it would
# see in colour, and the points of others waver.
TINTED = (
    Milder(0.4, laid=0.5),
    Milder(0.7, laid=0.7),
    Milder(0.7),
    Milder(0.7, 0.25),
    Milder(0.9, 0.35),
    Milder(0.9, 0.5),
    Milder(0.9, 0.5, cut=True),
    Milder(0.9, 0.5, cut=True, seen=2.0),
    Milder(0.7, 0.5, seen=2.0),
    Milder(1.0, 1.0, seen=3.0),
)
AT_LEAST = Milder(1.0)  # for a face that is not found in the photo either
CALM = 4  # frames after which a face is tried one step less mild: what was lost in a blur comes back


class Mild(NamedTuple):
    """A face of the last frame that was drawn milder: by which step, and for how many frames.

    `ended` says that all steps were tried.
    """

    face: FaceMark
    step: int
    frames: int
    ended: bool

    @property
    def is_calm(self) -> bool:
        return self.frames >= CALM


def faithful(
    drawing: Rgb,
    photo: Rgb,
    faces: Sequence[FaceMark],
    find: Find,
    recognise: Recognise | None = None,
    person: Plane | None = None,
    known_mild: list[Mild] | None = None,
    find_in: FindIn | None = None,
    most: int = len(TINTED),
) -> Rgb:
    """Return the drawing with every face that came out wrong drawn milder until it does not.

    It is wrong where `find` does not see it in its place or `recognise` takes it for somebody else. A face
    that is never found, not in the photo either, keeps the mildest drawing. Where the photo itself must be
    seen it is so within `person` alone, a mask as large as the photo: what is behind stays drawn.
    `known_mild` remembers from frame to frame which faces were drawn milder and how far: one that is
    now one thing and now the other would flicker. One that has been so for `CALM` frames begins a step
    earlier. At `most` so many steps are tried: a face that a blur hides for one frame is not to become the
    photo for a second.
    """
    grey = _grey(picture_of(drawing[::4, ::4]))
    factor = min(1.0, LOOKED_AT_PX / max(photo.shape[:2]))
    witness = Witness(find, recognise, factor, LEAST_IN_GREY if grey else LEAST_ALIKE, find_in)
    large = [face for face in faces if face.height_px * witness.factor >= SMALLEST_PX]
    known = witness.vectors(photo, large)
    before = _mild_before(large, known_mild or ())
    first = {n: one.step - one.is_calm for n, one in before.items()}
    held = [n for n, step in first.items() if step >= 0]
    wrong = sorted({*witness.wrong(drawing, large, known, range(len(large))), *held})
    if not wrong:
        if before and known_mild is not None:
            known_mild.clear()
        return drawing
    steady = witness.reference(photo, large)
    mirror = Mirror(witness, photo)
    there = [steady.get(n, face) for n, face in enumerate(large)]  # two detections of one face differ too

    def mended(n: int) -> _Mended:
        return _Mended(drawing, photo, large[n], grey, person, mirror, max(0, first.get(n, 0)))

    patches = {n: mended(n) for n in wrong}
    for n in wrong:
        if n not in steady:
            patches[n].soften(AT_LEAST)
    # Of a face that the photo hides too nothing would tell when it is found.
    looks: dict[int, Close] = {}
    tries = 0
    if any(one.ended for one in before.values()):  # what never comes right would begin to climb again
        most = len(TINTED)
    while tries < most and (wrong := [n for n in wrong if n in steady and not patches[n].at_last]):
        tries += 1
        _each_milder([patches[n] for n in wrong])
        laid = _laid(drawing, patches.values())
        asked = [n for n, face in enumerate(large) if n in wrong or any(patches[m].near(face) for m in wrong)]
        still = None
        if witness.few(photo, [large[n] for n in asked]):
            for n in asked:
                looks[n] = looks.get(n) or witness.close(photo, large[n])
            still = witness.wrong_closely(laid, {n: looks[n] for n in asked}, known)
        if still is None:
            still = witness.wrong(laid, there, known, wrong)
        for n, by in still.items():  # the patch of one beside it may have undone it
            patches.setdefault(n, mended(n)).tried(by)
        wrong = list(still)
    if known_mild is not None:
        known_mild[:] = [_led_on(patch, before.get(n)) for n, patch in patches.items() if patch.kept]
    return _laid(drawing, patches.values())


def _each_milder(patches: Sequence[_Mended]) -> None:
    """Make the next patch of each, half of them beside the others."""

    def made(some: Sequence[_Mended]) -> None:
        for patch in some:
            patch.milder()

    both(lambda: made(patches[::2]), lambda: made(patches[1::2]), in_turn=len(patches) < 2)


def _led_on(patch: _Mended, before: Mild | None) -> Mild:
    """Return the face as the next frame is to know it; one tried less mild in vain begins to count anew."""
    step = patch.kept - 1
    stays = before is not None and before.step == step and not before.is_calm
    return Mild(patch.face, step, before.frames + 1 if before and stays else 1, patch.at_last)


def _mild_before(faces: Sequence[FaceMark], known_mild: Iterable[Mild]) -> dict[int, Mild]:
    """Return which of the faces were drawn milder in the last frame, and how."""
    return {n: one for n, face in enumerate(faces) for one in known_mild if off(face, one.face) < 0.5}


def _laid(drawing: Rgb, patches: Iterable[_Mended]) -> Rgb:
    """Lay all of them: where two are close, none undoes the other."""
    result = drawing.copy()
    for patch in patches:
        patch.lay(result)
    return result


@dataclass(slots=True)
class _Mended:
    """A face that came out wrong, and what is laid over it: the photo's, calmed, in the drawing's light."""

    drawing: Rgb
    photo: Rgb
    face: FaceMark
    grey: bool
    person: Plane | None
    mirror: Mirror
    turn: int = 0  # the step that comes next
    kept: int = 0  # the step after the one that is laid
    _at: Part = (slice(0), slice(0))
    _mild: Picture | None = None
    _share: Plane | None = None
    _outlines: dict[tuple[int, ...], Plane | None] = field(default_factory=dict)
    _doubtful: bool | None = None
    _nearest: float = LOST
    _best: tuple[int, Part, Picture | None, Plane | None] | None = None

    @property
    def at_last(self) -> bool:
        return self.turn >= len(self._steps)

    def milder(self) -> None:
        """Make the patch of the next step."""
        self.soften(self._steps[self.turn])
        self.turn += 1
        self.kept = self.turn

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
            self._nearest, self._best = by, (self.kept, self._at, self._mild, self._share)
        if not self.at_last:
            return
        if self._best is not None:
            self.kept, self._at, self._mild, self._share = self._best
        elif self.doubtful:
            self._mild = None
        elif self.grey:
            self.soften(AT_LEAST)

    def soften(self, step: Milder) -> None:
        """Make the patch."""
        at = self._window(step.seen / 2 if step.seen else 0.8 if step.cut else 0.4)
        if at is None:
            return
        drawn, photo = picture_of(self.drawing[at]), picture_of(self.photo[at])
        near = self.face.moved(by=(-at[1].start, -at[0].start))
        head = self._head(at, near) if step.cut or (step.tint and not step.seen) else None
        grey = np.repeat(luma(photo)[..., None], 3, axis=2) if self.grey else photo
        mild = self._mildly(step, drawn, grey, near, head)
        if self.grey and step.tint:
            skin = _round(head, near, TINT_WIDE, 0.1, drawn.shape[:2]) * _warm(photo)
            mild = f32(mild + (photo - grey) * f32(step.tint * skin)[..., None]).clip(0, 1)
        whole = self.grey or step.seen or step.cut
        grown = step.seen or (1.15 if step.share < 1 else WITH_HAIR)
        spot = _round(None if step.seen or not step.cut else head, near, grown, 0.06, drawn.shape[:2])
        if self.person is not None:  # no halo on what is behind somebody
            spot = f32(spot * self._own(self.person[at], near))
        self._at, self._mild, self._share = at, mild, f32(spot * (step.laid if whole else step.share))

    def _head(self, at: Part, near: FaceMark) -> Plane | None:
        """Return the head's outline in that part of the photo, where the face is `near`; sought once."""
        key = (at[0].start, at[1].start, at[0].stop, at[1].stop)
        if key not in self._outlines:
            self._outlines[key] = outlined(self.photo[at], near)
        return self._outlines[key]

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

    def _window(self, margin: float) -> Part | None:
        """Return the rows and columns of the face with so many of its sizes around it."""
        x, y, w, h = self.face.box_px
        height, width = self.photo.shape[:2]
        x0, y0 = max(0, round(x - margin * w)), max(0, round(y - margin * h))
        x1, y1 = min(width, round(x + (1 + margin) * w)), min(height, round(y + (1 + margin) * h))
        return None if x1 - x0 < 4 or y1 - y0 < 4 else (slice(y0, y1), slice(x0, x1))


def _grey(picture: Picture) -> bool:
    """Is it drawn in grey, on paper of a faint tint?"""
    tint = picture - picture.mean(axis=2, keepdims=True)
    return bool(tint.std(axis=(0, 1)).mean() < GREY and np.ptp(tint.mean(axis=(0, 1))) < PAPER)


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
