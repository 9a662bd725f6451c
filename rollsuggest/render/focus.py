"""What must not be cut, and where a crop window goes. Pure: boxes and ratios (width / height), no pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rollsuggest.model import Box, Source

# A detector's box ends at the brow and the chin; people are cut well only with hair and chin. In face sizes.
HAIR, CHIN, CHEEK = 0.45, 0.20, 0.20
EYE_LINE = 0.42  # where in a window's height the faces' centre looks right
SUBJECT_KEPT = 0.8  # share of a subject's width and height that a crop leaves at least


@dataclass(frozen=True, slots=True)
class Focus:
    """`keep` holds all faces with their margins; `point` is what the eye looks for, 0..1."""

    ratio: float  # width / height of the whole photo
    keep: Box | None
    point: tuple[float, float]
    subject: Box | None = None
    faces: tuple[Box, ...] = ()


def focus(source: Source) -> Focus:
    """Return what a crop of this photo has to respect."""
    ratio = source.width / source.height if source.width > 0 and source.height > 0 else 1.0
    if source.faces:
        x, y = _weighted_centre(source.faces)
        return Focus(ratio, union(with_margin(face) for face in source.faces), (x, y), None, source.faces)
    if source.subject:
        return Focus(ratio, None, source.subject.centre, _clipped(source.subject))
    return Focus(ratio, None, (0.5, 0.5))


def with_margin(face: Box) -> Box:
    """Return the face with its hair, chin and cheeks, clipped to the picture."""
    return _clipped(
        Box(
            face.x - CHEEK * face.w,
            face.y - HAIR * face.h,
            face.w * (1 + 2 * CHEEK),
            face.h * (1 + HAIR + CHIN),
        )
    )


def union(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box around all boxes; None when there are none."""
    all_boxes = tuple(boxes)
    if not all_boxes:
        return None
    left, top = min(b.x for b in all_boxes), min(b.y for b in all_boxes)
    right, bottom = max(b.x + b.w for b in all_boxes), max(b.y + b.h for b in all_boxes)
    return Box(left, top, right - left, bottom - top)


def ratio_range(focus: Focus, most_lost: float) -> tuple[float, float]:
    """Return the narrowest and the widest ratio that a crop can give without cutting what must be kept.

    `most_lost` (0..1) bounds the share of the picture that is given up, faces or not.
    """
    keep_w, keep_h = 0.0, 0.0
    if focus.keep:
        keep_w, keep_h = focus.keep.w, focus.keep.h
    elif focus.subject:
        keep_w, keep_h = focus.subject.w * SUBJECT_KEPT, focus.subject.h * SUBJECT_KEPT
    least = 1.0 - most_lost
    return focus.ratio * min(1.0, max(keep_w, least)), focus.ratio / min(1.0, max(keep_h, least))


def lost(ratio: float, target: float) -> float:
    """Return the share of a picture of `ratio` that a crop to `target` gives up, 0..1."""
    return 1.0 - min(ratio / target, target / ratio)


def window(focus: Focus, target: float, zoom: float = 1.0) -> Box:
    """Return the crop of ratio `target` (0..1 of the photo): as large as can be / `zoom`, faces inside.

    A zoom that would cut what must be kept is reduced. Where even the largest crop of that ratio cannot hold
    all faces, it is centred on them.
    """
    w, h = (1.0, focus.ratio / target) if target >= focus.ratio else (target / focus.ratio, 1.0)
    if focus.keep:
        zoom = max(1.0, min(zoom, w / max(focus.keep.w, 1e-6), h / max(focus.keep.h, 1e-6)))
    w, h = w / zoom, h / zoom
    inner = focus.keep or focus.subject
    eye = EYE_LINE if focus.keep else 0.5
    x = _start(w, focus.point[0] - w / 2, (inner.x, inner.w) if inner else None)
    y = _start(h, focus.point[1] - h * eye, (inner.y, inner.h) if inner else None)
    return Box(x, y, w, h)


def _start(size: float, wished: float, inner: tuple[float, float] | None) -> float:
    """Return where an interval of `size` begins: near `wished`, around `inner`, within 0..1."""
    if inner:
        begin, length = inner
        if length > size:
            wished = begin + (length - size) / 2
        else:
            wished = min(max(wished, begin + length - size), begin)
    return min(max(wished, 0.0), max(0.0, 1.0 - size))


def prominence(source: Source) -> float:
    """Return how well a photo carries a page, 0..1: faces that can be seen, enough pixels, a subject."""
    tallest = max((face.h for face in source.faces), default=0.0)
    seen = 1.0 - min(abs(tallest - 0.25) / 0.35, 1.0) if source.faces else 0.0
    company = min(len(source.faces), 4) / 4
    pixels = min(source.width * source.height / 2_000_000, 1.0)
    return 0.45 * seen + 0.2 * company + 0.25 * pixels + (0.1 if source.subject else 0.0)


def _weighted_centre(boxes: tuple[Box, ...]) -> tuple[float, float]:
    total = sum(max(b.area, 1e-9) for b in boxes)
    x = sum(b.centre[0] * max(b.area, 1e-9) for b in boxes) / total
    y = sum(b.centre[1] * max(b.area, 1e-9) for b in boxes) / total
    return x, y


def _clipped(box: Box) -> Box:
    left, top = max(box.x, 0.0), max(box.y, 0.0)
    return Box(left, top, max(min(box.x + box.w, 1.0) - left, 0.0), max(min(box.y + box.h, 1.0) - top, 0.0))
