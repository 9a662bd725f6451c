"""The order in which Tab goes: as a window is read, not as its parts were made.

[Note: Read, not made] Qt goes in the order in which widgets came to the window. Here pages are built when
they are first shown and cards come and go, so that all of it would come after the strip at the foot. The
order is read off where things stand. Layouts are never asked: see Note: Items of layouts, in `card_feed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QScrollArea, QWidget

from rollsuggest.ui.controls import right_to_left

WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit)  # what is inside has the focus through them
Placed = tuple[QRect, int]  # a part and its number


def put_in_order(window: QWidget) -> None:
    """Have Tab go through all that is seen as it is read. See Note: Read, not made."""
    for one, other in pairwise(reading_order(window)):
        QWidget.setTabOrder(one, other)


def bring_into_sight(focus: QWidget | None) -> None:
    """Scroll to what has the focus: Qt does only where the focus was in the same scroll area before."""
    around = focus.parentWidget() if focus is not None else None
    while around is not None:
        if isinstance(around, QScrollArea) and focus is not None:
            around.ensureWidgetVisible(focus)
        around = around.parentWidget()


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what may have the focus, of what is seen: from a page that was clicked, Tab goes into it."""
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield widget
    if not isinstance(widget, WHOLE):
        for part in _parts(widget):
            yield from reading_order(part)


def _parts(widget: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    seen = [c for c in widget.findChildren(QWidget, options=direct) if not (c.isHidden() or c.isWindow())]
    return [seen[n] for n in read([c.geometry() for c in seen], mirrored=right_to_left(widget))]


def read(places: Sequence[QRect], *, mirrored: bool = False) -> list[int]:
    """Return the numbers of what stands there as one reads: line by line, and columns one after the other."""
    return [number for _place, number in _read([(place, n) for n, place in enumerate(places)], mirrored)]


def _read(parts: list[Placed], mirrored: bool) -> list[Placed]:
    if len(parts) < 2:
        return parts
    lines = _cut(parts, lambda r: (r.top(), r.bottom()))
    if len(lines) == 1:
        columns = _cut(parts, lambda r: (r.left(), r.right()))
        lines = columns[::-1] if mirrored else columns
    if len(lines) == 1:  # one floats over the other
        return sorted(parts, key=lambda p: (p[0].top(), -p[0].right() if mirrored else p[0].left(), p[1]))
    return list(chain.from_iterable(_read(line, mirrored) for line in lines))


def _cut(parts: Sequence[Placed], extent: Callable[[QRect], tuple[int, int]]) -> list[list[Placed]]:
    """Return the parts in groups that no line between them cuts."""
    groups: list[list[Placed]] = []
    end = 0
    for part in sorted(parts, key=lambda p: extent(p[0])):
        first, last = extent(part[0])
        if not groups or first > end:
            groups.append([])
            end = last
        groups[-1].append(part)
        end = max(end, last)
    return groups
