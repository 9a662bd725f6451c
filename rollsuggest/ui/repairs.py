"""The repairs of dates so far, each undone as a whole; and the dates for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import DateBatch
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, clear, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.sidecars import ask_dates


def batch_line(batch: DateBatch) -> str:
    """Say which repair it was: `3 photos, 14 June 2026, 18:20`."""
    return _("{photos}, {moment}").format(
        photos=wording.photos(batch.photos), moment=wording.stamp(batch.decided_at)
    )


def batch_files(batch: DateBatch) -> str:
    """Say one file of it, and how many more there are."""
    more = batch.photos - 1
    if not more:
        return batch.example
    text = ngettext("{name} and {n} more", "{name} and {n} more", more)
    return text.format(name=batch.example, n=wording.count(more))


class RepairsDialog(Dialog):
    """Lists the repairs, newest first."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        title = _("Last repairs")
        super().__init__(parent, title, 520, fits=False)
        self.resize(560, 520)
        self._desk = desk
        self._alive = [True]
        self.destroyed.connect(self._alive.clear)
        self.undos: list[Button] = []
        self._undone: int | None = None  # which of them was pressed
        self._rows = QVBoxLayout()
        margins(self._rows, tokens.S, tokens.S, tokens.S, tokens.S)
        self._rows.setSpacing(tokens.M)
        inside = QWidget()
        inside.setLayout(self._rows)
        area = QScrollArea()
        area.setObjectName("read")
        area.setWidgetResizable(True)
        area.setAccessibleName(title)
        area.setWidget(inside)
        self.export = Button(_("Write dates for other programs…"), lambda: ask_dates(self, desk))
        written = _(
            "Puts a small XMP file for each date that you set into a folder you choose. Beside the photo, "
            "digiKam, darktable and other programs read it. The photos themselves are not changed."
        )
        self.export.setAccessibleDescription(written)
        self.column.addWidget(label(title, "heading"))
        self.column.addWidget(
            label(_("Undo gives a photo the date it had before, or that of a later repair."), "muted")
        )
        self.column.addWidget(area, 1)
        self.column.addWidget(label(written, "muted"))
        self.close_it = Button(_("Close"), self.accept, kind="primary")
        self.buttons(self.export, self.close_it)
        self.refresh()

    def refresh(self) -> None:
        self._desk.bridge.read(
            "repairs", lambda s: s.date_batches(), lambda found: self._show(found) if self._alive else None
        )

    def _show(self, batches: Sequence[DateBatch]) -> None:
        clear(self._rows)
        self.undos = []
        self.export.setEnabled(bool(batches))
        for batch in batches:
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(batch_line(batch)))
            words.addWidget(label(batch_files(batch), "muted"))
            undo = Button(_("Undo"), partial(self._undo, len(self.undos), batch))
            undo.setAccessibleName(_("Undo: {repair}").format(repair=batch_line(batch)))
            self.undos.append(undo)
            line = row(undo, gap=tokens.M)
            line.insertLayout(0, words, 1)
            self._rows.addLayout(line)
        if not batches:
            self._rows.addWidget(label(_("No date is repaired."), "muted"))
        self._rows.addStretch(1)
        if self._undone is not None:
            (self.undos[min(self._undone, len(self.undos) - 1)] if self.undos else self.close_it).setFocus()
            self._undone = None

    def _undo(self, at: int, batch: DateBatch) -> None:
        self._undone = at
        for button in self.undos:
            button.setEnabled(False)  # until the list is read anew

        def failed(error: UserError) -> None:
            self._desk.tell(error)
            again()

        def again() -> None:
            if self._alive:
                self.refresh()

        self._desk.bridge.change(lambda s: s.undo_dates(batch.number), lambda _none: again(), failed)
