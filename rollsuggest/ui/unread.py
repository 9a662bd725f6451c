"""Files that could not be read: each with its reason, what can be done about it, and another try."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, again
from rollsuggest.library.rows import Unreadable
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.outside import show_in_folder
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.table import Table

# As the readers give them (library/pixels.py, frames.py and raw.py, jobs/indexer.py), which translate them.
EMPTY = "The file is empty."
UNKNOWN = "This is not a picture we can read."
DAMAGED = "The picture is damaged: {error}"
DAMAGED_FILM = "The film is damaged: {error}"
NO_PICTURE = "There is no picture in this film."
TOO_LARGE = "The picture is unreasonably large."
FILE_TOO_LARGE = "The file is unreasonably large."
FORBIDDEN = "We may not open this file."
GONE = "The file is not there any more."
TOO_LONG = "Reading this file takes too long."
TOO_MUCH = "Reading this file takes too much memory."
STOPPED = "rollsuggest stopped three times while reading this file."
CRASHES = "Reading this file crashes the reader."
REASONS = (
    EMPTY, UNKNOWN, DAMAGED, DAMAGED_FILM, NO_PICTURE, TOO_LARGE, FILE_TOO_LARGE, FORBIDDEN, GONE, TOO_LONG,
    TOO_MUCH, STOPPED, CRASHES,
)  # fmt: skip


def reason_now(file: Unreadable) -> Unreadable:
    """Return a file with its reason in the language spoken now, whichever was spoken when it was read."""
    return replace(file, reason=again(file.reason, REASONS))


def advice(reason: str) -> str:
    """Return what a person can do about a file that could not be read for this reason."""
    copy_again = _("Copy it again from the phone or card, or from a backup.")
    smaller = _("Save a smaller copy of it beside it.")
    known = {
        EMPTY: _("It holds nothing. Copy it again from the phone or card, or delete it."),
        UNKNOWN: _("Open it with the program that made it, and save it as JPEG."),
        DAMAGED: copy_again,
        DAMAGED_FILM: copy_again,
        TOO_LARGE: smaller,
        FORBIDDEN: _("Give yourself the right to read it, then try again."),
        GONE: _("Plug in its drive, or put it back, then try again."),
        TOO_LONG: _(
            "Try again while the computer is less busy. If it fails again, the file is likely damaged."
        ),
        TOO_MUCH: smaller,
        STOPPED: _("It may be damaged, or the computer was switched off each time. Try again."),
        CRASHES: _("It is likely damaged. Copy it again from the phone or card, or leave it out."),
    }
    for start, told in known.items():
        if reason.startswith(_(start).partition("{")[0]):
            return told
    return _("Try again. If it fails again, look at the file in its folder.")


class UnreadPage(Page):
    topics = frozenset({"consent", "rolls", "photos", "status"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._files: tuple[Unreadable, ...] = ()
        self.count = label("", "muted", wrap=False)
        self.again = Button(_("Try all again"), self.try_again, icon="rotate-cw")
        self.again.setToolTip(_("Looks at these files again: a drive or a permission may be back"))
        self.folder = Button(_("Show in folder"), self.show_file, icon="folder-open")
        self.this_again = Button(_("Try again"), self.try_this_again, icon="rotate-cw")
        self.table = Table(
            _("Files that could not be read"), (_("File"), _("Why"), _("What you can do")), (3, 3, 4)
        )
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._chosen())
        self.table.activated.connect(lambda _index: self.show_file())
        self.told = label("", select=True)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._list())
        self._stack.addWidget(
            EmptyState("image-off", _("All files could be read"), _("A file that cannot be read comes here."))
        )
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Could not be read"), self.count, self.again, back=back))
        layout.addLayout(self._stack, 1)
        self._chosen()

    def _list(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.L)
        column.setSpacing(tokens.M)
        said = _("These files are left out; all others are not affected. Nothing in them was changed.")
        column.addWidget(label(said, "muted"))
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addLayout(flow(self.this_again, self.folder))
        return inside

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[Unreadable, ...]:
            return tuple(reason_now(file) for file in studio.unreadable())

        self.desk.bridge.read("unread", read, self._show)

    def _show(self, files: tuple[Unreadable, ...]) -> None:
        self._files = files
        self.table.show_rows(tuple((f.path, f.reason, advice(f.reason)) for f in files))
        self.count.setText(wording.files(len(files)) if files else "")
        self.again.setVisible(bool(files))
        self._stack.setCurrentIndex(0 if files else 1)
        if files and self.table.at is None:
            self.table.selectRow(0)
        self._chosen()

    def _chosen(self) -> None:
        at = self.table.at
        self.folder.setEnabled(at is not None)
        self.this_again.setEnabled(at is not None)
        self.told.setText("\n".join(self.table.rows[at]) if at is not None else "")

    def show_file(self) -> None:
        """Open the folder of the chosen file."""
        at = self.table.at
        if at is None or (roll := self._files[at].roll) is None:
            return
        place = roll / self._files[at].path
        show_in_folder(place if place.parent.exists() else roll, self.desk.notice)

    def try_this_again(self) -> None:
        """Look at the chosen file again; a folder is listed again by any run."""
        at = self.table.at
        if at is None:
            return
        chosen = [asset] if (asset := self._files[at].asset) is not None else []
        self.desk.bridge.change(lambda studio: studio.retry_unreadable(chosen))
        self.desk.notice(_("{name} is being looked at again.").format(name=self._files[at].path))

    def try_again(self) -> None:
        def change(studio: Studio) -> None:
            studio.retry_unreadable()

        self.desk.bridge.change(change)
        self.desk.notice(_("The files are being looked at again."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.desk.go.emit("back")
            return
        super().keyPressEvent(event)
