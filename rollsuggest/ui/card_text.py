"""The few lines of text below a cover: how many they take, and painting them, the last one elided."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


def paint_lines(
    painter: QPainter, at: QPointF, width: float, text: str, font: QFont, line_px: int, most: int
) -> float:
    """Paint a text in at most `most` lines, the last one elided; returns the height used."""
    painter.setFont(font)
    layout = _layout(text, font)
    y = 0.0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        part = text[line.textStart() : line.textStart() + line.textLength()]
        if number == most - 1:
            rest = text[line.textStart() :]
            part = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(width))
        where = QRectF(at.x(), at.y() + y, width, line_px)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, part.strip())
        y += line_px
    layout.endLayout()
    return y


def count_lines(text: str, font: QFont, width: float, most: int) -> int:
    """Return how many lines `paint_lines` takes."""
    layout = _layout(text, font)
    number = 0
    while number < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        number += 1
    layout.endLayout()
    return number


def _layout(text: str, font: QFont) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    return layout
