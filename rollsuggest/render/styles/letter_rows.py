"""Rows of letters on signs, found without reading them: pieces of one ink that stand in a row.

[Note: Rows of letters] Strokes are thin: what a closing (for light letters an opening) changes by more than
half of the most that it changes nearby is ink, and each of its connected pieces may be a letter. Leaves,
gravel, windows and fences give pieces too, and rows of them by chance, but not at once a flat ground between
and around them, one height, one foot, thin strokes and shapes that differ. Each of these counts against a
row in its own measure, its length counts for it, and the sum decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

WIDEST_PX, TALLEST_PX = 12.0, 70.0  # a stroke and a letter, at 1080: larger ones survive any brush
LEAST_PX = 9  # high, in any picture: a smaller letter cannot be read
CONTRAST = 22  # of 255: the least of ink to its ground
LEAST_BARE, MOST_UNEVEN = 0.25, 0.4  # of the ground around a letter; its deviation, of the contrast
LEAST_IN_ROW, ENOUGH_IN_ROW = 4, 12
MARGIN = 0.3  # of the letters' height, around them
MOST_AGAINST, AMONG_OTHERS = 2.75, 5.0  # a row alone, and one beside a row that is sure
BESIDE, ALIKE = 3.0, 1.6  # heights apart, and times as high, are the rows of one sign
WIDE_ALONE, WIDE = 2.5, 6.0  # times as wide as high is a letter, and several that touch
NEXT = 1.3  # heights at most to the next letter
SHAPE_PX, MOST_SAME = 12, 0.45  # side of a shape compared, and how alike letters may be
SOLID = 0.9  # so full of ink a piece is a block
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))

Grey = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int32]  # which piece a pixel belongs to
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of letters between two x; its middle lies at `slope` x + `middle`, and `half` above and below."""

    left: float
    right: float
    slope: float
    middle: float
    half: float
    height_px: float  # of its letters
    contrast: float  # of those to their ground, 0..255
    dark: bool  # are they darker than their ground?
    against: float = 0.0

    @property
    def corners(self) -> Numbers:
        """Return (4, 2), from above left around."""
        ends = np.array([self.left, self.right])
        line = self.middle + self.slope * ends
        return np.stack([ends[[0, 1, 1, 0]], np.concatenate([line - self.half, line[::-1] + self.half])], -1)

    def beside(self, other: Row) -> bool:
        """Tell whether both may stand on one sign."""
        (x0, y0), (x1, y1) = self.corners.min(axis=0), self.corners.max(axis=0)
        (u0, v0), (u1, v1) = other.corners.min(axis=0), other.corners.max(axis=0)
        low, tall = sorted((self.height_px, other.height_px))
        gap = max(x0 - u1, u0 - x1, y0 - v1, v0 - y1)
        return self.dark == other.dark and tall < ALIKE * low and bool(gap < BESIDE * tall)


def rows(grey: Grey, scale: float) -> list[Row]:
    """Return the rows of letters in a grey picture."""
    found: list[Row] = []
    for dark in (True, False):
        pieces, labels = _pieces(grey, ink(grey, dark, scale), scale)
        even = pieces.of((pieces.uneven < MOST_UNEVEN) & (pieces.width <= WIDE_ALONE * pieces.height))
        maybe = [(_row(grey, labels, letters, dark), letters) for letters in _in_rows(even)]
        sure = [row for row, _letters in maybe if row.against < MOST_AGAINST]
        found += [
            _whole(row, letters, pieces)
            for row, letters in maybe
            if row.against < AMONG_OTHERS and any(row.beside(other) for other in sure)
        ]
    return found


def hats(grey: npt.NDArray[Any], dark: bool, scale: float) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return by how much each pixel is darker (or lighter) than what is around it, and the most nearby."""
    kernel = np.ones((int(2 * WIDEST_PX * scale) | 1,) * 2, np.uint8)
    hat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT if dark else cv2.MORPH_TOPHAT, kernel)
    return hat, cv2.dilate(hat, kernel)


def ink(grey: Grey, dark: bool, scale: float) -> Grey:
    """Return 255 where ink is, were all of it letters."""
    hat, most = hats(grey, dark, scale)
    half = cv2.max(cv2.convertScaleAbs(most, alpha=0.5), np.full_like(most, CONTRAST))
    return np.asarray(cv2.compare(hat, half, cv2.CMP_GT), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Connected pieces of ink, a number for each of them."""

    label: npt.NDArray[np.int64]
    left: Numbers
    top: Numbers
    width: Numbers
    height: Numbers
    ground: Numbers  # the mean grey of what is around it
    uneven: Numbers  # the deviation of that, as a share of the contrast
    contrast: Numbers  # how much lighter its own is

    def of(self, which: npt.NDArray[Any]) -> _Pieces:
        return _Pieces(*(getattr(self, field.name)[which] for field in fields(self)))

    def __len__(self) -> int:
        return len(self.label)

    @property
    def right(self) -> Numbers:
        return self.left + self.width

    @property
    def foot(self) -> Numbers:
        return self.top + self.height

    @property
    def middle(self) -> Numbers:
        return self.top + self.height / 2


def _pieces(grey: Grey, inked: Grey, scale: float) -> tuple[_Pieces, Labels]:
    """Return the pieces that may be letters."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStatsWithAlgorithm(
        inked, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    left, top, width, height, area = stats.T
    inside = (left > 0) & (top > 0) & (left + width < grey.shape[1]) & (top + height < grey.shape[0])
    fits = inside & (height >= LEAST_PX) & (height <= TALLEST_PX * scale) & (width <= WIDE * height)
    chosen = np.flatnonzero(fits & (area >= 0.15 * width * height) & (width >= 2))
    box = stats[chosen, :4].T.astype(np.float64)
    ground, uneven, bare = _ground(grey, inked, box)
    contrast = _mean_ink(grey, inked, box) - ground
    share = uneven / np.maximum(np.abs(contrast), 1)
    pieces = _Pieces(chosen.astype(np.int64), box[0], box[1], box[2], box[3], ground, share, contrast)
    return pieces.of((bare > LEAST_BARE) & (np.abs(contrast) > CONTRAST)), np.asarray(labels, np.int32)


def _ground(grey: Grey, inked: Grey, box: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the mean and deviation of what is no ink in and around each box, and its share there."""
    wider = _half(np.asarray(cv2.dilate(inked, np.ones((3, 3), np.uint8)), np.uint8))
    bare = np.asarray(cv2.threshold(wider, 0, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    around = np.maximum(2, MARGIN * box[3])
    boxes = box + np.stack([-around, -around, 2 * around, 2 * around])
    sums, squares = cv2.integral2(cv2.bitwise_and(_half(grey), bare))
    pixels = _within(cv2.integral(bare), boxes) / 255
    count = np.maximum(pixels, 1)
    mean = _within(sums, boxes) / count
    deviation = np.sqrt(np.maximum(0, _within(squares, boxes) / count - mean**2))
    return mean, deviation, 4 * pixels / (boxes[2] * boxes[3])


def _mean_ink(grey: Grey, inked: Grey, box: Numbers) -> Numbers:
    pixels = _within(cv2.integral(_half(inked)), box) / 255
    own = _half(np.asarray(cv2.bitwise_and(grey, inked), np.uint8))
    return _within(cv2.integral(own), box) / np.maximum(pixels, 0.25)


def _half(grey: Grey) -> Grey:
    size = (max(1, grey.shape[1] // 2), max(1, grey.shape[0] // 2))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _within(table: npt.NDArray[Any], boxes: Numbers) -> Numbers:
    """Return the sums of an integral image of half the size in boxes of the whole."""
    left, top, width, height = boxes / 2
    ends = zip((left, top, left + width, top + height), table.shape[::-1] * 2, strict=True)
    x0, y0, x1, y1 = (np.clip(np.round(at), 0, most - 1).astype(np.int64) for at, most in ends)
    sums = table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0]
    return np.asarray(sums, np.float64)


def _in_rows(pieces: _Pieces) -> Iterator[_Pieces]:
    """Yield the pieces of each row: like in height and colour, beside each other on one line or nearly."""
    linked = _linked(pieces)
    free: npt.NDArray[np.bool_] = np.asarray(linked.any(axis=1))
    for first in np.argsort(pieces.left, kind="stable"):
        if not free[first]:
            continue
        row = np.zeros(len(pieces), bool)
        row[first] = True
        newest: npt.NDArray[np.bool_] = row
        while newest.any():
            newest = np.asarray(linked[newest].any(axis=0) & free & ~row)
            row |= newest
        free &= ~row
        if row.sum() >= LEAST_IN_ROW:
            yield pieces.of(row)


def _linked(pieces: _Pieces) -> npt.NDArray[np.bool_]:
    """Return (n, n): which pieces may stand next to each other in a row."""
    of = (pieces.middle, pieces.height, pieces.left, pieces.right)
    middle, height, left, right = (numbers.astype(np.float32) for numbers in of)
    level = np.abs(middle[:, None] - middle) < height
    first, second = np.nonzero(level & (left - right[:, None] < NEXT * height))
    a, b = pieces.of(first), pieces.of(second)
    tall, low = np.maximum(a.height, b.height), np.minimum(a.height, b.height)
    contrast = np.minimum(np.abs(a.contrast), np.abs(b.contrast))
    gap = np.maximum(a.left - b.right, b.left - a.right)
    off = np.min([np.abs(a.foot - b.foot), np.abs(a.top - b.top), np.abs(a.middle - b.middle)], axis=0)
    fits = (tall < 2.2 * low) & (gap < NEXT * tall) & (gap > -0.4 * low) & (off < 0.35 * low)
    fits &= np.abs(a.ground - b.ground) < 0.35 * contrast
    fits &= np.abs(a.ground + a.contrast - b.ground - b.contrast) < 0.4 * contrast
    linked = np.zeros((len(pieces), len(pieces)), bool)
    linked[first[fits], second[fits]] = True
    return linked | linked.T


def _row(grey: Grey, labels: Labels, letters: _Pieces, dark: bool) -> Row:
    """Return the row that the letters stand in, and what speaks against it."""
    centre, height = letters.left + letters.width / 2, float(np.median(letters.height))
    lines = (_line(centre, y, height) for y in (letters.foot, letters.top, letters.middle))
    off, slope = min(lines)
    middle = float(np.median(letters.middle - slope * centre))
    reach = np.concatenate([letters.top, letters.foot]) - middle - slope * np.concatenate([centre, centre])
    half, margin = float(np.percentile(np.abs(reach), 80)), MARGIN * height
    ends = float(letters.left.min()) - margin, float(letters.right.max()) + margin
    contrast = float(np.median(np.abs(letters.contrast)))
    row = Row(*ends, slope, middle, half + margin, height, contrast, dark)
    bars = float((letters.width < 0.35 * letters.height).mean())
    against = (
        off / 0.06
        + abs(slope) / 0.2
        + float(np.std(letters.height)) / height / 0.3
        + float(np.median(letters.uneven)) / 0.15
        + (3.0 if bars > 0.6 else 0.0)
        - 1.6 * float(np.log2(min(len(letters), ENOUGH_IN_ROW) / LEAST_IN_ROW))
        - 0.8 * float(np.log(contrast / 75))
    )
    for further in (_foreign, _shapes):  # what takes time is asked for last
        if against < AMONG_OTHERS:
            against += further(grey, labels, letters, row)
    return replace(row, against=against)


def _line(x: Numbers, y: Numbers, height: float) -> tuple[float, float]:
    """Return how far from a line the points lie, in heights, and its slope (Theil, Sen)."""
    across, down = x[:, None] - x, y[:, None] - y
    far = np.abs(across) > 0.5 * height
    slope = float(np.median(down[far] / across[far])) if far.any() else 0.0
    rest = y - slope * x
    return float(np.median(np.abs(rest - np.median(rest)))) / height, slope


def _foreign(grey: Grey, labels: Labels, letters: _Pieces, row: Row) -> float:
    """Return what counts against a row whose box holds more than its letters and their ground."""
    at, band = boxed(row, grey.shape)
    known = np.zeros(max(int(labels[at].max()), int(letters.label.max())) + 1, np.uint8)
    known[letters.label] = 1
    own = cv2.dilate(known[labels[at]], np.ones((5, 5), np.uint8))
    ground = round(float(np.median(letters.ground)))
    off = cv2.absdiff(grey[at], np.full_like(grey[at], ground)) > 0.3 * row.contrast
    return float(((band > 0) & (own == 0) & off).sum()) / max(1, int(band.sum())) / 0.1


def boxed(row: Row, shape: tuple[int, ...], around: float = 0.0) -> tuple[tuple[slice, slice], Grey]:
    """Return the rows and columns of its box, with so many px around it, and 1 in the box."""
    corners = row.corners
    x0, y0 = np.maximum(0, np.floor(corners.min(axis=0) - around)).astype(int).tolist()
    x1, y1 = (np.ceil(corners.max(axis=0) + around) + 1).astype(int).tolist()
    at = slice(y0, min(shape[0], y1)), slice(x0, min(shape[1], x1))
    band = np.zeros((max(0, at[0].stop - y0), max(0, at[1].stop - x0)), np.uint8)
    cv2.fillConvexPoly(band, np.round(corners - [x0, y0]).astype(np.int32), (1,))
    return at, band


def _shapes(_grey: Grey, labels: Labels, letters: _Pieces, row: Row) -> float:
    """Return what counts against pieces that are like each other, thick, or crossed once by a line."""
    some = letters.of(np.unique(np.linspace(0, len(letters) - 1, ENOUGH_IN_ROW).astype(np.int64)))
    boxes = np.stack([some.left, some.top, some.width, some.height], -1).astype(np.int64).tolist()
    shapes = [
        cv2.copyMakeBorder(
            (labels[y : y + h, x : x + w] == label).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT
        )
        for (x, y, w, h), label in zip(boxes, some.label, strict=True)
    ]
    inked = sum(int(shape.sum()) for shape in shapes)
    edge = inked - sum(int(cv2.erode(shape, CROSS).sum()) for shape in shapes)
    crossed = sum(int((shape[:, 1:] > shape[:, :-1]).sum()) for shape in shapes) / float(some.height.sum())
    size = (SHAPE_PX, SHAPE_PX)
    small = [cv2.resize(s[1:-1, 1:-1].astype(np.float32), size, interpolation=cv2.INTER_AREA) for s in shapes]
    plain = np.stack(small).reshape(len(small), -1) + 1e-3 * np.eye(len(small), SHAPE_PX**2)
    alike = np.asarray(np.corrcoef(plain))
    same = float(np.median(alike[np.triu_indices(len(small), 1)]))
    blocks = float((plain.mean(axis=1) > SOLID).mean())  # which have no shape to compare
    same = max(0.0, same, blocks) + 5 * max(0.0, same - MOST_SAME, blocks - MOST_SAME)
    return same / 0.25 + 2 * inked / edge / row.height_px / 0.25 - 2 * min(0.5, crossed - 1)


def _whole(row: Row, letters: _Pieces, pieces: _Pieces) -> Row:
    """Return the row with the letters at its ends whose ground is less even."""
    tone = float(np.median(letters.ground + letters.contrast))
    near = 0.4 * row.contrast
    off = pieces.middle - row.middle - row.slope * (pieces.left + pieces.width / 2)
    like = (np.abs(off) < 0.5 * row.half) & (np.abs(pieces.ground + pieces.contrast - tone) < near)
    like &= (pieces.height > row.height_px / 2) & (pieces.height < ALIKE * row.height_px)
    left, right, margin = row.left, row.right, MARGIN * row.height_px
    reach = NEXT * row.height_px - margin
    taken = np.zeros(len(pieces), bool)
    while True:
        more = like & (pieces.left < right + reach) & (pieces.right > left - reach)
        if not (more & ~taken).any():
            return replace(row, left=left - margin, right=right + margin)
        left = min(left, float(pieces.left[more].min()) - margin)
        right = max(right, float(pieces.right[more].max()) + margin)
        taken = more
