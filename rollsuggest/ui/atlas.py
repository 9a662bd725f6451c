"""The map of the Places page: a dot for each place, a line for each trip; by mouse and by keyboard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import count, pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from rollsuggest.i18n import _
from rollsuggest.library.rows import PlaceRow
from rollsuggest.model import Journey
from rollsuggest.ui import land, tokens, wording
from rollsuggest.ui.controls import Button
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.hand import ARROWS, Grip, sizing, turned_by
from rollsuggest.ui.land import MapView
from rollsuggest.ui.listed import Listed

LEAST_PX, MOST_PX = 5.0, 16.0  # radius of a dot
NAME_AIR_PX = 4
STEP = 1.5  # of zooming, by a key or a notch of the wheel
SETTLE_MS = 60
ASIDE_PX = 10_000  # as if so far: what lies more beside the way than along it comes last
NEAR_PX = 6  # beside a dot, and still on it
_numbers = count()
Key = Qt.Key


class Atlas(QFrame, Listed):
    """A map of places; those without a position are not on it."""

    opened = Signal(object)  # PlaceRow

    def __init__(self, desk: Desk, name: str, *, still: bool = False) -> None:
        """`still`: a map to look at, that neither moves nor takes keys."""
        super().__init__()
        self._desk, self._still, self._name = desk, still, f"atlas-{next(_numbers)}"
        self.places: tuple[PlaceRow, ...] = ()
        self.journeys: tuple[Journey, ...] = ()
        self.view: MapView | None = None  # None: as shows all
        self.at = 0
        self._grip, self._grabbed = Grip(), QPointF()
        self._land, self._land_view = QImage(), MapView(0, 0, 1)
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self._draw_land)
        self.setAccessibleName(name)
        if not still:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setMouseTracking(True)
            nearer = Button(_("Nearer"), lambda: self._zoom(STEP), icon="zoom-in", kind="scrim")
            farther = Button(_("Farther away"), lambda: self._zoom(1 / STEP), icon="zoom-out", kind="scrim")
            corner = QHBoxLayout()
            corner.setSpacing(tokens.XS)
            for part in (nearer, farther):
                corner.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            corner.insertStretch(0, 1)
            column = QVBoxLayout(self)
            column.setContentsMargins(tokens.S, tokens.S, tokens.S, tokens.S)
            column.addLayout(corner)
            column.addStretch(1)

    def show_places(self, places: Sequence[PlaceRow], journeys: Sequence[Journey] = ()) -> None:
        """Show places, those of most photos first, and trips; what was looked at stays in view."""
        known = tuple(place for place in places if place.latitude is not None)
        if known == self.places and tuple(journeys) == self.journeys:
            return
        self.places, self.journeys = known, tuple(journeys)
        self.at = min(self.at, max(len(known) - 1, 0))
        self._soon.start()
        self.update()

    # where things are

    def _seen(self) -> MapView:
        return self.view or land.showing([point_of(place) for place in self.places], self.size())

    def spot(self, place: PlaceRow) -> QPointF:
        return self._seen().point(*point_of(place), self.size())

    def radius(self, place: PlaceRow) -> float:
        most = max((other.photos for other in self.places), default=1)
        return LEAST_PX + (MOST_PX - LEAST_PX) * math.sqrt(place.photos / max(most, 1))

    def index_at(self, position: QPointF) -> int | None:
        """Return the place whose dot is there; the nearest of several."""
        gaps = [
            ((self.spot(place) - position).manhattanLength(), number)
            for number, place in enumerate(self.places)
            if math.dist(self.spot(place).toTuple(), position.toTuple()) <= self.radius(place) + NEAR_PX
        ]
        return min(gaps)[1] if gaps else None

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._soon.start()  # in other colours

    def _draw_land(self) -> None:
        view, size, ratio = self._seen(), self.size(), self.devicePixelRatioF()
        colours = tokens.current()

        def draw(_studio: object) -> QImage:
            return land.draw(view, size, ratio, colours)

        self._desk.bridge.read(self._name, draw, partial(self._drawn, view), pool="pictures")

    def _drawn(self, view: MapView, image: QImage) -> None:
        self._land, self._land_view = image, view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_land(painter)
        for journey in self.journeys:
            self._paint_way(painter, journey)
        for number in range(len(self.places) - 1, -1, -1):  # the largest on top
            self._paint_dot(painter, number)
        self._paint_names(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.current().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_land(self, painter: QPainter) -> None:
        """Paint the land as last drawn where it is now: sharp again as soon as it is drawn anew."""
        painter.fillRect(self.rect(), QColor(tokens.current().sea))
        if self._land.isNull():
            return
        now, then = self._seen(), self._land_view
        drawn = self._land.deviceIndependentSize() * (now.scale / then.scale)
        middle = QPointF(
            self.width() / 2 + (then.x - now.x) * now.scale, self.height() / 2 - (then.y - now.y) * now.scale
        )
        place = QRectF(0, 0, drawn.width(), drawn.height())
        place.moveCenter(middle)
        painter.drawImage(place, self._land)

    def _paint_way(self, painter: QPainter, journey: Journey) -> None:
        view, size = self._seen(), self.size()
        points = [view.point(stop.latitude, stop.longitude, size) for stop in journey.stops]
        painter.setPen(QPen(QColor(tokens.current().accent), 1.5, Qt.PenStyle.DotLine))
        for one, other in pairwise(points):
            painter.drawLine(one, other)

    def _paint_dot(self, painter: QPainter, number: int) -> None:
        t, place = tokens.current(), self.places[number]
        here = self.hasFocus() and number == self.at
        radius = self.radius(place)
        painter.setPen(QPen(QColor(t.window), 1.5))
        painter.setBrush(QColor(t.accent))
        painter.drawEllipse(self.spot(place), radius, radius)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.focus), 3))
            painter.drawEllipse(self.spot(place), radius + 4, radius + 4)

    def _paint_names(self, painter: QPainter) -> None:
        """Write the names for which there is room, the place in focus first, then by photos."""
        t = tokens.current()
        painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=True))
        dots = [QRectF(self.tile_place(number)) for number in range(len(self.places))]
        taken: list[QRectF] = []
        order = sorted(range(len(self.places)), key=lambda n: (not (self.hasFocus() and n == self.at), n))
        for number in order:
            place = self.places[number]
            words = QRectF(painter.fontMetrics().boundingRect(place.name))
            words.moveCenter(self.spot(place))
            words.moveTop(self.spot(place).y() + self.radius(place) + NAME_AIR_PX)
            plate = words.adjusted(-4, -1, 4, 1)
            others = taken + dots[:number]  # a smaller dot may lie under a name
            if any(plate.intersects(other) for other in others) or not QRectF(self.rect()).contains(plate):
                continue
            taken.append(plate)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.window))
            painter.setOpacity(0.85)
            painter.drawRoundedRect(plate, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
            painter.setOpacity(1.0)
            painter.setPen(QColor(t.text))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, place.name)

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._still or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._grip.press(event)
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._still:
            event.ignore()
            return
        over = self.index_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.PointingHandCursor)
        if self._grip.move(event) and self._grip.dragged:
            by, self._grabbed = event.position() - self._grabbed, event.position()
            self.look(self._seen().moved(by.x(), by.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged = self._grip.dragged
        self._grip.let_go()
        index = self.index_at(event.position())
        if index is not None and not dragged and not self._still:
            self.go_to(index)
            self.opened.emit(self.places[index])

    def wheelEvent(self, event: QWheelEvent) -> None:
        meant = self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._still or not meant:
            event.ignore()  # the page scrolls
            return
        self._zoom(turned_by(event, STEP))

    def _zoom(self, factor: float) -> None:
        self.look(self._seen().zoomed(factor))

    def look(self, view: MapView) -> None:
        self.view = view
        self._soon.start()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        factor = sizing(key, STEP)
        if self._still or not self.places:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self.go_to(self._beside(*ARROWS[key]))
        elif factor is not None:
            self.look(MapView(*self._middle(), self._seen().scale).zoomed(factor))
        elif key == Key.Key_0:
            self.view = None
            self._soon.start()
            self.update()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.opened.emit(self.places[self.at])
        else:
            super().keyPressEvent(event)

    def _middle(self) -> tuple[float, float]:
        """Return where keys zoom to: the place in focus."""
        latitude, longitude = point_of(self.places[self.at])
        return longitude, land.mercator(latitude)

    def _beside(self, right: int, down: int) -> int:
        """Return the place that lies nearest in a direction; the same where none does."""
        here = self.spot(self.places[self.at])

        def gap(number: int) -> float:
            way = self.spot(self.places[number]) - here
            along, across = (way.x() * right, way.y()) if right else (way.y() * down, way.x())
            if along <= 0:
                return math.inf
            return along + 2 * abs(across) + (ASIDE_PX if abs(across) > along else 0)

        best = min(range(len(self.places)), key=gap)
        return best if gap(best) < math.inf else self.at

    def go_to(self, index: int) -> None:
        """Move the focus to a place and bring it into view."""
        self.at = index
        if not QRectF(self.rect()).contains(self.spot(self.places[index])):
            self.look(MapView(*self._middle(), self._seen().scale))
        self.setAccessibleDescription(self.tile_name(index))
        self.say_tile()
        self.update()

    # what a screen reader meets

    def tile_count(self) -> int:
        return len(self.places)

    def tile_name(self, index: int) -> str:
        place = self.places[index]
        return wording.facts(place.name, wording.photos(place.photos))

    def tile_place(self, index: int) -> QRect:
        radius = self.radius(self.places[index])
        place = QRectF(0, 0, 2 * radius, 2 * radius)
        place.moveCenter(self.spot(self.places[index]))
        return place.toAlignedRect()

    def tile_under(self, spot: QPoint) -> int | None:
        return self.index_at(QPointF(spot))

    def tile_at(self) -> int:
        return self.at

    def sizeHint(self) -> QSize:
        return QSize(400, tokens.px(320))


def point_of(place: PlaceRow) -> tuple[float, float]:
    return place.latitude or 0.0, place.longitude or 0.0
