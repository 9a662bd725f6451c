"""What a hand on a page does, by mouse or by keys: it drags, steps and sizes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

Key = Qt.Key
FAR_PX = 5  # a press that moves less is a click
NOTCH = 120  # of a wheel, in Qt's eighths of a degree
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}


class Grip:
    """A press of the mouse until it is let go; a drag as soon as it went far enough."""

    def __init__(self) -> None:
        self.began: QPointF | None = None
        self.at = QPointF()
        self.dragged = False

    def press(self, event: QMouseEvent) -> None:
        self.began, self.at, self.dragged = event.position(), event.position(), False

    def move(self, event: QMouseEvent) -> bool:
        """Follow the hand; return whether something is held."""
        if self.began is None:
            return False
        self.at = event.position()
        self.dragged = self.dragged or self.way.manhattanLength() >= FAR_PX
        return True

    def let_go(self) -> None:
        self.began, self.dragged = None, False

    @property
    def way(self) -> QPointF:
        return QPointF() if self.began is None else self.at - self.began


def sizing(key: Qt.Key, step: float) -> float | None:
    """Return the factor that plus and minus stand for; None for other keys."""
    if key in (Key.Key_Plus, Key.Key_Equal):
        return step
    return 1 / step if key == Key.Key_Minus else None


def turned_by(event: QWheelEvent, step: float) -> float:
    """Return the factor that a wheel stands for."""
    return float(step ** (event.angleDelta().y() / NOTCH))
