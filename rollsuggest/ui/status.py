"""The strip at the foot: what is being done, how to pause it, and where the photos are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import icons, tokens, wording
from rollsuggest.ui.controls import Button, Elided, ElidedLink
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.looking import BUSY, SETTLE_MS, TOPICS, is_held, pause_name, pause_or_go_on


class StatusStrip(QFrame):
    troubled = Signal(str)  # why the looking ended before its time, once

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state = self._trouble = ""
        self.setObjectName("status")
        self.setFixedHeight(tokens.STATUS_PX)
        self.said = Elided("muted")
        self.failed = ElidedLink("", lambda: desk.go.emit("unread"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(_("Photos looked at"))
        self.pause = Button(_("Pause"), lambda: pause_or_go_on(desk, self._state), icon="pause", kind="icon")
        self.stop = Button(_("Stop"), self._stop, icon="square", kind="icon")
        for button in (self.pause, self.stop):
            button.setFixedSize(QSize(tokens.px(32), tokens.px(32)))
        self._where_icon = QLabel()
        self.where = Button(_("On this computer"), lambda: desk.go.emit("privacy"), kind="link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.L, 0, tokens.L, 0)
        layout.setSpacing(tokens.S)
        # What can be pressed stands before the words: they change their length while somebody aims.
        for part in (self.pause, self.stop, self.bar, self.said, self.failed):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self._where_icon)
        layout.addWidget(self.where)
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        desk.bridge.changed.connect(self._heard)
        self._show((IndexStatus(), False))

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[IndexStatus, bool]:
            return studio.index_status(), studio.grants().has(Purpose.CLOUD)

        self._desk.bridge.read("status", read, self._show, told_late=True)

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & TOPICS and not self._soon.isActive():
            self._soon.start()

    def _show(self, now: tuple[IndexStatus, bool]) -> None:
        status, cloud = now
        self._state = status.state
        if status.trouble and status.trouble != self._trouble:
            self.troubled.emit(status.trouble)  # the strip cuts long words; what to do must be read whole
        self._trouble = status.trouble
        text = wording.status(status) or status.trouble
        self.said.setText(text)
        self.said.setToolTip(status.trouble or text)
        busy = status.state in BUSY
        held = is_held(status)
        self.bar.setVisible(busy or held)
        self.bar.setRange(0, status.total if status.state != "scanning" else 0)
        self.bar.setValue(status.done)
        self.pause.setVisible(busy or held)
        self.pause.set_icon("play" if held else "pause")
        self.pause.name(pause_name(status))
        self.stop.setVisible(busy or status.state in ("paused", "waiting"))
        unread = ngettext("{n} file could not be read", "{n} files could not be read", status.failed)
        self.failed.setText(unread.format(n=wording.count(status.failed)))
        self.failed.setAccessibleName(self.failed.text())
        self.failed.setToolTip(self.failed.text())
        self.failed.setVisible(status.failed > 0)
        self.where.setText(_("Cloud on") if cloud else _("On this computer"))
        self.where.setAccessibleName(self.where.text())
        where = icons.pixmap(
            "cloud" if cloud else "monitor", tokens.current().muted, tokens.px(16), self.devicePixelRatioF()
        )
        self._where_icon.setPixmap(where)

    def _stop(self) -> None:
        self._desk.bridge.change(lambda studio: studio.stop_indexing())
