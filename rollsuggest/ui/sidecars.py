"""Writing what rollsuggest knows as XMP sidecars for other programs, into a folder that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.folders import start_folder

Write = Callable[[Studio, Path, Callable[[], bool]], int]  # a folder and whether to stop -> how many


def ask_sidecars(parent: QWidget, desk: Desk, doing: str, write: Write) -> QFileDialog:
    """Ask for a folder and write into it; `doing` says what, with {folder} in it."""
    dialog = QFileDialog(parent, _("Choose a folder for the sidecars"), str(start_folder()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: write_sidecars(desk, Path(folder), doing, write))
    dialog.open()
    return dialog


def write_sidecars(desk: Desk, folder: Path, doing: str, write: Write) -> None:
    """Write in the background, and say how many there are; an error is said too."""
    bridge = desk.bridge

    def done(written: int) -> None:
        text = ngettext("{n} sidecar written into {folder}.", "{n} sidecars written into {folder}.", written)
        desk.notice(text.format(n=wording.count(written), folder=folder.name))

    desk.notice(doing.format(folder=folder.name))
    bridge.change(lambda s: write(s, folder, lambda: bridge.closing), done, desk.tell, pool="makes")


def ask_names(parent: QWidget, desk: Desk) -> QFileDialog:
    """Write the names of people."""
    return ask_sidecars(
        parent, desk, _("Writing names into {folder}."),
        lambda s, folder, stop: s.export_names(folder, cancelled=stop),
    )  # fmt: skip


def ask_dates(parent: QWidget, desk: Desk) -> QFileDialog:
    """Write the dates that the person set."""
    return ask_sidecars(
        parent, desk, _("Writing dates into {folder}."),
        lambda s, folder, _stop: s.export_date_sidecars(folder),
    )  # fmt: skip
