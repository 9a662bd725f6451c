"""The lock in the window: its switch, the recovery key shown once, and the way in without a keyring."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.ui.controls import Block, Button, Switch, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog, Question


class LockBlock(Block):
    """A block of the Privacy page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Lock"))
        self._desk = desk
        self._locked = False
        self.switch = Switch(_("Lock what was found"), on=None)
        self.choice(
            self.switch.accessibleName(),
            _(
                "Encrypts names, faces, places and all else that was found, with a key in this system's"
                " keyring. Not encrypted: small copies of photos, pictures made ready for a server, pictures"
                " you saved, settings, the log of what went wrong, and the record of what you allowed and"
                " sent."
            ),
            self.switch,
        )
        self.switch.clicked.connect(self._switched)

    def show_locked(self, locked: bool) -> None:
        self._locked = locked
        self.switch.setChecked(locked)
        self.switch.setEnabled(True)

    def _switched(self, on: bool) -> None:
        """Ask before; the switch shows what holds, not what is being asked."""
        self.switch.setChecked(self._locked)
        if not on:
            self._wait()
            self._desk.bridge.change(lambda studio: studio.unlock_library(), self._unlocked, self._failed)
            return
        Question(
            self,
            _("Lock what was found?"),
            _(
                "You get a recovery key to write down. Without it, and without this system's keyring, nobody"
                " can open what was found. Your photos are never locked."
            ),
            _("Lock"),
            self._lock,
            kind="primary",
        ).open()

    def _lock(self) -> None:
        self._wait()
        self._desk.bridge.change(lambda studio: studio.lock_library(), self._show_key, self._failed)

    def _wait(self) -> None:
        self.switch.setEnabled(False)

    def _show_key(self, recovery: str) -> None:
        self.show_locked(True)
        RecoveryDialog(self, recovery).open()

    def _unlocked(self, _nothing: None) -> None:
        self.show_locked(False)
        self._desk.notice(_("What was found is not encrypted any more."))

    def _failed(self, error: UserError) -> None:
        self.show_locked(self._locked)
        self._desk.tell(error)


class RecoveryDialog(Dialog):
    """The recovery key, shown once."""

    def __init__(self, parent: QWidget | None, recovery: str) -> None:
        super().__init__(parent, _("Your recovery key"), 560)
        self.column.addWidget(label(_("Your recovery key"), "heading"))
        self.column.addWidget(
            label(_("Write it down and keep it away from this computer. It is shown only now."))
        )
        self.key = label(recovery, "heading", select=True)
        self.key.setAccessibleName(recovery)
        self.column.addWidget(self.key)
        self.copy = Button(_("Copy"), lambda: QApplication.clipboard().setText(recovery), icon="copy")
        self.done_ = Button(_("I have written it down"), self.accept, kind="primary")
        self.buttons(self.copy, self.done_)
        self.done_.setFocus()


class UnlockDialog(Dialog):
    """At the start, when the key of a locked library is not at hand: enter it, or begin anew."""

    def __init__(
        self, error: UserError, unlock: Callable[[str], object], begin_anew: Callable[[], object]
    ) -> None:
        super().__init__(None, _("Your library is locked"), 560)
        self._unlock, self._begin_anew = unlock, begin_anew
        self.setAccessibleDescription(str(error))
        self.column.addWidget(label(_("Your library is locked"), "heading"))
        self.said = label(str(error), select=True)
        self.column.addWidget(self.said)
        self.key = QLineEdit()
        self.key.setAccessibleName(_("Recovery key"))
        self.key.setPlaceholderText(_("Recovery key"))
        self.column.addWidget(self.key)
        self.column.addWidget(
            label(
                _(
                    "To begin anew keeps the locked file and looks at your photos again; the names you gave"
                    " are not known then."
                ),
                "muted",
            )
        )
        self.anew = Button(_("Begin anew"), self._anew)
        self.yes = Button(_("Unlock"), self._try, kind="primary")
        self.buttons(Button(_("Close"), self.reject), self.anew, self.yes)
        self.key.returnPressed.connect(self._try)
        self.key.setFocus()

    def _try(self) -> None:
        try:
            self._unlock(self.key.text())
        except UserError as error:
            self.said.setText(str(error))
            self.key.setFocus()
            return
        self.accept()

    def _anew(self) -> None:
        try:
            self._begin_anew()
        except UserError as error:
            self.said.setText(str(error))
            return
        self.accept()
