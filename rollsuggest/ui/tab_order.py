"""The order in which Tab goes: as a window is read, not as its parts were made.

[Note: Read, not made] Qt goes in the order in which widgets came to the window. Here pages are built when
they are first shown and cards come and go, so that all of it would come after the strip at the foot.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLayout, QLineEdit, QWidget

from rollsuggest.ui.controls import right_to_left

WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit)  # what is inside has the focus through them


def put_in_order(window: QWidget) -> None:
    """Have Tab go through all that is seen as it is read. See Note: Read, not made."""
    for one, other in pairwise(reading_order(window)):
        if one.nextInFocusChain() is not other:
            QWidget.setTabOrder(one, other)


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab may stop at, of what is seen."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if not isinstance(widget, WHOLE):
        for part in _parts(widget):
            yield from reading_order(part)


def _parts(widget: QWidget) -> list[QWidget]:
    """Return the children that are seen: those of the layout in its order, then what floats, line by line."""
    layout, on = widget.layout(), -1 if right_to_left(widget) else 1
    seen = [c for c in widget.children() if isinstance(c, QWidget) and not (c.isHidden() or c.isWindow())]
    laid = {c: place for c in seen if (place := _place(c, layout))} if layout is not None else {}
    return sorted(seen, key=lambda c: (c not in laid, laid.get(c, (c.y(), on * c.x()))))


def _place(part: QWidget, layout: QLayout) -> tuple[int, ...]:
    """Return where in a layout a part is, in each layout inside it; () where it is not.

    Without `itemAt`: see Note: Items of layouts, in `suggestions`.
    """
    if (at := layout.indexOf(part)) >= 0:
        return (at,)
    for inner in layout.children():
        if isinstance(inner, QLayout) and (place := _place(part, inner)):
            return (layout.indexOf(inner), *place)
    return ()
