"""Tells of a suggestion through the system, when that was asked for and nobody looks at the window."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from rollsuggest.i18n import _
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.window import MainWindow

EVERY_MS = 15 * 60 * 1000
DOCKS_MS = 1000  # by then the tray has taken in a new icon; what it is to say before that is lost


class Notifier(QObject):
    opened = Signal()  # by somebody who read it
    quit_asked = Signal()

    def __init__(self, window: MainWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self._icon: QSystemTrayIcon | None = None
        self.menu = QMenu(window)
        window.background_chosen.connect(self.keep)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask whether there is something to tell; whoever looks at the window sees it anyway."""
        if self._window.isActiveWindow() or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._bridge.change(lambda studio: studio.notification(datetime.now()), self.tell)

    def tell(self, text: str) -> None:
        if not text:
            return
        docked = self._icon is not None and self._icon.isVisible()
        icon = self._shown()
        say = partial(icon.showMessage, "rollsuggest", text, self._window.windowIcon())
        QTimer.singleShot(0 if docked else DOCKS_MS, self, say)

    def _shown(self) -> QSystemTrayIcon:
        if self._icon is None:
            self._icon = QSystemTrayIcon(self._window.windowIcon(), self)
            self._icon.messageClicked.connect(self.come)
            self._icon.activated.connect(self._pressed)
            self._icon.setToolTip("rollsuggest")
            self.menu.addAction(_("Open rollsuggest"), self._window.come)
            self.menu.addAction(_("Quit"), self.quit_asked.emit)
            self._icon.setContextMenu(self.menu)
        self._icon.show()
        return self._icon

    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:  # that one opens the menu
            self.come()

    def keep(self, on: bool) -> None:
        """Show the icon for as long as the program may go on without its window."""
        if on:
            self._shown()
        elif self._icon is not None:
            self._icon.hide()

    def come(self) -> None:
        """Bring the window up with the suggestions."""
        self._window.come()
        self.opened.emit()
