"""Square thumbnails beside each other, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import AssetId
from rollsuggest.ui import tokens
from rollsuggest.ui.badge import paint_badge
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.listed import Listed
from rollsuggest.ui.pictures import cover_rect

Key = Qt.Key
STEP = tokens.STRIP_PX + tokens.S
EDGE = 4  # room for the focus ring


class PhotoRow(QWidget, Listed):
    """The row itself; `name` is what a screen reader calls it."""

    chosen = Signal(int)
    used = Signal()  # Enter or double click

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk, self._name = desk, name
        self.photos: tuple[AssetId, ...] = ()
        self.at = 0
        self._best: AssetId | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        desk.thumbs.arrived.connect(lambda _key: self.update())

    def show_photos(self, photos: tuple[AssetId, ...]) -> None:
        self.photos = photos
        self.at = min(self.at, max(len(photos) - 1, 0))
        self.setFixedSize(QSize(max(len(photos) * STEP, 1), tokens.STRIP_PX + 2 * EDGE))
        self._desk.thumbs.want(self._name, [thumb_key(photo) for photo in photos])
        self.choose(self.at)

    def choose(self, at: int) -> None:
        self.at = min(max(at, 0), max(len(self.photos) - 1, 0))
        self._describe()
        self.say_tile()
        self.chosen.emit(self.at)
        self.update()

    def mark(self, best: AssetId) -> None:
        """Put a star on the one that is used in place of the others."""
        self._best = best
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.tile_name(self.at))

    def tile_count(self) -> int:
        return len(self.photos)

    def tile_name(self, index: int) -> str:
        said = _("Photo {n} of {all}").format(n=index + 1, all=len(self.photos))
        if self.photos and self.photos[index] == self._best:
            said = _("{photo}, the one used").format(photo=said)
        return said

    def tile_place(self, index: int) -> QRect:
        return self.rect_of(index)

    def tile_at(self) -> int:
        return self.at

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
            if photo == self._best:
                paint_badge(painter, self.rect_of(index), "", "star-filled", inset=tokens.XS)
            if index == self.at:
                focused = self.hasFocus()
                painter.setPen(QPen(QColor(t.focus if focused else t.edge), 3 if focused else 2))
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


def shelf(row: PhotoRow) -> QScrollArea:
    """Return an area as high as the row, that scrolls to what is chosen in it."""
    area = QScrollArea()
    area.setWidget(row)
    area.setFixedHeight(tokens.STRIP_PX + 2 * EDGE + 12)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(row.accessibleName())

    def follow(at: int) -> None:
        place = row.rect_of(at).center()
        area.ensureVisible(place.x(), place.y(), STEP, 0)

    row.chosen.connect(follow)
    return area
