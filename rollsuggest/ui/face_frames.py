"""Over a large photo: who is where, as frames with names."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rollsuggest.library.rows import NamedFace
from rollsuggest.ui import tokens


class FaceFrames(QWidget):
    """Frames over the picture that it lies on. The panel beside it says the names to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.faces: tuple[NamedFace, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_faces(self, faces: tuple[NamedFace, ...]) -> None:
        self.faces = faces
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=True))
        for face in self.faces:
            box, w, h = face.box, self.width(), self.height()
            frame = QRectF(box.x * w, box.y * h, box.w * w, box.h * h)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in ((t.scrim, 4), (t.on_scrim, 2)):  # seen on light and on dark
                painter.setPen(QPen(QColor(colour), wide))
                painter.drawRoundedRect(frame, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
            if face.name:
                self._paint_name(painter, frame, face.name)
        painter.end()

    def _paint_name(self, painter: QPainter, frame: QRectF, name: str) -> None:
        t = tokens.current()
        plate = QRectF(painter.fontMetrics().boundingRect(name)).adjusted(-6, -3, 6, 3)
        plate.moveCenter(frame.center())
        plate.moveTop(frame.bottom() + tokens.XS)
        if plate.bottom() > self.height():
            plate.moveBottom(frame.top() - tokens.XS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.scrim))
        painter.drawRoundedRect(plate, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(QColor(t.on_scrim))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)
