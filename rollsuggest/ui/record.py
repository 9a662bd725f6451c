"""The record: every yes and no, what was sent, deleted and saved, to be filtered and kept as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from rollsuggest.consent.grants import Entry, Sending
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.erasing import Kept
from rollsuggest.model import Make, Purpose
from rollsuggest.ui import cloud_words, tokens, wording
from rollsuggest.ui.controls import Button, Choice, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.erasing import kinds
from rollsuggest.ui.file_dialog import save_dialog
from rollsuggest.ui.folders import start_folder
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.table import Table

KINDS = (
    frozenset({"allow", "withdraw", "decline", "send", "delete", "export", "erase"}),
    frozenset({"allow", "withdraw", "decline"}),
    frozenset({"send", "delete", "erase"}),
    frozenset({"export"}),
)


class RecordPage(Page):
    topics = frozenset({"consent", "cloud", "creations"})
    anew = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._entries: tuple[Entry, ...] = ()
        self.kind = Choice(
            _("What is shown"),
            [_("All"), _("What you allowed"), _("What was sent and deleted"), _("What was saved")],
        )
        self.kind.activated.connect(lambda _at: self._fill())
        self.export = Button(_("Keep it as a file..."), self._export, icon="download")
        self.said = label("", "muted")
        self.table = Table(
            _("Record"), (_("When"), _("What"), _("About"), _("Size"), _("To whom"), _("Terms")),
            (9, 5, 5, 5, 2, 3),  # where it is narrow, what a line is about and to whom are cut
        )  # fmt: skip
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Record"), self.kind, self.export, back=back))
        inside = QVBoxLayout()
        inside.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.L)
        inside.setSpacing(tokens.M)
        inside.addWidget(self.said)
        inside.addWidget(self.table, 1)
        layout.addLayout(inside, 1)

    def refresh(self) -> None:
        self.desk.bridge.read("record", lambda studio: studio.record(), self._show, self._failed)

    def _show(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self.said.setText(
            _(
                "Each line is bound to the one before it: no line was changed or taken out by itself. Only"
                " a file written anew as a whole would not be noticed."
            )
        )
        self.export.setEnabled(bool(entries))
        self._fill()

    def _failed(self, error: UserError) -> None:
        """What was changed from outside is not shown as if it were true."""
        self._entries = ()
        self.said.setText(str(error))
        self.export.setEnabled(False)
        self._fill()

    def _fill(self) -> None:
        wanted = KINDS[max(self.kind.currentIndex(), 0)]
        self.table.show_rows(tuple(entry_row(entry) for entry in self._entries if entry.act in wanted))

    def _export(self) -> QFileDialog:
        dialog = save_dialog(self, _("Keep it as a file"), start_folder())
        dialog.setNameFilters(["JSON (*.json)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("json")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition(".")[2][:-1]))
        dialog.selectFile("rollsuggest-record.json")
        dialog.fileSelected.connect(self.keep)
        dialog.open()
        return dialog

    def keep(self, name: str) -> None:
        out = Path(name)
        self.desk.bridge.change(
            lambda studio: studio.export_record(out),
            lambda _done: self.desk.notice(_("Saved as {name}").format(name=out.name)),
        )


def _about(act: str, told: Sending) -> str:
    """Return what a line is about in words; what is no word of ours is said as it was written."""
    if act == "export" and told.what in {make.value for make in Make}:
        return wording.make_name(Make(told.what))
    if act == "erase" and told.what in {kind.value for kind in Kept}:
        return kinds()[Kept(told.what)][0]
    return told.what if act in ("export", "erase") else cloud_words.photo(told.photo)


def entry_row(entry: Entry) -> tuple[str, ...]:
    """Return a line in words: when, what, about what, how large, to whom, under which terms."""
    acts = {
        "allow": _("Allowed"), "withdraw": _("Taken back"), "decline": _("Not now"), "send": _("Sent"),
        "delete": _("Deletion confirmed"), "export": _("Saved as a file"), "erase": _("Erased"),
    }  # fmt: skip
    purposes = {
        Purpose.ANALYSE: _("Look at photos"), Purpose.FACES: _("Recognise people"),
        Purpose.PLACES: _("Use places"), Purpose.SUGGESTIONS: _("Suggestions"),
        Purpose.CLOUD: _("Cloud processing"),
    }  # fmt: skip
    told = entry.sending
    about = purposes[entry.purpose] if entry.purpose else ""
    if told is not None:
        about = _about(entry.act, told)
    return (
        wording.stamp(entry.at.astimezone()),
        acts.get(entry.act, entry.act),
        about,
        _("{n} bytes").format(n=wording.count(told.bytes)) if told and told.bytes else "",
        entry.recipient,
        f"{entry.terms} ({entry.language})" if entry.act == "allow" else entry.terms,
    )
