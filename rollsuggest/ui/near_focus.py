"""The focus stays where it was when what has it is switched off or hidden, often by its own press.

[Note: Handed on] Qt hands the focus of a control that is disabled or hidden to the next one: whoever presses
the key once more presses that. Here what is around the control keeps the focus instead, and does nothing with
it. The control gets it back when it can be used again; until then Tab goes on from the control.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

BACK = (QEvent.Type.EnabledChange, QEvent.Type.Show)
REASON = Qt.FocusReason


class NearFocus(QObject):
    """Watches the focus of all windows. See Note: Handed on."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._control: QWidget | None = None  # what had the focus
        self._around: QWidget | None = None  # what keeps it meanwhile
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        around = _around(before) if before is not None and isValid(before) else None
        if before is not None and around is not None and (now is None or now.window() is before.window()):
            self._let_go()
            self._control, self._around = before, around
            for watched in (before, around):
                watched.installEventFilter(self)
            around.setFocus(REASON.OtherFocusReason)
        elif now is not None and now is not self._around:  # None: another program's window
            self._let_go()

    def _let_go(self) -> None:
        for watched in (self._control, self._around):
            if watched is not None and isValid(watched):
                watched.removeEventFilter(self)
        self._control = self._around = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        control, around = self._control, self._around
        if control is None or around is None or not (isValid(control) and isValid(around)):
            return False
        if event.type() in BACK and watched is control and control.isEnabled() and control.isVisible():
            if around.window().focusWidget() is around:
                control.setFocus(REASON.OtherFocusReason)
        elif watched is around and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return _go_on(control, event.key())
        return False


def _around(control: QWidget) -> QWidget | None:
    """Return what is around a control that has just been disabled or hidden; None while it is neither.

    Not where a whole page or window goes: whoever shows another one says where the focus is.
    """
    off = [one for one in _upwards(control) if one.isHidden() or not one.isEnabled()]
    if not off or off[-1].isWindow() or isinstance(off[-1].parentWidget(), QStackedWidget):
        return None
    return off[-1].parentWidget()


def _upwards(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _go_on(control: QWidget, key: int) -> bool:
    """Give the focus to what Tab comes to from there, or Shift+Tab; tells whether the key was one of them."""
    if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return False
    onward = key == Qt.Key.Key_Tab
    there = _beside(control, onward)
    while there is not control and not _takes_keys(there):
        there = _beside(there, onward)
    there.setFocus(REASON.TabFocusReason if onward else REASON.BacktabFocusReason)
    return True


def _beside(widget: QWidget, onward: bool) -> QWidget:
    return (widget.nextInFocusChain() if onward else widget.previousInFocusChain()) or widget


def _takes_keys(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
