"""Covers that lead to photos, a square one for each place; and a grid of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from rollsuggest.library.rows import PlaceRow
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import right_to_left
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.pictures import cover_rect

EDGE = 4
TEXT_PX = 44
Key = Qt.Key


class Cover(QPushButton):
    """A picture with a name and a line below it; pressed by click, Space and Enter."""

    def __init__(self, desk: Desk, identity: Hashable, picture: QSize) -> None:
        super().__init__()
        self.identity = identity
        self._desk, self._picture = desk, picture
        self._key: Hashable = None
        self._name = self._line = ""
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(picture.width() + 2 * EDGE, picture.height() + 2 * EDGE + tokens.px(TEXT_PX))
        desk.thumbs.arrived.connect(self._arrived)

    def show_thing(self, key: Hashable, name: str, line: str) -> None:
        self._key, self._name, self._line = key, name, line
        self.setAccessibleName(wording.facts(name, line))
        self.update()

    def wish(self) -> Hashable:
        return self._key

    def _arrived(self, key: object) -> None:
        if key == self._key:
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Key.Key_Return, Key.Key_Enter):
            self.click()
            return
        event.ignore() if event.key() != Key.Key_Space else super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(EDGE, EDGE, self._picture.width(), self._picture.height())
        radius = tokens.RADIUS_CARD
        path = QPainterPath()
        path.addRoundedRect(place, radius, radius)
        painter.fillPath(path, QColor(t.placeholder))
        if (picture := self._desk.thumbs.get(self._key)) is not None:
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(place, picture, cover_rect(picture.width(), picture.height(), place))
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        self._paint_words(painter, place)
        painter.end()

    def _paint_words(self, painter: QPainter, place: QRectF) -> None:
        t = tokens.current()
        align = Qt.AlignmentFlag.AlignLeft
        lines = (
            (self._name, tokens.font(tokens.TEXT_BODY, bold=True), t.text, tokens.px(20)),
            (self._line, tokens.font(tokens.TEXT_SMALL), t.muted, tokens.px(18)),
        )
        y = place.bottom() + EDGE
        for text, font, colour, height in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
            where = QRectF(place.left(), y, place.width(), height)
            painter.drawText(where, int(align | Qt.AlignmentFlag.AlignVCenter), said)
            y += height


class PlaceCover(Cover):
    def __init__(self, desk: Desk, row: PlaceRow, opened: Callable[[PlaceRow], object]) -> None:
        super().__init__(desk, (row.name, row.country), QSize(204, 136))
        self.clicked.connect(lambda _checked=False: opened(self.row))
        self.show_row(row)

    def show_row(self, row: PlaceRow) -> None:
        self.row = row
        years = ""
        if row.first and row.last:
            first, last = row.first.year, row.last.year
            years = str(first) if first == last else f"{first}–{last}"
        line = wording.facts(wording.photos(row.photos), years)
        self.show_thing(thumb_key(row.cover), row.name, line)


class CoverGrid(QWidget):
    """Covers of one size in rows; the arrow keys go from one to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._covers: list[Cover] = []
        self._columns = 1
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_covers(
        self, rows: Sequence[Any], make: Callable[[Any], Cover], renew: Callable[[Cover, Any], object]
    ) -> None:
        """Show one cover per row, in that order; covers of what stays are kept."""
        held = {cover.identity: cover for cover in self._covers}
        self._covers = []
        for row in rows:
            identity = (row.name, row.country)
            cover = held.pop(identity, None)
            if cover is None:
                cover = make(row)
                cover.setParent(self)
                cover.show()
            else:
                renew(cover, row)
            self._covers.append(cover)
        for gone in held.values():
            gone.hide()
            gone.deleteLater()
        self._place()
        self.updateGeometry()
        if self._covers:
            first = self._covers[0]
            first._desk.thumbs.want(f"covers-{id(self)}", [cover.wish() for cover in self._covers])

    def focus_on(self, identity: Hashable) -> None:
        for cover in self._covers:
            if cover.identity == identity:
                cover.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        on = -1 if right_to_left(self) else 1
        steps = {
            Key.Key_Right: on, Key.Key_Left: -on, Key.Key_Down: self._columns, Key.Key_Up: -self._columns,
        }  # fmt: skip
        step = steps.get(Key(event.key()))
        here = next((i for i, cover in enumerate(self._covers) if cover.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = self._covers[min(max(here + step, 0), len(self._covers) - 1)]
        there.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self, width: int) -> int:
        return max(1, (width + tokens.L) // (self._covers[0].width() + tokens.L)) if self._covers else 1

    def _place(self) -> None:
        self._columns = self._fit(self.width())
        for number, cover in enumerate(self._covers):
            down, across = divmod(number, self._columns)
            x = across * (cover.width() + tokens.L)
            if right_to_left(self):
                x = self.width() - x - cover.width()
            cover.move(x, down * (cover.height() + tokens.S))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._covers:
            return 0
        return -(-len(self._covers) // self._fit(width)) * (self._covers[0].height() + tokens.S)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
