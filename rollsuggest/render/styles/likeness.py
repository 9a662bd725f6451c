"""Faces looked at again after drawing: one that came out wrong is drawn milder, never shown broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import flatten
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, luma, mix, picture_of, rgb_of
from rollsuggest.render.styles.tone import recoloured, shade

Find = Callable[[Rgb], Sequence[FaceMark]]  # the faces of a picture, in its pixels
Vectors = npt.NDArray[np.float32]
# What tells one person's face from another's: (n, k) of length 1, for n faces of a picture, in its pixels.
Recognise = Callable[[Rgb, Sequence[FaceMark]], Vectors]

LOOKED_AT_PX = 1080  # detectors see larger pictures no better
SMALLEST_PX = 34.0  # at that size; a smaller face tells nobody
MOST_OFF = 0.10  # mean distance of the five points, in eye distances
LEAST_ALIKE = 0.66  # cosine of drawing and photo; two photos of one person have 0.43 and more
MILDER = (0.4, 0.7, 0.9, 1.0)  # share of the photo's own drawing in a face, tried in turn
AS_SEEN = (2.0, 3.0)  # and at last the photo itself, so many faces wide: one from the side is soon lost
WITH_HAIR = 1.5  # faces wide; and with the chin
WASHES = 5  # tones of a milder face in ink or pencil
GREY, PAPER = 4 / 255, 16 / 255  # a drawing whose colours differ by less, on paper of less tint, has none


def faithful(
    drawing: Rgb, photo: Rgb, faces: Sequence[FaceMark], find: Find, recognise: Recognise | None = None
) -> Rgb:
    """Return the drawing with every face that came out wrong drawn milder until it does not.

    It is wrong where `find` does not see it in its place or `recognise` takes it for somebody else. A face
    that is never found, not in the photo either, keeps the mildest drawing.
    """
    witness = _Witness(find, recognise, min(1.0, LOOKED_AT_PX / max(photo.shape[:2])))
    large = [face for face in faces if face.height_px * witness.factor >= SMALLEST_PX]
    known = witness.vectors(photo, large)
    wrong = witness.wrong(drawing, large, known)
    if not wrong:
        return drawing
    mended = [_Mended(drawing, photo, large[n]) for n in wrong]
    greys = _greyed(photo) if any(one.grey for one in mended) else photo
    steady: dict[int, FaceMark] = {}
    for like, grey in ((photo, False), (greys, True)):  # none is found in grey that the photo in grey hides
        steady |= witness.reference(like, [one.face for one in mended if one.grey is grey])
    there = [steady.get(id(face), face) for face in large]  # two detections of one face differ too
    result, patches = drawing, dict(zip(wrong, mended, strict=True))
    for n in wrong:
        patches[n].soften(1.0)
    wrong = [n for n in wrong if id(large[n]) in steady]  # nothing would tell when the others are found
    for share in (*MILDER, *AS_SEEN):
        for n in wrong:
            patches[n].soften(share)
        result = drawing.copy()
        for patch in patches.values():  # all of them: where two are close, none undoes the other
            patch.lay(result)
        still = witness.wrong(result, [there[n] for n in wrong], None if known is None else known[wrong])
        wrong = [wrong[n] for n in still]
        if not wrong:
            break
    return result


def off(face: FaceMark, other: FaceMark) -> float:
    """Return how far apart the points of two faces are, in eye distances of the first."""
    return float(np.linalg.norm(face.points_px - other.points_px, axis=1).mean() / face.measure_px)


@dataclass(frozen=True, slots=True)
class _Witness:
    """Looks at pictures made smaller by `factor`."""

    find: Find
    recognise: Recognise | None
    factor: float

    def wrong(self, rgb: Rgb, faces: Sequence[FaceMark], known: Vectors | None) -> list[int]:
        """Return the places of those faces that are not where they were, or not like `known`."""
        if not faces:
            return []
        small = self._small(rgb)
        seen = self._seen(small)
        found = [min(seen, key=lambda other: off(face, other), default=None) for face in faces]
        kept = [
            n for n, face in enumerate(faces) if (one := found[n]) is not None and off(face, one) <= MOST_OFF
        ]
        if known is not None and kept:
            now = self._vectors(small, [one for n in kept if (one := found[n]) is not None])
            alike = np.einsum("nk,nk->n", now, known[kept])
            kept = [n for n, cosine in zip(kept, alike.tolist(), strict=True) if cosine >= LEAST_ALIKE]
        return [n for n in range(len(faces)) if n not in kept]

    def vectors(self, rgb: Rgb, faces: Sequence[FaceMark]) -> Vectors | None:
        return self._vectors(self._small(rgb), faces) if self.recognise and faces else None

    def reference(self, photo: Rgb, faces: Sequence[FaceMark]) -> dict[int, FaceMark]:
        """Return where `find` sees those faces in the photo."""
        seen = self._seen(self._small(photo)) if faces else []
        if not seen:
            return {}
        nearest = {id(face): min(seen, key=lambda other: off(face, other)) for face in faces}
        return {id(face): near for face in faces if off(face, near := nearest[id(face)]) < 0.5}

    def _small(self, rgb: Rgb) -> Rgb:
        if self.factor == 1:
            return rgb
        how = cv2.INTER_AREA
        return np.asarray(cv2.resize(rgb, None, fx=self.factor, fy=self.factor, interpolation=how), np.uint8)

    def _seen(self, small: Rgb) -> list[FaceMark]:
        return [face.moved(scale=1 / self.factor) for face in self.find(small)]

    def _vectors(self, small: Rgb, faces: Sequence[FaceMark]) -> Vectors:
        assert self.recognise is not None
        return self.recognise(small, [face.moved(scale=self.factor) for face in faces])


@dataclass(slots=True)
class _Mended:
    """A face that came out wrong, and what is laid over it: the photo's, calmed, in the drawing's light."""

    drawing: Rgb
    photo: Rgb
    face: FaceMark
    _at: tuple[slice, slice] = (slice(0), slice(0))
    _mild: Picture | None = None
    _share: Plane | None = None

    @property
    def grey(self) -> bool:
        at = self._window(0.4)
        return at is not None and _grey(picture_of(self.drawing[at]))

    def soften(self, share: float) -> None:
        """Make the patch of so much of the photo's own drawing."""
        at = self._window(share / 2 if share in AS_SEEN else 0.4)
        if at is None:
            return
        drawn, seen = picture_of(self.drawing[at]), picture_of(self.photo[at])
        grey, h = _grey(drawn), self.face.height_px
        if grey:
            seen = np.repeat(luma(seen)[..., None], 3, axis=2)
        near = self.face.moved(by=(-at[1].start, -at[0].start))
        if share in AS_SEEN:
            around = f32(seen + blur(drawn - seen, 0.2 * h)).clip(0, 1)  # no disc of other light is seen
            mild = mix(around, seen, _spot(near, seen.shape[:2], WITH_HAIR, 0.12 * h))
        else:
            calm = mix(seen, flatten.smooth(seen, 0.05 * h, 0.05), max(0.0, 1 - share))
            mild = _lit(recoloured(calm, drawn, max(2.0, 0.12 * h)), calm)
            if grey:  # mixed with dots or hatching it would be neither
                mild = shade(mild, WASHES, np.full(drawn.shape[:2], 1 - share, np.float32), 1.0)
        grown = 1.15 if share < 1 else max(WITH_HAIR, share)
        spot = _spot(near, drawn.shape[:2], grown, max(1.0, 0.06 * h))
        self._at, self._mild, self._share = at, mild, f32(spot * (1.0 if grey else min(1.0, share)))

    def lay(self, result: Rgb) -> None:
        if self._mild is not None and self._share is not None:
            result[self._at] = rgb_of(mix(picture_of(result[self._at]), self._mild, self._share))

    def _window(self, margin: float) -> tuple[slice, slice] | None:
        """Return the rows and columns of the face with so many of its sizes around it."""
        x, y, w, h = self.face.box_px
        height, width = self.photo.shape[:2]
        x0, y0 = max(0, round(x - margin * w)), max(0, round(y - margin * h))
        x1, y1 = min(width, round(x + (1 + margin) * w)), min(height, round(y + (1 + margin) * h))
        return None if x1 - x0 < 4 or y1 - y0 < 4 else (slice(y0, y1), slice(x0, x1))


def _greyed(rgb: Rgb) -> Rgb:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _grey(picture: Picture) -> bool:
    """Is it drawn in grey, on paper of a faint tint?"""
    tint = picture - picture.mean(axis=2, keepdims=True)
    return bool(tint.std(axis=(0, 1)).mean() < GREY and np.ptp(tint.mean(axis=(0, 1))) < PAPER)


def _spot(face: FaceMark, shape: tuple[int, ...], grown: float, soft_px: float) -> Plane:
    """Return a soft ellipse, so many times as wide as the face."""
    x, y, w, h = face.box_px
    spot = np.zeros(shape, np.float32)
    cv2.ellipse(spot, ((x + w / 2, y + h / 2), (w * grown, h * (grown + 0.05)), 0.0), 1.0, -1)
    return blur(spot, soft_px)


def _lit(mild: Picture, calm: Picture) -> Picture:
    """Keep the contrast of eyes and mouth that bringing the light over may have taken."""
    return mix(mild, calm, 0.15)


__all__ = ["Find", "Recognise", "faithful", "off"]
