"""A suggestion as a card: its real cover in its true shape, a title, one line of why, three actions."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import Make, Recipe, SuggestionState
from rollsuggest.ui import icons, tokens, wording
from rollsuggest.ui.card_text import count_lines, paint_lines
from rollsuggest.ui.controls import Button
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.pictures import cover_rect

TITLE_LINES, REASON_LINES = 3, 6  # at most: a row is as tall as its longest words
TITLE_PX, REASON_PX = 20, 17  # line heights
SHEET_PX, SHEET_INSET_PX = 4, 8  # how far the photos below look out, and how much narrower each is
DRIFT, DRIFT_MS = 0.06, 7000
SLIDES, FADE = 5, 0.35  # photos of a film that a pointed-at cover goes through; of a slide's time
BADGE_PX = 28
MARGIN = 4  # room for the focus ring
AIM_MS = 400  # a press so soon was aimed at what stood here before
Key = Qt.Key


class SuggestionCard(QAbstractButton):
    """Said as a button by screen readers; its four acts are buttons inside."""

    opened = Signal()
    saved = Signal()
    refused = Signal()
    kept = Signal()
    moved = Signal(int)  # the focus should go that many cards on

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk = desk
        self._over = False
        self._before: Recipe | None = None  # whose cover may stand until the new one is drawn
        self._scale = 1.0
        self._words_px: dict[int, int] = {}  # by the width they are set in
        self.wide = self.usual_width(card)  # as it is laid out
        self.gone = False  # it is suggested no more, but its place is kept
        self._aim = QTimer(self, interval=AIM_MS, singleShot=True)
        self._aim.timeout.connect(lambda: self._let_through(False))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._actions: list[Button] = []  # made when they are wanted: there are many cards
        self._drift = QVariantAnimation(self)
        self._drift.setDuration(DRIFT_MS)
        self._drift.setStartValue(0.0)
        self._drift.setEndValue(1.0)
        self._drift.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._drift.valueChanged.connect(lambda _value: self.update())
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.clicked.connect(self.opened)
        self.card = card
        self.set_card(card)

    def set_card(self, card: Card, still: bool = False) -> None:
        """Show a card, or what has become of it. A cover drawn of photos that are all still in it stays.

        Where nothing may move (`still`) it keeps its size, but for a title of the person's own.
        """
        before, called = self.card.recipe, self.card.title
        if before != card.recipe:
            kept = set(before.photos) <= set(card.recipe.photos) and self.cover is not None
            self._before = before if kept else None
        self.card = card
        self.gone = False
        self.setEnabled(True)
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(self.said())
        self._name_actions()
        if not still:
            self.take_room()
        elif card.titled and card.title != called:
            self._words_px.clear()
            self.fit(self._scale)
        self.update()

    def take_room(self) -> None:
        """Be as large as the card is by now."""
        self.wide = self.usual_width(self.card)
        self._words_px.clear()
        self.fit(self._scale)

    def go(self) -> None:
        """It is suggested no more: show nothing of it, but keep its place while somebody looks."""
        self.gone = True
        self.setEnabled(False)
        self._move(False)
        self.setAccessibleName(_("No longer suggested"))
        self.setAccessibleDescription("")
        self._show_actions()
        self.update()

    def arrive(self) -> None:
        """It stands where it did not: let a press through that was aimed at what was here before."""
        self._let_through(True)
        self._aim.start()

    def _let_through(self, on: bool) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)

    def said(self) -> str:
        """Return what a screen reader adds to the title: what it is, why, and what became of it."""
        state = {SuggestionState.NEW: _("New"), SuggestionState.MADE: _("Made and saved")}.get(
            self.card.state, ""
        )
        kept = _("Kept for later") if self.card.kept else ""
        parts = (wording.make_name(self.card.recipe.make), self.card.suggestion.reason, state, kept)
        return ". ".join(part for part in parts if part) + "."

    @staticmethod
    def usual_width(card: Card) -> int:
        """Return the width of its cover at the usual height."""
        width, height = card.recipe.format.size_px
        return round(tokens.COVER_PX * width / height)

    def size_at(self, scale: float) -> QSize:
        """Return how large it is with a cover of the usual size times `scale`."""
        width, height = round(self.wide * scale), round(tokens.COVER_PX * scale)
        if width not in self._words_px:
            suggestion, small = self.card.suggestion, tokens.font(tokens.TEXT_SMALL)
            heading = tokens.font(tokens.TEXT_HEADING, bold=True)
            title_px = count_lines(self.card.title, heading, width, TITLE_LINES) * tokens.px(TITLE_PX)
            self._words_px[width] = title_px + count_lines(
                suggestion.reason, small, width, REASON_LINES
            ) * tokens.px(REASON_PX)
        below = tokens.S + tokens.XS + self._words_px[width]
        return QSize(width + 2 * MARGIN, height + below + 2 * MARGIN)

    def fit(self, scale: float) -> None:
        """Take the size of `scale`."""
        self._scale = scale
        size = self.size_at(scale)
        self.cover_px = QSize(size.width() - 2 * MARGIN, round(tokens.COVER_PX * scale))
        if size != self.size():
            self.setFixedSize(size)
        self._place_actions()

    def cover_key(self) -> Hashable:
        if self.card.came is not None:
            return self.card.came
        return self.card.recipe, round(tokens.COVER_PX * self.devicePixelRatioF())

    def stand_in(self) -> Hashable:
        """Return the thumbnail that stands for the cover until it is drawn."""
        return thumb_key(self.card.recipe.photos[0]) if self.card.recipe.photos else None

    def slides(self) -> list[Hashable]:
        """Return the thumbnails that a film goes through while it is pointed at, from over all of it."""
        photos = self.card.recipe.photos
        step = max(1, len(photos) // SLIDES)
        return [thumb_key(photo) for photo in photos[::step][:SLIDES]]

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cover = QRectF(MARGIN, MARGIN, self.cover_px.width(), self.cover_px.height())
        if self.gone:
            self._paint_gone(painter, cover)
            return
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
            painter, at, cover.width(), self.card.title,
            tokens.font(tokens.TEXT_HEADING, bold=True), tokens.px(TITLE_PX),
            min(self._lines_below(at, TITLE_PX), TITLE_LINES),
        )  # fmt: skip
        painter.setPen(QColor(t.muted))
        at += QPointF(0, used + tokens.XS)
        paint_lines(
            painter, at, cover.width(), self.card.suggestion.reason,
            tokens.font(tokens.TEXT_SMALL), tokens.px(REASON_PX),
            min(self._lines_below(at, REASON_PX), REASON_LINES),
        )  # fmt: skip
        painter.end()

    def _lines_below(self, at: QPointF, line_px: int) -> int:
        """Return how many lines there is room for: its size may be kept when its words change."""
        return int(self.height() - MARGIN - at.y() + 1) // tokens.px(line_px)

    def _paint_gone(self, painter: QPainter, cover: QRectF) -> None:
        t = tokens.current()
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cover, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        self._paint_words(painter, cover, self.accessibleName())
        painter.end()

    @staticmethod
    def _paint_words(painter: QPainter, cover: QRectF, text: str) -> None:
        """Say something in place of a cover."""
        painter.setPen(QColor(tokens.current().muted))
        painter.setFont(tokens.font(tokens.TEXT_SMALL))
        inner = cover.adjusted(tokens.L, tokens.L, -tokens.L, -tokens.L)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)

    def _paint_cover(self, painter: QPainter, cover: QRectF) -> None:
        t = tokens.current()
        path = QPainterPath()
        path.addRoundedRect(cover, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        picture = self._picture()
        painter.fillPath(path, QColor(t.placeholder))
        if picture is not None:
            painter.save()
            painter.setClipPath(path)
            part = self._seen(cover_rect(picture.width(), picture.height(), cover))
            painter.drawPixmap(cover, picture, part)
            self._paint_slide(painter, cover)
            painter.restore()
        if self.cover is None and self._desk.covers.why_not(self.cover_key()):
            self._paint_words(painter, cover, _("This one could not be drawn. Open it to see why."))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if self.card.recipe.make is Make.RECAP:
            self._paint_badge(painter, cover)
        if self.card.came is not None:
            place = self._plate(painter, cover)
            icons.icon("cloud", t.on_scrim).paint(painter, place.adjusted(5, 5, -5, -5).toRect())

    @property
    def cover(self) -> QPixmap | None:
        return self._desk.covers.get(self.cover_key())

    def _picture(self) -> QPixmap | None:
        """Return the cover; until it is drawn what was there, or a photo that is in it."""
        covers = self._desk.covers
        if (drawn := self.cover) is not None or covers.why_not(self.cover_key()):
            return drawn
        height = round(tokens.COVER_PX * self.devicePixelRatioF())
        before = covers.get((self._before, height)) if self._before and self.card.came is None else None
        return before or self._desk.thumbs.get(self.stand_in())

    def _paint_slide(self, painter: QPainter, cover: QRectF) -> None:
        """A film that is pointed at goes through its photos, each fading into the next."""
        at = self._turn() * (SLIDES + 1)
        if self.card.recipe.make is not Make.RECAP or not at:
            return
        for number in (int(at) - 1, int(at)):  # what is left of the one before, then what comes
            slides = self.slides()
            picture = self._desk.thumbs.get(slides[number - 1]) if 0 < number <= len(slides) else None
            if picture is not None:
                painter.setOpacity(min((at - number) / FADE, 1.0))
                part = self._seen(cover_rect(picture.width(), picture.height(), cover))
                painter.drawPixmap(cover, picture, part)
        painter.setOpacity(1.0)

    def _paint_badge(self, painter: QPainter, cover: QRectF) -> None:
        """Say that it is a film."""
        place = self._plate(painter, cover)
        painter.setBrush(QColor(tokens.current().on_scrim))
        at, side = place.center(), BADGE_PX / 5
        painter.drawPolygon([at + QPointF(x * side, y * side) for x, y in ((-0.8, -1), (-0.8, 1), (1.1, 0))])

    def _plate(self, painter: QPainter, cover: QRectF) -> QRectF:
        """Paint the round ground of a badge; returns where it is."""
        place = QRectF(cover.left() + tokens.S, cover.top() + tokens.S, BADGE_PX, BADGE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.current().scrim))
        painter.drawEllipse(place)
        return place

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
        in_by = DRIFT * self._turn() / 2
        w, h = part.width() * in_by, part.height() * in_by
        return part.adjusted(w, h, -w, -h)

    def _turn(self) -> float:
        """Return how far the motion is, 0..1."""
        return float(self._drift.currentValue() or 0)

    def _move(self, on: bool) -> None:
        self._drift.stop()
        if on and not self._desk.still:
            if self.card.recipe.make is Make.RECAP:
                self._desk.thumbs.want("slides", self.slides())
            self._drift.start()
        else:
            self._drift.setCurrentTime(0)

    # actions

    def _make_actions(self) -> None:
        acts = (
            ("maximize-2", self.opened),
            ("download", self.saved),
            ("bookmark", self.kept),
            ("x", self.refused),
        )
        self._actions = [Button("", act.emit, icon=icon, kind="scrim") for icon, act in acts]
        for before, button in zip([self, *self._actions], self._actions, strict=False):
            button.setParent(self)
            QWidget.setTabOrder(before, button)
        self._name_actions()
        self._place_actions()

    def _name_actions(self) -> None:
        keep = _("Keep no longer") if self.card.kept else _("Keep for later")
        acts = (_("Open"), _("Save"), keep, _("Not for me"))
        for button, act in zip(self._actions, acts, strict=bool(self._actions)):
            button.name(f"{act}: {self.card.title}")
            button.setToolTip(act)

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
        shown = (self._over or inside) and not self.gone
        if shown and not self._actions:
            self._make_actions()
        for button in self._actions:
            button.setVisible(shown)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if any(w is not None and (w is self or w.parent() is self) for w in (old, new)):
            self._show_actions()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_actions()
        super().focusInEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrive()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self._move(not self.gone)
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self._move(False)
        self._show_actions()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if key in (Key.Key_Return, Key.Key_Enter):
            self.opened.emit()
        elif key == Key.Key_Delete:
            self.refused.emit()
        elif key in (Key.Key_Right, Key.Key_Left):
            self.moved.emit(1 if key == Key.Key_Right else -1)
        elif key in (Key.Key_Down, Key.Key_Up):
            self.moved.emit(100 if key == Key.Key_Down else -100)
        elif key == Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
        elif key == Key.Key_K and not event.modifiers():
            self.kept.emit()
        else:
            super().keyPressEvent(event)
