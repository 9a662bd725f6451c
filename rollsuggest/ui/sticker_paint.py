"""Stickers drawn by Qt: for the buttons that lay one, and under the hand that drags one."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from rollsuggest.render.sticker_shapes import drawing

ICON_PX = 28


def paint(painter: QPainter, kind: str, middle: QPointF, side: float, angle: float) -> None:
    """Draw a sticker whose longer side has that many pixels, turned clockwise by degrees."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle)
    painter.rotate(angle)
    painter.scale(side, side)
    for shape in drawing(kind).shapes:
        colour = QColor(*shape.fill)
        pen = QPen(colour, 2 * shape.edge)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen if shape.edge else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    painter.restore()


@lru_cache(maxsize=32)
def icon(kind: str, ratio: float = 1.0) -> QIcon:
    made = QPixmap(QSize(ICON_PX, ICON_PX) * ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, kind, QPointF(made.width() / 2, made.height() / 2), made.width() * 0.94, 0.0)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return QIcon(made)
