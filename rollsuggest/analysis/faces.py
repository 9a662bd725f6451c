"""Where the faces are, and five points in each: YuNet at two sizes.

[Note: Two sizes]
YuNet's anchors end below about 500 px, so a close-up in a picture of 1280 px is lost: of 75 faces that fill
60 % of the picture it found 16 at 1280 px, 75 at 320 px. Small faces need the large size: 15 of 15 in
a group photo against 14 at 640 px. So we look at both; the second look costs a seventh of the first.
At 960 px instead of 1280 px 24 of 225 faces are lost, so the large look stays large; but where the object
detector saw not even a faint person and neither 320 nor 480 px shows a face, it is left out. On 937 photos
(29 of groups, 58 of COCO, 97 of phones, 753 of a roll) this lost 11 of 774 finds: five dogs, two monkeys, a
sculpture three times and a flower, and no face of a person. Three photos in ten take a quarter of the time.

[Note: Second opinion]
Among finds below 0.9 are the heads of dogs, cats and bears. Asked about the crop, the classifier named an
animal (more than 0.65) for 17 of 18 such heads and for 1 of 465 other finds (sorted by eye). MediaPipe's
full-range detector on the same crops refused 16 of the 18 but also 43 of 379 faces of people (bearded, in
profile, in the dark), found fewer close-ups than YuNet at 320 px, and takes a second to import: it is not
used for faces.

[Note: Third opinion]
What is left are toys, carved heads, cats. A face below 0.9 that is large enough for its person to be seen,
where the object detector sees nobody at all, or an animal rather than a person, is none: on 684 photos that
were 13 finds, eleven of a plastic bust, a cat and a plate of noodles, and no face of a person. Of smaller
ones the same holds below 0.8 where nobody is seen in the whole picture: taps and wheels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.classifier import resize, within
from rollsuggest.analysis.yunet import YuNet
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Label

Floats = npt.NDArray[np.float32]

_LARGE_PX, _GLANCE_PX, _CLOSE_PX = 1280, 480, 320  # [Note: Two sizes]
_ENLARGE = 2.0  # small pictures, at most this much
_THRESHOLD = 0.7  # below it, wheels, taps and emoji outnumber faces
_SURE = 0.9  # from here on nobody else is asked
_SMALLEST_PX = 14
_ANIMAL_FROM_PX = 28
_SMALL_SURE = 0.8
_ALONE_FROM_PX = 40  # [Note: Third opinion]
_ANIMAL_SEEN = 0.35
_ANIMALS = frozenset(
    ("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "teddy bear", "zebra")
)
_OVERLAP = 0.3
_MOST = 100


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A face in pixels of the picture given."""

    x: float
    y: float
    w: float
    h: float
    points: Floats  # (5, 2): right eye, left eye, nose, right and left mouth corner
    score: float

    @property
    def size_px(self) -> float:
        return min(self.w, self.h)

    @property
    def unsure(self) -> bool:
        """Whether it is worth asking if this is an animal's head. [Note: Second opinion]"""
        return self.score < _SURE and self.size_px >= _ANIMAL_FROM_PX


def bodiless(face: Found, rgb: Rgb, seen: Sequence[Label]) -> bool:
    """Tell whether an unsure face belongs to nobody among the things `seen`. [Note: Third opinion]"""
    if face.score >= _SURE:
        return False
    if face.size_px < _ALONE_FROM_PX:
        return face.score < _SMALL_SURE and not any(o.name == "person" for o in seen)
    here = _here(face, rgb, seen)
    person = max((o.score for o in here if o.name == "person"), default=0.0)
    animal = max((o.score for o in here if o.name in _ANIMALS), default=0.0)
    return person == 0 or animal >= max(_ANIMAL_SEEN, person)


def person_behind(face: Found, rgb: Rgb, seen: Sequence[Label]) -> float:
    """Return how surely a person is seen where the face is, 0..1."""
    return max((o.score for o in _here(face, rgb, seen) if o.name == "person"), default=0.0)


def _here(face: Found, rgb: Rgb, seen: Sequence[Label]) -> list[Label]:
    height, width = rgb.shape[:2]
    x, y = (face.x + face.w / 2) / width, (face.y + face.h / 2) / height
    return [
        o
        for o in seen
        if o.box and abs(x - o.box.centre[0]) * 2 <= o.box.w and abs(y - o.box.centre[1]) * 2 <= o.box.h
    ]


class FaceDetector:
    def __init__(self) -> None:
        self._net = YuNet(_THRESHOLD, _OVERLAP)

    def __call__(self, rgb: Rgb, people_likely: bool = True, whole_px: int = 0) -> list[Found]:
        """Return the faces with a score of at least 0.7, surest first, at most 100. [Note: Two sizes]

        A part of a picture whose long side is `whole_px` is looked at as it would be in the whole.
        """
        small, whole = within(rgb, 2 * _CLOSE_PX), max(whole_px, *rgb.shape[:2])
        found = self._at(rgb, _CLOSE_PX / whole, small)
        if people_likely or found or self._at(rgb, _GLANCE_PX / whole, small):
            found += self._at(rgb, _LARGE_PX / whole, rgb, quick=True)
        found.sort(key=lambda face: -face.score)
        kept: list[Found] = []
        for face in found:
            if face.size_px >= _SMALLEST_PX and all(overlap(face, other) <= _OVERLAP for other in kept):
                kept.append(face)
        return kept[:_MOST]

    def _at(self, rgb: Rgb, scale: float, source: Rgb, quick: bool = False) -> list[Found]:
        """Return the faces in `rgb` as seen at that scale, made from `source`: it or a smaller copy of it."""
        height, width = rgb.shape[:2]
        scale = min(scale, _ENLARGE)
        small = resize(source, round(width * scale), round(height * scale), quick=quick)
        return [_found(row, scale) for row in self._net(small)]


def _found(row: Floats, scale: float) -> Found:
    x, y, w, h = (float(v) / scale for v in row[:4])
    return Found(x, y, w, h, (row[4:14] / scale).reshape(5, 2).astype(np.float32), float(row[14]))


def overlap(a: Found, b: Found) -> float:
    """Return intersection over union."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    shared = max(w, 0.0) * max(h, 0.0)
    return shared / max(a.w * a.h + b.w * b.h - shared, 1e-9)


def crop(rgb: Rgb, face: Found, times: float) -> Rgb:
    """Return the square `times` as large as the face around its middle, as far as the picture reaches."""
    height, width = rgb.shape[:2]
    reach = max(face.w, face.h) * times / 2
    x, y = face.x + face.w / 2, face.y + face.h / 2
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    right, bottom = min(width, int(x + reach) + 1), min(height, int(y + reach) + 1)
    return rgb[min(top, height - 1) : max(bottom, 1), min(left, width - 1) : max(right, 1)]
