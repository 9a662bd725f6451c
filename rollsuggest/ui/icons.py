"""Lucide icons (ISC), tinted by a token. See resources/icons/LICENSE."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rollsuggest import paths
from rollsuggest.ui import tokens


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon in one colour, sharp on a screen with that many device pixels per pixel."""
    svg = _drawing(name).replace("currentColor", colour)
    made = QPixmap(QSize(size_px, size_px) * ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def _drawing(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


def icon(name: str, colour: str, checked: str = "", ratio: float = 1.0) -> QIcon:
    """Return the icon for a button: faint when disabled, `checked` (default the same) when on."""
    size = tokens.ICON_PX
    made = QIcon(pixmap(name, colour, size, ratio))
    faint = pixmap(name, tokens.current().disabled, size, ratio)
    made.addPixmap(faint, QIcon.Mode.Disabled)
    made.addPixmap(pixmap(name, checked or colour, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
