"""Correcting what a file was taken for: done in one place, with a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.model import AssetId, Role
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk

Verdicts = Mapping[AssetId, Role | None]  # what the person had said before; None: nothing

NOT_PHOTOS = (Role.SCREENSHOT, Role.DOCUMENT, Role.MEME)


def kinds_menu(parent: QWidget, chosen: Callable[[Role], object]) -> QMenu:
    """Return a menu of all that a file can be instead of a photo."""
    menu = QMenu(parent)
    menu.setAccessibleName(_("What is it?"))
    names = (_("It is a screenshot"), _("It is a document or receipt"), _("It is a meme or card"))
    for name, role in zip(names, NOT_PHOTOS, strict=True):
        menu.addAction(name, partial(chosen, role))
    return menu


def say_role(desk: Desk, assets: Sequence[AssetId], role: Role | None) -> None:
    """Store what the person says these files are (None: as rollsuggest takes them), with Undo."""

    def change(studio: Studio) -> Verdicts:
        held = {file.asset: file.role for file in studio.sorted_out() if file.by_you}
        studio.set_role(assets, role)
        return {asset: held.get(asset) for asset in assets}

    def done(before: Verdicts) -> None:
        desk.notice(said(len(assets), role), _("Undo"), lambda: _put_back(desk, before))

    desk.bridge.change(change, done)


def _put_back(desk: Desk, before: Verdicts) -> None:
    def change(studio: Studio) -> None:
        for role in set(before.values()):
            studio.set_role([asset for asset, held in before.items() if held is role], role)

    desk.bridge.change(change)


def said(count: int, role: Role | None) -> str:
    """Return what follows from a correction."""
    if role is None:
        text = ngettext(
            "{n} file is sorted by rollsuggest again.", "{n} files are sorted by rollsuggest again.", count
        )
    elif role in NOT_PHOTOS:
        text = ngettext(
            "{n} file is kept out of suggestions.", "{n} files are kept out of suggestions.", count
        )
    else:
        text = ngettext(
            "{n} file counts as a photo and may be suggested.",
            "{n} files count as photos and may be suggested.",
            count,
        )
    return text.format(n=wording.count(count))
