"""The badge of a video on its tile: a play mark and how long it runs."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from rollsuggest.ui import icons, tokens

MARK_PX = 12


def paint_badge(painter: QPainter, tile: QRect, text: str) -> None:
    """Paint it into the lower right corner of a tile; a tile too narrow for the words has the mark alone."""
    t = tokens.current()
    painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=True))
    metrics = QFontMetrics(painter.font())
    words = metrics.horizontalAdvance(text) + tokens.XS if text else 0
    if words + MARK_PX + 4 * tokens.S > tile.width():
        words = 0
    width, height = MARK_PX + words + 2 * tokens.S - tokens.XS, metrics.height() + tokens.XS
    place = QRect(0, 0, width, height)
    place.moveBottomRight(tile.bottomRight() - QRect(0, 0, tokens.S, tokens.S).bottomRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.scrim))
    painter.drawRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    device = painter.device()
    mark = icons.pixmap("play", t.on_scrim, MARK_PX, device.devicePixelRatio() if device else 1.0)
    inside = place.adjusted(tokens.S - 2, 0, -tokens.S + 2, 0)
    painter.drawPixmap(inside.left(), place.top() + (height - MARK_PX) // 2, mark)
    if words:
        painter.setPen(QColor(t.on_scrim))
        painter.drawText(inside.adjusted(MARK_PX + tokens.XS, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
