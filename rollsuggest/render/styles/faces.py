"""Where faces are in a picture: soft masks of skin, eyes and mouth, and the gentle enlargement of eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.lab import Picture, Plane, blur, f32, smoothstep

SMALLEST_EYE_DISTANCE_PX = 12.0
FRONTAL = 0.36  # eye distance of a face that looks at us, in heights of its box
SMALLEST_FACE_WITH_TEETH_PX = 150.0  # at 1080


@dataclass(frozen=True, slots=True, eq=False)
class FaceMark:
    """A face in pixels of its picture: box x, y, w, h, and five points.

    `points_px` has the shape (5, 2): right eye, left eye, nose, right and left mouth corner.
    """

    box_px: tuple[float, float, float, float]
    points_px: npt.NDArray[np.float32]

    @property
    def height_px(self) -> float:
        return self.box_px[3]

    @property
    def eye_distance_px(self) -> float:
        return float(np.hypot(*(self.points_px[1] - self.points_px[0])))

    @property
    def measure_px(self) -> float:
        """The distance of the eyes, or what it would be if a face seen from the side looked at us."""
        return max(self.eye_distance_px, FRONTAL * self.height_px, 1e-3)

    @property
    def tilt_degrees(self) -> float:
        dx, dy = self.points_px[1] - self.points_px[0]
        return float(np.degrees(np.arctan2(dy, dx)))

    def around(self, by: float) -> tuple[slice, slice]:
        """Return the rows and columns of the face, and so many of its sizes around it; less where below 0."""
        x, y, w, h = self.box_px
        first = max(0, round(y - by * h)), max(0, round(x - by * w))
        last = y + (1 + by) * h, x + (1 + by) * w
        rows, columns = (slice(at, max(at, round(end))) for at, end in zip(first, last, strict=True))
        return rows, columns

    def moved(self, *, by: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> FaceMark:
        """Return the face shifted by (x, y), then scaled."""
        x, y, w, h = self.box_px
        box = ((x + by[0]) * scale, (y + by[1]) * scale, w * scale, h * scale)
        points = (self.points_px + np.array(by, np.float32)) * np.float32(scale)
        return FaceMark(box, points.astype(np.float32))

    def mirrored(self, width_px: float) -> FaceMark:
        """Return the face in the mirror image of its picture."""
        x, y, w, h = self.box_px
        points = self.points_px[[1, 0, 2, 4, 3]].copy()  # right is left there
        points[:, 0] = width_px - points[:, 0]
        return FaceMark((width_px - x - w, y, w, h), points)


@dataclass(frozen=True, slots=True, eq=False)
class FaceMasks:
    """Soft 0..1 planes of a picture. `features` is eyes, mouth and, half as much, nose together."""

    skin: Plane
    eyes: Plane
    mouth: Plane
    nose: Plane

    @property
    def features(self) -> Plane:
        return f32(np.maximum(np.maximum(self.eyes, self.mouth), 0.5 * self.nose))


def face_masks(shape: tuple[int, int], faces: Sequence[FaceMark]) -> FaceMasks:
    """Return the masks of all faces of a picture of this shape (height, width)."""
    skin, eyes, mouth, nose = (np.zeros(shape, np.float32) for _plane in range(4))
    for face in faces:
        x, y, w, h = face.box_px
        distance = face.eye_distance_px
        corners = face.points_px[3:5]
        gape = float(np.hypot(*(corners[1] - corners[0])))
        edge = max(1.5, 0.05 * max(w, h))
        _paint(skin, face, (x + w / 2, y + h / 2), (w * 1.25, h * 1.25), edge * 1.6)
        for eye in face.points_px[:2]:
            _paint(eyes, face, (float(eye[0]), float(eye[1])), (distance * 0.62, distance * 0.42), edge)
        middle = corners.mean(axis=0)
        size = (max(distance * 0.95, gape * 1.25), distance * 0.5)
        _paint(mouth, face, (float(middle[0]), float(middle[1])), size, edge)
        tip = face.points_px[2]
        _paint(nose, face, (float(tip[0]), float(tip[1])), (distance * 0.5, distance * 0.5), edge)
    return FaceMasks(skin, eyes, mouth, nose)


def _paint(
    plane: Plane, face: FaceMark, centre: tuple[float, float], size: tuple[float, float], edge: float
) -> None:
    """Draw a soft ellipse along the face's tilt into `plane`, touching only the pixels around it."""
    reach = max(size) / 2 + 3 * edge + 2
    x0, y0 = (max(0, int(c - reach)) for c in centre)
    x1, y1 = (int(min(limit, c + reach + 1)) for c, limit in zip(centre, plane.shape[::-1], strict=True))
    if x1 <= x0 or y1 <= y0:
        return
    spot = np.zeros((y1 - y0, x1 - x0), np.float32)
    cv2.ellipse(spot, ((centre[0] - x0, centre[1] - y0), size, face.tilt_degrees), 1.0, -1)
    np.maximum(plane[y0:y1, x0:x1], blur(spot, edge), out=plane[y0:y1, x0:x1])


def teeth(picture: Picture, faces: Sequence[FaceMark], scale: float) -> Plane:
    """Return 0..1: what is bright and pale in the mouths of large faces.

    Lines drawn between teeth would make gaps of them; a small face shows none, and the line of the mouth
    is what tells it.
    """
    large = [face for face in faces if face.height_px >= SMALLEST_FACE_WITH_TEETH_PX * scale]
    mouth = face_masks((picture.shape[0], picture.shape[1]), large).mouth
    x, y, w, h = cv2.boundingRect((mouth > 0.01).astype(np.uint8))
    found = np.zeros_like(mouth)
    if w and h:
        part = blur(picture[y : y + h, x : x + w], 2.5 * scale)
        red, green, blue = cv2.split(part)  # NumPy's max over so short an axis takes twenty times as long
        brightest = f32(cv2.max(cv2.max(red, green), blue))
        colour = (brightest - cv2.min(cv2.min(red, green), blue)) / (brightest + 0.05)
        white = smoothstep(brightest, 0.5, 0.65) * (1 - smoothstep(colour, 0.15, 0.28))
        found[y : y + h, x : x + w] = white * mouth[y : y + h, x : x + w]
    return found


def enlarge_eyes(picture: Picture, faces: Sequence[FaceMark], amount: float) -> Picture:
    """Return the picture with every eye magnified by `amount` in its middle, fading to nothing around it."""
    if amount <= 0:
        return picture
    result = picture.copy()
    height, width = picture.shape[:2]
    for face in faces:
        distance = face.eye_distance_px
        if distance < SMALLEST_EYE_DISTANCE_PX:
            continue
        radius = distance * 0.48
        for x, y in face.points_px[:2].tolist():
            x0, y0 = max(0, int(x - radius)), max(0, int(y - radius))
            x1, y1 = min(width, int(x + radius) + 2), min(height, int(y + radius) + 2)
            if x1 <= x0 or y1 <= y0:
                continue
            result[y0:y1, x0:x1] = _magnified(result, (x, y), radius, amount, (x0, y0, x1, y1))
    return result


def _magnified(
    picture: Picture,
    centre: tuple[float, float],
    radius: float,
    amount: float,
    window: tuple[int, int, int, int],
) -> Picture:
    x0, y0, x1, y1 = window
    ys, xs = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    dx, dy = xs - np.float32(centre[0]), ys - np.float32(centre[1])
    nearness = 1 - smoothstep(np.sqrt(dx * dx + dy * dy) / np.float32(radius), 0.0, 1.0)
    shrink = 1 - np.float32(amount) * nearness
    map_x, map_y = np.float32(centre[0]) + dx * shrink, np.float32(centre[1]) + dy * shrink
    moved = cv2.remap(picture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return f32(moved)
