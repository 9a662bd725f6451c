"""What the grid of photos paints: a tile with its picture, marks and frames, and headings that stick."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from rollsuggest.library.rows import Tile
from rollsuggest.ui import tokens
from rollsuggest.ui.badge import paint_marks
from rollsuggest.ui.justify import Arrangement
from rollsuggest.ui.pictures import cover_rect

HEAD_PX = 44


def head_px() -> int:
    """Return how high a heading is at the chosen size of text."""
    return tokens.px(HEAD_PX)


def paint_tile(
    painter: QPainter,
    rect: QRect,
    tile: Tile,
    picture: QPixmap | None,
    alike: int,
    chosen: bool,
    focused: bool,
) -> None:
    """Paint a tile that stands for `alike` photos; without a picture its place is held."""
    t = tokens.current()
    place = rect.adjusted(6, 6, -6, -6) if chosen else rect
    if chosen:
        painter.fillRect(rect, QColor(t.accent_soft))
    if picture is None:
        painter.fillRect(place, QColor(t.placeholder))
    else:
        target = QRectF(place)
        painter.drawPixmap(target, picture, cover_rect(picture.width(), picture.height(), target))
    paint_marks(painter, place, tile, alike)
    if chosen:
        _frame(painter, rect, t.accent)
    if focused:
        _frame(painter, rect, t.window)
        _frame(painter, rect.adjusted(2, 2, -2, -2), t.focus)


def _frame(painter: QPainter, rect: QRect, colour: str) -> None:
    """Paint a frame three pixels wide, up to the very edge: on a screen of high density too."""
    pen = QPen(QColor(colour), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5))


def paint_heads(painter: QPainter, laid: Arrangement, y: int, width: int, height: int) -> None:
    """Paint the headings; the one of the photos at the top sticks there until the next pushes it off."""
    now = laid.head_at(y)
    painter.setFont(tokens.font(tokens.TEXT_HEADING, bold=True))
    following = [head for head in laid.heads if y < head.top <= y + height]
    for head in following:
        _paint_head(painter, head.top - y, width, head.text)
    if now is not None:
        push = following[0].top - y - head_px() if following else 0
        _paint_head(painter, min(0, push), width, now.text)


def _paint_head(painter: QPainter, y: int, width: int, text: str) -> None:
    t = tokens.current()
    bar = QRect(0, y, width, head_px())
    painter.fillRect(bar, QColor(t.window))
    painter.setPen(QColor(t.text))
    painter.drawText(bar.adjusted(tokens.XS, 0, -tokens.XS, 0), Qt.AlignmentFlag.AlignVCenter, text)
