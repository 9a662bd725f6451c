"""The cloud on one page: what waits, what was sent, what came back, what is confirmed as deleted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.consent.grants import Entry
from rollsuggest.i18n import _
from rollsuggest.library.outbox import ACTIVE, Parcel, State, There
from rollsuggest.model import Purpose
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.ui import cloud_words, tokens
from rollsuggest.ui.cloud_choosing import ChooseDialog
from rollsuggest.ui.controls import Button, EmptyState, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Question, TextDialog
from rollsuggest.ui.outside import open_outside
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.table import Table


@dataclass(frozen=True, slots=True)
class Sent:
    parcels: tuple[Parcel, ...]
    entries: tuple[Entry, ...]
    settings: Settings
    on: bool
    waits_for: str = ""


def read_sent(studio: Studio) -> Sent:
    on = studio.grants().has(Purpose.CLOUD)
    waits_for = studio.cloud_waits_for()
    return Sent(studio.cloud_parcels(), studio.cloud_entries(), studio.settings(), on, waits_for)


class OutboxPage(Page):
    topics = frozenset({"consent", "settings", "cloud"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sent: Sent | None = None
        self.choose = Button(_("Choose photos..."), self._choose, icon="images")
        self.pause = Button(_("Pause sending"), self._pause, icon="pause")
        self.delete_all = Button(_("Delete all at the servers"), self._ask_delete, kind="danger")
        self.said = label("")
        self.table = Table(
            _("Photos for the cloud"),
            (_("Photo"), _("Drawn as"), _("State"), _("At the server"), _("When")),
            (5, 2, 3, 4, 4),
        )
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._chosen())
        self.details = label("", "muted", select=True)
        self.open = Button(_("Open the result"), self._open, icon="maximize-2")
        self.receipt = Button(_("Show the receipt"), self._show_receipt)
        self.again = Button(_("Send it again"), self._again)
        self.call_off = Button(_("Call it off"), self._call_off)
        self.record = Table(
            _("Record of what was sent"),
            (_("When"), _("What"), _("Photo"), _("Size"), _("To whom")),
            (4, 3, 5, 3, 4),
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self._lists())
        self._stack.addWidget(
            EmptyState(
                "cloud",
                _("Nothing was sent"),
                _("With cloud processing on, open a restyle and choose “Restyle on the server”. What is"
                  " sent, and what the server deleted, is listed here."),
            )
        )  # fmt: skip
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Cloud"), self.choose, self.pause, self.delete_all, back=back))
        layout.addLayout(self._stack, 1)
        for button in (self.choose, self.pause, self.delete_all):
            button.setVisible(False)  # until it is known what they are for
        self._chosen()

    def _lists(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.L)
        column.setSpacing(tokens.M)
        column.addWidget(self.said)
        column.addWidget(self.table, 3)
        column.addWidget(self.details)
        column.addLayout(row(self.open, self.receipt, self.again, self.call_off, None))
        column.addWidget(label(_("Record of what was sent"), "heading"))
        column.addWidget(
            label(
                _("Written before the first byte leaves, in a file that only grows; a change shows."), "muted"
            )
        )
        column.addWidget(self.record, 2)
        return inside

    def refresh(self) -> None:
        self.desk.bridge.read("outbox", read_sent, self._show)

    def _show(self, sent: Sent) -> None:
        self._sent = sent
        chosen = self._at()
        self.table.show_rows(tuple(map(cloud_words.parcel_row, sent.parcels)))
        self.record.show_rows(tuple(map(cloud_words.entry_row, sent.entries)))
        paused = sent.settings.cloud_paused
        self.pause.setText(_("Go on sending") if paused else _("Pause sending"))
        self.pause.setAccessibleName(_("Go on sending") if paused else _("Pause sending"))
        self.pause.set_icon("play" if paused else "pause")
        there = any(
            p.there not in (There.NOTHING, There.CONFIRMED) or p.state in ACTIVE for p in sent.parcels
        )
        self.delete_all.setEnabled(there)
        self.said.setText(cloud_words.summary(sent.parcels, sent.settings.cloud_paused, sent.waits_for))
        self._stack.setCurrentIndex(0 if sent.parcels or sent.entries else 1)
        self.choose.setVisible(sent.on)
        for button in (self.pause, self.delete_all):
            button.setVisible(bool(sent.parcels))
        if sent.parcels:
            kept = [n for n, parcel in enumerate(sent.parcels) if chosen and parcel.id == chosen.id]
            self.table.selectRow(kept[0] if kept else 0)
        self._chosen()

    def _at(self) -> Parcel | None:
        at = self.table.at
        if self._sent is None or at is None or at >= len(self._sent.parcels):
            return None
        return self._sent.parcels[at]

    def _chosen(self) -> None:
        parcel = self._at()
        self.details.setText(cloud_words.details(parcel) if parcel else "")
        self.open.setEnabled(bool(parcel and parcel.made))
        self.receipt.setEnabled(bool(parcel and parcel.receipts))
        resting = bool(parcel and parcel.state is State.WAITING and parcel.next_at)
        self.again.setText(_("Try now") if resting else _("Send it again"))
        self.again.setAccessibleName(_("Try now") if resting else _("Send it again"))
        self.again.setVisible(resting or bool(parcel and parcel.state is State.UNSURE))
        self.call_off.setVisible(bool(parcel and parcel.state in (*ACTIVE, State.UNSURE)))

    # acts

    def _choose(self) -> None:
        ChooseDialog(self, self.desk).open()

    def _pause(self) -> None:
        paused = not (self._sent and self._sent.settings.cloud_paused)
        self.desk.bridge.change(lambda studio: studio.cloud_pause(paused))

    def _open(self) -> None:
        if (parcel := self._at()) and Path(parcel.made).exists():
            open_outside(Path(parcel.made), self.desk.notice)
        else:
            self.desk.notice(_("The file is not there any more."))

    def _show_receipt(self) -> None:
        if parcel := self._at():
            TextDialog(self, _("Receipts"), cloud_words.receipt_text(parcel)).open()

    def _again(self) -> None:
        if parcel := self._at():
            number = parcel.id
            self.desk.bridge.change(lambda studio: studio.cloud_again(number))

    def _call_off(self) -> None:
        if parcel := self._at():
            number = parcel.id
            self.desk.bridge.change(lambda studio: studio.cloud_call_off([number]))

    def _ask_delete(self) -> None:
        Question(
            self,
            _("Delete all at the servers?"),
            _("What waits or is under way is called off, and the servers are asked to delete all that they"
              " have of you. What came back stays here."),
            _("Delete"),
            lambda: self.desk.bridge.change(lambda studio: studio.cloud_delete_all()),
        ).open()  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.desk.go.emit("back")
            return
        super().keyPressEvent(event)
