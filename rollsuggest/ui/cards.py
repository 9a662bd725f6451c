"""A suggestion as a card: its real cover in its true shape, a title, one line of why, three actions."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import SuggestionState
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.pictures import cover_rect

TITLE_LINES, REASON_LINES = 2, 2
TITLE_PX, REASON_PX = 20, 17  # line heights
SHEET_PX, SHEET_INSET_PX = 4, 8  # how far the photos below look out, and how much narrower each is
DRIFT, DRIFT_MS = 0.06, 7000
MARGIN = 4  # room for the focus ring
Key = Qt.Key


def paint_lines(
    painter: QPainter, at: QPointF, width: float, text: str, font: QFont, line_px: int, most: int
) -> float:
    """Paint a text in at most `most` lines, the last one elided; returns the height used."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    painter.setFont(font)
    layout.beginLayout()
    y = 0.0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        part = text[line.textStart() : line.textStart() + line.textLength()]
        if number == most - 1:
            rest = text[line.textStart() :]
            part = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(width))
        where = QRectF(at.x(), at.y() + y, width, line_px)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, part.strip())
        y += line_px
    layout.endLayout()
    return y


def count_lines(text: str, font: QFont, width: float, most: int) -> int:
    """Return how many lines `paint_lines` takes."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    number = 0
    while number < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        number += 1
    layout.endLayout()
    return number


class SuggestionCard(QWidget):
    opened = Signal()
    saved = Signal()
    refused = Signal()
    kept = Signal()
    moved = Signal(int)  # the focus should go that many cards on

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk = desk
        self._over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._actions = [
            Button(_("Open"), self.opened.emit, icon="maximize-2", kind="scrim"),
            Button(_("Save"), self.saved.emit, icon="download", kind="scrim"),
            Button(_("Keep for later"), self.kept.emit, icon="bookmark", kind="scrim"),
            Button(_("Not for me"), self.refused.emit, icon="x", kind="scrim"),
        ]
        self._drift = QVariantAnimation(self)
        self._drift.setDuration(DRIFT_MS)
        self._drift.setStartValue(0.0)
        self._drift.setEndValue(1.0)
        self._drift.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._drift.valueChanged.connect(lambda _value: self.update())
        for button in self._actions:
            button.setParent(self)
            button.hide()
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.set_card(card)

    def set_card(self, card: Card) -> None:
        self.card = card
        width, height = card.recipe.format.size_px
        self.cover_px = QSize(round(tokens.COVER_PX * width / height), tokens.COVER_PX)
        suggestion = card.suggestion
        heading = tokens.font(tokens.TEXT_HEADING, bold=True)
        words = (
            count_lines(suggestion.title, heading, self.cover_px.width(), TITLE_LINES) * TITLE_PX
            + count_lines(
                suggestion.reason, tokens.font(tokens.TEXT_SMALL), self.cover_px.width(), REASON_LINES
            )
            * REASON_PX
        )
        height_px = tokens.COVER_PX + tokens.S + tokens.XS + words + 2 * MARGIN
        self.setFixedSize(self.cover_px.width() + 2 * MARGIN, height_px)
        self.setAccessibleName(suggestion.title)
        self.setAccessibleDescription(suggestion.reason)
        keep = _("Keep no longer") if card.state is SuggestionState.SAVED else _("Keep for later")
        for button, act in zip(self._actions, (_("Open"), _("Save"), keep, _("Not for me")), strict=True):
            button.name(f"{act}: {suggestion.title}")
            button.setToolTip(act)
        self._place_actions()
        self.update()

    def cover_key(self) -> Hashable:
        height = round(tokens.COVER_PX * self.devicePixelRatioF())
        return self.card.recipe, height

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cover = QRectF(MARGIN, MARGIN, self.cover_px.width(), self.cover_px.height())
        if len(self.card.recipe.photos) > 1:
            self._paint_sheets(painter, cover)
            cover = cover.adjusted(0, 2 * SHEET_PX, 0, 0)
        self._paint_cover(painter, cover)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                cover.adjusted(-3, -3, 3, 3), tokens.RADIUS_CARD + 3, tokens.RADIUS_CARD + 3
            )
        at = QPointF(cover.left(), cover.bottom() + tokens.S)
        painter.setPen(QColor(t.text))
        used = paint_lines(
            painter, at, cover.width(), self.card.suggestion.title,
            tokens.font(tokens.TEXT_HEADING, bold=True), TITLE_PX, TITLE_LINES,
        )  # fmt: skip
        painter.setPen(QColor(t.muted))
        paint_lines(
            painter, at + QPointF(0, used + tokens.XS), cover.width(), self.card.suggestion.reason,
            tokens.font(tokens.TEXT_SMALL), REASON_PX, REASON_LINES,
        )  # fmt: skip
        painter.end()

    def _paint_cover(self, painter: QPainter, cover: QRectF) -> None:
        t = tokens.current()
        path = QPainterPath()
        path.addRoundedRect(cover, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        picture = self._desk.covers.get(self.cover_key())
        painter.fillPath(path, QColor(t.placeholder))
        if picture is not None:
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(
                cover, picture, self._seen(cover_rect(picture.width(), picture.height(), cover))
            )
            painter.restore()
        elif self._desk.covers.why_not(self.cover_key()):
            painter.setPen(QColor(t.muted))
            painter.setFont(tokens.font(tokens.TEXT_SMALL))
            inner = cover.adjusted(tokens.L, tokens.L, -tokens.L, -tokens.L)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, int(flags), _("This one could not be drawn. Open it to see why."))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_sheets(self, painter: QPainter, cover: QRectF) -> None:
        """Paint the edges of the photos that lie below: there is more than one."""
        t = tokens.current()
        painter.setPen(QPen(QColor(t.line), 1))
        ground = QColor(t.placeholder)
        dark = ground.lightness() < 128
        for sheet in (2, 1):
            inset = sheet * SHEET_INSET_PX
            edge = cover.adjusted(inset, (2 - sheet) * SHEET_PX, -inset, -cover.height() / 2)
            painter.setBrush(ground.lighter(190 - 30 * sheet) if dark else ground.darker(100 + 5 * sheet))
            painter.drawRoundedRect(edge, tokens.RADIUS_CARD, tokens.RADIUS_CARD)

    def _seen(self, part: QRectF) -> QRectF:
        """Return the part of the cover that is seen while it drifts slowly closer."""
        in_by = DRIFT * float(self._drift.currentValue() or 0) / 2
        w, h = part.width() * in_by, part.height() * in_by
        return part.adjusted(w, h, -w, -h)

    def _move(self, on: bool) -> None:
        self._drift.stop()
        if on and not self._desk.still:
            self._drift.start()
        else:
            self._drift.setCurrentTime(0)

    # actions

    def _place_actions(self) -> None:
        size = tokens.ICON_PX + 16
        x = MARGIN + self.cover_px.width() - tokens.S
        for button in reversed(self._actions):
            button.setFixedSize(size, size)
            x -= size
            button.move(x, MARGIN + self.cover_px.height() - tokens.S - size)
            x -= tokens.XS

    def _show_actions(self) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and (focus is self or self.isAncestorOf(focus))
        for button in self._actions:
            button.setVisible(self._over or inside)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if any(w is not None and (w is self or w.parent() is self) for w in (old, new)):
            self._show_actions()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_actions()
        super().focusInEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self._move(True)
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self._move(False)
        self._show_actions()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
            self.opened.emit()
        elif key == Key.Key_Delete:
            self.refused.emit()
        elif key in (Key.Key_Right, Key.Key_Left):
            self.moved.emit(1 if key == Key.Key_Right else -1)
        elif key in (Key.Key_Down, Key.Key_Up):
            self.moved.emit(100 if key == Key.Key_Down else -100)
        else:
            super().keyPressEvent(event)


class CardGrid(QWidget):
    """Cards in rows of equal height, as many beside each other as fit."""

    GAP = tokens.L - 2 * MARGIN

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[SuggestionCard] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_cards(self, cards: Sequence[SuggestionCard]) -> None:
        self.cards = list(cards)
        for card in cards:
            if card.parent() is not self:
                card.setParent(self)
            card.show()
        self._place(self.width())
        self.updateGeometry()

    def _place(self, width: int, move: bool = True) -> int:
        x = y = tallest = 0
        for card in self.cards:
            if x and x + card.width() > width:
                x, y, tallest = 0, y + tallest + tokens.L, 0
            if move:
                card.move(x, y)
            x += card.width() + self.GAP
            tallest = max(tallest, card.height())
        return y + tallest

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(400, self._place(max(self.width(), 400), move=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width())

    def visible_cards(self, view: QRect) -> list[SuggestionCard]:
        """Return the cards that touch a rectangle of this widget."""
        return [card for card in self.cards if card.geometry().intersects(view)]
