"""A restyle beside its photo or another style, parted by a line that is dragged or moved by keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider

from rollsuggest.i18n import _
from rollsuggest.ui import tokens

Key = Qt.Key
KNOB_PX = 14
WHOLE, HALF = 100, 50  # the line is at so many hundredths from the left; 0 shows the drawing alone
STEP, LEAP = 2, 10


class Compare(QSlider):
    """Lies over the canvas' picture. A slider to a screen reader: how much of the photo is seen."""

    wanted = Signal()  # what is on the left of the line is to be fetched

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, WHOLE)
        self.setSingleStep(STEP)
        self.setPageStep(LEAP)
        self.setAccessibleName(_("Before and after"))
        self.setToolTip(_("Drag the line to compare"))
        self.setMinimumSize(QSize(1, 1))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.before = QImage()
        self._names = ("", "")  # of what is left and right of the line
        self.name_sides("", "")
        self.valueChanged.connect(lambda _at: self._moved())

    def show_before(self, image: QImage) -> None:
        self.before = image
        self.update()

    def forget(self) -> None:
        """Let the photo go and start at the left again."""
        self.rest()
        self.setValue(0)

    def rest(self) -> None:
        """Let the photo go: nobody looks."""
        self.before = QImage()

    def name_sides(self, left: str, right: str) -> None:
        """Say what is compared: a style at the left, "" for the photo as it was."""
        self._names = (left or _("Photo"), right)
        self.setAccessibleDescription(
            _("How much of {style} is shown, from the left").format(style=left)
            if left
            else _("How much of the photo as it was is shown, from the left")
        )
        self.update()

    def look_at(self) -> None:
        """Fetch the other side anew, and show half of it where none was to be seen."""
        self.before = QImage()
        if self.value():
            self._moved()
        else:
            self.setValue(HALF)

    def _moved(self) -> None:
        if self.value() and self.before.isNull():
            self.wanted.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.setValue(round(event.position().x() * WHOLE / max(self.width(), 1)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Key.Key_Return, Key.Key_Enter):  # the whole photo and back
            self.setValue(0 if self.value() == WHOLE else WHOLE)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        x = self.width() * self.value() / WHOLE
        if not self.before.isNull() and self.value():
            part = self.before.width() * self.value() / WHOLE
            seen = QRectF(0, 0, part, self.before.height())
            painter.drawImage(QRectF(0, 0, x, self.height()), self.before, seen)
        if not self.before.isNull() and 0 < self.value() < WHOLE:
            self._paint_names(painter, x)
        x = min(max(x, KNOB_PX), self.width() - KNOB_PX) if self.value() in (0, WHOLE) else x
        painter.setPen(QPen(QColor(t.scrim), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(t.on_scrim), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        self._paint_knob(painter, QPointF(x, self.height() / 2))
        painter.end()

    def _paint_names(self, painter: QPainter, x: float) -> None:
        """Write beside the line what is on either side of it, where there is room."""
        t = tokens.current()
        painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=True))
        metrics = QFontMetricsF(painter.font())
        for name, side, room in ((self._names[0], -1, x), (self._names[1], 1, self.width() - x)):
            width = metrics.horizontalAdvance(name) + 2 * tokens.S
            if not name or width + 2 * tokens.S > room:
                continue
            left = x + tokens.S if side > 0 else x - tokens.S - width
            plate = QRectF(left, tokens.S, width, metrics.height() + tokens.S)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.scrim))
            painter.drawRoundedRect(plate, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
            painter.setPen(QColor(t.on_scrim))
            painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), name)

    def _paint_knob(self, painter: QPainter, at: QPointF) -> None:
        t = tokens.current()
        painter.setPen(QPen(QColor(t.focus if self.hasFocus() else t.on_scrim), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(t.scrim))
        painter.drawEllipse(at, KNOB_PX, KNOB_PX)
        painter.setPen(QPen(QColor(t.on_scrim), 2))
        for side in (-1, 1):
            tip = at + QPointF(side * 8, 0)
            painter.drawLine(tip, tip + QPointF(-side * 4, -4))
            painter.drawLine(tip, tip + QPointF(-side * 4, 4))
