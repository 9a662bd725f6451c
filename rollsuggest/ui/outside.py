"""Files opened and shown by the system's own programs; where there is none for it, that is said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from rollsuggest.i18n import _
from rollsuggest.ui import wording

ANSWER_MS = 5000  # of the file manager, which may have to start first
Tell = Callable[[str], object]


def open_outside(path: Path, tell: Tell) -> None:
    """Open a file in the program the system has for it."""
    if not _opened(path):
        tell(_("No program on this computer wants to open this file."))


def show_in_folder(path: Path, tell: Tell) -> None:
    """Show a file, chosen, in the system's own file manager; its folder where that cannot be asked for."""
    folder = path if path.is_dir() else path.parent

    def show_folder() -> None:
        if not _opened(folder):
            tell(
                _("No program on this computer wants to show this folder: {folder}").format(
                    folder=wording.path(folder)
                )
            )

    if path.is_dir() or not _shown_chosen(path, show_folder):
        show_folder()


def _opened(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _shown_chosen(path: Path, otherwise: Callable[[], object]) -> bool:
    """Ask the file manager to show a file; returns whether it was. `otherwise`: it does not answer."""
    if sys.platform == "win32":
        return QProcess.startDetached("explorer.exe", [f"/select,{path}"])[0]
    if sys.platform == "darwin":
        return QProcess.startDetached("open", ["-R", str(path)])[0]
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    name = "org.freedesktop.FileManager1"
    asked = QDBusMessage.createMethodCall(name, "/org/freedesktop/FileManager1", name, "ShowItems")
    file = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    asked.setArguments([[file], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(asked, ANSWER_MS), QApplication.instance())

    def answered(call: QDBusPendingCallWatcher) -> None:
        if call.isError():
            otherwise()
        call.deleteLater()

    watcher.finished.connect(answered)
    return True
