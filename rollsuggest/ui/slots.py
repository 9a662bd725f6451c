"""The photos of a collage on its page: dragged onto each other, moved and brought nearer in their places."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Box, Laid, Slot
from rollsuggest.ui import icons, tokens
from rollsuggest.ui.hand import ARROWS, Grip, Key, sizing, turned_by
from rollsuggest.ui.listed import Listed

STEP = 0.04  # of a place, for an arrow key
NEARER = 1.15


class Slots(QWidget, Listed):
    """Lies over the canvas' picture. One photo is chosen; what is done to it is told by signals."""

    chosen = Signal(int)  # which slot; -1 none
    swapped = Signal(object, object)  # AssetId, AssetId
    moved = Signal(object, float, float)  # Slot, shares of its place
    zoomed = Signal(object, float)  # Slot, factor
    restored = Signal(object)  # AssetId
    locked = Signal(object)  # AssetId
    used = Signal()  # the chosen photo is to be replaced
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.laid = Laid((), "")
        self.at = -1
        self.kept: frozenset[AssetId] = frozenset()
        self._picture = QImage()
        self._grip = Grip()
        self._held = -1
        self.setMinimumSize(QSize(1, 1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Photos on the page"))

    # what is shown

    def show_laid(self, laid: Laid, kept: tuple[AssetId, ...], picture: QImage) -> None:
        """Show where the photos lie in the picture that is under this."""
        before, moved = self.slot, laid.slots != self.laid.slots
        self.laid, self.kept, self._picture = laid, frozenset(kept), picture
        same = [i for i, slot in enumerate(laid.slots) if before and slot.asset == before.asset]
        if moved:  # the same page drawn anew takes nothing out of the hand
            self._drop()
        self.choose(same[0] if same else min(self.at, len(laid.slots) - 1))

    def forget(self) -> None:
        self.at = -1
        self.show_laid(Laid((), ""), (), QImage())

    @property
    def slot(self) -> Slot | None:
        return self.laid.slots[self.at] if 0 <= self.at < len(self.laid.slots) else None

    def choose(self, at: int) -> None:
        self.at = at
        self.setAccessibleDescription(self.tile_name(at) if self.slot else "")
        self.say_tile()
        self.chosen.emit(at)
        self.update()

    def tile_count(self) -> int:
        return len(self.laid.slots)

    def tile_name(self, index: int) -> str:
        said = _("Photo {n} of {all}").format(n=index + 1, all=len(self.laid.slots))
        return _("{photo}, locked").format(photo=said) if self.laid.slots[index].asset in self.kept else said

    def tile_place(self, index: int) -> QRect:
        return self.place(self.laid.slots[index].place).toRect()

    def tile_at(self) -> int:
        return self.at

    def place(self, box: Box) -> QRectF:
        """Return where a share of the page lies here."""
        w, h = self.width(), self.height()
        return QRectF(box.x * w, box.y * h, box.w * w, box.h * h)

    def under(self, point: QPointF) -> int:
        """Return which slot is there; the last painted is on top. -1: none."""
        hits = [i for i, slot in enumerate(self.laid.slots) if self.place(slot.place).contains(point)]
        return hits[-1] if hits else -1

    # acts on the chosen photo

    def lock(self) -> None:
        if self.slot is not None:
            self.locked.emit(self.slot.asset)

    def zoom(self, factor: float) -> None:
        if self.slot is not None:
            self.zoomed.emit(self.slot, factor)

    def restore(self) -> None:
        if self.slot is not None:
            self.restored.emit(self.slot.asset)

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip.press(event)
        self._held = self.under(event.position())
        self.choose(self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._grip.move(event):
            over = self.under(event.position()) >= 0
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip.move(event)
        held, dragged, way = self._held, self._grip.dragged, self._grip.way
        self._drop()
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()
        if held < 0 or not dragged:
            return
        slot, target = self.laid.slots[held], self.under(event.position())
        if target not in (held, -1):
            self.swapped.emit(slot.asset, self.laid.slots[target].asset)
        elif target == held:
            place = self.place(slot.place)
            self.moved.emit(slot, way.x() / place.width(), way.y() / place.height())

    def _drop(self) -> None:
        self._grip.let_go()
        self._held = -1

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drop()
        self.choose(self.under(event.position()))
        if self.slot is not None:
            self.used.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel brings the chosen photo nearer, when the hand works here: never in passing."""
        slot = self.slot
        if slot is None or not self.hasFocus() or self.under(event.position()) != self.at:
            event.ignore()
            return
        self.zoomed.emit(slot, turned_by(event, NEARER))

    # the keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at < 0 and self.laid.slots:
            self.choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slot, key, held = self.slot, Key(event.key()), event.modifiers()
        if slot is None:
            super().keyPressEvent(event)
        elif key in ARROWS and held & Qt.KeyboardModifier.ShiftModifier:
            self.moved.emit(slot, -STEP * ARROWS[key][0], -STEP * ARROWS[key][1])
        elif key in ARROWS:
            self._step(*ARROWS[key], swap=bool(held & Qt.KeyboardModifier.ControlModifier))
        elif (factor := sizing(key, NEARER)) is not None:
            self.zoom(factor)
        elif key == Key.Key_0:
            self.restore()
        elif key == Key.Key_L:
            self.lock()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.used.emit()
        elif key == Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, across: int, down: int, swap: bool) -> None:
        """Go to the nearest photo in a direction, or change places with it."""
        to = neighbour(self.laid.slots, self.at, across, down)
        if to is None:
            return
        if swap:
            self.swapped.emit(self.laid.slots[self.at].asset, self.laid.slots[to].asset)
        else:
            self.choose(to)

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = self.under(self._grip.at) if self._held >= 0 else -1
        if self._held >= 0:
            self._paint_held(painter, target)
        for slot in self.laid.slots:
            if slot.asset in self.kept:
                self._paint_lock(painter, self.place(slot.place))
        shown = target if target >= 0 and target != self._held else self.at
        if 0 <= shown < len(self.laid.slots):
            painter.setPen(QPen(QColor(t.focus if self.hasFocus() else t.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            place = self.place(self.laid.slots[shown].place).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRect(place)
        painter.end()

    def _paint_held(self, painter: QPainter, target: int) -> None:
        """Move what is held with the hand: within its place it is moved, over another it changes with it."""
        slot, way = self.laid.slots[self._held], self._grip.way
        place, box = self.place(slot.place), slot.place
        size = self._picture.size()
        part = QRectF(
            box.x * size.width(), box.y * size.height(), box.w * size.width(), box.h * size.height()
        )
        painter.save()
        if target == self._held:
            painter.setClipRect(place)
            painter.drawImage(place.translated(way), self._picture, part)
        else:
            painter.setOpacity(0.85)
            small = QRectF(0, 0, place.width() * 0.6, place.height() * 0.6)
            small.moveCenter(self._grip.at)
            painter.drawImage(small, self._picture, part)
        painter.restore()

    def _paint_lock(self, painter: QPainter, place: QRectF) -> None:
        t = tokens.current()
        badge = QRectF(place.right() - 32, place.top() + 8, 24, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.scrim))
        painter.drawEllipse(badge)
        mark = icons.icon("lock", t.on_scrim, t.on_scrim, self.devicePixelRatioF()).pixmap(QSize(14, 14))
        painter.drawPixmap(badge.center() - QPointF(7, 7), mark)


def neighbour(slots: tuple[Slot, ...], at: int, across: int, down: int) -> int | None:
    """Return the nearest photo to the right (1, 0), above (0, -1), …; None at the page's edge."""
    x, y = slots[at].place.centre
    best: tuple[float, int] | None = None
    for i, slot in enumerate(slots):
        dx, dy = slot.place.centre[0] - x, slot.place.centre[1] - y
        ahead, aside = (dx * across, abs(dy)) if across else (dy * down, abs(dx))
        if i != at and ahead > 0.01 and (best is None or (ahead + 2 * aside, i) < best):
            best = ahead + 2 * aside, i
    return best[1] if best else None
