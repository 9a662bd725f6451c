"""Badges on tiles: how long a video runs, how many are alike, what else belongs to a photo."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from rollsuggest.i18n import _
from rollsuggest.library.rows import Tile
from rollsuggest.model import Kind
from rollsuggest.ui import icons, tokens, wording

MARK_PX = 12


def paint_marks(painter: QPainter, place: QRect, tile: Tile, alike: int) -> None:
    """Paint all that a tile has: its kind below, and above that it stands for a stack of so many."""
    if tile.kind is Kind.VIDEO:
        paint_badge(painter, place, wording.duration(tile.duration_s), "play")
    elif tile.film or tile.raw:
        parts = [_("LIVE")] * tile.film + ["RAW"] * tile.raw
        paint_badge(painter, place, " ".join(parts))
    if alike > 1:
        paint_badge(painter, place, wording.count(alike), "layers", above=True)


def paint_badge(
    painter: QPainter,
    tile: QRect,
    text: str,
    icon: str = "",
    *,
    above: bool = False,
    inset: int | None = None,  # px from the tile's edges; tokens.S
) -> None:
    """Paint one into a right corner of a tile; a tile too narrow for the words has the icon alone."""
    t = tokens.current()
    inset = tokens.S if inset is None else inset
    painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=True))
    metrics = QFontMetrics(painter.font())
    mark = MARK_PX + tokens.XS if icon else 0
    words = metrics.horizontalAdvance(text)
    if words + mark + 3 * tokens.S > tile.width():
        words = 0
    if not (words or mark):
        return
    mark -= 0 if words or not mark else tokens.XS
    width, height = mark + words + 2 * (tokens.S - 2), metrics.height() + tokens.XS
    place = QRect(0, 0, width, height)
    place.moveRight(tile.right() - inset)
    if above:
        place.moveTop(tile.top() + inset)
    else:
        place.moveBottom(tile.bottom() - inset)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.scrim))
    painter.drawRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    inside = place.adjusted(tokens.S - 2, 0, -tokens.S + 2, 0)
    if icon:
        device = painter.device()
        drawn = icons.pixmap(icon, t.on_scrim, MARK_PX, device.devicePixelRatio() if device else 1.0)
        painter.drawPixmap(inside.left(), place.top() + (height - MARK_PX) // 2, drawn)
    if words:
        painter.setPen(QColor(t.on_scrim))
        painter.drawText(inside.adjusted(mark, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
