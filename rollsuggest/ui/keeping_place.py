"""A scrolled column in which one part stays where it is on the screen, whatever comes or goes above it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from rollsuggest.ui import tokens


class KeepingPlace:
    """`column` is the layout of what `area` scrolls."""

    def __init__(self, area: QScrollArea, inside: QWidget, column: QVBoxLayout) -> None:
        self._area = area
        self._inside = inside
        self._column = column

    def down(self, part: QWidget) -> int:
        """Return how far down a part stands in what is scrolled."""
        return part.mapTo(self._inside, QPoint(0, 0)).y()

    def seen_to(self) -> int:
        """Return down to where it is seen."""
        return self._area.verticalScrollBar().value() + self._area.viewport().height()

    def hold(self, part: QWidget | None, y: int, sections: Iterable[QWidget]) -> None:
        """Scroll so that a part is that far down the screen; where the page is too short it gets longer."""
        self._pad(0)
        if part is None:
            return
        parts = tuple(sections)
        self._settle(parts)
        bar = self._area.verticalScrollBar()
        wanted = self.down(part) - y
        if wanted > bar.maximum():
            self._pad(wanted - bar.maximum())
            self._settle(parts)
        bar.setValue(wanted)

    def _pad(self, height: int) -> None:
        margins = self._column.contentsMargins()
        margins.setBottom(tokens.XL + height)
        self._column.setContentsMargins(margins)

    def _settle(self, sections: Iterable[QWidget]) -> None:
        """Lay everything out now, not when the next events come."""
        for section in sections:
            if (layout := section.layout()) is not None:
                layout.activate()
        view = self._area.viewport().size()
        height = max(self._column.totalHeightForWidth(view.width()), view.height())
        self._inside.resize(view.width(), height)
        self._column.activate()
        self._area.verticalScrollBar().setMaximum(height - view.height())
