"""Who looks at a drawing: are its faces where they were, and still themselves?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark

Find = Callable[[Rgb], Sequence[FaceMark]]  # the faces of a picture, in its pixels
# The same of a part of a picture whose long side is so many px, in the part's pixels, as seen in the whole.
FindIn = Callable[[Rgb, int], Sequence[FaceMark]]
Vectors = npt.NDArray[np.float32]
# What tells one person's face from another's: (n, k) of length 1, for n faces of a picture, in its pixels.
Recognise = Callable[[Rgb, Sequence[FaceMark]], Vectors]

LOOKED_AT_PX = 1080  # detectors see larger pictures no better
MOST_OFF = 0.10  # mean distance of the five points, in eye distances
LOST = 0.5  # so far off it is another face
AROUND_PX = 160  # of a detector: so much of its surroundings tells what a face is
GRID_PX = 32  # of a detector: a part that lies on it is seen as it is in the whole
SEEN_PX, MOST_ENLARGED = 1280, 2.0  # a detector that is told how large the whole is sees it at that size
MOST_CLOSE = 0.5  # of the picture is looked at in parts; else it is looked at whole


def off(face: FaceMark, other: FaceMark) -> float:
    """Return how far apart the points of two faces are, in eye distances of the first."""
    return float(np.linalg.norm(face.points_px - other.points_px, axis=1).mean() / face.measure_px)


Part = tuple[slice, slice]  # the rows and columns of a picture


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """A look at one face and what is around it; `face` as the photo shows it that way, if it does."""

    at: Part
    face: FaceMark | None


@dataclass(frozen=True, slots=True)
class Witness:
    """Looks at pictures made smaller by `factor`."""

    find: Find
    recognise: Recognise | None
    factor: float
    least_alike: float
    find_in: FindIn | None = None
    in_whole: bool = False  # a drawing in grey may show a face in a part of it and not in the whole

    def wrong(
        self, rgb: Rgb, faces: Sequence[FaceMark], known: Vectors | None, compared: Sequence[int]
    ) -> dict[int, float]:
        """Return the places of the faces that are not where they were or, if `compared`, unlike `known`.

        With each is how far it is from right, as points are off or cosines too low.
        """
        if not faces:
            return {}
        near = _nearest(faces, self.seen(rgb) if self.in_whole else self._around(rgb, faces))
        by = {n: off(faces[n], near[n]) if n in near else LOST for n in range(len(faces))}
        wrong = {n: far for n, far in by.items() if far > MOST_OFF}
        asked = [n for n in compared if n not in wrong]
        if known is not None and asked:
            now = self._vectors(self._small(rgb), [near[n] for n in asked])
            alike = np.einsum("nk,nk->n", now, known[asked]).tolist()
            low = {n: self.least_alike - cosine for n, cosine in zip(asked, alike, strict=True)}
            wrong |= {n: much for n, much in low.items() if much > 0}
        return wrong

    def close(self, photo: Rgb, face: FaceMark) -> Close:
        """Return how to look at a face alone."""
        at = self.part(photo, face)
        near = min(self._closely(photo, at), key=lambda one: off(face, one), default=None)
        return Close(at, near if near and off(face, near) < LOST else None)

    def part(self, rgb: Rgb, face: FaceMark) -> Part:
        """Return the part of the picture in which a detector sees the face as it does in the whole."""
        height, width = (side * self.factor for side in rgb.shape[:2])
        x, y, w, h = face.moved(scale=self.factor).box_px
        unit = max(max(height, width) / SEEN_PX, 1 / MOST_ENLARGED) if self.find_in else 1.0
        rows, columns = (
            slice(round(first / self.factor), round(last / self.factor))
            for first, last in (_span(y, h, height, unit), _span(x, w, width, unit))
        )
        return rows, columns

    def few(self, rgb: Rgb, faces: Iterable[FaceMark]) -> bool:
        """Tell whether to look at those faces alone is much less work than to look at all of the picture."""
        parts = [self.part(rgb, face) for face in faces]
        area = sum((rows.stop - rows.start) * (columns.stop - columns.start) for rows, columns in parts)
        return bool(area < MOST_CLOSE * rgb.shape[0] * rgb.shape[1])

    def near(self, rgb: Rgb, face: FaceMark) -> list[FaceMark]:
        """Return the faces seen around that one."""
        return self._closely(rgb, self.part(rgb, face))

    def wrong_closely(
        self, rgb: Rgb, looks: Mapping[int, Close], known: Vectors | None
    ) -> dict[int, float] | None:
        """Return what `wrong` would of those faces, each looked at alone; None if the photo hides one so."""
        if any(look.face is None for look in looks.values()):
            return None
        by = {n: self._far(rgb, look, None if known is None else known[n]) for n, look in looks.items()}
        return {n: far for n, far in by.items() if far > 0}

    def _far(self, rgb: Rgb, look: Close, known: Vectors | None) -> float:
        """Return how far a face is from right, 0 where it is."""
        face = look.face
        near = (
            min(self._closely(rgb, look.at), key=lambda one: off(face, one), default=None) if face else None
        )
        far = off(face, near) if face and near else LOST
        if near is None or far > MOST_OFF:
            return far
        if known is None or self.recognise is None:
            return 0.0
        part, corner = self._small(rgb[look.at]), (-look.at[1].start, -look.at[0].start)
        now = self.recognise(part, [near.moved(by=corner, scale=self.factor)])
        return max(0.0, self.least_alike - float(now[0] @ known))

    def _closely(self, rgb: Rgb, at: Part) -> list[FaceMark]:
        """Return the faces seen in that part of a picture, in pixels of the whole."""
        part, whole_px = np.ascontiguousarray(self._small(rgb[at])), round(self.factor * max(rgb.shape[:2]))
        found = self.find_in(part, whole_px) if self.find_in else self.find(part)
        corner = (at[1].start, at[0].start)
        return [face.moved(scale=1 / self.factor).moved(by=corner) for face in found]

    def vectors(self, rgb: Rgb, faces: Sequence[FaceMark]) -> Vectors | None:
        return self._vectors(self._small(rgb), faces) if self.recognise and faces else None

    def reference(self, photo: Rgb, faces: Sequence[FaceMark]) -> dict[int, FaceMark]:
        """Return where `find` sees those faces in the photo."""
        near = _nearest(faces, self.seen(photo))
        return {n: one for n, one in near.items() if off(faces[n], one) < LOST}

    def seen(self, rgb: Rgb) -> list[FaceMark]:
        return [face.moved(scale=1 / self.factor) for face in self.find(self._small(rgb))]

    def _around(self, rgb: Rgb, faces: Sequence[FaceMark]) -> list[FaceMark]:
        """Return what is seen in the part that holds all those faces, as it is in the whole."""
        parts = [self.part(rgb, face) for face in faces]
        rows, columns = (
            slice(min(side.start for side in sides), max(side.stop for side in sides))
            for sides in zip(*parts, strict=True)
        )
        if (rows.stop - rows.start, columns.stop - columns.start) == rgb.shape[:2]:
            return self.seen(rgb)
        return self._closely(rgb, (rows, columns))

    def _small(self, rgb: Rgb) -> Rgb:
        return reduced(rgb, self.factor)

    def _vectors(self, small: Rgb, faces: Sequence[FaceMark]) -> Vectors:
        assert self.recognise is not None
        return vectors(self.recognise, small, faces, self.factor)


@dataclass(slots=True, eq=False)
class Steady:
    """Where the photo shows each of its faces, for two detections of one face differ too.

    What a close look at a face has told need not be looked for in the whole photo. A face is in it if the
    photo shows it.
    """

    witness: Witness
    photo: Rgb
    faces: Sequence[FaceMark]
    looks: dict[int, Close]
    _whole: dict[int, FaceMark] | None = None

    def look_closely(self, asked: Sequence[int]) -> bool:
        """Look at each of those faces alone, if that is much less work than to look at the whole photo."""
        if not self.witness.few(self.photo, [self.faces[n] for n in asked]):
            return False
        for n in asked:
            self.looks[n] = self.looks.get(n) or self.witness.close(self.photo, self.faces[n])
        return True

    def __contains__(self, n: int) -> bool:
        return self._shown(n) is not None

    def at(self, n: int) -> FaceMark:
        return self._shown(n) or self.faces[n]

    def all(self) -> list[FaceMark]:
        return [self.at(n) for n in range(len(self.faces))]

    def _shown(self, n: int) -> FaceMark | None:
        if n in self.looks and self.looks[n].face:
            return self.looks[n].face
        if self._whole is None:
            self._whole = self.witness.reference(self.photo, self.faces)
        return self._whole.get(n)


@dataclass(frozen=True, slots=True, eq=False)
class Mirror:
    """The photo in the mirror, looked at only where it is asked about.

    What `find` takes for a face in folds and leaves it seldom does both ways; nor a face hard to see.
    """

    witness: Witness
    photo: Rgb

    def shows(self, face: FaceMark) -> bool:
        width, mirrored = self.photo.shape[1], self.photo[:, ::-1]
        there = face.mirrored(width)
        if self.witness.few(mirrored, [there]):
            seen = self.witness.near(mirrored, there)
        else:
            seen = self.witness.seen(np.ascontiguousarray(mirrored))
        return any(_there(there, one) for one in seen)


def _there(face: FaceMark, other: FaceMark) -> bool:
    """Tell whether they lie in one place: of one seen from the side the points waver."""
    (x, y, w, h), (u, v, wide, high) = face.box_px, other.box_px
    return float(np.hypot(x + w / 2 - u - wide / 2, y + h / 2 - v - high / 2)) < h / 2


def _nearest(faces: Sequence[FaceMark], seen: Sequence[FaceMark]) -> dict[int, FaceMark]:
    if not seen:
        return {}
    return {n: min(seen, key=lambda other: off(face, other)) for n, face in enumerate(faces)}


def _span(start: float, length: float, whole: float, unit: float) -> tuple[float, float]:
    """Return where a look at that length begins and ends: with its surroundings, on the grid.

    `unit` is the detector's pixel.
    """
    around, step = AROUND_PX * unit, GRID_PX * unit
    first, last = (start - around) // step, -((-start - length - around) // step)
    return max(0.0, first * step), min(whole, last * step)


def vectors(recognise: Recognise, small: Rgb, faces: Sequence[FaceMark], factor: float) -> Vectors:
    """Return what tells those faces from others', in a picture made smaller by `factor`."""
    return recognise(small, [face.moved(scale=factor) for face in faces])


def reduced(rgb: Rgb, factor: float) -> Rgb:
    if factor == 1:
        return rgb
    how = cv2.INTER_AREA
    return np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=how), np.uint8)
