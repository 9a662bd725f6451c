"""The countries' outlines that come with rollsuggest, drawn as a map. No map service is asked."""

from __future__ import annotations

import math
import zipfile
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from rollsuggest import paths
from rollsuggest.ui.tokens import Tokens

HUNDREDTHS = 100  # the outlines' unit, of a degree
LAT_MOST = 82.0  # Mercator grows without end towards the poles
FINE_SCALE = 12.0  # pixels per degree from which every point is drawn
COARSE = 0.25  # degrees between points below that
LEAST_SCALE, MOST_SCALE = 1.0, 200.0
LEAST_DEGREES = 5.0  # that a map shows by itself: below it the outlines are too coarse
HALF = 180.0  # degrees: no outline is that wide, so that a longer step goes round the back
AIR = 1.35  # how much more than the places it shows


@dataclass(frozen=True, slots=True)
class MapView:
    """Mercator: what is in the middle, in degrees of longitude and Mercator's units, and how large."""

    x: float
    y: float
    scale: float  # pixels per degree of longitude

    def point(self, latitude: float, longitude: float, size: QSize) -> QPointF:
        return QPointF(
            size.width() / 2 + (longitude - self.x) * self.scale,
            size.height() / 2 - (mercator(latitude) - self.y) * self.scale,
        )

    def moved(self, dx_px: float, dy_px: float) -> MapView:
        top = mercator(LAT_MOST)
        return MapView(
            min(max(self.x - dx_px / self.scale, -180.0), 180.0),
            min(max(self.y + dy_px / self.scale, -top), top),
            self.scale,
        )

    def zoomed(self, factor: float) -> MapView:
        return MapView(self.x, self.y, min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE))


def mercator(latitude: float) -> float:
    held = math.radians(min(max(latitude, -LAT_MOST), LAT_MOST))
    return math.degrees(math.log(math.tan(math.pi / 4 + held / 2)))


def showing(points: Sequence[tuple[float, float]], size: QSize) -> MapView:
    """Return the view that shows all these (latitude, longitude) with some air; without any, the world."""
    if not points:
        return MapView(0.0, 20.0, max(size.width() / 360, LEAST_SCALE))
    xs, ys = [longitude for _latitude, longitude in points], [mercator(point[0]) for point in points]
    wide = max((max(xs) - min(xs)) * AIR, LEAST_DEGREES)
    high = max((max(ys) - min(ys)) * AIR, LEAST_DEGREES)
    scale = min(max(size.width(), 1) / wide, max(size.height(), 1) / high)
    return MapView((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, scale).zoomed(1.0)


@dataclass(frozen=True, slots=True)
class Ring:
    bounds: QRectF  # in degrees of longitude and Mercator's units, north down
    fine: QPolygonF
    coarse: QPolygonF


@cache
def rings() -> tuple[Ring, ...]:
    """Return the countries' rings. Any thread may; it takes a tenth of a second the first time."""
    with zipfile.ZipFile(paths.resources() / "places" / "outlines.npz") as kept:
        numbers, ends = _array(kept.read("points.npy"), "h"), _array(kept.read("ends.npy"), "i")
    made, start = [], 0
    for end in ends:
        made += [_ring(piece) for piece in _pieces(numbers[2 * start : 2 * end])]
        start = end
    return tuple(made)


def _array(stored: bytes, kind: str) -> array[int]:
    """Read a little-endian array as numpy stores it, without numpy, which the window does not load."""
    begin = 10 + int.from_bytes(stored[8:10], "little")
    return array(kind, stored[begin:])


def _pieces(numbers: array[int]) -> list[list[tuple[float, float]]]:
    """Return a ring's points, longitude and latitude; in pieces where it goes over the edge of the map."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        point = x / HUNDREDTHS, y / HUNDREDTHS
        if pieces[-1] and abs(point[0] - pieces[-1][-1][0]) > HALF:
            pieces.append([])
        pieces[-1].append(point)
    if len(pieces) > 1:  # its end and its beginning are one
        pieces[0] = pieces.pop() + pieces[0]
    return pieces


def _ring(points: Sequence[tuple[float, float]]) -> Ring:
    fine, coarse = [], []
    last = (math.inf, math.inf)
    for longitude, latitude in points:
        point = QPointF(longitude, -mercator(latitude))
        fine.append(point)
        if abs(longitude - last[0]) + abs(latitude - last[1]) >= COARSE:
            coarse.append(point)
            last = longitude, latitude
    shape = QPolygonF(fine)
    return Ring(shape.boundingRect(), shape, QPolygonF(coarse))


def draw(view: MapView, size: QSize, ratio: float, colours: Tokens) -> QImage:
    """Draw sea, land and borders; any thread may. `ratio`: device pixels of each pixel."""
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(colours.sea))
    wide, high = size.width() / view.scale, size.height() / view.scale
    seen = QRectF(view.x - wide / 2, -view.y - high / 2, wide, high)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, view.y)
    pen = QPen(QColor(colours.border), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QColor(colours.land))
    for ring in rings():
        if ring.bounds.intersects(seen):
            painter.drawPolygon(ring.fine if view.scale >= FINE_SCALE else ring.coarse)
    painter.end()
    return image
