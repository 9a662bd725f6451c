"""Faces looked at again after drawing: one that came out wrong is drawn milder, never shown broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import flatten
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, blur, f32, luma, mix, picture_of, rgb_of
from rollsuggest.render.styles.tone import recoloured

Find = Callable[[Rgb], Sequence[FaceMark]]  # the faces of a picture, in its pixels

LOOKED_AT_PX = 1080  # detectors see larger pictures no better
SMALLEST_PX = 34.0  # at that size; a smaller face tells nobody
MOST_OFF = 0.10  # mean distance of the five points, in eye distances
MILDER = (0.4, 0.7, 0.9, 1.0)  # share of the photo's own drawing in a face, tried in turn
AS_SEEN = 2.0  # and at last the photo itself: faces from the side are soon taken for something else
GREY = 6 / 255  # a drawing whose colours differ by less has none


def faithful(drawing: Rgb, photo: Rgb, faces: Sequence[FaceMark], find: Find) -> Rgb:
    """Return the drawing with every face that `find` does not see in its place drawn milder until it does.

    A face that is never found, not in the photo either, keeps the mildest drawing.
    """
    factor = min(1.0, LOOKED_AT_PX / max(photo.shape[:2]))
    wrong = _wrong(drawing, [face for face in faces if face.height_px * factor >= SMALLEST_PX], find, factor)
    if not wrong:
        return drawing
    steady = _reference(photo, wrong, find, factor)
    result = drawing.copy()
    for share in (*MILDER, AS_SEEN):
        if share == AS_SEEN:
            wrong = [face for face in wrong if id(face) in steady]
        for face in wrong:
            _soften(result, drawing, photo, face, share)
        there = _wrong(result, [steady.get(id(face), face) for face in wrong], find, factor)
        wrong = [face for face in wrong if any(steady.get(id(face), face) is still for still in there)]
        if not wrong:
            break
    return result


def off(face: FaceMark, other: FaceMark) -> float:
    """Return how far apart the points of two faces are, in eye distances of the first."""
    apart = np.linalg.norm(face.points_px - other.points_px, axis=1).mean()
    return float(apart / max(face.eye_distance_px, 1e-3))


def _seen(rgb: Rgb, find: Find, factor: float) -> list[FaceMark]:
    if factor < 1:
        rgb = np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    return [face.moved(scale=1 / factor) for face in find(rgb)]


def _wrong(rgb: Rgb, faces: Sequence[FaceMark], find: Find, factor: float) -> list[FaceMark]:
    if not faces:
        return []
    seen = _seen(rgb, find, factor)
    return [face for face in faces if min((off(face, other) for other in seen), default=9.0) > MOST_OFF]


def _reference(photo: Rgb, faces: Sequence[FaceMark], find: Find, factor: float) -> dict[int, FaceMark]:
    """Return where the same detector sees those faces in the photo: two detections of one face differ too."""
    seen = _seen(photo, find, factor)
    if not seen:
        return {}
    nearest = {id(face): min(seen, key=lambda other: off(face, other)) for face in faces}
    return {id(face): near for face in faces if off(face, near := nearest[id(face)]) < 0.5}


def _soften(result: Rgb, drawing: Rgb, photo: Rgb, face: FaceMark, share: float) -> None:
    """Mix the photo's face, calmed and in the drawing's light and colours, into `result`."""
    x, y, w, h = face.box_px
    height, width = photo.shape[:2]
    margin = 0.9 if share == AS_SEEN else 0.4
    x0, y0 = max(0, round(x - margin * w)), max(0, round(y - margin * h))
    x1, y1 = min(width, round(x + (1 + margin) * w)), min(height, round(y + (1 + margin) * h))
    if x1 - x0 < 4 or y1 - y0 < 4:
        return
    drawn, seen = picture_of(drawing[y0:y1, x0:x1]), picture_of(photo[y0:y1, x0:x1])
    if float(np.ptp(drawn, axis=2).mean()) < GREY:
        seen = np.repeat(luma(seen)[..., None], 3, axis=2)
    calm = mix(seen, flatten.smooth(seen, 0.05 * h, 0.05), max(0.0, 1 - share))
    mild = seen if share == AS_SEEN else _lit(recoloured(calm, drawn, max(2.0, 0.12 * h)), calm)
    grown = 1.15 if share < 1 else 1.5 if share < AS_SEEN else 2.0  # with its hair and chin at last
    share = min(1.0, share)
    spot = np.zeros(drawn.shape[:2], np.float32)
    cv2.ellipse(spot, ((x + w / 2 - x0, y + h / 2 - y0), (w * grown, h * (grown + 0.05)), 0.0), 1.0, -1)
    spot = blur(spot, max(1.0, 0.06 * h))
    result[y0:y1, x0:x1] = rgb_of(mix(drawn, mild, f32(spot * share)))


def _lit(mild: Picture, calm: Picture) -> Picture:
    """Keep the contrast of eyes and mouth that bringing the light over may have taken."""
    return mix(mild, calm, 0.15)


__all__ = ["Find", "faithful", "off"]
