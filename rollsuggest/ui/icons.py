"""Lucide icons (ISC), tinted by a token. See resources/icons/LICENSE."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rollsuggest import paths
from rollsuggest.ui import tokens


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon in one colour, sharp on a screen with that many device pixels per pixel."""
    made = QPixmap(_black(name, size_px, ratio))
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, size_px + 1, size_px + 1), QColor(colour))
    painter.end()
    return made


@lru_cache(maxsize=256)
def _black(name: str, size_px: int, ratio: float) -> QPixmap:
    """Draw the icon once for all its colours: to read and draw it takes longer than to tint it."""
    made = QPixmap(QSize(size_px, size_px) * ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", "#000")
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, checked: str = "", ratio: float = 1.0) -> QIcon:
    """Return the icon for a button: faint when disabled, `checked` (default the same) when on."""
    size = tokens.ICON_PX
    made = QIcon(pixmap(name, colour, size, ratio))
    faint = pixmap(name, tokens.current().disabled, size, ratio)
    made.addPixmap(faint, QIcon.Mode.Disabled)
    made.addPixmap(pixmap(name, checked or colour, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
