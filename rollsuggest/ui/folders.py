"""Choosing a folder of photos."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Roll
from rollsuggest.library.usual_folders import usual_folders
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.controls import EmptyState
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.file_dialog import folder_dialog


def ask_folder(parent: QWidget, desk: Desk) -> QFileDialog:
    """Let the person choose a folder; it is added and looked at in the background."""
    dialog = folder_dialog(parent, _("Choose a folder of photos"), start_folder())
    dialog.fileSelected.connect(lambda folder: add_folder(desk, Path(folder)))
    dialog.open()
    return dialog


def ask_left_out(parent: QWidget, desk: Desk, roll: Path) -> QFileDialog:
    """Let the person choose a folder inside a roll that is not to be looked at."""
    dialog = folder_dialog(parent, _("Choose a folder to leave out"), roll)
    dialog.fileSelected.connect(lambda folder: leave_out(desk, Path(folder)))
    dialog.open()
    return dialog


def leave_out(desk: Desk, folder: Path) -> None:
    desk.bridge.change(lambda studio: studio.exclude(folder))
    desk.notice(_("{folder} is left out. Take it back in under Settings.").format(folder=folder.name))


def where_photos_are(desk: Desk) -> EmptyState:
    """Return the state before a folder is chosen: the usual ones that are there, or any other."""
    title = _("Where are your photos?")
    text = _("Choose the folder they lie in. It is opened read-only; nothing in it is changed.")
    found = usual_folders(Path.home(), paths.pictures())
    if not found:
        return EmptyState(
            "folder-open", title, text, _("Choose a folder"), desk.folder_asked.emit, desk.try_sample()
        )
    (first, use), *others = [
        (_("Use {folder}").format(folder=wording.path(folder)), partial(add_folder, desk, folder))
        for folder in found
    ]
    other = (_("Choose a folder"), desk.folder_asked.emit)
    return EmptyState("folder-open", title, text, first, use, [*others, other, *desk.try_sample()])


def away(rolls: Sequence[Roll]) -> Path | None:
    """Return a folder of photos that is not there, where none is; its photos are seen nowhere then."""
    return rolls[0].path if rolls and all(roll.missing for roll in rolls) else None


def folder_is_away(desk: Desk, folder: Path) -> EmptyState:
    return EmptyState(
        "triangle-alert", _("The folder is not there"),
        _("{folder} cannot be found. If it is on a drive, plug it in; what was found is kept.")
        .format(folder=wording.path(folder)),
        _("Look again"), lambda: desk.bridge.change(lambda studio: studio.start_indexing()),
    )  # fmt: skip


def no_photo_in(desk: Desk, folder: Path) -> EmptyState:
    return EmptyState(
        "images", _("No photos here yet"),
        _("No photo was found in {folder}. Add photos to it, or choose another folder.")
        .format(folder=wording.path(folder)),
        _("Choose a folder"), desk.folder_asked.emit,
    )  # fmt: skip


def start_folder() -> Path:
    """Return where choosing starts: the pictures, or the home folder where there is none for them."""
    found = paths.pictures()
    return found if found.is_dir() else Path.home()


def add_folder(desk: Desk, folder: Path) -> None:
    def add(studio: Studio) -> None:
        studio.add_roll(folder)
        studio.start_indexing()

    def failed(error: UserError) -> None:
        desk.tell(error)
        desk.folder_chosen.emit(False)

    desk.folder_chosen.emit(True)
    desk.bridge.change(add, lambda _none: desk.folder_chosen.emit(False), failed)
