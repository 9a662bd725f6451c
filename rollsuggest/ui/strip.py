"""The photos of a creation in a row: choose one to swap it, take it out or move it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import AssetId
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.pictures import cover_rect

Key = Qt.Key
STEP = tokens.STRIP_PX + tokens.S
EDGE = 4  # room for the focus ring


class Row(QWidget):
    """Square thumbnails beside each other; one is chosen."""

    chosen = Signal(int)
    used = Signal()  # Enter or double click: swap it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.photos: tuple[AssetId, ...] = ()
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Photos used"))
        desk.thumbs.arrived.connect(lambda _key: self.update())

    def show_photos(self, photos: tuple[AssetId, ...]) -> None:
        self.photos = photos
        self.at = min(self.at, max(len(photos) - 1, 0))
        self.setFixedSize(QSize(max(len(photos) * STEP, 1), tokens.STRIP_PX + 2 * EDGE))
        self._desk.thumbs.want("strip", [thumb_key(photo) for photo in photos])
        self.choose(self.at)

    def choose(self, at: int) -> None:
        self.at = min(max(at, 0), max(len(self.photos) - 1, 0))
        place = _("Photo {n} of {all}").format(n=self.at + 1, all=len(self.photos))
        self.setAccessibleDescription(place)
        self.chosen.emit(self.at)
        self.update()

    def rect_of(self, index: int) -> QRect:
        return QRect(EDGE + index * STEP, EDGE, tokens.STRIP_PX, tokens.STRIP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, photo in enumerate(self.photos):
            place = QRectF(self.rect_of(index))
            path = QPainterPath()
            path.addRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
            painter.fillPath(path, QColor(t.placeholder))
            if (picture := self._desk.thumbs.get(thumb_key(photo))) is not None:
                painter.save()
                painter.setClipPath(path)
                painter.drawPixmap(place, picture, cover_rect(picture.width(), picture.height(), place))
                painter.restore()
            if index == self.at:
                painter.setPen(QPen(QColor(t.focus if self.hasFocus() else t.accent), 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(
                    place.adjusted(-2, -2, 2, 2), tokens.RADIUS_CONTROL + 2, tokens.RADIUS_CONTROL + 2
                )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = (event.position().toPoint().x() - EDGE) // STEP
        if 0 <= at < len(self.photos):
            self.choose(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.used.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Key.Key_Right: 1, Key.Key_Left: -1}
        key = Key(event.key())
        if key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(self.at + steps[key])
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
            self.used.emit()
        else:
            super().keyPressEvent(event)


class PhotoStrip(QWidget):
    """The row with its four acts."""

    swapped = Signal(int)  # the photo at that place is to be replaced
    edited = Signal(tuple)  # the photos in their new order

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.row = Row(desk)
        self._least = 1
        self._area = QScrollArea()
        self._area.setWidget(self.row)
        self._area.setFixedHeight(tokens.STRIP_PX + 2 * EDGE + 12)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(_("Photos used"))
        self.swap = Button(
            _("Swap this photo"), lambda: self.swapped.emit(self.row.at), icon="replace", kind="icon"
        )
        self.out = Button(_("Take this photo out"), self._remove, icon="trash-2", kind="icon")
        self.left = Button(_("Move left"), lambda: self._move(-1), icon="arrow-left", kind="icon")
        self.right = Button(_("Move right"), lambda: self._move(1), icon="arrow-right", kind="icon")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.XS)
        layout.addWidget(self._area, 1)
        for button in (self.left, self.right, self.swap, self.out):
            layout.addWidget(button)
        self.row.chosen.connect(self._chosen)
        self.row.used.connect(lambda: self.swapped.emit(self.row.at))

    def show_photos(self, photos: tuple[AssetId, ...], least: int) -> None:
        self._least = least
        self.row.show_photos(photos)

    def _chosen(self, at: int) -> None:
        count = len(self.row.photos)
        self.left.setEnabled(at > 0)
        self.right.setEnabled(at < count - 1)
        self.swap.setEnabled(count > 0)
        self.out.setEnabled(count > self._least)
        self._area.ensureWidgetVisible(self.row, 0, 0)
        place = self.row.rect_of(at).center()
        self._area.ensureVisible(place.x(), place.y(), STEP, 0)

    def _remove(self) -> None:
        photos, at = self.row.photos, self.row.at
        if len(photos) > self._least:
            self.edited.emit(photos[:at] + photos[at + 1 :])

    def _move(self, step: int) -> None:
        photos, at = list(self.row.photos), self.row.at
        to = at + step
        if 0 <= to < len(photos):
            photos[at], photos[to] = photos[to], photos[at]
            self.row.at = to
            self.edited.emit(tuple(photos))
