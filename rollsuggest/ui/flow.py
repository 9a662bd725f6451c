"""A row that goes on in a next line where its parts do not fit: long words and large text cut nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QSpacerItem,
    QStyle,
    QWidget,
    QWidgetItem,
)
from shiboken6 import isValid

from rollsuggest.ui import tokens

KEPT = 16  # heights by width: a window that is drawn wider and narrower asks for hundreds


@dataclass(frozen=True, slots=True)
class Part:
    """What a row needs to know of one of its parts, in pixels."""

    width: int
    grows: bool  # takes what is left of its line


def lines(parts: Sequence[Part], gap: int, room: int) -> list[list[tuple[int, int]]]:
    """Return the parts line by line, each as (its number, its width); none is wider than the room."""
    found: list[list[int]] = [[]]
    used = 0
    for number, part in enumerate(parts):
        before = gap if found[-1] else 0
        if found[-1] and used + before + part.width > room:
            found.append([])
            used, before = 0, 0
        found[-1].append(number)
        used += before + part.width
    return [_spread(line, parts, gap, room) for line in found if line]


def _spread(line: list[int], parts: Sequence[Part], gap: int, room: int) -> list[tuple[int, int]]:
    left = room - sum(parts[n].width for n in line) - gap * (len(line) - 1)
    growing = [n for n in line if parts[n].grows]
    share = max(left, 0) // len(growing) if growing else 0
    return [(n, min(parts[n].width + (share if n in growing else 0), room)) for n in line]


class Flow(QHBoxLayout):
    """Parts in a row, and in as many rows as they need. Hidden ones take no room.

    Qt's row keeps its parts, and lets them go with it; where they stand is worked out here, by items of our
    own: Qt's may not be asked for (see Note: Items of layouts, in `card_feed`). Like Qt's own layouts it
    keeps what it measured until it is invalidated: a page that opens asks for the same again and again.
    """

    def __init__(self, gap: int | None = None, line_px: int = 0) -> None:
        super().__init__()
        self._held: list[tuple[QWidget | QLayoutItem, QLayoutItem]] = []  # a part, and what measures it
        self._known: list[tuple[QLayoutItem, Part]] | None = None
        self._heights: dict[int, int] = {}  # by width
        self._gap = tokens.S if gap is None else gap
        self._line_px = line_px  # the least height of a line
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:  # type: ignore[override]  # nothing stretches here
        self._held.append((widget, QWidgetItem(widget)))
        super().addWidget(widget)

    def addLayout(self, inner: QLayout) -> None:  # type: ignore[override]  # nor here
        self._held.append((inner, inner))
        super().addLayout(inner)

    def addItem(self, item: QLayoutItem) -> None:
        self._held.append((item.widget() or item, item))
        super().addItem(item)

    def add_space(self, px: int) -> None:
        self.addItem(QSpacerItem(px, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum))

    def invalidate(self) -> None:
        super().invalidate()
        self._known = None
        self._heights.clear()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            if len(self._heights) >= KEPT:
                self._heights.clear()
            self._heights[width] = self._lay(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def setGeometry(self, rect: QRect) -> None:
        QLayout.setGeometry(self, rect)  # a row's own would place the parts
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(part.width for _item, part in shown) + self._gap * max(len(shown) - 1, 0)
        return self._around(QSize(width, max((item.sizeHint().height() for item, _part in shown), default=0)))

    def minimumSize(self) -> QSize:
        least = QSize()
        for item, _part in self._shown():
            least = least.expandedTo(item.minimumSize())
        return self._around(least)

    def maximumSize(self) -> QSize:
        return QLayout.maximumSize(self)

    def _around(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        height = max(size.height(), self._line_px)
        return QSize(
            size.width() + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def _shown(self) -> list[tuple[QLayoutItem, Part]]:
        if self._known is None:
            self._held = [one for one in self._held if isValid(one[0]) and self.indexOf(one[0]) >= 0]
            held = (item for _part, item in self._held)
            shown = (item for item in held if item.spacerItem() is not None or not item.isEmpty())
            parts = ((item, _part(item)) for item in shown)
            self._known = list(dropwhile(_is_gap, parts))  # what it set apart may be hidden
        return self._known

    def _lay(self, rect: QRect, *, place: bool) -> int:
        """Lay out the parts in a rectangle, or only measure; returns the height with the margins."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        shown, y = self._shown(), inner.top()
        for line in lines([part for _item, part in shown], self._gap, inner.width()):
            x = inner.left()
            tall = max(self._line_px, *(_height(shown[n][0], width) for n, width in line))
            for n, width in line:
                if place:
                    item, box = shown[n][0], QRect(QPoint(x, y), QSize(width, tall))
                    item.setGeometry(QStyle.visualRect(self._direction(), inner, _centred(item, box)))
                x += width + self._gap
            y += tall + self._gap
        return max(y - self._gap - inner.top(), 0) + margins.top() + margins.bottom()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight


def _is_gap(shown: tuple[QLayoutItem, Part]) -> bool:
    item, part = shown
    return item.spacerItem() is not None and not part.grows


def _part(item: QLayoutItem) -> Part:
    grows = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
    return Part(item.sizeHint().width(), grows)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _centred(item: QLayoutItem, box: QRect) -> QRect:
    """Return where a part stands in its line: in the middle, as high as it wants to be."""
    height = min(_height(item, box.width()), box.height())
    if item.layout() is not None:
        height = box.height()
    return QRect(box.left(), box.top() + (box.height() - height) // 2, box.width(), height)


def flow(*parts: QWidget | int | None, gap: int | None = None, line_px: int = 0) -> Flow:
    """Return parts in a row that wraps; None takes the room that is left, a number is a space."""
    made = Flow(gap, line_px)
    for part in parts:
        if isinstance(part, QWidget):
            made.addWidget(part)
        elif part is None:
            made.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))
        else:
            made.add_space(part)
    return made
