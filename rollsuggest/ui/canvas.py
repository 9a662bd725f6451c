"""The creation itself, as large as fits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import tokens


class Canvas(QFrame):
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setMinimumSize(QSize(200, 160))
        self.image = QImage()
        self._shape = QSizeF(9, 16)
        self._said = ""
        self._over: list[QWidget] = []

    def lay_over(self, over: QWidget) -> None:
        """Keep a widget exactly over the picture."""
        over.setParent(self)
        self._over.append(over)
        self._lay()

    def _lay(self) -> None:
        for over in self._over:
            over.setGeometry(self._shown_at().toRect())

    def _shown_at(self) -> QRectF:
        return self._place(self._shape if self.image.isNull() else QSizeF(self.image.size()))

    def expect(self, shape: tuple[int, int]) -> None:
        """Say which shape comes; what is shown stays until it does."""
        self._shape = QSizeF(*shape)
        self._lay()
        self.update()

    def show_image(self, image: QImage) -> None:
        self.image, self._said = image, ""
        self._lay()
        self.setAccessibleName(_("Preview of what will be saved"))
        self.update()

    def say(self, text: str) -> None:
        """Say something in place of, or over, the picture: that it is being drawn, or why it is not."""
        self._said = text
        self.update()

    def forget(self) -> None:
        self.image = QImage()
        self.update()

    def picture_height(self) -> int:
        """Return the height in device pixels that the picture has here."""
        return round(self._place(self._shape).height() * self.devicePixelRatioF())

    def _place(self, shape: QSizeF) -> QRectF:
        room = QRectF(self.rect()).adjusted(tokens.XL, tokens.L, -tokens.XL, -tokens.L)
        size = shape.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        return place

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._shown_at()
        if self.image.isNull():
            painter.fillRect(place, QColor(t.placeholder))
        else:
            painter.drawImage(place, self.image)
            painter.setPen(QColor(t.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
        if self._said:
            self._paint_said(painter, place)
        painter.end()

    def _paint_said(self, painter: QPainter, place: QRectF) -> None:
        t = tokens.current()
        painter.setFont(tokens.font(tokens.TEXT_BODY))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = place.adjusted(tokens.L, tokens.L, -tokens.L, -tokens.L)
        box = painter.boundingRect(room, flags, self._said).adjusted(-14, -8, 14, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.scrim))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(QColor(t.on_scrim))
        painter.drawText(box, flags, self._said)
