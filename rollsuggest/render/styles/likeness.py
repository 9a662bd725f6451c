"""Faces looked at again after drawing: one that came out wrong is drawn milder, never shown broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, Plane, picture_of
from rollsuggest.render.styles.milder import TINTED, Mended, tint
from rollsuggest.render.styles.together import both
from rollsuggest.render.styles.wash import washed
from rollsuggest.render.styles.witness import (
    LOOKED_AT_PX,
    Close,
    Find,
    FindIn,
    Mirror,
    Recognise,
    Steady,
    Vectors,
    Witness,
    off,
    reduced,
    vectors,
)

SMALLEST_PX = 34.0  # at that size; a smaller face tells nobody
# Cosine of drawing and photo. Of 200 faces none above 0.78 was further than 0.45 from itself for dlib's
# recogniser, the limit of the design, but of other photos' one was; below it one of four was. In grey it
# would let nothing be drawn. That was of faces seen both ways, from 0.80 and 0.66 on; seen one way they come
# out 0.01 lower, and of 328 drawn faces the same pass, but for two in grey.
LEAST_ALIKE, LEAST_IN_GREY = 0.79, 0.65
GREY, PAPER = 4 / 255, 16 / 255  # a drawing whose colours differ by less, on paper of less tint, has none
BESIDE_TINTED = 0.5  # of its colours at most has a face in grey beside one that needs them
BARE = (2.0, 4.0)  # faces wide is left bare of a wash that hides one; then it is given up
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
    usual: Usual | None = None,
    grey: bool | None = None,
    known: Vectors | None = None,
    washes: bool = False,
) -> Rgb:
    """Return the drawing with every face that came out wrong drawn milder until it does not.

    It is wrong where `find` does not see it in its place or `recognise` takes it for somebody else. A face
    that is never found, not in the photo either, keeps the mildest drawing. Where the photo itself must be
    seen it is so within `person` alone, a mask as large as the photo: what is behind stays drawn.
    `known_mild` remembers from frame to frame which faces were drawn milder and how far: one that is
    now one thing and now the other would flicker. One that has been so for `CALM` frames begins a step
    earlier. At `most` so many steps are tried: a face that a blur hides for one frame is not to become the
    photo for a second. `usual` is filled at first; from then on faces begin where they came right then.
    `grey` tells whether it is a drawing in grey, where a light laid over it hides that. `known` is what
    `known_faces` tells, where that was found beside the drawing. With `washes` a drawing in grey is washed in
    colours where one of its faces needs them; else all its faces have some.
    """
    lit = bool(grey)
    if grey is None:
        grey = _grey(picture_of(drawing[::4, ::4]))
    factor, large = _large(photo, faces)
    least = LEAST_IN_GREY if grey else LEAST_ALIKE
    witness = Witness(find, recognise, factor, least, find_in, in_whole=grey)
    known = witness.vectors(photo, large) if known is None else known
    before = _mild_before(large, known_mild or ())
    first = {n: one.step - one.is_calm for n, one in before.items()}
    held = [n for n, step in first.items() if step >= 0]
    begun = usual.begun(drawing, grey, lit) if usual else {}
    wrong = sorted(begun or {*witness.wrong(drawing, large, known, range(len(large))), *held})
    if not wrong:
        if before and known_mild is not None:
            known_mild.clear()
        if usual is not None:
            usual.keep({}, grey)
        return drawing
    mirror = Mirror(witness, photo)
    looks: dict[int, Close] = usual.looks if usual else {}
    steady = Steady(witness, photo, large, looks)
    steady.look_closely([] if begun else wrong)

    def mended(n: int) -> Mended:
        return Mended(drawing, photo, large[n], grey, lit, person, mirror, max(0, first.get(n, 0)))

    patches = {**begun} or {n: mended(n) for n in wrong}
    for n in wrong:
        if (
            not begun and n not in steady
        ):  # of a face that the photo hides too nothing would tell when it is found
            patches[n].at_least()

    def not_begun_right() -> list[int]:
        """Look at all of a drawing with its faces as they usually are; return who is wrong now."""
        _each_milder([patch for patch in patches.values() if not patch.at_last])
        compared = [n for n in range(len(large)) if n not in begun or not begun[n].settled]
        where = [steady.at(n) if n in patches else face for n, face in enumerate(large)]
        found = witness.wrong(_laid(drawing, patches.values()), where, known, compared)
        wrong = [n for n in found if n in compared]
        for n in wrong:
            patches.setdefault(n, mended(n)).tried(found[n])
            if n not in steady:
                patches[n].at_least()
        return wrong

    if begun:
        wrong = not_begun_right()
    tries = 0
    if any(one.ended for one in before.values()):  # what never comes right would begin to climb again
        most = len(TINTED)
    while tries < most and (wrong := [n for n in wrong if n in steady and not patches[n].at_last]):
        tries += 1
        _each_milder([patches[n] for n in wrong])
        laid = _laid(drawing, patches.values())
        asked = [n for n, face in enumerate(large) if n in wrong or any(patches[m].near(face) for m in wrong)]
        still = None
        if steady.look_closely(asked):
            still = witness.wrong_closely(laid, {n: looks[n] for n in asked}, known)
        if still is None or (grey and not still):
            still = witness.wrong(laid, steady.all(), known, wrong)
        for n, by in still.items():  # the patch of one beside it may have undone it
            patches.setdefault(n, mended(n)).tried(by)
        wrong = list(still)
    if usual is not None:
        usual.keep(patches, grey)
    if known_mild is not None:
        known_mild[:] = [_led_on(patch, before.get(n)) for n, patch in patches.items() if patch.kept]
    laid = _laid(drawing, patches.values())
    tints = {n: patch.how.tint for n, patch in patches.items() if grey and patch.how}
    if known_mild is not None or not any(tints.values()):
        return laid
    if washes:
        seen = [n for n in range(len(large)) if n in steady]
        right = [n for n in seen if n not in patches or not patches[n].settled]
        return _washed(laid, drawing, photo, witness, {n: steady.at(n) for n in right})
    beside = [n for n in range(len(large)) if n in steady and not tints.get(n)]
    if not beside:
        return laid
    much = min(BESIDE_TINTED, max(tints.values()))

    def tinted(some: Iterable[int]) -> Rgb:
        """Colour the others too: one face in colour is a fault, all of them are a way to draw."""
        coloured = laid.copy()
        for n in some:
            tint(coloured, photo, large[n], much, person)
        return coloured

    lost = witness.wrong(
        tinted(beside), steady.all(), None, beside
    )  # colour makes nobody less like themselves
    return tinted(n for n in beside if n not in lost)


def _washed(laid: Rgb, drawing: Rgb, photo: Rgb, witness: Witness, right: Mapping[int, FaceMark]) -> Rgb:
    """Wash it in the photo's colours, but not around such faces that are `right` as that would hide."""
    faces, bare = list(right.values()), dict[int, float]()
    for wide in (*BARE, 0.0):
        whole = washed(laid, drawing, photo, [(faces[n], much) for n, much in bare.items()])
        lost = witness.wrong(whole, faces, None, [])  # colour makes nobody less like themselves
        if not lost:
            return whole
        bare |= dict.fromkeys(lost, wide)
    return laid


def known_faces(photo: Rgb, faces: Sequence[FaceMark], recognise: Recognise | None) -> Vectors | None:
    """Return what tells the photo's faces from others', of those that `faithful` looks at."""
    factor, large = _large(photo, faces)
    return vectors(recognise, reduced(photo, factor), large, factor) if recognise and large else None


def _large(photo: Rgb, faces: Sequence[FaceMark]) -> tuple[float, list[FaceMark]]:
    """Return how much smaller a photo is looked at, and its faces that tell anybody something there."""
    factor = min(1.0, LOOKED_AT_PX / max(photo.shape[:2]))
    return factor, [face for face in faces if face.height_px * factor >= SMALLEST_PX]


@dataclass(slots=True)
class Usual:
    """How the faces of a photo had to be drawn in the style's own measure, and how they were looked at.

    A moved slider begins there: faces do not change from one of its places to the next, and one look tells.
    """

    patches: dict[int, Mended] = field(default_factory=dict)
    looks: dict[int, Close] = field(default_factory=dict)
    grey: bool | None = None  # None: not filled

    def begun(self, drawing: Rgb, grey: bool, lit: bool) -> dict[int, Mended]:
        """Return the patches to begin with; none where steps of another kind are taken."""
        return {n: patch.anew(drawing, lit) for n, patch in self.patches.items()} if grey == self.grey else {}

    def keep(self, patches: Mapping[int, Mended], grey: bool) -> None:
        if self.grey is None:
            self.patches, self.grey = {n: patch.bare() for n, patch in patches.items()}, grey


def _each_milder(patches: Sequence[Mended]) -> None:
    """Make the next patch of each, half of them beside the others."""

    def made(some: Sequence[Mended]) -> None:
        for patch in some:
            patch.milder()

    both(lambda: made(patches[::2]), lambda: made(patches[1::2]), in_turn=len(patches) < 2)


def _led_on(patch: Mended, before: Mild | None) -> Mild:
    """Return the face as the next frame is to know it; one tried less mild in vain begins to count anew."""
    step = patch.kept - 1
    stays = before is not None and before.step == step and not before.is_calm
    return Mild(patch.face, step, before.frames + 1 if before and stays else 1, patch.at_last)


def _mild_before(faces: Sequence[FaceMark], known_mild: Iterable[Mild]) -> dict[int, Mild]:
    """Return which of the faces were drawn milder in the last frame, and how."""
    return {n: one for n, face in enumerate(faces) for one in known_mild if off(face, one.face) < 0.5}


def _laid(drawing: Rgb, patches: Iterable[Mended]) -> Rgb:
    """Lay all of them: where two are close, none undoes the other."""
    result = drawing.copy()
    for patch in patches:
        patch.lay(result)
    return result


def _grey(picture: Picture) -> bool:
    """Is it drawn in grey, on paper of a faint tint?"""
    tint = picture - picture.mean(axis=2, keepdims=True)
    return bool(tint.std(axis=(0, 1)).mean() < GREY and np.ptp(tint.mean(axis=(0, 1))) < PAPER)
