"""Faces in pictures inside a photo: on a poster, a screen, a print on the wall, a page of a book. Pure.

[Note: Four sides]
The face finder finds a printed face as readily as a living one, and neither moire nor flatness tells them
apart. What does is the picture's border: four straight sides around the face, none of them broken. A window,
a board or a door behind a living person has such sides too, but the person's own body breaks the lower one.
So each side is sought among straight edges beside, above and below the face, and the weakest side says how
surely there is a frame: the share of its length, corner to corner, on which an edge runs along it. Sides far
from parallel, or corners far from square, are folds of clothes. What fills more than half of the photo is the
photo itself: a print that was scanned, a picture turned on black; its people are people.
Of 121 faces pasted into photos, in perspective, blurred and relit, by which no bound was set, 96 are told
(posters the fewest); of 900 clear faces in the shared photos one, and that one is on a screen. At 0.80 it
would be 18. Of 117 people cut out and stood before a frame of their own, 5 are taken for pictures. A
television or a book seen where the face is, with nobody who reaches beyond it, told nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.classifier import resize
from rollsuggest.analysis.faces import Found
from rollsuggest.library.pixels import Rgb

Floats = npt.NDArray[np.floating]

FRAMED = 0.85  # of the weakest side
ASKED_FROM = 0.25  # quality: poorer faces found no person anyway
LEFT = 0.25  # of the quality of a face in a picture: it may join a person, but founds none
_FACE_PX = 30  # the face in the small copy that is looked at
_REACH = 4.0  # faces to each side
_SEGMENT_PX = 10
_MOST_LINES = 6  # on a side
_TILT = 0.577  # 30 degrees
_ASLANT, _ASKEW = 0.16, 0.20  # slopes: of opposite sides against each other, of neighbours off the square
_INTO_FACE = 0.12  # of the face's box: a tight picture cuts the hair
_MOST_OF_PHOTO = 0.5
_LEAST_OF_FACE = 1.3
_EDGE = 5.0  # levels per pixel
_ACROSS = 0.8  # of an edge's steepness is across the line


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """Lines on one side of a face: across = at + slope * along. `edge` (n, length + 1) counts edge pixels."""

    at: Floats
    slope: Floats
    edge: npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """What is around a face, small: its box (x, y, w, h), and the steepest colour's change per pixel."""

    box: tuple[float, float, float, float]
    rightwards: Floats
    downwards: Floats
    segments: Floats  # (n, 4): x, y, x, y
    photo: float  # the whole photo's area at this scale


def framed(rgb: Rgb, face: Found) -> float:
    """Return how whole the weakest side of the best frame around a face is, 0..1. [Note: Four sides]"""
    near = _near(rgb, face)
    left, right = _sides(near, upright=True, before=True), _sides(near, upright=True, before=False)
    above, below = _sides(near, upright=False, before=True), _sides(near, upright=False, before=False)
    if left is None or right is None or above is None or below is None:
        return 0.0
    return _best(near, left, right, above, below)


def _near(rgb: Rgb, face: Found) -> _Near:
    scale, reach = _FACE_PX / face.size_px, _REACH * face.size_px
    x, y = face.x + face.w / 2, face.y + face.h / 2
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    part = rgb[top : max(top + 1, int(y + reach)), left : max(left + 1, int(x + reach))]
    small = resize(part, max(8, round(part.shape[1] * scale)), max(8, round(part.shape[0] * scale)))
    segments = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(
        cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    )[0]
    rightwards, downwards = _changes(small)
    return _Near(
        ((face.x - left) * scale, (face.y - top) * scale, face.w * scale, face.h * scale),
        rightwards,
        downwards,
        np.zeros((0, 4)) if segments is None else np.asarray(segments, np.float64).reshape(-1, 4),
        rgb.shape[0] * rgb.shape[1] * scale * scale,
    )


def _changes(small: Rgb) -> tuple[Floats, Floats]:
    """Return the change to the right and down, levels per pixel (h, w), of the colour that changes most."""
    soft = cv2.GaussianBlur(small, (0, 0), 0.8).astype(np.float32)
    right, down = (cv2.Sobel(soft, cv2.CV_32F, dx, 1 - dx, ksize=3) / 8 for dx in (1, 0))
    most = (right**2 + down**2).argmax(2)[..., None]
    return np.take_along_axis(right, most, 2)[..., 0], np.take_along_axis(down, most, 2)[..., 0]


def _sides(near: _Near, *, upright: bool, before: bool) -> _Sides | None:
    """Return the lines with most edge left of the face (upright, before), right of it, above or below it."""
    x, y, w, h = near.box
    start, size, middle = (x, w, y + h / 2) if upright else (y, h, x + w / 2)
    at, slope = _longest(near.segments[:, [1, 0, 3, 2]] if upright else near.segments)
    here = at + slope * middle
    beside = here <= start + _INTO_FACE * size if before else here >= start + (1 - _INTO_FACE) * size
    at, slope = _apart(at[beside], slope[beside], middle)
    if not len(at):
        return None
    edge = np.stack([_edge(near, a, b, upright) for a, b in zip(at, slope, strict=True)])
    most = np.argsort(-edge.sum(1), kind="stable")[:_MOST_LINES]
    return _Sides(at[most], slope[most], np.pad(np.cumsum(edge[most], 1), ((0, 0), (1, 0))))


def _longest(segments: Floats) -> tuple[Floats, Floats]:
    """Return `at` and `slope` of segments (n, 4: along, across, along, across), the longest first."""
    along, across = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    length = np.hypot(along, across)
    straight = (length >= _SEGMENT_PX) & (np.abs(across) <= _TILT * np.abs(along))
    order = np.flatnonzero(straight)[np.argsort(-length[straight], kind="stable")]
    slope = across[order] / along[order]
    return segments[order, 1] - slope * segments[order, 0], slope


def _apart(at: Floats, slope: Floats, middle: float) -> tuple[Floats, Floats]:
    """Leave out what lies on a longer line."""
    kept: list[int] = []
    for i in range(len(at)):
        same = (
            abs(at[i] - at[k] + (slope[i] - slope[k]) * middle) < 2 and abs(slope[i] - slope[k]) < 0.08
            for k in kept
        )
        if not any(same):
            kept.append(i)
        if len(kept) == 2 * _MOST_LINES:
            break
    return at[kept], slope[kept]


def _edge(near: _Near, at: float, slope: float, upright: bool) -> npt.NDArray[np.bool_]:
    """Tell for each pixel along a line whether an edge runs along it there, within a pixel."""
    right, down = (near.rightwards, near.downwards) if upright else (near.downwards.T, near.rightwards.T)
    along = np.arange(right.shape[0])
    there = np.rint(at + slope * along[:, None] + np.array([-1, 0, 1])).astype(int)
    inside = (there >= 1) & (there < right.shape[1] - 1)
    there = np.clip(there, 0, right.shape[1] - 1)
    r, d = right[along[:, None], there], down[along[:, None], there]
    steep = np.abs(r - slope * d) / np.hypot(1, slope)
    return np.asarray((inside & (steep >= _EDGE) & (steep >= _ACROSS * np.hypot(r, d))).any(1))


def _best(near: _Near, left: _Sides, right: _Sides, above: _Sides, below: _Sides) -> float:
    """Try each left, right, upper and lower side together; arrays have these four axes."""
    upright, level = (left, right), (above, below)
    xs, ys = np.empty((2, 2), object), np.empty((2, 2), object)
    for i, j in np.ndindex(2, 2):
        x, y = _meet(upright[i], level[j])
        shape = [1, 1, 1, 1]
        shape[i], shape[2 + j] = x.shape
        xs[i, j], ys[i, j] = x.reshape(shape), y.reshape(shape)
    whole = np.minimum.reduce(
        np.broadcast_arrays(
            *(_share(upright[i].edge, i, ys[i, 0], ys[i, 1]) for i in (0, 1)),
            *(_share(level[j].edge, 2 + j, xs[0, j], xs[1, j]) for j in (0, 1)),
        )
    )
    turn = [(xs[i, j], ys[i, j]) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(turn, turn[1:] + turn[:1], strict=True)) / 2
    fits = (area >= _LEAST_OF_FACE * near.box[2] * near.box[3]) & (area <= _MOST_OF_PHOTO * near.photo)
    return float((whole * (fits & _square(left, right, above, below))).max())


def _meet(upright: _Sides, level: _Sides) -> tuple[Floats, Floats]:
    """Return where lines cross: x and y, (upright, level)."""
    a, b = upright.at[:, None], upright.slope[:, None]
    y = (level.at + level.slope * a) / (1 - level.slope * b)
    return a + b * y, y


def _square(left: _Sides, right: _Sides, above: _Sides, below: _Sides) -> npt.NDArray[np.bool_]:
    one, other, upper, lower = np.ix_(left.slope, right.slope, above.slope, below.slope)
    parallel = (np.abs(one - other) < _ASLANT) & (np.abs(upper - lower) < _ASLANT)
    return np.asarray(parallel & (np.abs(one + upper) < _ASKEW))


def _share(edge: npt.NDArray[np.int_], axis: int, start: Floats, end: Floats) -> Floats:
    """Return the share of edge on the lines along `axis` from `start` to `end`; none where out of sight."""
    start, end = np.broadcast_arrays(start, end)
    longest = edge.shape[1] - 1
    first = np.clip(np.rint(start), 0, longest).astype(int)
    last = np.clip(np.rint(end) + 1, 0, longest).astype(int)
    line = np.arange(len(edge)).reshape([-1 if k == axis else 1 for k in range(4)])
    share = (edge[line, last] - edge[line, first]) / np.maximum(last - first, 1)
    return np.where((start >= -2) & (end <= longest + 2), share, 0.0)
