"""How far the looking at photos is, how to pause it and how to ask for it now."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import IndexStatus
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.desk import Desk

BUSY = ("scanning", "looking", "grouping")
TOPICS = frozenset({"status", "consent", "settings", "rolls", "photos"})
SETTLE_MS = 250


def is_held(status: IndexStatus) -> bool:
    """Return whether looking waits for somebody to say go on."""
    return status.state in ("paused", "waiting", "stopped") and status.done < status.total


def pause_name(status: IndexStatus) -> str:
    """Return what the one button that pauses and goes on does now."""
    if not is_held(status):
        return _("Pause")
    return _("Go on now") if status.state == "waiting" else _("Go on")


def pause_or_go_on(desk: Desk, state: str) -> None:
    match state:
        case "paused" | "waiting":
            desk.bridge.change(lambda studio: studio.resume_indexing())
        case "stopped":
            desk.bridge.change(lambda studio: studio.start_indexing())
        case _:
            desk.bridge.change(lambda studio: studio.pause_indexing())


def look_now(desk: Desk) -> None:
    """Look for new photos at once; what forbids it is told by the error."""
    said = _("Looking for new photos in your folders.")
    desk.bridge.change(lambda studio: studio.look_now(), lambda _none: desk.notice(said))


class Looking(QWidget):
    """The same as the strip at the foot of the window says, where the settings of it are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state = ""
        self.said = label("", "muted")
        self.pause = Button(_("Pause"), lambda: pause_or_go_on(desk, self._state), icon="pause")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S)
        layout.addWidget(self.said)
        layout.addLayout(row(self.pause, None))
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        desk.bridge.changed.connect(self._heard)

    def refresh(self) -> None:
        self._desk.bridge.read("looking", lambda s: s.index_status(), self._show, told_late=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & TOPICS and self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show(self, status: IndexStatus) -> None:
        self._state = status.state
        self.said.setText(status.trouble or wording.status(status) or _("No photos are looked at now."))
        self.pause.setEnabled(status.state in BUSY or is_held(status))
        self.pause.set_icon("play" if is_held(status) else "pause")
        self.pause.setText(pause_name(status))
        self.pause.setAccessibleName(pause_name(status))
        self.pause.setAccessibleDescription(self.said.text())
