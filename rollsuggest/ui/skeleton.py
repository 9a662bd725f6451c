"""What stands on the home page until its cards are there: their shapes, then words for what it waits for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import label, right_to_left

SHAPES_MS, WORDS_MS = 300, 3000  # a page that is there sooner only flickered
STORY = 9 / 16  # the shape that most covers have
SECTIONS = 4  # more than a window is high


class Skeleton(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shapes = False
        self.said = label(_("The suggestions are being put together."), "muted")
        self.said.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.XXL, 0, tokens.XXL, 0)
        layout.addWidget(self.said)
        layout.addStretch(1)
        QTimer.singleShot(SHAPES_MS, self, self._show_shapes)
        QTimer.singleShot(WORDS_MS, self, self.said.show)

    def _show_shapes(self) -> None:
        self.shapes = True
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.shapes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(tokens.current().placeholder))
        for shape in shapes(self.width(), tokens.TEXT_BODY + tokens.M):
            if right_to_left(self):
                shape.moveRight(self.width() - shape.left())
            painter.drawRoundedRect(shape, tokens.RADIUS_CARD, tokens.RADIUS_CARD)


def shapes(width: int, top: int) -> list[QRectF]:
    """Return a heading's bar and as many covers as a page of that width has beside each other, four times."""
    cover, left, step = tokens.COVER_PX * STORY, float(tokens.XXL), tokens.COVER_PX * STORY + tokens.L
    found: list[QRectF] = []
    y = float(top + tokens.M)
    for _section in range(SECTIONS):
        found.append(QRectF(left, y, cover * 0.6, tokens.TEXT_HEADING))
        y += tokens.TEXT_HEADING + tokens.L
        found += [
            QRectF(left + n * step, y, cover, tokens.COVER_PX)
            for n in range(max(1, int((width - 2 * left + tokens.L) // step)))
        ]
        y += tokens.COVER_PX + 2 * tokens.XXL
    return found
