"""What rollsuggest knows: how much of each kind, where it lies, how large it is; each can be erased."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from rollsuggest.i18n import _
from rollsuggest.library.erasing import Kept
from rollsuggest.library.rows import Amount, Stored
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Block, Button, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.erasing import ask_erase_all, ask_erase_kind, kinds
from rollsuggest.ui.outside import Tell, show_in_folder


class KnownBlock(Block):
    """A block of the Privacy page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("What rollsuggest knows"))
        self._desk = desk
        self.amounts: dict[Kept, QLabel] = {}
        self.erase: dict[Kept, Button] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.M)
        grid.setVerticalSpacing(tokens.S)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for line, (kind, (name, _text)) in enumerate(kinds().items()):
            self.amounts[kind] = label("", "muted")
            self.erase[kind] = Button(_("Erase..."), partial(self._ask, kind), kind="danger")
            self.erase[kind].setAccessibleName(_("Erase “{kind}”").format(kind=name))
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label(name), line, 0, middle)
            grid.addWidget(self.amounts[kind], line, 1, middle)
            grid.addWidget(self.erase[kind], line, 2, middle)
        self.body.addLayout(grid)
        self._places = QVBoxLayout()
        self._places.setSpacing(tokens.S)
        self.body.addLayout(self._places)
        self.erase_all = Button(_("Erase everything"), lambda: ask_erase_all(self, desk), kind="danger")
        self.body.addLayout(row(self.erase_all, None))

    def show_known(self, stored: Stored, kept: Mapping[Kept, Amount]) -> None:
        for kind, amount in kept.items():
            self.amounts[kind].setText(told(kind, amount))
            self.erase[kind].setEnabled(amount.count > 0)
        clear(self._places)
        for name, size, folder in (
            (
                _("In all: {photos} in one database; settings, choices, the record").format(
                    photos=wording.photos(stored.photos)
                ),
                stored.database_bytes,
                stored.data_folder,
            ),
            (_("Small copies of photos"), stored.thumbnail_bytes, stored.cache_folder),
        ):
            self._places.addLayout(_place(name, size, folder, self._desk.notice))

    def _ask(self, kind: Kept) -> None:
        ask_erase_kind(self, self._desk, kind)


def told(kind: Kept, amount: Amount) -> str:
    """Return how much there is of a kind, how large it is and in which of the two folders.

    Of nothing no size is told: empty tables have pages too, and would pass for something kept.
    """
    where = _("in the folder of small copies") if kind is Kept.COPIES else _("in the database")
    size = [wording.size(amount.bytes)] if amount.count and amount.bytes is not None else []
    return " · ".join((wording.count(amount.count), *size, where))


def _place(name: str, size: int, folder: Path, tell: Tell) -> QHBoxLayout:
    said = label(f"{name}: {wording.size(size)}\n{wording.path(folder)}", "muted", select=True)
    opened = Button(
        _("Open {folder}").format(folder=folder), partial(show_in_folder, folder, tell), icon="folder-open",
        kind="icon",
    )  # fmt: skip
    line = row(said, opened)
    line.setStretch(0, 1)
    return line
