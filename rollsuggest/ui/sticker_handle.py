"""A sticker of a collage under the hand: dragged, sized, turned and taken off, by mouse and by keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Sticker
from rollsuggest.render.sticker_shapes import drawing
from rollsuggest.ui import sticker_paint, tokens, wording
from rollsuggest.ui.hand import ARROWS, Grip, Key, sizing, turned_by

STEP = 0.02  # of the page, for an arrow key
LARGER, TURN = 1.12, 15.0
LEAST_PX = 24  # what a hand can hold


class StickerHandle(QWidget):
    """Lies over one sticker of the picture, which shows it; drawn here only while it is dragged."""

    chosen = Signal()
    moved = Signal(float, float)  # its middle, 0..1 of the page
    stepped = Signal(float, float)  # by shares of the page
    sized = Signal(float)  # factor
    turned = Signal(float)  # degrees, clockwise
    removed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.sticker = Sticker("star", 0.5, 0.5)
        self._grip = Grip()
        self._dragged = False  # it lies where the hand left it, until the picture shows it there
        self._marked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumSize(QSize(1, 1))

    def show_sticker(self, sticker: Sticker) -> None:
        self.sticker, self._dragged = sticker, False
        self.setAccessibleName(_("Sticker: {name}").format(name=wording.sticker_name(sticker.kind)))
        self.setAccessibleDescription(
            _("Arrows move it, plus and minus size it, comma and full stop turn it, Delete takes it off")
        )
        self.setToolTip(self.accessibleDescription())
        self.lay()
        self.setVisible(sticker.size > 0)

    def mark(self, on: bool) -> None:
        """Show that it is the one that the tools are about."""
        self._marked = on
        self.update()

    def lay(self) -> None:
        """Lie where the sticker is in the picture."""
        w, h = self._reach()
        x, y = self.sticker.x * self._page.width(), self.sticker.y * self._page.height()
        self.setGeometry(QRectF(x - w / 2, y - h / 2, w, h).toAlignedRect())
        self.update()

    @property
    def _side(self) -> float:
        return self.sticker.size * min(self._page.width(), self._page.height())

    def _reach(self) -> tuple[float, float]:
        drawn, angle = drawing(self.sticker.kind), math.radians(self.sticker.angle)
        c, s = abs(math.cos(angle)), abs(math.sin(angle))
        w, h = drawn.w * self._side, drawn.h * self._side
        return max(LEAST_PX, c * w + s * h), max(LEAST_PX, s * w + c * h)

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip.press(event)
        self.raise_()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip.move(event) and self._grip.dragged:
            self._dragged = True
            self.move(self.pos() + self._grip.way.toPoint())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip.let_go()
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if self._dragged:
            middle, page = QRectF(self.geometry()).center(), self._page
            self.moved.emit(middle.x() / max(1, page.width()), middle.y() / max(1, page.height()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()  # not the photo's below

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self.sized.emit(turned_by(event, LARGER))
        event.accept()

    # the keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if key in ARROWS:
            across, down = ARROWS[key]
            self.stepped.emit(STEP * across, STEP * down)
        elif (factor := sizing(key, LARGER)) is not None:
            self.sized.emit(factor)
        elif key in (Key.Key_Comma, Key.Key_Period):
            self.turned.emit(TURN if key == Key.Key_Period else -TURN)
        elif key in (Key.Key_Delete, Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self._dragged:
            sticker_paint.paint(painter, self.sticker.kind, middle, self._side, self.sticker.angle)
        if self._marked or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(tokens.current().focus), 2)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            drawn = drawing(self.sticker.kind)
            painter.translate(middle)
            painter.rotate(self.sticker.angle)
            w, h = drawn.w * self._side - 4, drawn.h * self._side - 4
            painter.drawRoundedRect(QRectF(-w / 2, -h / 2, w, h), 6, 6)
        painter.end()
