"""Notices at the foot of the page: what happened, with at most one button. They never take the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from rollsuggest.i18n import _
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, label, margins

STAY_MS = 9000
STAY_ON_MS = 2000  # once more, while somebody points at it
AIM_MS = 400  # a press so soon after the last one went was aimed at it, not at what is below
MOST = 3


class Notice(QFrame):
    def __init__(self, text: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAccessibleName(text)
        self.said = label(text)
        self.said.setMinimumWidth(240)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        words = QVBoxLayout()
        words.addWidget(self.said)
        words.addWidget(self.bar)
        layout = QHBoxLayout(self)
        margins(layout, tokens.L, tokens.S, tokens.S, tokens.S)
        layout.setSpacing(tokens.S)
        layout.addLayout(words, 1)
        self._act = act
        self._before: QWidget | None = None  # had the focus before one of its buttons
        self.button = Button(button or _("Close"), self._do)
        layout.addWidget(self.button)
        if not button:
            self.button.hide()
        layout.addWidget(Button(_("Close this notice"), self.leave, icon="x", kind="icon"))

    def _do(self) -> None:
        self.leave()
        if self._act is not None:
            self._act()

    def in_use(self) -> bool:
        """Tell whether somebody points at it or has the focus on one of its buttons."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def leave(self) -> None:
        """Go away; the focus returns to where it was, not to whatever Qt takes for the next."""
        before = self._before if self.isAncestorOf(self.window().focusWidget() or self) else None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.deleteLater()

    def focus_from(self, widget: QWidget) -> None:
        """Keep in mind what had the focus before it came here."""
        self._before = widget


class Notices(QWidget):
    """The stack of notices; floats over the foot of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S)
        self._aim = QTimer(self, interval=AIM_MS, singleShot=True)
        self._aim.timeout.connect(self.hide)
        parent.installEventFilter(self)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    def show_text(self, text: str, button: str = "", act: Callable[[], object] | None = None) -> Notice:
        """Show a notice for some seconds (longer than it takes to read it)."""
        notice = self.add(Notice(text, button, act))
        timer = QTimer(notice, interval=STAY_MS + 40 * len(text), singleShot=True)
        timer.timeout.connect(lambda: timer.start(STAY_ON_MS) if notice.in_use() else notice.leave())
        timer.start()
        return notice

    def add(self, notice: Notice) -> Notice:
        """Show a notice until somebody takes it away."""
        notice.destroyed.connect(self._settle_soon)
        notice.installEventFilter(self)
        self._column.addWidget(notice)
        held = [n for n in self.findChildren(Notice) if not n.isHidden() and not n.bar.isVisible()]
        for old in held[:-MOST]:
            old.leave()
        self._settle()
        return notice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Hide) and watched is not self:
            self._settle_soon()
        return False

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is None or now is None or not self.isAncestorOf(now) or self.isAncestorOf(before):
            return
        for notice in self.findChildren(Notice):
            notice.focus_from(before)

    def _settle_soon(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        parent = self.parentWidget()
        shown = [n for n in self.findChildren(Notice) if not n.isHidden()]
        if parent is None or not shown:
            if not self.isVisible():
                self.hide()
            elif not self._aim.isActive():
                self._aim.start()  # till then it is empty, but takes the press
            return
        self._aim.stop()
        self.show()
        width = min(560, parent.width() - 2 * tokens.XL)
        self.setFixedWidth(width)
        self._column.activate()
        height = max(self._column.heightForWidth(width), self._column.sizeHint().height())
        if self._column.hasHeightForWidth():
            height = self._column.heightForWidth(width)
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - tokens.L, width, height)
        self.raise_()
