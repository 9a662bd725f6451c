"""Text of several lines that is read from right to left, each line beginning at the edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

LINE_SEPARATOR = "\u2028"


class Paragraph(QLabel):
    """A wrapping label whose lines begin at the right.

    Qt's own moves each wrapped line away from the edge by the space that it ends with, and tells the
    direction by the first letter: "Lisbon" before Arabic words would come last.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout = QTextLayout(self.text().replace("\n", LINE_SEPARATOR), self.font())
        option = QTextOption(_absolute(self.alignment()))
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        room = self.contentsRect()
        height = _lay_out(layout, room.width())
        slack = (
            0.0 if self.alignment() & Qt.AlignmentFlag.AlignTop else max(0.0, (room.height() - height) / 2)
        )
        layout.draw(painter, QPointF(room.x(), room.y() + slack))
        painter.end()


def _absolute(alignment: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    centred = alignment & Qt.AlignmentFlag.AlignHCenter
    return Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignRight


def _lay_out(layout: QTextLayout, width: int) -> float:
    """Break a text into lines; returns their height."""
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return height
