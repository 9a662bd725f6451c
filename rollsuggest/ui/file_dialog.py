"""The dialogs that ask for a file or a folder, in the person's language where Qt itself does not speak it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import icons, tokens
from rollsuggest.ui.controls import MIRRORED, right_to_left, show_arrows

ICONS = {
    "backButton": "arrow-left", "forwardButton": "arrow-right", "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
}  # fmt: skip


def file_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """Return a dialog that asks for a file, begins in a folder and goes once it is closed."""
    dialog = _begin(parent, title, folder)
    _speak(dialog, _("Choose"))
    return dialog


def save_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """Return a dialog that asks where to keep a file."""
    dialog = _begin(parent, title, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    _speak(dialog, _("Save"))
    return dialog


def folder_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """Return a dialog that asks for a folder."""
    dialog = _begin(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _speak(dialog, _("Choose"))
    return dialog


def _begin(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _speak(dialog: QFileDialog, accept: str) -> None:
    """Name its parts, once it has the buttons that it keeps.

    Where the system has no such dialog Qt shows its own: it lacks words in Portuguese, and all in Hindi.
    """
    which = QFileDialog.DialogLabel
    for label, text in {
        which.LookIn: _("In the folder:"), which.FileName: _("Name:"), which.FileType: _("Kind of file:"),
        which.Accept: accept, which.Reject: _("Cancel"),
    }.items():  # fmt: skip
        dialog.setLabelText(label, text)
    show_arrows(dialog)
    _draw(dialog)


def _draw(dialog: QFileDialog) -> None:
    """Give Qt's own dialog our icons: of its own, one is black on dark."""
    for name, icon in ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            shown = MIRRORED.get(icon, icon) if right_to_left(dialog) else icon
            ratio = dialog.devicePixelRatioF()
            button.setIcon(icons.icon(shown, tokens.current().text, ratio=ratio))
