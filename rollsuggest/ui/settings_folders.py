"""Settings: the folders whose photos are looked at, and those left out of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from rollsuggest.i18n import _
from rollsuggest.library.rows import Roll
from rollsuggest.studio import Studio
from rollsuggest.ui import icons, tokens, wording
from rollsuggest.ui.controls import Block, Button, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Question
from rollsuggest.ui.flow import flow
from rollsuggest.ui.folders import ask_left_out
from rollsuggest.ui.looking import look_now


class FolderBlock(Block):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Folders"), _("Photos in these folders are opened read-only and never changed."))
        self._desk = desk
        self._shown: tuple[Roll, ...] | None = None
        self._folders = QVBoxLayout()
        self.body.addLayout(self._folders)
        self.add = Button(_("Add a folder"), desk.folder_asked.emit, icon="folder-plus")
        self.look_now = Button(_("Look for new photos now"), lambda: look_now(desk), icon="rotate-cw")
        self.look_now.setToolTip(_("New files are noticed by themselves; this looks at once (F5)"))
        self.body.addLayout(flow(self.add, self.look_now))

    def show_rolls(self, rolls: tuple[Roll, ...]) -> None:
        if rolls == self._shown:
            return
        self._shown = rolls
        clear(self._folders)
        for roll in rolls:
            said = label(f"{wording.path(roll.path)}\n{_folder_told(roll)}", "muted", select=True)
            remove = Button(_("Remove {folder}").format(folder=roll.path), partial(self._ask_remove, roll),
                            icon="x", kind="icon")  # fmt: skip
            line = row(*([_warning()] if roll.missing else []), said, remove, gap=tokens.M)
            line.setStretchFactor(said, 1)
            self._folders.addLayout(line)
            for folder in roll.excluded:
                self._folders.addLayout(self._left_out(roll.path / folder, folder))
            if not roll.missing:
                ask = Button(
                    _("Leave out a folder..."),
                    partial(ask_left_out, self, self._desk, roll.path),
                    kind="link",
                )
                ask.setAccessibleName(_("Leave out a folder of {folder}").format(folder=roll.path))
                self._folders.addLayout(row(ask, None))

    def _left_out(self, path: Path, name: str) -> QHBoxLayout:
        def take_back(studio: Studio) -> None:
            studio.include(path)
            studio.start_indexing()

        again = Button(_("Look at it again"), lambda: self._desk.bridge.change(take_back), kind="link")
        again.setAccessibleName(_("Look at {folder} again").format(folder=name))
        said = label(_("Left out: {folder}").format(folder=name), "muted", select=True)
        line = row(tokens.L, said, again, gap=tokens.M)
        line.setStretchFactor(said, 1)
        return line

    def _ask_remove(self, roll: Roll) -> None:
        Question(
            self,
            _("Remove this folder?"),
            _("What was found in {folder} is erased. The photos in it stay as they are.").format(
                folder=roll.path
            ),
            _("Remove"),
            lambda: self._desk.bridge.change(lambda studio: studio.remove_roll(roll.id)),
        ).open()


def _folder_told(roll: Roll) -> str:
    if not roll.missing:
        return wording.photos(roll.photos)
    return _("Not there now: plug in its drive. Its photos are hidden until then, and nothing is lost.")


def _warning() -> QLabel:
    made = QLabel()
    made.setPixmap(
        icons.pixmap("triangle-alert", tokens.current().danger_text, tokens.ICON_PX, made.devicePixelRatioF())
    )
    made.setAccessibleName(_("Not there now"))
    return made
