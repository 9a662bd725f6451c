"""A painting drawn again by the net, and its small faces once more at a size at which the net knows faces."""

from __future__ import annotations

import cv2
import numpy as np

from rollsuggest.heap import trim
from rollsuggest.render.styles import prior, tone
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, blur, f32, mix, picture_of, resize
from rollsuggest.render.styles.scene import Scene

FACE_PX = 230.0  # faces smaller than this are redrawn at it
SMALLEST_FACE_PX = 14.0
LARGE = 1.4  # scale from which one pass of the net must do: it takes the time of four at 1080 px


def redrawn_by_net(scene: Scene, painted: Picture, passes: int) -> Picture:
    drawing, large = painted, scene.scale >= LARGE
    for shrink in (2.8,) if large else (2.4, 2.0)[-passes:]:
        drawing = prior.redraw(drawing, shrink, sparing=large)
    for face in scene.faces:
        if SMALLEST_FACE_PX <= face.height_px < FACE_PX:
            _redraw_face(scene, face, painted, drawing)
    if large:
        trim()
    return tone.recoloured(drawing, painted, 18 * scene.scale)


def _redraw_face(scene: Scene, face: FaceMark, painted: Picture, drawing: Picture) -> None:
    """Redraw one small face into `drawing` at a comfortable size, from the full resolution original."""
    x, y, w, h = face.box_px
    height, width = painted.shape[:2]
    soft = max(1.5, 0.07 * h)
    reach_x, reach_y = 0.625 * w + 2.5 * soft, 0.65 * h + 2.5 * soft  # all that is mixed in, and no more
    x0, y0 = max(0, round(x + w / 2 - reach_x)), max(0, round(y + h / 2 - reach_y))
    x1, y1 = min(width, round(x + w / 2 + reach_x)), min(height, round(y + h / 2 + reach_y))
    if x1 - x0 < 8 or y1 - y0 < 8:
        return
    zoom = min(4.0, FACE_PX / h)
    size = (round((x1 - x0) * zoom), round((y1 - y0) * zoom))
    base = f32(cv2.resize(painted[y0:y1, x0:x1], size, interpolation=cv2.INTER_CUBIC))
    k = scene.original_scale
    crop = scene.original[round(y0 * k) : round(y1 * k), round(x0 * k) : round(x1 * k)]
    fine = f32(cv2.bilateralFilter(resize(picture_of(crop), size).clip(0, 1), 7, 22 / 255, 5))
    fine = prior.redraw(tone.recoloured(fine, base, FACE_PX * 0.12))
    spot = np.zeros((y1 - y0, x1 - x0), np.float32)
    cv2.ellipse(spot, ((x + w / 2 - x0, y + h / 2 - y0), (w * 1.25, h * 1.3), 0.0), 1.0, -1)
    patch = resize(fine, (x1 - x0, y1 - y0))
    drawing[y0:y1, x0:x1] = mix(drawing[y0:y1, x0:x1], patch, blur(spot, soft))
