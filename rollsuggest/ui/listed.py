"""What a widget that paints its tiles itself is to a screen reader: a list with a named item for each tile.

Qt knows widgets only. Without this the photos of a grid are not on the accessibility bus at all, and the grid
is there as something nobody knows the use of.
"""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QWidget
from shiboken6 import isValid

MOST_ITEMS = 2000  # held for a screen reader at once; more are made anew when it asks
Role = QAccessible.Role


class Listed:
    """Beside a widget's class: what its tiles are. Places are those of `tiles_area`."""

    def tile_count(self) -> int:
        raise NotImplementedError

    def tile_name(self, index: int) -> str:
        raise NotImplementedError

    def tile_place(self, index: int) -> QRect:
        raise NotImplementedError

    def tile_under(self, spot: QPoint) -> int | None:
        return next((n for n in range(self.tile_count()) if self.tile_place(n).contains(spot)), None)

    def tile_at(self) -> int:
        """Return which tile has the focus when the widget has it."""
        raise NotImplementedError

    def tile_chosen(self, index: int) -> bool:
        return index == self.tile_at()

    def tiles_area(self) -> QWidget:
        if isinstance(self, QAbstractScrollArea):
            return self.viewport()
        if isinstance(self, QWidget):
            return self
        raise TypeError(self)

    def has_keys(self) -> bool:
        return isinstance(self, QWidget) and self.hasFocus()

    def say_tile(self) -> None:
        """Tell a screen reader that another tile has the focus."""
        if not (QAccessible.isActive() and isinstance(self, QWidget) and self.has_keys()):
            return
        if 0 <= self.tile_at() < self.tile_count():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self.tile_at())
            QAccessible.updateAccessibility(event)


class ListItem(QAccessibleInterface):
    """One tile. What it says is what its widget shows there at the moment."""

    def __init__(self, widget: weakref.ref[Listed], index: int) -> None:
        super().__init__()
        self._widget, self.index = widget, index

    def _shown(self) -> Listed | None:
        widget = self._widget()
        there = widget is not None and isinstance(widget, QObject) and isValid(widget)
        return widget if widget is not None and there and self.index < widget.tile_count() else None

    def isValid(self) -> bool:
        return self._shown() is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # C++ takes none, the stubs do not say so
        return None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        widget = self._shown()
        return QAccessible.queryAccessibleInterface(widget) if isinstance(widget, QObject) else None

    def window(self) -> QWindow | None:  # type: ignore[override]
        above = self.parent()
        return above.window() if above is not None else None

    def role(self) -> QAccessible.Role:
        return Role.ListItem

    def text(self, what: QAccessible.Text) -> str:
        widget = self._shown()
        return widget.tile_name(self.index) if widget and what == QAccessible.Text.Name else ""

    def setText(self, what: QAccessible.Text, text: str) -> None:
        pass

    def rect(self) -> QRect:
        widget = self._shown()
        if widget is None:
            return QRect()
        place = widget.tile_place(self.index)
        return QRect(widget.tiles_area().mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        state, widget = QAccessible.State(), self._shown()
        if widget is None:
            state.invalid = state.invisible = True
            return state
        area = widget.tiles_area()
        state.focusable = state.selectable = True
        state.focused = widget.has_keys() and self.index == widget.tile_at()
        state.selected = widget.tile_chosen(self.index)
        state.invisible = not area.isVisible()
        state.offscreen = not area.rect().intersects(widget.tile_place(self.index))
        return state

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1


class List(QAccessibleWidget):
    """The widget itself: its items, then the widgets that lie in it, such as a scroll bar."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, Role.List)
        self._widget: weakref.ref[QWidget] = weakref.ref(widget)
        self._items: dict[int, tuple[int, ListItem]] = {}  # id on the bus and item, by index
        widget.destroyed.connect(self.forget)

    def forget(self) -> None:
        for number, _item in self._items.values():
            QAccessible.deleteAccessibleInterface(number)
        self._items.clear()

    def _listed(self) -> Listed | None:
        widget = self._widget()
        return widget if isinstance(widget, Listed) else None

    def _inside(self) -> list[QWidget]:
        widget = self._widget()
        if widget is None:
            return []
        area = self._listed().tiles_area() if self._listed() else None  # type: ignore[union-attr]
        return [
            part for part in widget.children()
            if isinstance(part, QWidget) and part.isVisible()
            and (part is not area or any(isinstance(c, QWidget) and c.isVisible() for c in part.children()))
        ]  # fmt: skip

    def childCount(self) -> int:
        listed = self._listed()
        return (listed.tile_count() if listed else 0) + len(self._inside())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        listed = self._listed()
        count = listed.tile_count() if listed else 0
        if 0 <= index < count:
            return self._item(index)
        inside = self._inside()
        return (
            QAccessible.queryAccessibleInterface(inside[index - count])
            if 0 <= index - count < len(inside)
            else None
        )

    def _item(self, index: int) -> ListItem | None:
        listed = self._listed()
        if index not in self._items and listed is not None:
            if len(self._items) >= MOST_ITEMS:
                self.forget()
            made = ListItem(weakref.ref(listed), index)
            self._items[index] = QAccessible.registerAccessibleInterface(made), made
        return self._items[index][1] if index in self._items else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        listed = self._listed()
        if isinstance(child, ListItem):
            return child.index
        inside = self._inside()
        part = child.object()
        return (listed.tile_count() if listed else 0) + inside.index(part) if part in inside else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        listed = self._listed()
        if listed is None:
            return None
        spot = listed.tiles_area().mapFromGlobal(QPoint(x, y))
        under = listed.tile_under(spot)
        return self._item(under) if under is not None else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        listed = self._listed()
        if listed is None or not listed.has_keys() or not listed.tile_count():
            return None
        return self._item(listed.tile_at())


def interface(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    """Return the interface of what paints its own tiles; of all else Qt knows better."""
    return List(thing) if isinstance(thing, QWidget) and isinstance(thing, Listed) else None


def speak_tiles() -> None:
    """Let screen readers meet tiles; to be called once for the application."""
    QAccessible.installFactory(interface)
