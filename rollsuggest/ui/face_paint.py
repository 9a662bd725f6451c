"""How one tile of the grid of faces is painted: the round picture, its rings, its words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from rollsuggest.ui import icons, tokens
from rollsuggest.ui.face_tiles import EDGE, Mark
from rollsuggest.ui.pictures import Pictures, cover_rect

RING_PX = 24
GHOST_PX = 72


@dataclass(frozen=True, slots=True)
class State:
    chosen: bool = False
    focused: bool = False
    ring: bool = False  # the ring that chooses is shown
    target: bool = False  # a dragged face would fall here
    words: bool = True


def ring(tile_px: int, picture_px: int) -> QRect:
    """Return where in a tile of a width the ring lies that chooses it."""
    inset = 2 + picture_px // 24
    return QRect((tile_px - picture_px) // 2 + inset, EDGE + inset, RING_PX, RING_PX)


def paint(
    painter: QPainter, pictures: Pictures, rect: QRect, picture_px: int, mark: Mark, state: State
) -> None:
    t = tokens.current()
    place = QRectF(rect.left() + (rect.width() - picture_px) // 2, rect.top() + EDGE, picture_px, picture_px)
    paint_pictures(painter, pictures, place, mark.pictures, faint=mark.faint)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state.chosen or state.target:
        painter.setPen(QPen(QColor(t.accent), 3))
        painter.drawEllipse(place.adjusted(-1.5, -1.5, 1.5, 1.5))
    if state.focused:
        painter.setPen(QPen(QColor(t.focus), 2))
        painter.drawEllipse(place.adjusted(-4.5, -4.5, 4.5, 4.5))
    if state.chosen or (state.ring and mark.person):
        _paint_ring(painter, QRectF(ring(rect.width(), picture_px).translated(rect.topLeft())), state.chosen)
    if mark.star:
        _paint_star(painter, place)
    if state.words:
        _paint_words(painter, place, rect.width(), mark)


def paint_pictures(
    painter: QPainter, pictures: Pictures, place: QRectF, keys: Sequence[Hashable], *, faint: bool = False
) -> None:
    """Fill a circle with a face, or with up to four of a bundle; with a silhouette while there is none."""
    t = tokens.current()
    path = QPainterPath()
    path.addEllipse(place)
    painter.fillPath(path, QColor(t.placeholder))
    if not keys:
        side = int(place.width() * 0.36)
        icon = icons.pixmap("users", t.muted, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(place.center().toPoint() - QPoint(side // 2, side // 2), icon)
        return
    painter.save()
    painter.setOpacity(0.5 if faint else 1)
    for key, part in zip(keys, _parts(place, len(keys)), strict=False):
        if (picture := pictures.get(key)) is not None:
            clip = QPainterPath()
            clip.addEllipse(part)
            painter.setClipPath(clip)
            painter.drawPixmap(part, picture, cover_rect(picture.width(), picture.height(), part))
    painter.restore()


def _parts(place: QRectF, count: int) -> list[QRectF]:
    if count == 1:
        return [place]
    side = place.width() * 0.33
    step = side + place.width() * 0.04
    x, y = place.center().x() - (side + step) / 2, place.center().y() - (side + step) / 2
    return [QRectF(x + dx * step, y + dy * step, side, side) for dy in (0, 1) for dx in (0, 1)]


def paint_ghost(painter: QPainter, pictures: Pictures, at: QPoint, mark: Mark) -> None:
    """Paint the face that is dragged, beside the cursor."""
    painter.setOpacity(0.85)
    place = QRectF(at.x() - GHOST_PX / 2, at.y() - GHOST_PX / 2, GHOST_PX, GHOST_PX)
    paint_pictures(painter, pictures, place, mark.pictures)
    painter.setOpacity(1)


def _paint_ring(painter: QPainter, place: QRectF, chosen: bool) -> None:
    t = tokens.current()
    painter.setPen(QPen(QColor(t.window if chosen else t.on_scrim), 2))
    painter.setBrush(QColor(t.accent) if chosen else QColor(23, 19, 17, 90))
    painter.drawEllipse(place.adjusted(2, 2, -2, -2))
    if chosen:
        check = icons.pixmap("check", t.on_accent, 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(place.center().toPoint() - QPoint(6, 6), check)


def _paint_star(painter: QPainter, place: QRectF) -> None:
    t = tokens.current()
    spot = QRectF(place.right() - 28, place.bottom() - 28, 26, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.window))
    painter.drawEllipse(spot)
    star = icons.pixmap("star-filled", t.accent, 16, painter.device().devicePixelRatioF())
    painter.drawPixmap(spot.center().toPoint() - QPoint(7, 8), star)


def _paint_words(painter: QPainter, place: QRectF, width: int, mark: Mark) -> None:
    t = tokens.current()
    lines = (
        (mark.name, tokens.font(tokens.TEXT_BODY, bold=not mark.unnamed), t.accent_text if mark.unnamed
         else t.text, tokens.px(20)),
        (mark.line, tokens.font(tokens.TEXT_SMALL), t.muted, tokens.px(18)),
    )  # fmt: skip
    y = place.bottom() + EDGE
    for text, font, colour, height in lines:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        where = QRectF(place.center().x() - width / 2, y, width, height)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, said)
        y += height
