"""Folders dropped on the window are added, as if they had been chosen."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui.desk import Desk


class FolderDrop(QObject):
    """Watches the window for what is dropped on it. What rollsuggest itself drags is not taken."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._desk = desk
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragMoveEvent):  # a drag that comes in is one too
            if event.source() is None and dropped(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
            else:
                event.ignore()
            return True
        if isinstance(event, QDropEvent) and event.source() is None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(dropped(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

    def take(self, folders: tuple[Path, ...]) -> None:
        """Add what was dropped and look at it; what cannot be is said."""
        if self._desk.sample:
            self._desk.notice(_("Choose “Use my own photos” first: this library is of sample photos."))
            return

        def add(studio: Studio) -> bool:
            if not studio.grants().has(Purpose.ANALYSE):
                return False
            for folder in folders:
                if not folder.is_dir():
                    raise UserError(
                        _("{name} is no folder.").format(name=folder.name),
                        _("Drop the folder that the photos lie in: they are looked at where they are."),
                    )
                studio.add_roll(folder)
            studio.start_indexing()
            return True

        self._desk.bridge.change(add, partial(self._told, folders))

    def _told(self, folders: tuple[Path, ...], allowed: bool) -> None:
        if not allowed:
            self._desk.consent_asked.emit()
            return
        for folder in folders:
            self._desk.notice(_("Looking for photos in {folder}.").format(folder=folder.name))


def dropped(data: QMimeData) -> tuple[Path, ...]:
    """Return what on this computer is being dropped."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
