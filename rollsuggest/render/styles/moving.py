"""The frames of a clip, each drawn on its own and led by the one before, so that nothing flickers.

Where the optical flow of the film finds again what was there before, most of the last drawing is carried
along; what comes into sight is drawn anew. The idea is that of N. Bonneel et al., "Blind Video Temporal
Consistency" (2015), here frame by frame; the flow is DIS (T. Kroeger et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.flow import Vectors, grid, sampled
from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, mix, smoothstep

Grey = npt.NDArray[np.uint8]

FLOW_PX = 540  # long side at which movement is looked for
KEPT = 0.75  # of the last drawing, where the film shows the same
SAME, OTHER = 0.03, 0.10  # difference of brightness after the movement, 0..1
ALIKE, UNLIKE = 0.12, 0.25  # difference of the drawings there, 0..1
BEYOND = 0.5  # px; what trembles by less is not taken for new
FADES, GONE = (
    0.8,
    0.05,
)  # what is left after each frame of a place that is mended no more, and when nothing is
CUT = 0.12  # its mean from which on it is another scene
FACES_KEPT = 4  # frames that a face is remembered when the detector misses it
FOLLOWED = 0.5  # share of a face's new place; the rest is the old one, for detectors tremble


def movement(before: Rgb, now: Rgb) -> tuple[Vectors, Plane]:
    """Return where each pixel of `now` was in `before` (x, y in pixels), and 0..1 how surely it was there."""
    height, width = now.shape[:2]
    factor = min(1.0, FLOW_PX / max(height, width))
    size = (max(16, round(width * factor)), max(16, round(height * factor)))
    first, second = (_grey(rgb, size) for rgb in (before, now))
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    flow = search.calc(second, first, np.zeros((*second.shape, 2), np.float32))
    was = f32(grid(second.shape) + flow)
    off = blur(np.abs(sampled(f32(first), was) - second), 1.5) / 255
    sure = np.zeros_like(off) if float(off.mean()) > CUT else 1 - smoothstep(off, SAME, OTHER)
    last = np.array((size[0] - 1, size[1] - 1), np.float32)
    sure = f32(sure * ((was >= -BEYOND) & (was <= last + BEYOND)).all(axis=-1))  # else it was out of sight
    shift = f32(cv2.resize(flow, (width, height))) * np.array((width / size[0], height / size[1]), np.float32)
    return f32(grid(now.shape) + shift), f32(cv2.resize(f32(sure), (width, height)))


def _grey(rgb: Rgb, size: tuple[int, int]) -> Grey:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(slots=True)
class Led:
    """Remembers the last frame and its drawing."""

    _photo: Rgb | None = None
    _drawing: Picture | None = None
    _way: tuple[Vectors, Plane] | None = None  # from the last frame to this one, and how surely
    _shown: Picture | None = None  # the last drawing as it was mended
    _where: Plane | None = None  # 0..1 where it was

    def by_the_last(self, photo: Rgb, drawing: Picture) -> Picture:
        """Return the drawing of this frame with what stays the same carried over from the last."""
        self._way = None
        if self._photo is not None and self._drawing is not None and self._drawing.shape == drawing.shape:
            was, sure = self._way = movement(self._photo, photo)
            drawing = _kept(drawing, f32(sampled(self._drawing, was, cv2.INTER_CUBIC).clip(0, 1)), sure)
        self._photo, self._drawing = photo, drawing
        return drawing

    @property
    def is_mended(self) -> bool:
        """Whether anything of what was mended is still to be seen."""
        return self._where is not None and float(self._where.max()) > GONE

    def mended(self, drawing: Picture, where: Plane) -> Picture:
        """Return this frame's drawing, which was changed where `where` is 1, led there by the last as well.

        What was changed before and is no more fades. The next frame is led by the drawing as it was: what is
        laid over it is made of it, blurred too, and would be blurred again and again.
        """
        if self._way is not None and self._shown is not None and self._where is not None:
            was, sure = self._way
            where = np.maximum(where, f32(FADES * sampled(self._where, was)))
            carried = f32(sampled(self._shown, was, cv2.INTER_CUBIC).clip(0, 1))
            drawing = _kept(drawing, carried, f32(sure * where))
        self._shown, self._where = drawing, where
        return drawing


def _kept(drawing: Picture, carried: Picture, sure: Plane) -> Picture:
    """Return the drawing with most of what was carried along, where the two are alike."""
    unlike = blur(f32(np.abs(carried - drawing).mean(axis=-1)), 2.0)  # margins, dots: they stay put
    return mix(drawing, carried, f32(KEPT * sure * (1 - smoothstep(unlike, ALIKE, UNLIKE))))


@dataclass(slots=True)
class Followed:
    """Faces from frame to frame: steadied, and remembered for a moment when the detector misses one."""

    _known: list[tuple[FaceMark, int]] = field(default_factory=list)

    def seen(self, faces: Sequence[FaceMark]) -> list[FaceMark]:
        """Return the faces of this frame."""
        known = list(self._known)
        self._known = []
        for face in faces:
            last = min(known, key=lambda one: _apart(face, one[0]), default=None)
            if last is not None and _apart(face, last[0]) < 1.0:
                known.remove(last)
                face = _between(last[0], face)
            self._known.append((face, 0))
        self._known += [(face, missed + 1) for face, missed in known if missed < FACES_KEPT]
        return [face for face, _missed in self._known]


def _apart(face: FaceMark, other: FaceMark) -> float:
    return float(np.linalg.norm(face.points_px - other.points_px, axis=1).mean() / face.measure_px)


def _between(last: FaceMark, face: FaceMark) -> FaceMark:
    x, y, w, h = (FOLLOWED * a + (1 - FOLLOWED) * b for a, b in zip(face.box_px, last.box_px, strict=True))
    return FaceMark((x, y, w, h), f32(FOLLOWED * face.points_px + (1 - FOLLOWED) * last.points_px))
