"""The second question: to whom, what, and how to take it back. The switch moves only after Allow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.ui import tokens
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.dialogs import Dialog


class CloudDialog(Dialog):
    turned_on = Signal()

    def __init__(self, parent: QWidget | None, bridge: Bridge, server: str) -> None:
        super().__init__(parent, _("Turn on cloud processing"), 600)
        self._bridge = bridge
        self.column.addWidget(label(_("Before anything leaves this computer"), "title"))
        for name, text in (
            (_("To whom"), _("Only the server whose address you give. rollsuggest runs none itself.")),
            (
                _("What"),
                _(
                    "Now: one request for the server's name, without any photo, name or place. Before a "
                    "first photo is sent you are shown that very picture and the data with it, and asked."
                ),
            ),
            (
                _("How long"),
                _("The server says how long it keeps what it is sent. Nothing of yours is on it yet."),
            ),
            (
                _("Taking it back"),
                _("Turn the switch off in Settings or Privacy. From that moment nothing is sent."),
            ),
        ):
            head = label(name, "small")
            head.setFixedWidth(100)
            line = row(head, gap=tokens.M)
            line.setAlignment(head, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(text), 1)
            self.column.addLayout(line)
        self.server = QLineEdit(server)
        self.server.setPlaceholderText("https://photos.example.org")
        self.server.setAccessibleName(_("Address of the server"))
        self.column.addWidget(label(_("Address of the server")))
        self.column.addWidget(self.server)
        self.error = label("", "error")
        self.error.setVisible(False)
        self.column.addWidget(self.error)
        self.not_now = Button(_("Not now"), self.reject)
        self.allow = Button(_("Allow"), self._allow)
        for button in (self.not_now, self.allow):
            button.setMinimumSize(QSize(160, 40))
        self.column.addLayout(row(None, self.not_now, self.allow, None, gap=tokens.M))
        self.server.setFocus()

    def _allow(self) -> None:
        server = self.server.text().strip()
        self.allow.setEnabled(False)
        self._bridge.change(
            lambda studio: studio.turn_on_cloud(server), lambda _answer: self._on(), self._refused
        )

    def _on(self) -> None:
        self.turned_on.emit()
        self.accept()

    def _refused(self, error: UserError) -> None:
        """Say why in place; the switch stays off."""
        self.allow.setEnabled(True)
        self.error.setText(_("{why} Cloud processing stays off.").format(why=error))
        self.error.setVisible(True)
        self.resize(self.width(), max(self.height(), self.column.heightForWidth(self.width())))
