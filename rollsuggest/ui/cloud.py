"""The second question: to whom, what, and how to take it back. The switch moves only after Allow."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import Service, Statement
from rollsuggest.settings import Settings
from rollsuggest.ui import tokens
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.controls import Button, Choice, fill, label, row
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.file_dialog import file_dialog

SERVICES = tuple(Service)
HEAD_PX = 130


class CloudDialog(Dialog):
    turned_on = Signal()

    def __init__(self, parent: QWidget | None, bridge: Bridge, settings: Settings) -> None:
        super().__init__(parent, _("Turn on cloud processing"), 640)
        self._bridge = bridge
        self.column.setSpacing(tokens.M)
        self.column.addWidget(label(_("Before anything leaves this computer"), "title"))
        self._fields(settings)
        self._said: dict[str, QLabel] = {}
        for name, head, text in (
            ("now", _("Now"), _("A greeting with your key, without any photo, name or place.")),
            ("receives", _("Later"), ""),
            ("keeps", _("How long"), ""),
            ("deletes", _("Deletion"), ""),
            (
                "back", _("Taking it back"),
                _("Turn the switch off in Settings or Privacy: from then on nothing is sent, and what is"
                  " under way is cut."),
            ),
        ):  # fmt: skip
            self._line(name, head, text)
        self.error = label("", "error")
        self.error.setVisible(False)
        self.column.addWidget(self.error)
        self.not_now = Button(_("Not now"), self.reject)
        self.allow = Button(_("Allow"), self._allow)
        for button in (self.not_now, self.allow):
            button.setMinimumSize(QSize(tokens.px(160), tokens.px(40)))
        self.column.addLayout(row(None, self.not_now, self.allow, None, gap=tokens.M))
        held = settings.cloud_service
        self.service.setCurrentIndex(SERVICES.index(Service(held)) if held in SERVICES else 0)
        self._chosen()
        self.server.setFocus()

    def _fields(self, settings: Settings) -> None:
        names = {
            Service.ROLLSUGGEST: _("A rollsuggest server, run by you or somebody you trust"),
            Service.OPENAI: _("A server that speaks OpenAI's image editing"),
            Service.COMFYUI: _("ComfyUI, with your own workflow"),
        }
        self.service = Choice(_("Kind of server"), [names[service] for service in SERVICES])
        self.service.activated.connect(lambda _at: self._chosen())
        self.server = _field(_("Address of the server"), settings.cloud_server, "https://photos.example.org")
        self.key = _field(_("Key"), "", _("As the server gave it to you; kept in this system's keyring"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.model = _field(_("Model"), settings.cloud_model, "gpt-image-1")
        self.workflow = _field(_("Workflow"), settings.cloud_workflow, _("The file of Export (API)"))
        self.browse = Button(_("Choose the workflow's file"), self._find, icon="folder-open", kind="icon")
        for field in (self.service, self.server, self.key):
            self.column.addLayout(_named(field))
        self._model_row, self._workflow_row = QWidget(), QWidget()
        for place, parts in (
            (self._model_row, (self.model,)), (self._workflow_row, (self.workflow, self.browse)),
        ):  # fmt: skip
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addLayout(_named(*parts))
            self.column.addWidget(place)

    def _line(self, name: str, head: str, text: str) -> None:
        said = self._said[name] = label(text)
        small = label(head, "small")
        small.setFixedWidth(tokens.px(HEAD_PX))
        line = row(small, gap=tokens.M)
        line.setAlignment(small, Qt.AlignmentFlag.AlignTop)
        line.addWidget(said, 1)
        self.column.addLayout(line)

    def _chosen(self) -> None:
        """Show the fields of this kind of server, and what it says of itself."""
        service = SERVICES[self.service.currentIndex()]
        self._model_row.setVisible(service is Service.OPENAI)
        self._workflow_row.setVisible(service is Service.COMFYUI)
        self._bridge.read("statement", lambda studio: studio.cloud_statement(service), self._explain)

    def _explain(self, said: Statement) -> None:
        first = _("Before a photo is sent you are shown that very picture, and asked.")
        self._said["receives"].setText(f"{first} {said.receives}")
        keeps = said.keeps
        if SERVICES[self.service.currentIndex()] is Service.ROLLSUGGEST:
            keeps = _("The server says how long; you see it before the first photo. At most 24 hours.")
        self._said["keeps"].setText(keeps)
        self._said["deletes"].setText(said.deletes)
        self._fit()

    def _fit(self) -> None:
        self.column.activate()
        self.resize(self.width(), max(self.column.heightForWidth(self.width()), self.minimumHeight()))

    def _find(self) -> None:
        dialog = file_dialog(self, _("Choose the workflow's file"), Path.home())
        dialog.setNameFilters(["JSON (*.json)"])
        dialog.fileSelected.connect(self.workflow.setText)
        dialog.open()

    def _allow(self) -> None:
        server, key = self.server.text().strip(), self.key.text().strip()
        service = SERVICES[self.service.currentIndex()]
        model, workflow = self.model.text(), self.workflow.text()
        self.allow.setEnabled(False)
        self._bridge.change(
            lambda studio: studio.turn_on_cloud(server, service, key, model, workflow),
            self._on, self._refused,
        )  # fmt: skip

    def _on(self, kept: bool) -> None:
        if not kept:
            self._bridge.failed.emit(
                UserError(
                    _("This system has no keyring, so the key is forgotten when rollsuggest closes."),
                    _("Enter it again then: it is never written into a file."),
                )
            )
        self.turned_on.emit()
        self.accept()

    def _refused(self, error: UserError) -> None:
        """Say why in place; the switch stays off."""
        self.allow.setEnabled(True)
        self.error.setText(_("{why} Cloud processing stays off.").format(why=error))
        self.error.setVisible(True)
        self._fit()


def _field(name: str, text: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    fill(made, text)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    return made


def _named(*parts: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(tokens.XS)
    made.addWidget(label(parts[0].accessibleName()))
    line = row(*parts)
    line.setStretch(0, 1)
    made.addLayout(line)
    return made
